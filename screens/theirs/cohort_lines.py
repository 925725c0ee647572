"""Whether somebody is in the high-risk cohort, in words: by whom and until when, or what puts them there by itself. Pure."""

from collections.abc import Iterable
from datetime import datetime

from models.cohort import EPISODE, ESCALATION, PLAN, SET, why_in_cohort
from models.directory import Directory
from models.episodes import Episode
from models.fold import Fact, PersonState
from models.kinds.person import CohortSet
from models.times import date_words, day_of, marked, moment_words
from screens.theirs.lines import SetLine

AUTOMATIC = {
    EPISODE: "while the safety episode stands",
    PLAN: "while a temporary plan is in force",
    ESCALATION: "while an escalation is open",
}
NOT_IN, LASTS = "Not in it.", "Nobody has to decide it. It ends with the last of them"


def cohort(
    state: PersonState, episodes: Iterable[Episode], directory: Directory, now: datetime
) -> list[SetLine]:
    """What puts them in it; else that they are not, and who took them out, if anybody did."""
    why = list(why_in_cohort(state, episodes, now))
    decided = [
        _decided(head, directory, now) for head in state.cohort.heads if head.body.in_cohort or SET not in why
    ]
    automatic = "; ".join(AUTOMATIC[each] for each in why if each != SET)
    by_itself = [SetLine("cohort", f"In it by itself {automatic}.", LASTS)] if automatic else []
    return [*decided, *by_itself] or [SetLine("cohort", NOT_IN, "Nobody has put them in it")]


def _decided(head: Fact[CohortSet], directory: Directory, now: datetime) -> SetLine:
    body, today = head.body, day_of(now)
    what = "Put in it" if body.in_cohort else "Taken out of it"
    by = f"{directory.name_of(head.entry.author)}, {marked(moment_words(head.at, now), head.certain)}"
    on = body.review_on if body.in_cohort else None
    review = f". To be looked at again by {date_words(on, today)}" if on else ""
    return SetLine("cohort", f"{what}: {body.reason.strip()}", by + review, on is not None and on < today)
