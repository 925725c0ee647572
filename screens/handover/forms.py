"""What the two small forms of a handover become: giving it, and what a named human of the receiving side said to it. Pure."""

from screens.person.entering import Body, Form, Writes

ELSEWHERE = "elsewhere"


def _given(form: Form) -> tuple[str, Body]:
    team = form.chosen("to_team", "Choose who takes over.")
    body = form.words("to", "given_to", "why", "supported_because", "words") | {"mode": form.get("mode")}
    if team and not body["to"]:
        form.wrong["to"] = "Say which team or service."
    body |= {"to_team": None if team == ELSEWHERE else team, "as_at": form.get("as_at") or None}
    form.happened("given")
    return "handover.given", body | {"not_known": form.get("not_known").splitlines()}


def _answered(form: Form) -> tuple[str, Body]:
    form.chosen("answer", "Choose what they said.")
    body = form.words("answer", "name", "mode", "words")
    if not body["name"]:
        form.wrong["name"] = "Say who there said it: their name."
    if body["name"] == form.get("my_name"):
        body["staff"] = form.get("me") or None
    form.happened("answered")
    return "handover.answered", body


WRITES: Writes = {"given": _given, "answered": _answered}
