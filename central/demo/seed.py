"""Plays the year on the stage, in order of time: visits, what they raise, what people do about it, and the syncs between."""

from datetime import datetime, time, timedelta
from pathlib import Path

from central.demo import registers, said, scenes, staffing, team, year
from central.demo.play import Play
from central.demo.stage import build
from models.prompt import Prompt
from models.times import LONDON, at_local, local
from sync.views import Saved

SEED = 7
YEAR = timedelta(days=365)
LEFT_TO_SCENES = timedelta(days=16)  # before now, people with a scene of their own are left to it
LEAST_CALM = 2  # calm visits in a row before a manager steps an episode down
DAILY = timedelta(days=21)  # how far back tablets sync every day; before that once a week


async def seed(root: Path, now: datetime, address: str) -> None:
    """Fill the empty folder `root` with a year that ends `now`."""
    begins_at = at_local(local(now - YEAR).date(), time(8))
    stage = await build(root, begins_at, address)
    play = Play(stage, SEED)
    for person in team.people():
        await _agree(play, person)
    _plan_visits(play, now)
    _plan_syncs(play, now)
    scenes.plan(play, now)
    staffing.plan(play, now)
    registers.plan(play, now)
    play.at(now - timedelta(minutes=1), play.sync_all)
    await play.run(now)
    await stage.close()


async def _agree(play: Play, person: team.Person) -> None:
    """What is agreed with a person at the beginning: how often, their own signature, a standing plan."""
    key = play.chance(person.key).sample(play.plain, 3)
    play.usual[person.key] = dict.fromkeys(key[:2], 1)
    play.say("morgan", "contact.agreed", person.key, {"interval_days": person.interval_days})
    signature = {"indicators": key, "baselines": play.usual[person.key]}
    play.say("morgan", "signature.set", person.key, signature)
    await play.record(person.worker, "plan.made", person.key, said.standing_plan(person))


def _plan_visits(play: Play, now: datetime) -> None:
    for person in team.people():
        last = now - (LEFT_TO_SCENES if person.key in scenes.OWNED else timedelta(hours=20))
        chance = play.chance(person.key)
        for visit in year.contacts(
            chance,
            interval_days=person.interval_days,
            baselines=play.usual[person.key],
            plain=play.plain,
            dagger=play.dagger,
            first_on=local(play.now).date() + timedelta(days=chance.randrange(1, 8)),
            last_on=local(last).date(),
        ):
            play.at(visit.at + timedelta(minutes=visit.minutes + 6), _visiting(play, person, visit))


def _visiting(play: Play, person: team.Person, visit: year.Visit):
    async def act() -> None:
        raised = _raised(visit, play.usual[person.key])
        body = visit.body(play.indicators)
        if raised:
            body |= said.stepping_up(visit.at + timedelta(minutes=20))
        saved = await play.record(person.worker, "contact.recorded", person.key, body)
        if visit.attendance in {"5", "6"}:
            await _follow(play, person, saved, calm=not raised and not visit.bad)

    return act


def _raised(visit: year.Visit, usual: dict[str, int]) -> bool:
    """Whether a worker would see at once that this steps up: three things at 2 or above, and above what is usual."""
    return sum(level >= 2 and level > usual.get(code, 0) for code, level in visit.levels.items()) >= 3


async def _follow(play: Play, person: team.Person, saved: Saved, *, calm: bool) -> None:
    """A manager sees and answers what was raised within hours, and steps it down once visits are calm again."""
    play.calm[person.key] = play.calm.get(person.key, 0) + 1 if calm else 0
    episode = [prompt for prompt in saved.prompts if prompt.episode]
    if episode and play.calm[person.key] >= LEAST_CALM:
        play.at(play.now + timedelta(hours=2), lambda: _step_down(play, person))
    for prompt in saved.raised:
        if prompt.episode:
            play.at(play.now + timedelta(minutes=25), lambda prompt=prompt: _told(play, person, prompt))
            play.at(play.now + timedelta(hours=1.5), lambda prompt=prompt: _seen(play, person, prompt))
            play.at(play.now + timedelta(hours=1.6), lambda prompt=prompt: _answered(play, person, prompt))


async def _told(play: Play, person: team.Person, prompt: Prompt) -> None:
    await play.record(person.worker, "prompt.told", person.key, said.told_manager(play, prompt))
    await play.sync(person.worker)


async def _seen(play: Play, person: team.Person, prompt: Prompt) -> None:
    about = {"prompt": prompt.id, "evidence": list(prompt.evidence)}
    play.say("morgan", "prompt.seen", person.key, about)


async def _answered(play: Play, person: team.Person, prompt: Prompt) -> None:
    about = {"prompt": prompt.id, "evidence": list(prompt.evidence)}
    done = (
        "Spoke with the worker. Visits twice a week until it settles; prescriber asked to look at medicines."
    )
    action = {"code": "extra_contact_made", "extent": "wholly", "carried_out_at": play.now.isoformat()}
    play.say("morgan", "prompt.answered", person.key, {**about, "done": done, "actions": [action]})


async def _step_down(play: Play, person: team.Person) -> None:
    await play.sync(person.worker)
    view = await play.stage.devices[person.worker].person(play.stage.scopes[person.key])
    standing = [prompt for prompt in view.evaluation.prompts if prompt.episode == "step_up"]
    evidence = list(dict.fromkeys(id for prompt in standing for id in prompt.evidence))
    if evidence:
        body = {
            "episode": "step_up",
            "evidence": evidence,
            "rationale": "Two calm visits in a row, back to what is usual. Agreed with the person and the worker.",
        }
        play.say("morgan", "episode.stepped_down", person.key, body)


def _plan_syncs(play: Play, now: datetime) -> None:
    """Tablets sync at the end of the day; long ago, to be quick, at the end of the week."""
    day = local(play.now).date()
    while (evening := datetime.combine(day, time(17, 20), LONDON)) < now:
        if day.weekday() == 4 or (now - evening < DAILY and day.weekday() < 5):
            play.at(evening, play.sync_team)
        day += timedelta(days=1)
