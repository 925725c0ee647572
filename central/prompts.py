"""Prompts at the centre: evaluated after commit, by one path, from the same entries and with the same code as on a tablet.

`sweep` takes what is due (`central.watch`), folds each scope without holding any lock, and writes which prompts stand, when
to look again, and what to notify, in one short transaction. Only ids, rules and times are kept: the words are made again
from the entries whenever somebody reads them.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy import Connection, and_, insert, select, update

from central import life, watch
from central.centre import Centre
from central.healing import work_out_anew
from central.joining import joined
from central.life import Lived
from central.notify import Notifier
from central.records import Organisation, Record
from central.store.tables import entries, organisation, prompts
from central.stream import head
from models.fold import NEVER_FOLDED, PersonState, ScopeState, fold, fold_scope
from models.fold.matching import MATCHED
from models.fold.team import TEAM
from models.prompt import Prompt
from models.rules import RULES_VERSION, Evaluation, evaluate
from sync.attest import checked_digest, entries_digest

AT_ONCE = 50
AFTER_FAILURE = timedelta(minutes=5)
log = logging.getLogger("handrail.central")


@dataclass(frozen=True)
class Folded:
    """A person, or a team, as they stood at number `through`: what was accepted in `scopes`, which are theirs; `scope` is one of them."""

    scope: str
    scopes: tuple[str, ...]
    records: tuple[Record, ...]
    organisation: Organisation
    through: int

    @cached_property
    def state(self) -> ScopeState:
        entries = (record.entry for record in self.records)
        return fold_scope(entries, self.organisation.directory, self.scope)

    @property
    def person(self) -> PersonState:
        """Whom it is about; nobody known where it is not about a person."""
        return self.state if isinstance(self.state, PersonState) else fold((), self.organisation.directory)

    @property
    def digest(self) -> bytes:
        """What a check says of the entries it was made from (docs/sync.md)."""
        folded = (record.line for record in self.records if record.kind not in NEVER_FOLDED)
        return checked_digest(entries_digest(folded), self.organisation.digest)

    def evaluated(self, now: datetime) -> Evaluation:
        return evaluate(self.state, self.organisation.directory, now)


def read_scope(centre: Centre, scope: str) -> Folded:
    org = centre.organisation.id
    with centre.database.read() as connection:
        scopes = joined(connection, org, scope)
        records = (each for one in scopes for each in centre.records.of_scope(org, one, connection))
        accepted = tuple(record for record in records if record.reason is None)
        organisation = centre.records.organisation(org, connection)
        return Folded(scope, scopes, accepted, organisation, head(connection, org).seq)


def adopt_rules(centre: Centre) -> None:
    """When the rules are other than those last evaluated by, everything is due."""
    org = centre.organisation.id
    one = and_(organisation.c.org_id == org, organisation.c.rules_version != RULES_VERSION)
    with centre.database.write() as connection:
        if connection.execute(update(organisation).where(one).values(rules_version=RULES_VERSION)).rowcount:
            watch.forget(connection, org)
            _adopt_matches(centre, connection, org)
            _adopt_teams(connection, org)


def _adopt_teams(connection: Connection, org: str) -> None:
    """What an earlier version took in about teams and did not evaluate."""
    about = and_(entries.c.org_id == org, entries.c.scope.startswith(TEAM))
    scopes = connection.execute(select(entries.c.scope).where(about).distinct()).scalars().all()
    watch.mark(connection, org, head(connection, org).seq, (), scopes)


def _adopt_matches(centre: Centre, connection: Connection, org: str) -> None:
    """What an earlier version took in and did not join yet."""
    said = and_(entries.c.org_id == org, entries.c.kind == MATCHED)
    scopes = connection.execute(select(entries.c.scope).where(said).distinct()).scalars().all()
    if scopes:
        work_out_anew(centre, connection, org, scopes)


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
    state = folded.state
    found = folded.evaluated(now)
    said = tuple(life.said(state, (record.entry for record in folded.records)))
    org = centre.organisation.id
    with centre.database.write() as connection:
        new = _keep(connection, org, folded.scopes, found.prompts, said, now)
        notifier.put(connection, org, new, now)
        for each in folded.scopes:
            again = found.look_again if each == state.scope else None
            watch.folded(connection, org, each, folded.through, again)


def standing(connection: Connection, org: str, scope: str) -> list[str]:
    """The ids of the prompts that stand for a scope, as of its last evaluation."""
    chosen = and_(prompts.c.org_id == org, prompts.c.scope == scope, prompts.c.gone_at.is_(None))
    return list(
        connection.execute(select(prompts.c.prompt_id).where(chosen).order_by(prompts.c.prompt_id)).scalars()
    )


def _keep(
    connection: Connection,
    org: str,
    scopes: tuple[str, ...],
    found: tuple[Prompt, ...],
    said: Iterable[Lived],
    now: datetime,
) -> list[str]:
    """Write which prompts stand, and what became of each; the ids of those that never stood before."""
    of_scope = and_(prompts.c.org_id == org, prompts.c.scope.in_(scopes))
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
    life.write(connection, org, scopes, [*life.found(came, gone, stand, now), *said])
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
