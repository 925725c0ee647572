"""Something went wrong for the person: what it was, and the two answers there are, told or why not yet. Pure."""

from models.prompt import Prompt
from screens.person.entering import Body, Entering, Form, Writes
from screens.reading import typed_date, typed_time
from sync.views import Me

RULE = "CD1"
TOLD, NOT_YET = "told", "not told yet"


def start_telling(entering: Entering, prompt: Prompt, me: Me) -> None:
    """They were told: by whoever records it, face to face and just now, unless they say otherwise."""
    now = entering.device.clock_now()
    entering.start(
        TOLD,
        prompt.id,
        about=" ".join(prompt.evidence),
        name=me.name,
        my_name=me.name,
        me=me.staff_id,
        whom="person",
        mode="01",
        told_on=typed_date(now),
        told_at=typed_time(now),
    )


def start_explaining(entering: Entering, prompt: Prompt) -> None:
    """They were not told yet."""
    entering.start(NOT_YET, prompt.id, about=" ".join(prompt.evidence))


def _told(form: Form) -> tuple[str, Body]:
    body = form.words("name", "whom", "mode", "said", "response") | {"about": form.get("about").split()}
    if not body["name"]:
        form.wrong["name"] = "Say who told them: their name."
    if not body["said"]:
        form.wrong["said"] = "Say what they were told, in a few words."
    if body["name"] == form.get("my_name"):
        body["staff"] = form.get("me")
    form.record = None
    form.happened("told")
    return "candour.told", body


def _not_yet(form: Form) -> tuple[str, Body]:
    if not form.get("why_not").strip():
        form.wrong["why_not"] = "Say why they have not been told yet."
    form.record = None
    prompt = {"prompt": form.about, "evidence": form.get("about").split()}
    return "prompt.answered", prompt | form.words("why_not")


CANDOUR: Writes = {TOLD: _told, NOT_YET: _not_yet}
