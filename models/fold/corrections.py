"""Amendments, voids and confirmations: what each entry says in the end, and what still waits for a manager.

Corrections annotate; they are never heads and cut nothing off. One that lowers what protects, by someone who may not
lower, is a proposal until another person who may confirms it; and so is one that would have somebody else's decision cover more
than they decided, for an entry keeps its author's authority whoever amends it. Everything asks only who followed whom and who said what,
so the order of arrival cannot matter.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property

from models.authority import authorised, decided, decides, may_lower
from models.directory import Directory
from models.entry import Entry, read_body
from models.errors import BadInput, NewerFormat
from models.fold.asking_more import with_more
from models.fold.facts import MAY_BE_AN_ERROR, Annotation, Fact, Facts, Proposal, Statement
from models.fold.graph import Follows, heads, nearest, parents_first, reach
from models.fold.judging import Judges
from models.fold.lowering import decides_more, lowers, protects, says_less
from models.fold.protection import opens_safety, stirs
from models.fold.timeline import Timeline
from models.kinds.base import Body
from models.kinds.contact import ContactRecorded
from models.kinds.correction import EntryAmended, EntryConfirmed, EntryVoided
from models.kinds.held import EntryAccepted, EntrySettled
from models.kinds.referral import PersonMatched
from models.kinds.status import PersonStatus

SETTLED = {"replaced": "put right", "not_again": "not to be sent again", "left": "left as it is"}


class Corrections:
    """Reads every correction once; `facts()` are the entries in force."""

    def __init__(self, timeline: Timeline, directory: Directory) -> None:
        self.timeline = timeline
        self.directory = directory
        self.judges = Judges(directory)
        self.follows: Follows = {id: entry.follows for id, entry in timeline.entries.items()}
        self.proposals: dict[str, Proposal] = {}
        self.annotations: dict[str, list[Annotation]] = defaultdict(list)
        self._confirms: dict[str, list[str]] = defaultdict(list)
        self._accepts: dict[str, list[str]] = defaultdict(list)
        self._voids: dict[str, list[str]] = defaultdict(list)
        self._amends: dict[str, list[str]] = defaultdict(list)
        self._replacing: dict[str, Body] = {}
        self._gone: dict[str, bool] = {}
        self._lowered_by_voiding: dict[str, bool] = {}
        self._corrections: set[str] = set()
        self._index()

    def facts(self) -> Facts:
        return Facts(
            {
                id: self._fact(id, body)
                for id, body in self.timeline.said.items()
                if id not in self._corrections and not self.gone(id)
            }
        )

    def gone(self, id: str) -> bool:
        """Whether a void of it is in force. Voids that void each other in a ring leave each other standing."""
        if id not in self._voids:
            return False
        for each in self._from_the_far_end(id, self._corrected_by, self._gone):
            self._gone[each] = False
            self._gone[each] = bool(
                [void for void in self._voids.get(each, ()) if self._void_holds(void, each)]
            )
        return self._gone[id]

    @cached_property
    def _corrected_by(self) -> Follows:
        """By what was voided or confirmed, the entries that do so."""
        voids, confirms = self._voids, self._confirms
        return {id: (*voids.get(id, ()), *confirms.get(id, ())) for id in {**voids, **confirms}}

    @cached_property
    def _voided(self) -> Follows:
        """By a void, what it voids."""
        return {void: (target,) for target, voids in self._voids.items() for void in voids}

    @staticmethod
    def _from_the_far_end(id: str, onward: Follows, known: Mapping[str, bool]) -> Iterable[str]:
        """It and all that what is asked of it depends on, that first: corrections correct each other in rows of any length, which
        are gone through and never called through.
        """
        if id in known:
            return ()
        return (each for each in parents_first(sorted(reach([id], onward)), onward) if each not in known)

    def may_lower(self, entry: Entry) -> bool:
        return may_lower(self.directory.role_seen(entry))

    def _had_leave(self, id: str) -> bool:
        """Whether its author may lower, or somebody who may confirmed it."""
        return self.may_lower(self.timeline.entries[id]) or self.confirmed_at(id) is not None

    def decided(self, entry: Entry) -> bool:
        """Whether its author may decide what it decides, by role or by what its standard delegates."""
        return decided(entry, self.directory)

    def confirmed_at(self, id: str) -> datetime | None:
        """When someone who may lower, other than its author, first confirmed it."""
        confirms = (self.timeline.at[each] for each in self._agreed(id) if not self.gone(each))
        return next(confirms, None)

    def _agreed(self, id: str) -> Iterable[str]:
        """The confirmations of it by someone who may lower, other than its author."""
        author = self.timeline.entries[id].author
        entries = ((each, self.timeline.entries[each]) for each in self._confirms.get(id, ()))
        return (each for each, entry in entries if entry.author != author and self.may_lower(entry))

    def _contested(self, id: str) -> bool:
        """Whether somebody who may lower confirmed it, and only somebody who may not has taken that back."""
        return any(
            not any(self._had_leave(void) and not self.gone(void) for void in self._voids[each])
            for each in self._agreed(id)
        )

    def accepted(self, id: str) -> bool:
        """Whether someone who may record it themselves had it count, though its author's role may not."""
        entries = self.timeline.entries
        return any(
            authorised(entries[accept], self.directory, entries.get(id)) and not self.gone(accept)
            for accept in self._accepts.get(id, ())
        )

    def confirmed(self) -> dict[str, datetime]:
        """Every entry that was confirmed by someone who may, and when."""
        when = {id: self.confirmed_at(id) for id in self._confirms if id in self.timeline.entries}
        return {id: at for id, at in when.items() if at is not None}

    @cached_property
    def missing(self) -> frozenset[str]:
        """The parents that are not here yet."""
        named = {parent for parents in self.follows.values() for parent in parents}
        return frozenset(named - self.timeline.entries.keys())

    def propose(self, id: str, target: str, words: str) -> None:
        """Note that an entry waits for a manager."""
        self.proposals[id] = Proposal(self.timeline.entries[id], target, words)
        self._annotate(target, id, words)

    # Reading the corrections once

    def _index(self) -> None:
        for id, body in self.timeline.said.items():
            if self.timeline.entries[id].kind.startswith("entry."):
                self._read(id, body)
        for target, confirms in self._confirms.items():
            for id in confirms:
                if self.may_lower(self.timeline.entries[id]) and not self.gone(id):
                    self._annotate(target, id, "confirmed")

    def _read(self, id: str, body: Body) -> None:
        if isinstance(body, EntryAmended | EntryVoided | EntryConfirmed):
            self._corrections.add(id)
        if isinstance(body, EntryConfirmed):
            self._confirms[body.target].append(id)
        elif isinstance(body, EntryAccepted):
            self._accepts[body.target].append(id)
            self._annotate(body.target, id, "accepted")
        elif isinstance(body, EntrySettled):
            self._annotate(body.target, id, SETTLED.get(body.how, "settled"))
        elif isinstance(body, EntryVoided):
            self._voids[body.target].append(id)
        elif isinstance(body, EntryAmended):
            self._read_amendment(id, body)

    def _read_amendment(self, id: str, body: EntryAmended) -> None:
        target = self.timeline.said.get(root := self._amended(body.target))
        if target is None:
            return  # its target is not here yet, or is from a newer version: kept, and applied once it is
        try:
            self._replacing[id] = read_body(self.timeline.entries[root].kind, body.body)
        except (BadInput, NewerFormat):
            return
        self._amends[root].append(id)

    def _amended(self, id: str) -> str:
        """The entry an amendment is about in the end, were it written as an amendment of an amendment."""
        seen: set[str] = set()
        while isinstance(body := self.timeline.said.get(id), EntryAmended) and id not in seen:
            seen.add(id)
            id = body.target
        return id

    # What an entry says

    def _fact(self, id: str, body: Body) -> Fact[Body]:
        entry, at = self.timeline.entries[id], self.timeline.at[id]
        original = Statement(entry, entry, body, self.timeline.stated_at(id), id)
        statements = self._statements(id, original) if id in self._amends else (original,)
        certain = id not in self.timeline.uncertain
        return Fact(entry, at, certain, statements, at, original.stated_at)

    def _statements(self, target: str, original: Statement[Body]) -> tuple[Statement[Body], ...]:
        """The amendments in force that no other in force follows, the more prompting first; else the original.

        Of one that waits, what it asks for more than was known is in force. Where that a manager agreed to it was taken back by
        somebody who may not lower, what it says and what it amends hold both, as if they had been written apart.
        """
        in_force: dict[str, list[Statement[Body]]] = {}
        _, daggers = self.judges.of(original.entry, self.timeline.at[target])
        for id in parents_first(self._amends[target], self.follows):
            if self.gone(id):
                continue
            before = nearest(id, self.follows, in_force.__contains__)
            known = [said for each in before for said in in_force[each]] or [original]
            if not self._waits(id, target, known):
                in_force[id] = [self._amendment(id, original.entry, known, self._replacing[id])]
                self._annotate(target, id, "amended")
                continue
            self.propose(id, target, MAY_BE_AN_ERROR)
            more = [(each.body, with_more(each.body, self._replacing[id], daggers)) for each in known]
            bodies = [body for _, body in more] + [self._replacing[id]] * self._contested(id)
            if self._contested(id) or any(body is not before for before, body in more):
                in_force[id] = [self._amendment(id, original.entry, known, body) for body in bodies]
        if not in_force:
            return (original,)
        latest = heads(list(in_force), self.follows)
        return tuple(most_prompting_first([said for id in latest for said in in_force[id]]))

    def _amendment(self, id: str, of: Entry, known: list[Statement[Body]], body: Body) -> Statement[Body]:
        evidence = id if any(_says_more(each.body, body) for each in known) else known[0].evidence
        return Statement(of, self.timeline.entries[id], body, self.timeline.stated_at(id), evidence)

    def _waits(self, id: str, target: str, known: list[Statement[Body]]) -> bool:
        if self._had_leave(id):
            return False
        new = self._replacing[id]
        if any(self._corrected_with_care(target, each.body) and lowers(each.body, new) for each in known):
            return True
        return self._leans_on_a_decision(id, target) and any(decides_more(each.body, new) for each in known)

    def _leans_on_a_decision(self, id: str, target: str) -> bool:
        """Whether what it amends was decided by its author, or confirmed, and is not the amending author's to decide."""
        entry, amended = self.timeline.entries[id], self.timeline.entries[target]
        standard = self.directory.standard(entry.standard)
        if decides(self.directory.role_seen(entry), amended.kind, standard):
            return False
        return self.decided(amended) or self.confirmed_at(target) is not None

    def _corrected_with_care(self, target: str, body: Body) -> bool:
        """A status protects nothing by itself, but may not become a discharge by a correction."""
        return isinstance(body, PersonStatus) or self._guards(target, body)

    # Voids

    def _void_holds(self, id: str, target: str) -> bool:
        if self.gone(id):
            return False
        if not self._had_leave(id) and self._void_lowers(target):
            self.propose(id, target, MAY_BE_AN_ERROR)
            return False
        self._annotate(target, id, "voided")
        return True

    def _void_lowers(self, target: str) -> bool:
        """Whether to void it lowers what protects."""
        for each in self._from_the_far_end(target, self._voided, self._lowered_by_voiding):
            self._lowered_by_voiding[each] = self._would_lower(each)
        return self._lowered_by_voiding[target]

    def _would_lower(self, target: str) -> bool:
        """Of a void, whether what it took away lowers by standing again. Taking back what had two records count as one person's
        is like voiding that.
        """
        said = self.timeline.said.get(target)
        if isinstance(said, EntryVoided):
            counts = self._had_leave(target) or not self._void_lowers(said.target)
            return counts and self._stands_again_lower(said.target)
        if isinstance(said, EntryConfirmed | EntryAccepted):
            return isinstance(self.timeline.said.get(said.target), PersonMatched)
        root = self._amended(target)
        versions = self._all_said(root)
        return any(self._guards(root, each) for each in versions) or self._narrowed(target, root, versions)

    def _narrowed(self, id: str, root: str, versions: list[Body]) -> bool:
        """Whether an amendment had somebody's decision cover less, so that without it they would have decided more."""
        new = self._replacing.get(id)
        if new is None or not any(decides_more(new, each) for each in versions):
            return False
        return self.decided(self.timeline.entries[root]) or self.confirmed_at(root) is not None

    def _stands_again_lower(self, id: str) -> bool:
        """A void of what protects does; so may whatever somebody decided who may lower. A contact only ever asks for more."""
        body = self.timeline.said.get(id)
        if isinstance(body, EntryVoided):
            return self._void_lowers(body.target)
        return body is not None and not isinstance(body, ContactRecorded) and self._had_leave(id)

    def _all_said(self, root: str) -> list[Body]:
        """Everything ever said in an entry: its own body and every amendment's. Nothing where it is not here, or is newer."""
        if root not in self.timeline.said:
            return []
        return [self.timeline.said[root], *(self._replacing[id] for id in self._amends.get(root, ()))]

    # What may be lowered only with a manager

    def _guards(self, id: str, body: Body) -> bool:
        """Whether it protects; of a contact, whether it or another record of the visit, in any version of its words, may prompt T1
        or T5: what is linked is read together, so each decides what the others say.
        """
        if not isinstance(body, ContactRecorded):
            return protects(body)
        others = (
            (each, said) for each in self._visits.get(id, ()) for said in self._contacts(each) if each != id
        )
        return any(self._may_prompt(each, said) for each, said in ((id, body), *others))

    def _may_prompt(self, id: str, body: ContactRecorded) -> bool:
        standards, daggers = self.judges.of(self.timeline.entries[id], self.timeline.at[id])
        if opens_safety(body, standards, daggers):
            return True
        return self._has_opened_safety and stirs(body, daggers)

    @cached_property
    def _visits(self) -> Mapping[str, set[str]]:
        """By each record that any version of any record links to another, all that are linked with it."""
        links: dict[str, list[str]] = defaultdict(list)
        for id in self.timeline.said:
            for each in self._contacts(id):
                if (other := each.same_visit_as) is not None and other in self.timeline.said:
                    links[id].append(other)
                    links[other].append(id)
        visits: dict[str, set[str]] = {}
        for id in links:
            if id not in visits:
                visits |= dict.fromkeys(together := reach([id], links), together)
        return visits

    @cached_property
    def _has_opened_safety(self) -> bool:
        """Whether any contact, in any version of its words, meets T1's or T5's test."""
        return any(
            opens_safety(each, *self.judges.of(self.timeline.entries[id], self.timeline.at[id]))
            for id in self.timeline.said
            for each in self._contacts(id)
        )

    def _contacts(self, id: str) -> Iterable[ContactRecorded]:
        """Every version of a contact's words; none where it is of another kind."""
        return (each for each in self._all_said(id) if isinstance(each, ContactRecorded))

    def _annotate(self, target: str, by: str, words: str) -> None:
        body = self.timeline.said[by]
        self.annotations[target].append(Annotation(self.timeline.entries[by], words, _reason(body)))


def most_prompting_first(statements: list[Statement[Body]]) -> list[Statement[Body]]:
    """Blind amendments of one entry, so that the one that lowers fewest of the others, and decides more than fewest, comes first;
    ties by id.
    """

    def lowered(statement: Statement[Body]) -> tuple[int, str]:
        others = [other.body for other in statements if other is not statement]
        less = sum(lowers(other, statement.body) or decides_more(other, statement.body) for other in others)
        return less, statement.by.id

    return sorted(statements, key=lowered)


def _reason(body: Body) -> str:
    if isinstance(body, EntryVoided):
        return body.reason.words
    if isinstance(body, EntryAccepted | EntrySettled):
        return body.rationale if isinstance(body, EntryAccepted) else body.words
    return body.reason if isinstance(body, EntryAmended) else ""


def _says_more(old: Body, new: Body) -> bool:
    """Whether an amendment shows more than was known, so that what was answered before does not cover it."""
    return isinstance(old, ContactRecorded) and isinstance(new, ContactRecorded) and says_less(new, old)
