"""A stranger's hand on the line: cuts, drops, repeats, reorders, alters and swaps, by a seed."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from models.errors import CentreUnreachable
from sync.frames import Answer

HTML = b"<!doctype html><title>Sign in to Wi-Fi</title>"
Work = Callable[[bytes], Answer]


@dataclass
class HostileHand:
    """Give it to a `Line`. It plays fair with probability `fair`, else picks a trick. `kept` is all it ever saw."""

    chance: random.Random
    fair: float = 0.3
    kept: list[tuple[bytes, Answer]] = field(default_factory=list[tuple[bytes, Answer]])
    played: dict[str, int] = field(default_factory=dict[str, int])

    async def __call__(self, url: str, body: bytes, work: Work) -> Answer:
        if self.chance.random() < self.fair:
            return self._pass(body, work)
        trick = self.chance.choice(TRICKS)
        self.played[trick.__name__] = self.played.get(trick.__name__, 0) + 1
        return trick(self, body, work)

    def _pass(self, body: bytes, work: Work) -> Answer:
        answer = work(body)
        self.kept.append((body, answer))
        return answer

    def drop_request(self, body: bytes, work: Work) -> Answer:
        raise CentreUnreachable

    def drop_answer(self, body: bytes, work: Work) -> Answer:
        self._pass(body, work)
        raise CentreUnreachable

    def repeat_request(self, body: bytes, work: Work) -> Answer:
        answers = [self._pass(body, work) for _ in range(self.chance.randint(2, 4))]
        return self.chance.choice(answers)

    def replay_old_requests_first(self, body: bytes, work: Work) -> Answer:
        for old, _ in self.chance.sample(self.kept, min(3, len(self.kept))):
            work(old)
        return self._pass(body, work)

    def give_an_old_answer(self, body: bytes, work: Work) -> Answer:
        return self.chance.choice(self.kept)[1] if self.kept else self._pass(body, work)

    def let_it_arrive_after_a_later_one(self, body: bytes, work: Work) -> Answer:
        """Hold an old request back and deliver it once more, after this one."""
        answer = self._pass(body, work)
        work(self.chance.choice(self.kept)[0])
        return answer

    def alter_request(self, body: bytes, work: Work) -> Answer:
        return work(self._altered(body))

    def alter_answer(self, body: bytes, work: Work) -> Answer:
        answer = self._pass(body, work)
        return Answer(answer.status, self._altered(answer.body))

    def cut_answer_short(self, body: bytes, work: Work) -> Answer:
        answer = self._pass(body, work)
        return Answer(answer.status, answer.body[: self.chance.randrange(len(answer.body))])

    def answer_in_html(self, body: bytes, work: Work) -> Answer:
        return Answer(self.chance.choice([200, 302, 404, 502, 511]), HTML)

    def answer_with_the_request(self, body: bytes, work: Work) -> Answer:
        return Answer(200, body)

    def answer_with_noise(self, body: bytes, work: Work) -> Answer:
        return Answer(200, b"HRS1" + self.chance.randbytes(self.chance.randrange(200)))

    def _altered(self, body: bytes) -> bytes:
        place = self.chance.randrange(len(body))
        return body[:place] + bytes([body[place] ^ (1 << self.chance.randrange(8))]) + body[place + 1 :]


TRICKS: list[Callable[[HostileHand, bytes, Work], Answer]] = [
    HostileHand.drop_request,
    HostileHand.drop_answer,
    HostileHand.repeat_request,
    HostileHand.replay_old_requests_first,
    HostileHand.give_an_old_answer,
    HostileHand.let_it_arrive_after_a_later_one,
    HostileHand.alter_request,
    HostileHand.alter_answer,
    HostileHand.cut_answer_short,
    HostileHand.answer_in_html,
    HostileHand.answer_with_the_request,
    HostileHand.answer_with_noise,
]
