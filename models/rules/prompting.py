"""From what a rule found to the prompt people see: its round, its answers, whether they quiet it, and who has it.

An answer quiets until new evidence, the rule's next time to prompt or some days, whichever is first, and covers only the
evidence it names. It never clears. Where a rule asks only those who decide, nobody else's answer quiets it.
"""

from collections.abc import Sequence
from datetime import datetime

from models.fold import Fact
from models.kinds.prompt import PromptAnswered
from models.prompt import Answer, Prompt
from models.rules.case import Finding, ScopeCase
from models.rules.doings import since_of
from models.times import days_later, spans_between

ASK_TO_SEE_THEM = frozenset({"T1", "T2", "T3", "T5", "A1", "P1", "CD1", "E2", "R1"})


def prompt(case: ScopeCase, finding: Finding, version: int) -> Prompt:
    answers = _answering(case, finding, finding.evidence)
    ends = {fact.id: _quiet_ends(case, finding, fact.at) for fact in answers}
    round = _round(case, finding, answers, ends)
    suffix = f":r{round}" if round > 1 else ""
    return Prompt(
        id=f"{finding.rule}:{case.state.scope}:{finding.raised_by}{suffix}",
        rule=finding.rule,
        rule_version=version,
        scope=case.state.scope,
        seen=finding.seen,
        evidence=finding.evidence,
        asks=_asks(case, finding),
        asked=finding.asked,
        by=min(asked.by for asked in finding.asked),
        clears=finding.clears,
        raised_at=finding.raised_at,
        round=round,
        episode=finding.episode,
        quiet_until=_quiet_until(case, finding, ends),
        answers=_all_answers(case, finding),
        told=case.doings.told(
            finding.rule, finding.evidence, finding.asked, finding.raised_at, finding.climbed_to
        ),
    )


def _asks(case: ScopeCase, finding: Finding) -> str:
    """After a death nobody is asked to see or ring the person: what was open is a senior's to review."""
    if finding.rule in ASK_TO_SEE_THEM and case.died:
        return case.standard_at(finding.raised_at).rules.st1.asks_after_death
    return finding.asks


def _quiet_ends(case: ScopeCase, finding: Finding, answered_at: datetime) -> datetime:
    """When an answer given then stops quieting, new evidence aside."""
    quiet_days = case.standard_at(finding.raised_at).episodes.quiet_days
    ends = [days_later(answered_at, quiet_days), *(at for at in finding.again if at > answered_at)]
    if days := finding.every_days:
        spans = spans_between(finding.raised_at, answered_at, days)
        ends.append(days_later(finding.raised_at, (spans + 1) * days))
    return min(ends)


def _quiet_until(case: ScopeCase, finding: Finding, ends: dict[str, datetime]) -> datetime | None:
    """Set while every piece of the evidence is covered by an answer that names it."""
    covered = [
        max((ends[fact.id] for fact in _covering(case, finding, id)), default=None) for id in finding.evidence
    ]
    until = [at for at in covered if at is not None]
    if not until or len(until) < len(covered):
        return None
    return None if case.look.reached(min(until)) else min(until)


def _covering(case: ScopeCase, finding: Finding, id: str) -> list[Fact[PromptAnswered]]:
    return _answering(case, finding, (id,))


def _answering(case: ScopeCase, finding: Finding, ids: Sequence[str]) -> list[Fact[PromptAnswered]]:
    answers = case.doings.answers(finding.rule, ids, finding.managers_only, finding.climbed_to)
    since = since_of(finding.rule, finding.raised_at)
    return [fact for fact in answers if since is None or fact.at >= since]


def _round(
    case: ScopeCase, finding: Finding, answers: list[Fact[PromptAnswered]], ends: dict[str, datetime]
) -> int:
    """Which time this is that it prompts: again at the rule's own times, and whenever an answer's quiet has run out."""
    if finding.every_days:
        return finding.first_round + case.look.rounds_of_days(finding.raised_at, finding.every_days)
    ran_out = {
        end
        for id, end in ends.items()
        if not any(fact.at <= end < ends[fact.id] for fact in answers if fact.id != id)
    }
    return finding.first_round + case.look.count(sorted({*finding.again, *ran_out}))


def _all_answers(case: ScopeCase, finding: Finding) -> tuple[Answer, ...]:
    """Every answer that names any of it, a worker's to a manager's prompt too."""
    facts = case.doings.every_answer(finding.rule, finding.evidence)
    return tuple(Answer(fact.id, fact.entry.author, fact.at, _words(fact.body)) for fact in facts)


def _words(body: PromptAnswered) -> str:
    return " ".join(words.strip() for words in (body.done, body.why_not) if words.strip())
