"""What one Save makes of a form: the contact, the plan made in it, the episodes it steps down from; all or nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.prompt import Prompt
from models.standard import Standard
from screens.contact.form import ContactForm
from screens.contact.pages import Around, plan_page
from screens.contact.reading import ContactReading, Problem, read_contact
from screens.drafting.page import Reader
from screens.plan.reading import read_plan
from sync.authoring import Said
from sync.views import PersonView


@dataclass(frozen=True)
class FormReading:
    """The whole form as read now. `plan` is None when none is wanted."""

    contact: ContactReading
    plan: dict[str, Any] | None
    problems: tuple[Problem, ...]

    def at(self, page: str) -> dict[str, str]:
        """The sentences of one page by field; the first where a field has several."""
        return {each.field: each.sentence for each in reversed(self.problems) if each.page == page}


def read_form(form: ContactForm, around: Around, now: datetime, met: bool) -> FormReading:
    contact = read_contact(form, around, now, met)
    if form.plan is None or not form.plan_wanted:
        return FormReading(contact, None, contact.problems)
    reader = Reader(now)
    plan = read_plan(form.plan, around.standard, now, reader)
    problems = (Problem(plan_page(field), field, sentence) for field, sentence in reader.wrong.items())
    return FormReading(contact, plan, (*contact.problems, *problems))


def to_record(
    form: ContactForm, id: str, scope: str, reading: FormReading, standing: Sequence[Prompt]
) -> list[Said]:
    """Everything this form becomes, the contact first."""
    plan = [Said("plan.made", scope, reading.plan, entry_id=form.plan_id)] if reading.plan is not None else []
    closing = [
        Said("episode.stepped_down", scope, body, entry_id=id) for id, body in _step_downs(form, standing)
    ]
    right = (
        [Said("entry.settled", scope, _right(form, id), entry_id=form.settled_id)] if form.replaces else []
    )
    return [Said("contact.recorded", scope, reading.contact.body, entry_id=id), *plan, *closing, *right]


def _right(form: ContactForm, id: str) -> dict[str, Any]:
    """That this contact puts right one that was not accepted."""
    return {"target": form.replaces, "how": "replaced", "replaced_by": id}


def open_episodes(prompts: Iterable[Prompt]) -> list[Prompt]:
    """The prompts of the safety and the step-up episode; a step-down names their evidence."""
    return [prompt for prompt in prompts if prompt.episode]


def around(person: PersonView, standard: Standard) -> Around:
    state = person.state
    signature = state.signature
    return Around(state.name, state.born_on, signature.indicators, signature.baselines, standard)


def _step_downs(form: ContactForm, standing: Iterable[Prompt]) -> Iterable[tuple[str, dict[str, Any]]]:
    """One for each episode that evidence was named of."""
    standing = open_episodes(standing)
    for episode, id in form.step_down_ids.items() if form.decision == "step_down" else ():
        of_it = dict.fromkeys(e for prompt in standing if prompt.episode == episode for e in prompt.evidence)
        if named := [e for e in of_it if e in form.step_down_evidence]:
            words = {"rationale": form.rationale.strip(), "reply_given": form.reply_given.strip()}
            yield id, {"episode": episode, "evidence": named, **words}
