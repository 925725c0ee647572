"""`make screens`: every screen at three sizes, light and dark, into docs/screens, with the demo's fictional team.

python -m tests.screens.shoot [FOLDER]     FOLDER holds a demo's data; without it one is made up and thrown away
"""

import re
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from tests.journeys.pages import ALONE, LEVEL
from tests.support.browser import SIZES, Screen, Size, begins, chromium, open_screen
from tests.support.demo import Demo

HERE = Path(__file__).resolve().parents[2] / "docs" / "screens"
COLOURS = 128
RESTRICTED, ESCALATED = "Kestrel Fictional", "Linden Specimen"
READ, VISITED = "Cedar Fictional", "Maple Example"  # one with a plan in force; one without anything open
ON_LEAVE, NO_MAIN = "Robin Sample", "Teasel Specimen"  # what central/demo/staffing.py sets
APART = "Iris Example"  # of whom two plans were made apart
RAISED = "Birch Sample"  # whom a prompt at base is about
SIGNS = (
    "Withdrawal",
    "Self-care, eating, home",
    "Mood",
    "Sleep",
    "Anxiety or agitation",
    "Energy or activity",
)
NOTE = "Curtains closed at midday. Had not eaten since yesterday; we made soup together."


@dataclass
class Camera:
    """Takes a screen at every size and in both themes, without walking to it again."""

    screen: Screen
    taken: list[tuple[str, str]] = field(default_factory=list)

    def take(self, name: str, caption: str, *, at: str = "", dialog: bool = False) -> None:
        """`at`: words that are in view at every size; a `dialog` would be closed by a touch beside it."""
        self.taken.append((name, caption))
        print(name, flush=True)
        for dark in (False, True):
            self.screen.page.emulate_media(color_scheme="dark" if dark else "light")
            for size in SIZES:
                self.screen.resize(size)
                if at:
                    self.screen.reach_text(at)
                if not dialog:
                    self.screen.touch_nothing()
                fewer_colours(self.screen.screenshot(HERE / picture(name, size, dark)))
        self.screen.page.emulate_media(color_scheme="light")
        self.screen.resize("laptop")


def picture(name: str, size: Size, dark: bool) -> str:
    return f"{name}-{size}-{'dark' if dark else 'light'}.png"


def fewer_colours(path: Path) -> None:
    """A third of the bytes, and nothing an eye would miss."""
    with Image.open(path) as whole:
        fewer = whole.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    fewer.save(path, optimize=True)


def locked(camera: Camera, demo: Demo) -> None:
    screen = camera.screen
    screen.click(begins(demo.profiles[0].label))
    screen.reach("Passphrase", "textbox")
    camera.take("unlock", "Unlock: labels without a name; sync and the crisis numbers need no passphrase")
    screen.click("Enrol another profile")
    screen.text("Your invitation")
    camera.take("enrol", "Enrol: an invitation, and a passphrase of one's own")
    screen.click("Back to the profiles")


def unlock(screen: Screen, demo: Demo, role: str) -> None:
    profile = next(each for each in demo.profiles if each.role == role)
    screen.click(begins(profile.label))
    screen.type("Passphrase", profile.passphrase)
    screen.click("Unlock")
    screen.text("Find a person")


def reading(camera: Camera) -> None:
    screen = camera.screen
    camera.take("today", "Today: who has not been told, what needs me, my people")
    screen.click("Crisis numbers")
    screen.text("Close")
    camera.take(
        "crisis-numbers",
        "Crisis numbers: from every screen, locked or not, with or without signal",
        dialog=True,
    )
    screen.click("Close")
    screen.click("People")
    screen.text("24 people")
    camera.take("people", "People: everyone on this tablet")
    screen.click(begins(f"{READ} Born"))
    screen.text("Since your last visit")
    camera.take("person", "Person, before going in")
    camera.take("person-more", "Person, further down", at="Who they are")
    camera.take(
        "person-signs",
        "Person: early signs over time, with gaps where one was not assessed",
        at="Over the latest contacts",
    )
    screen.click("Set their early signs")
    screen.text("Is this set with them?")
    camera.take(
        "signs-usual", "Their early signs: the usual level of each, beside how it went", at="Usual levels"
    )
    screen.click("Back")
    screen.click("Set a threshold for them")
    screen.text("What is to be different for them?")
    camera.take("threshold", "A threshold for one person: what it changes is said before it is saved")
    screen.click("Back")
    screen.click("Trail")
    screen.text("Showing: ")
    camera.take("trail", "Trail: the whole chain, who, when, where held and who saw")


def standing(camera: Camera) -> None:
    """What was there when the demonstration opened: a restriction due for review, an escalation that climbs."""
    screen = camera.screen
    for name, shows, key, caption in (
        (RESTRICTED, "Review due", "person-restriction", "Person: a restriction whose review is due"),
        (ESCALATED, "Open escalations", "person-escalated", "Person: an escalation nobody there has yet"),
    ):
        screen.click("People")
        screen.text("24 people")
        screen.click(begins(f"{name} Born"))
        screen.text(shows)
        camera.take(key, caption)


def recording(camera: Camera) -> None:
    screen = camera.screen
    screen.click("People")
    screen.text("24 people")
    screen.click(begins(f"{VISITED} Born"))
    screen.click("Record a contact")
    screen.text("Step 1 of")
    camera.take("contact-1-contact", "Contact: how and with whom")
    step(screen, "Their own early signs")
    camera.take("contact-2-signs", "Contact: the person's own early signs first")
    for number, indicator in enumerate(ALONE):
        step(screen, indicator)
        screen.check(LEVEL[0], role="radio", within=indicator)
        if not number:
            camera.take("contact-2-hard-question", "Contact: each hard question by itself, and how to ask it")
    step(screen, "Any of these as well?")
    for sign in [each for each in SIGNS if screen.has("group", each)][:3]:
        screen.check(LEVEL[2], role="radio", within=sign)
    screen.page.wait_for_timeout(500)
    camera.take(
        "contact-2-others",
        "Contact: any of these as well? What is left is set to 0 by one button that says so",
    )
    step(screen, "What changed, and who is worried")
    screen.type("What has changed since last time?", NOTE)
    screen.check("A carer or family member")
    camera.take("contact-3-changed", "Contact: what changed, and who is worried")
    step(screen, "What was carried out")
    screen.check("Steps from their plan used together")
    screen.check("Practical help given (food, money, heating, housing)")
    camera.take("contact-4-actions", "Contact: what was carried out")
    step(screen, "Your decision")
    screen.check("Step up", role="radio")
    screen.type("Why?", "Three things at once, and her sister is worried.")
    camera.take("contact-5-decision", "Contact: the decision, beside the thresholds it meets")
    planning(camera)
    step(screen, "Is this the right person?")
    screen.check(begins(VISITED))
    screen.check(begins("Born"))
    camera.take("contact-7-check", "Contact: the right person, and what will be saved")
    screen.click("Save")
    screen.text("Saved on this tablet")
    camera.take("saved", "Saved: prompted at once, with why, and whom to phone")
    screen.click("I have told someone")
    screen.text("Who has it now?")
    camera.take("told", "Telling somebody: whom to phone, and who has it now")
    screen.click("Back")
    screen.text("Saved on this tablet")
    screen.click("Sync")
    screen.text("Tablet and centre")
    camera.take("sync", "Sync: what is only here, and whether everything needed is on this tablet")
    screen.click("What the standard says, and what changed")
    screen.text("holds now")
    camera.take("standard", "The operating standard: which holds, since when, and what it changed")


def by_two(camera: Camera) -> None:
    """Another record of the visit just recorded: its form asks whether it is the same."""
    screen = camera.screen
    screen.click("People")
    screen.text("24 people")
    screen.click(begins(f"{VISITED} Born"))
    screen.click("Record a contact")
    screen.text("Is it the same visit?")
    screen.check(begins("Yes, the one "), role="radio")
    camera.take(
        "contact-1-same",
        "Contact: somebody recorded one then; is it the same visit?",
        at="Also recorded then",
    )
    screen.click(begins("Step 1 of"))
    screen.click(re.compile(r"\d\. Check and save"))
    screen.click("Discard this draft")
    screen.click("Discard it")


def planning(camera: Camera) -> None:
    screen = camera.screen
    step(screen, "Why, and until when")
    camera.take("contact-6-plan-why", "Temporary plan: what set it off, until when")
    step(screen, "until the plan ends.")
    camera.take("contact-6-plan-contacts", "Temporary plan: who makes contact, and when")
    step(screen, "Are safeguarding actions needed?")
    screen.check("None needed, because …", role="radio")
    screen.type("Why none is needed", "Nothing seen or said; asked alone.")
    camera.take("contact-6-plan-safety", "Temporary plan: in an emergency, and safeguarding")
    step(screen, "Did they agree to it?")
    screen.check("Yes, agreed with them", role="radio")
    screen.check("Copy given", role="radio")
    camera.take("contact-6-plan-words", "Temporary plan: agreed, copied, and what helps")


def at_base(camera: Camera) -> None:
    screen = camera.screen
    camera.take("base-today", "Base: today, as a manager sees it")
    screen.click("Prompts")
    screen.text("Needs you (")
    camera.take("base-prompts", "Base: every prompt, what needs me first")
    screen.click("Huddle list")
    screen.text("with something past its time")
    camera.take("base-huddle", "Base: the huddle list, what is open of whom, what is due first first")
    staffing(camera)
    screen.click("Prompts")
    screen.text("Needs you (")
    in_the_registers(camera)
    screen.page.get_by_role("button", name=begins(RAISED)).first.click()
    screen.text("Cleared by")
    camera.take("base-prompt", "Base: one prompt, with why, of whom, by when and what clears it")
    screen.click("Answer")
    screen.text("What was done")
    camera.take("base-answer", "Base: answering it")
    screen.click("Back")
    screen.text("Cleared by")
    screen.click("Step down this episode")
    screen.text("What is settled?")
    camera.take("base-step-down", "Base: stepping down, which closes only what is chosen")
    screen.click("Back")
    screen.text("Cleared by")
    screen.click("Trail")
    screen.text("Showing: ")
    camera.take("base-trail", "Base: the same chain")
    deciding(camera)


def deciding(camera: Camera) -> None:
    """What is decided on the person's page, without a contact."""
    screen = camera.screen
    screen.click("People")
    screen.text("25 people")
    screen.click(begins(f"{APART} Born"))
    screen.text("Since your last visit")
    camera.take(
        "base-apart",
        "Base: two plans made apart, side by side, until a manager keeps one",
        at="recorded apart",
    )
    screen.click(re.compile("Jo .*: Keep this one$"))
    screen.text("you keep this one")
    camera.take("base-keep", "Base: keeping one of what was recorded apart")
    screen.click("Back")
    screen.click("People")
    screen.text("25 people")
    screen.click(begins(f"{READ} Born"))
    screen.text("Since your last visit")
    screen.click("Make another plan")
    screen.text("What kind of plan?")
    screen.check(begins("Temporary safety plan"), role="radio")
    camera.take("plan", "A plan on its own: temporary, standing, positive-risk or step-down")
    camera.take("plan-contacts", "A plan on its own: who makes contact, and when", at="until the plan ends.")
    screen.click("Discard")
    screen.click("Discard it")
    screen.text("Since your last visit")
    screen.click("Decide on the cohort")
    screen.text("Are they in the high-risk cohort?")
    camera.take("cohort", "The high-risk cohort: what puts them in it by itself, and what a manager decides")
    screen.click("Back")
    screen.click("Correct their details")
    screen.type("Likes to be called", "Ced")
    camera.take("details", "Their details: what changes is shown before it is saved", at="What changes")
    screen.click("Discard")
    screen.click("Discard it")


def in_the_registers(camera: Camera) -> None:
    """From Prompts and back: all of them, one of them, one line, what is added to it, and a new one."""
    screen = camera.screen
    screen.click("Registers")
    screen.text("Delays and problems of access")
    camera.take("registers", "Base: the registers, and how much of each is open")
    screen.click(begins("Interface issues"))
    screen.text("Log an issue")
    camera.take("register-issues", "Base: one register, what is open first")
    screen.click(begins("Referrals to the crisis team"))
    screen.text("What was recorded")
    camera.take("register-issue", "Base: one issue, what became of it and what can be done next")
    screen.click("Take it further")
    screen.text("Whom is it taken to?")
    camera.take("register-further", "Base: taking an issue further")
    screen.click("Discard")
    screen.click("Discard it")
    screen.text("What was recorded")
    screen.click("Back")
    screen.text("Log an issue")
    screen.click("Back")
    screen.text("Delays and problems of access")
    screen.click(begins("Referrals"))
    screen.click(begins("Wren Specimen"))
    screen.text("Still to be asked for")
    camera.take("register-referral", "Base: a referral, what came with it and what is still to be asked for")
    screen.click("Decide it")
    screen.check("Declined", role="radio")
    screen.text("What would be safer for them instead?")
    camera.take("register-decline", "Base: a decline says why, and what would be safer instead")
    screen.click("Discard")
    screen.click("Discard it")
    screen.text("Still to be asked for")
    screen.click("Back")
    screen.click("Back")
    screen.text("Delays and problems of access")
    screen.click(begins("Audits"))
    screen.click("Record an audit")
    screen.text("How many records are drawn?")
    camera.take("register-audit", "Base: an audit, its sample drawn at random")
    screen.click("Discard")
    screen.click("Discard it")
    screen.text("Record an audit")
    screen.click("Back")
    screen.text("Delays and problems of access")
    screen.click("Back")
    screen.text("Needs you (")


def staffing(camera: Camera) -> None:
    """Who has to be found for whom, who is on call and who is at work; and setting it."""
    screen = camera.screen
    screen.click("Team")
    screen.text("Somebody has to be found (1)")
    camera.take("base-team", "Base: the team, for whom somebody has to be found first")
    camera.take("base-team-staff", "Base: who is at work, away and on call in the days ahead", at="Staff")
    screen.click(begins(ON_LEAVE))
    screen.text("Set leave")
    screen.click("Set leave")
    screen.text("Somebody has to be found:")
    camera.take("base-leave", "Base: leave; whom it leaves alone is said before it is saved")
    screen.click("Discard")
    screen.text("Discard this draft?")
    screen.click("Discard it")
    screen.text("Works with (")
    screen.click("Team")
    screen.click(begins(f"{NO_MAIN} No main worker"))
    screen.text("Who works with them")
    camera.take("base-workers", "Base: who works with one person, and the days ahead")
    screen.click("Assign somebody")
    screen.text("Acts from")
    camera.take("base-assign", "Base: giving a person somebody")
    screen.click("Back")
    screen.click("Team")
    screen.click("As manager: Set who is on call")
    screen.text("Put somebody on call")
    camera.take("base-rota", "Base: the rota of one rung, and what it leaves open")
    screen.click("Discard")
    screen.text("Discard this draft?")
    screen.click("Discard it")
    screen.text("On call as senior")


def escalating(camera: Camera) -> None:
    """Ring first, then what is asked; then what came of it."""
    screen = camera.screen
    screen.click("People")
    screen.text("24 people")
    screen.click(begins(f"{READ} Born"))
    screen.click("Escalate")
    screen.text("Call first")
    camera.take("escalation-call", "Escalation: call first")
    camera.take("escalation-say", "Escalation: what to read aloud, filled from the record", at="Say this")
    screen.type("Which service is asked", "Northfield crisis team")
    screen.click("Save the escalation")
    screen.text("What came of it")
    camera.take(
        "escalation-saved", "Escalation: who of us owns it, when their answer is due, what came of it"
    )
    screen.click("They answered")
    screen.text("What did they say?")
    camera.take("escalation-answer", "Escalation: their answer")
    screen.click("Back")
    screen.text("What came of it")
    screen.click("To the person")
    screen.text("Open escalations")
    camera.take("person-escalations", "Person: open escalations, in short")


def papers(camera: Camera) -> None:
    """From the person: what a receiving team needs, and what the person themself reads."""
    screen = camera.screen
    screen.click("Handover")
    screen.text("Go through it with them")
    camera.take(
        "handover", "Handover: what a receiving team needs, part by part; what is missing reads “not known”"
    )
    screen.click("Back")
    screen.click("Their own copy")
    screen.text("in words for them.")
    screen.click(begins("Your safety plan for the next days"))
    screen.text("Before they read it")
    camera.take("own-copy", "Their own copy: what goes on it, giving it, what became of it")
    screen.click("Read it to them")
    screen.text("If you do not agree")
    camera.take("own-copy-page", "Their own copy, as the person reads it")
    screen.click("Back to the record")
    screen.click("Discard")
    screen.click("Discard it")


def step(screen: Screen, title: str) -> None:
    screen.click("Next")
    screen.text(title)


def index(taken: list[tuple[str, str]]) -> str:
    """docs/screens/README.md."""
    lines = [
        "# Screens",
        "",
        "Made by `make screens` from the demo; nobody in them exists. Each at 1280×800, 800×1280 and 390×844, light and dark.",
    ]
    for name, caption in taken:
        lines += ["", f"## {caption}", "", f"![{caption}]({picture(name, 'laptop', False)})", ""]
        lines.append(
            " · ".join(
                f"[{size}, {'dark' if dark else 'light'}]({picture(name, size, dark)})"
                for size in SIZES
                for dark in (False, True)
            )
        )
    return "\n".join(lines) + "\n"


def main(folder: Path) -> None:
    HERE.mkdir(parents=True, exist_ok=True)
    for old in HERE.glob("*.png"):
        old.unlink()
    with Demo(folder) as demo, chromium() as browser:
        field = Camera(open_screen(browser, demo.urls["field"] + "/", touch=True)[1])
        locked(field, demo)
        unlock(field.screen, demo, "worker")
        reading(field)
        standing(field)
        recording(field)
        by_two(field)
        escalating(field)
        papers(field)
        base = Camera(open_screen(browser, demo.urls["base"] + "/", touch=True)[1])
        unlock(base.screen, demo, "manager")
        at_base(base)
    (HERE / "README.md").write_text(index(field.taken + base.taken), encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:]:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as made_up:
            main(Path(made_up) / "demo")
