"""The person's own early signs and usual levels, set with them: what is entered, and what it becomes."""

from collections.abc import Iterable

from pydantic import Field

from models.correcting import Document
from models.kinds.person import SignatureSet
from screens.drafting.page import Body, PageForm, Reader
from screens.person.lines import Trend, trend
from screens.theirs.state import Theirs
from sync.device import Device


class SignatureForm(PageForm):
    """`own` are the codes of their own signs, `others` those asked about beside them, `usual` a level for each, "0" to "3".

    `with_them` is "yes" or "no", "" until somebody chose.
    """

    own: list[str] = Field(default_factory=lambda: list[str]())
    others: list[str] = Field(default_factory=lambda: list[str]())
    usual: dict[str, str] = Field(default_factory=lambda: dict[str, str]())
    with_them: str = ""
    not_with_them_because: str = ""


class SignatureState(Theirs[SignatureForm]):
    kind = "signature.set"

    def __init__(self, device: Device, scope: str, draft_id: str) -> None:
        super().__init__(device, scope, draft_id, SignatureForm())

    def fresh(self) -> SignatureForm:
        """What holds now. Whether it is set with them is asked anew."""
        holds = self.person.state.signature
        usual = {code: str(level) for code, level in holds.baselines.items()}
        return SignatureForm(own=list(holds.indicators), usual=usual)

    @staticmethod
    def again(said: Document, record: str) -> SignatureForm:
        body = SignatureSet.model_validate(said)
        usual = {code: str(level) for code, level in body.baselines.items()}
        return SignatureForm(
            own=list(body.indicators),
            others=list(body.baselines),
            usual=usual,
            with_them="yes" if body.set_with_person else "no",
            not_with_them_because=body.not_with_person_because,
        )

    @property
    def signs(self) -> list[str]:
        """Every indicator of the standard, in its order; then their own that it no longer has, to be taken out."""
        return list(dict.fromkeys([*self.standard.indicator_by_code, *self.form.own]))

    @property
    def levels(self) -> list[tuple[str, str]]:
        """ "0" to "3" with the standard's words."""
        return [(str(level), words) for level, words in enumerate(self.standard.levels)]

    @property
    def asked(self) -> list[str]:
        """The signs whose usual level is asked: their own, those chosen beside them, and any that is above 0."""
        beside = [code for code in self.signs if code in self.form.others or self.usual(code) != "0"]
        return [*dict.fromkeys([*self.form.own, *beside])]

    @property
    def not_asked(self) -> list[str]:
        return [code for code in self.signs if code not in self.asked]

    def ask_also(self, code: str) -> None:
        self.put(others=[*self.form.others, code])

    def usual(self, code: str) -> str:
        """Nothing set means 0."""
        return self.form.usual.get(code, "0")

    def put_usual(self, code: str, level: str) -> None:
        self.put(usual=self.form.usual | {code: level})

    def own_are(self, codes: Iterable[str]) -> None:
        """Exactly these. The usual level of one taken out stays."""
        chosen = set(codes)
        kept = [code for code in self.form.own if code in chosen]
        self.put(own=[*kept, *(code for code in self.signs if code in chosen and code not in kept)])

    def change_of(self, code: str) -> str:
        """What holds now, where another is chosen."""
        holds = self.person.state.signature.baseline(code)
        return f"It is {holds} now." if str(holds) != self.usual(code) else ""

    def trend(self, code: str) -> Trend:
        return trend(self.person.state, self.standard, code, self.now())

    def says(self, reader: Reader) -> Body:
        form = self.form
        reader.needs("with_them", form.with_them, "Say whether it is set with them.")
        if form.with_them == "no":
            reader.needs(
                "not_with_them_because", form.not_with_them_because, "Say why it was not set with them."
            )
        return {
            "indicators": form.own,
            "baselines": {code: int(self.usual(code)) for code in self.asked},
            "set_with_person": form.with_them != "no",
            "not_with_person_because": form.not_with_them_because.strip() if form.with_them == "no" else "",
        }

    def field_of(self, problem: str) -> str:
        first = problem.partition(".")[0]
        return "own" if first in ("indicators", "baselines") else first
