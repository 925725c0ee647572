"""Prompts at the centre: evaluated after commit, by one path, from the same entries and with the same code as on a tablet.

`sweep` takes what is due (`central.watch`), folds each scope without holding any lock, and writes which prompts stand, when
to look again, and what to notify, in one short transaction. Only ids, rules and times are kept: the words are made again
from the entries whenever somebody reads them.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, insert, select, update

from central import life, watch
from central.centre import Centre
from central.life import Lived
from central.notify import Notifier
from central.records import Organisation, Record
from central.store.tables import organisation, prompts
from central.stream import head
from models.fold import NEVER_FOLDED, PersonState, fold
from models.prompt import Prompt
from models.rules import RULES_VERSION, Evaluation, evaluate
from sync.attest import checked_digest, entries_digest

AT_ONCE = 50
AFTER_FAILURE = timedelta(minutes=5)
log = logging.getLogger("handrail.central")


@dataclass(frozen=True)
class Folded:
    """One scope as it stood at number `through`: what was accepted, and the person it tells of."""

    scope: str
    records: tuple[Record, ...]
    organisation: Organisation
    through: int

    @property
    def person(self) -> PersonState:
        return fold((record.entry for record in self.records), self.organisation.directory, self.scope)

    @property
    def digest(self) -> bytes:
        """What a check says of the entries it was made from (docs/sync.md)."""
        folded = (record.line for record in self.records if record.kind not in NEVER_FOLDED)
        return checked_digest(entries_digest(folded), self.organisation.digest)

    def evaluated(self, now: datetime) -> Evaluation:
        return evaluate(self.person, self.organisation.directory, now)


def read_scope(centre: Centre, scope: str) -> Folded:
    org = centre.organisation.id
    with centre.database.read() as connection:
        records = centre.records.of_scope(org, scope, connection)
        accepted = tuple(record for record in records if record.reason is None)
        organisation = centre.records.organisation(org, connection)
        return Folded(scope, accepted, organisation, head(connection, org).seq)


def adopt_rules(centre: Centre) -> None:
    """When the rules are other than those last evaluated by, everything is due."""
    org = centre.organisation.id
    one = and_(organisation.c.org_id == org, organisation.c.rules_version != RULES_VERSION)
    with centre.database.write() as connection:
        if connection.execute(update(organisation).where(one).values(rules_version=RULES_VERSION)).rowcount:
            watch.forget(connection, org)


def sweep(centre: Centre, notifier: Notifier) -> tuple[int, int]:
    """Evaluate what is due now, at most AT_ONCE scopes: how many were evaluated, and how many could not be."""
    with centre.database.read() as connection:
        due = watch.due(connection, centre.organisation.id, centre.now(), AT_ONCE)
    failed = 0
    for scope in due:
        try:
            evaluate_scope(centre, notifier, scope)
        except Exception as error:  # one person's record must never stop the prompts of all others
            failed += 1
            log.error("could not evaluate %s: %s", scope, type(error).__name__)
            _look_later(centre, scope)
    return len(due) - failed, failed


def evaluate_scope(centre: Centre, notifier: Notifier, scope: str) -> None:
    now = centre.now()
    folded = read_scope(centre, scope)
    person = folded.person
    found = evaluate(person, folded.organisation.directory, now)
    said = tuple(life.said(person, (record.entry for record in folded.records)))
    org = centre.organisation.id
    with centre.database.write() as connection:
        new = _keep(connection, org, scope, found.prompts, said, now)
        notifier.put(connection, org, new, now)
        watch.folded(connection, org, scope, folded.through, found.look_again)


def standing(connection: Connection, org: str, scope: str) -> list[str]:
    """The ids of the prompts that stand for a scope, as of its last evaluation."""
    chosen = and_(prompts.c.org_id == org, prompts.c.scope == scope, prompts.c.gone_at.is_(None))
    return list(
        connection.execute(select(prompts.c.prompt_id).where(chosen).order_by(prompts.c.prompt_id)).scalars()
    )


def _keep(
    connection: Connection,
    org: str,
    scope: str,
    found: tuple[Prompt, ...],
    said: Iterable[Lived],
    now: datetime,
) -> list[str]:
    """Write which prompts stand, and what became of each; the ids of those that never stood before."""
    of_scope = and_(prompts.c.org_id == org, prompts.c.scope == scope)
    known = dict(connection.execute(select(prompts.c.prompt_id, prompts.c.gone_at).where(of_scope)).all())
    stand = {prompt.id: prompt for prompt in found}
    gone = [id for id, gone_at in known.items() if gone_at is None and id not in stand]
    back = [id for id, gone_at in known.items() if gone_at is not None and id in stand]
    for ids, gone_at in ((gone, now), (back, None)):
        if ids:
            which = and_(of_scope, prompts.c.prompt_id.in_(ids))
            connection.execute(update(prompts).where(which).values(gone_at=gone_at))
    new = [prompt for id, prompt in stand.items() if id not in known]
    if new:
        connection.execute(insert(prompts), [_row(org, prompt, now) for prompt in new])
    came = [*(prompt.id for prompt in new), *back]
    life.write(connection, org, scope, [*life.found(came, gone, stand, now), *said])
    return [prompt.id for prompt in new]


def _row(org: str, prompt: Prompt, now: datetime) -> dict[str, object]:
    return {
        "org_id": org,
        "prompt_id": prompt.id,
        "scope": prompt.scope,
        "rule": prompt.rule,
        "rule_version": prompt.rule_version,
        "raised_at": prompt.raised_at,
        "due_at": prompt.by,
        "first_stood_at": now,
        "gone_at": None,
    }


def _look_later(centre: Centre, scope: str) -> None:
    """Try again in a while, or as soon as something changes, rather than over and over."""
    org = centre.organisation.id
    with centre.database.write() as connection:
        watch.folded(connection, org, scope, head(connection, org).seq, centre.now() + AFTER_FAILURE)
