"""Synthetic entries: contacts and plans of people who do not exist, the same for the same seed.

An entry is 0.9–3.4 KB with a median of about 1.45 KB; a thousand together deflate to less than a quarter. Words and templates
were written for this file: no phrase of them is in the vault's preset dictionary (a test holds that).
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from models.entry import FIXED_RECORDS, PLAN_RECORDS, Clock, Entry, author
from vault.store import Authored

PLAN_SHARE = 0.08
SLIP_EVERY = 20  # characters
WORDS = {
    slot: tuple(words.split("|"))
    for slot, words in {
        "did": "mended|borrowed|painted|misplaced|admired|swapped|carried|hummed about|polished|unpacked|labelled|"
        "argued over|photographed|returned|weighed|untangled|rehearsed|sketched|balanced|scrubbed|measured|wrapped|"
        "baked|dismantled|watered|dusted|hid|traded|sharpened|folded|tasted|shelved|stacked|tuned|glazed|pickled|"
        "varnished|juggled|mislaid|braided|hoisted|embroidered|auctioned|whittled|decanted|upholstered|sieved|ironed|"
        "catalogued|repotted|rewired|inherited|haggled for|flung|grated|framed|laced|pruned|oiled|queued for",
        "thing": "kettle|ukulele|parcel|greenhouse|jigsaw|teapot|bicycle pump|scarf|birdbox|crossword|tin of paint|"
        "marmalade|sofa|tax letter|goldfish|tomato plant|lampshade|accordion|chess set|raincoat|picnic rug|fridge magnet|"
        "radio play|umbrella|garden fork|bus pass|library card|spare duvet|wardrobe|toaster|sewing box|front gate|"
        "photo album|atlas|hedge|stamp book|trumpet|wheelbarrow|calendar|doormat|telescope|cushion|ladle|postcard|"
        "suitcase|lawnmower|recipe|curtain rail|abacus|banjo|cactus|dartboard|easel|fiddle|gazebo|hammock|inkwell|"
        "jam jar|kite|lantern|mandolin|nutcracker|oboe|pinwheel|quiche|rhubarb|snorkel|trellis|unicycle|vase|weathercock|"
        "xylophone|yoghurt pot|zip|anvil|bagpipe|colander|domino|eggcup|ferret|gooseberry|hinge|icicle|jukebox|kayak|"
        "loom|marrow|noticeboard|ottoman|pulley|quilt|rudder|spatula|thimble|urn|violin|whistle",
        "how": "blue|wobbly|second-hand|enormous|striped|faded|unexpected|tidy|mysterious|crooked|cheerful|dented|velvet|"
        "rusty|half-finished|tartan|noisy|lopsided|fragrant|delicate|stubborn|gleaming|patched|soggy|antique|purple|"
        "brittle|creaky|dusty|elastic|frosted|gilded|hollow|ivory|jagged|knitted|lemon|moth-eaten|narrow|oval|peeling|"
        "quaint|ragged|scarlet|threadbare|unvarnished|vintage|waxed|amber|bulky|copper|dappled|emerald|feathery",
        "where": "by the canal|in the conservatory|at the bowls club|behind the bakery|on the landing|under the stairs|"
        "near the bandstand|at the ferry stop|in the launderette|beside the duck pond|on platform two|in the attic|"
        "outside the post office|at the seed swap|round the vestry|past the gasworks|up the spire|inside the shed|"
        "over the weir|along the towpath|off the ring road|amid the nettles",
        "when": "on market day|straight after breakfast|over the bank holiday|as the shop opened|during the football|"
        "around teatime|when the clocks changed|at first light|in the drizzle|before kick-off|past bedtime|by candlelight",
        "mood": "chatty|sleepy|restless|puzzled|playful|solemn|jumpy|content|distant|proud|brisk|gloomy|relieved|fidgety|"
        "wary|mellow|bashful|dreamy|eager|flustered|giddy|homesick|intent|jolly|languid|moody|nonplussed|peckish",
        "then": "although|whereas|meanwhile|yet|until|afterwards|which is why|even so|apart from that|hence|lest|unless",
        "start": "Al|Bra|Cor|Del|Em|Fro|Gwil|Hes|Is|Jop|Kel|Lor|Mab|Nor|Os|Pru|Quil|Ros|Sor|Tam|Ull|Ver|Wil|Yar",
        "middle": "a|e|i|o|u|an|el|im|on|ur|ab|ed|ig|ot|us|ax|ez|ib|oc|ul",
        "end": "bey|cott|dine|ery|field|gate|ham|ika|jack|ko|lin|more|nell|ora|pin|quist|rick|sby|thwaite|una|vale|wen",
    }.items()
}
SENTENCES = (
    "{name} {did} the {how} {thing} {where}.",
    "The {thing} was {how}, {then} {name} {did} {number} {thing}s.",
    "{mood}, {mood}, {then} {name} {did} the {how} {thing}.",
    "{name} and {name}: {mood}; {how} {thing}, {how} {thing}.",
    "{name} {did} {name}'s {thing} {where} {when}.",
    "{number} {how} {thing}s, {number} {thing}s, one {how} {thing} {where}.",
    "{clock}: {did} the {thing}. {clock}: {did} the {how} {thing}, {mood}.",
    "{how} {thing} {did} {when}, {how} {thing} {did} by {name}.",
    "{name} paid {number} pounds for a {how} {thing}, {then} {did} it.",
    "{name} rang from 01632 960{digits} {when}: {name} {did} {number} {how} {thing}s, {mood}.",
    "Bus {number} to {name}, {clock}; ticket {digits}{digits}, {how} {thing}, {mood}.",
)
INDICATORS = ("sleep", "energy", "mood", "anxiety", "thinking", "withdrawal", "self_care", "medicines")
ACTIONS = ("extra_contact_made", "practical_help_given", "coping_steps_used", "information_given")
LEVELS = (0, 0, 0, 0, 1, 1, 1, 2)


@dataclass(frozen=True)
class Hand:
    """Who writes: ids, the role entry they had seen, the version of the standard."""

    org: str
    staff: str
    device: str
    role_seen: str | None
    standard: str


class Writer:
    """Writes bodies and whole entries, each some minutes after the one before. Text is in order of the seed alone."""

    def __init__(
        self,
        seed: int,
        begins_at: datetime,
        step: timedelta = timedelta(minutes=20),
        actions: Sequence[str] = ACTIONS,
    ) -> None:
        self._rng = random.Random(seed)
        self._at = begins_at
        self._step = step
        self._actions = actions
        self._latest_plan: dict[str, str] = {}

    def id(self) -> str:
        return self._rng.randbytes(16).hex()

    def entries(self, count: int, scopes: Sequence[str], hand: Hand) -> list[Authored]:
        """Entries about the people of `scopes` in turn, mostly contacts, now and then a standing plan made anew."""
        return [self.entry(scopes[number % len(scopes)], hand) for number in range(count)]

    def entry(self, scope: str, hand: Hand) -> Authored:
        self._at += self._step
        is_plan = self._rng.random() < PLAN_SHARE
        entry = (
            self._plan(scope, hand)
            if is_plan
            else self._entry("contact.recorded", scope, hand, self.contact(self._at))
        )
        return Authored(entry, author(entry))

    def contact(self, ended_at: datetime) -> dict[str, Any]:
        """The body of a contact that ended then; most are calm."""
        scale = self._scale()
        return {
            "started_at": _said_at(ended_at - timedelta(minutes=self._rng.randrange(15, 75))),
            "ended_at": _said_at(ended_at),
            "mode": "01",
            "attendance": "5",
            "with_whom": ["person"],
            "indicators": [self._indicator(code) for code in self._some(INDICATORS, 1, 3)],
            "what_changed": self.text(240 * scale),
            "actions": [self._action() for _ in range(self._rng.randrange(2))],
            "decision": "no_step_up",
            "rationale": self.text(90 * scale),
            "next_contact_on": (ended_at + timedelta(days=7)).date().isoformat(),
            "identity_confirmed": True,
        }

    def text(self, length: float) -> str:
        """At least `length` characters of sentences."""
        said = ""
        while len(said) < length:
            said += " " * bool(said) + self._sentence()
        return said

    def _plan(self, scope: str, hand: Hand) -> Entry:
        scale = self._scale()
        body = {
            "type": "standing",
            "warning_signs": self.text(130 * scale),
            "what_helps": self.text(130 * scale),
            "people_and_places": self.text(90 * scale),
            "professionals": self.text(60 * scale),
            "agreed_with_person": True,
            "copy_given": "given",
        }
        before = self._latest_plan.get(scope)
        entry = self._entry("plan.made", scope, hand, body, follows=(before,) if before else ())
        self._latest_plan[scope] = entry.id
        return entry

    def _entry(
        self, kind: str, scope: str, hand: Hand, body: dict[str, Any], follows: tuple[str, ...] = ()
    ) -> Entry:
        entry_id = self.id()
        record = PLAN_RECORDS["standing"] if kind == "plan.made" else FIXED_RECORDS.get(kind, entry_id)
        return Entry(
            id=entry_id,
            salt=self.id(),
            org=hand.org,
            kind=kind,
            scope=scope,
            record=record,
            follows=follows,
            author=hand.staff,
            device=hand.device,
            role_seen=hand.role_seen,
            occurred_at=self._at,
            recorded_at=self._at + timedelta(minutes=self._rng.randrange(1, 9)),
            clock=Clock(error_ms=self._rng.randrange(900), holds=True),
            standard=hand.standard,
            body=body,
        )

    def _indicator(self, code: str) -> dict[str, Any]:
        words = self._sentence() if self._rng.random() < 0.3 else ""
        return {"code": code, "level": self._rng.choice(LEVELS), "words": words, "source": "person"}

    def _action(self) -> dict[str, Any]:
        return {"code": self._rng.choice(self._actions), "extent": "wholly", "detail": self._sentence()}

    def _sentence(self) -> str:
        pieces = self._rng.choice(SENTENCES).split("{")
        said = pieces[0] + "".join(self._filled(*piece.split("}", 1)) for piece in pieces[1:])
        return self._typed_in_a_hurry(said[0].upper() + said[1:])

    def _typed_in_a_hurry(self, said: str) -> str:
        """Some letters left out: without slips, made-up sentences deflate better than people's do."""
        for _ in range(len(said) // SLIP_EVERY):
            at = self._rng.randrange(1, len(said))
            said = said[:at] + said[at + 1 :]
        return said

    def _filled(self, slot: str, rest: str) -> str:
        match slot:
            case "number":
                return str(self._rng.randrange(2, 1000)) + rest
            case "digits":
                return f"{self._rng.randrange(1000):03}" + rest
            case "clock":
                return f"{self._rng.randrange(7, 22)}:{self._rng.randrange(60):02}" + rest
            case "name":
                return self._word("start") + self._word("middle") + self._word("end") + rest
            case _:
                return self._word(slot) + rest

    def _word(self, slot: str) -> str:
        return self._rng.choice(WORDS[slot])

    def _some(self, of: Sequence[str], least: int, most: int) -> list[str]:
        return self._rng.sample(of, self._rng.randint(least, most))

    def _scale(self) -> float:
        """Around 1, now and then far above: a few notes are long."""
        return min(2.0 ** self._rng.gauss(0.0, 1.0), 6.0)


def _said_at(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
