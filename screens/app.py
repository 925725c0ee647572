"""The app's root: one session, its lock, its routes. To add a screen, add its row to `ROUTES`.

A browser's address never names a record: the route lives in the session, and the address bar shows only how deep one is.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import flet as ft

from models.errors import HandrailError
from screens import parts, theme
from screens.action.view import GoesOnScreen, UpdateScreen
from screens.app_state import AppState
from screens.around.view import (
    ActionForScreen,
    ActionScreen,
    CompletedScreen,
    ConcernScreen,
    DecideScreen,
    DecisionScreen,
    DoneScreen,
    NoteEndedScreen,
    NoteScreen,
    StatusScreen,
    TellScreen,
    ToldScreen,
)
from screens.contact.view import ContactScreen
from screens.correcting.view import CorrectScreen, VoidOfScreen, VoidScreen
from screens.details.view import DetailsScreen
from screens.enrol.view import EnrolScreen
from screens.escalation.taking_view import StepScreen, TakeStepScreen
from screens.escalation.view import EscalationScreen
from screens.handover.forms_view import AnswerHandoverScreen, AnsweringScreen, GivingScreen
from screens.handover.view import HandoverScreen
from screens.huddle.view import HuddleScreen
from screens.keystore import keystore_of
from screens.matching.view import MatchingScreen
from screens.own_copy.view import GiveCopyScreen, OwnCopiesScreen, OwnCopyScreen
from screens.people.view import PeopleScreen
from screens.person.deciding_view import (
    ConfirmingScreen,
    ConfirmScreen,
    KeepingScreen,
    KeepScreen,
    PartingScreen,
    PartScreen,
)
from screens.person.view import PersonScreen
from screens.plan.view import PlanReviewScreen, PlanScreen
from screens.prompt.forms_view import AnswerPromptScreen, AnswerScreen, TellingScreen, TellSomebodyScreen
from screens.prompts.held_view import AcceptingScreen, AcceptScreen, LeaveItScreen, LeavingScreen
from screens.prompts.stepping_down_view import StepDownScreen, SteppingDownScreen
from screens.prompts.view import PromptScreen, PromptsScreen
from screens.registers.form_view import LineFormScreen, RegisterFormScreen
from screens.registers.view import LineScreen, RegisterScreen, RegistersScreen
from screens.restriction.view import RestrictionReviewScreen, RestrictionScreen
from screens.standard.view import StandardScreen
from screens.sync.not_accepted import DroppingScreen, DropScreen
from screens.sync.view import SyncScreen
from screens.team.member_view import MemberPage
from screens.team.organising_view import (
    LeaveBegunScreen,
    LeaveChangeScreen,
    LeaveScreen,
    RotaBegunScreen,
    RotaScreen,
)
from screens.team.view import TeamPlace
from screens.team.workers_view import AssignScreen, EndBegunScreen, EndScreen, WorkersPage
from screens.theirs.cohort_view import CohortScreen
from screens.theirs.short_view import AgreedScreen, GoalChangeScreen, GoalScreen
from screens.theirs.signature_view import SignatureScreen
from screens.theirs.threshold_view import ThresholdChangeScreen, ThresholdScreen
from screens.today.view import TodayScreen
from screens.trail.view import TrailScreen
from screens.unlock.view import UnlockScreen
from sync.clock import Clock
from sync.in_step import keep_in_step
from sync.installation import Installation

KEEP_EVERY = 5  # seconds

log = logging.getLogger("handrail.screens")

Component = Callable[..., Any]

# A word in braces is handed to the screen, in order, after the session.
ROUTES: tuple[tuple[str, Component], ...] = (
    ("/today", TodayScreen),
    ("/people", PeopleScreen),
    ("/person/{person}", PersonScreen),
    ("/person/{person}/trail", TrailScreen),
    ("/person/{person}/who", MatchingScreen),
    ("/person/{person}/details/{draft}", DetailsScreen),
    ("/person/{person}/update/{draft}", UpdateScreen),
    ("/person/{person}/action/{record}/update", GoesOnScreen),
    ("/person/{person}/handover", HandoverScreen),
    ("/person/{person}/copy", OwnCopiesScreen),
    ("/person/{person}/copy/{draft}", OwnCopyScreen),
    ("/person/{person}/copy/{entry}/give", GiveCopyScreen),
    ("/person/{person}/contact", ContactScreen),
    ("/person/{person}/contact/{draft}", ContactScreen),
    ("/person/{person}/status/{draft}", StatusScreen),
    ("/person/{person}/note/{draft}", NoteScreen),
    ("/person/{person}/note/{record}/ended", NoteEndedScreen),
    ("/person/{person}/concern/{draft}", ConcernScreen),
    ("/person/{person}/concern/{record}/decide", DecideScreen),
    ("/person/{person}/decision/{draft}", DecisionScreen),
    ("/person/{person}/concern/{record}/action", ActionForScreen),
    ("/person/{person}/action/{draft}", ActionScreen),
    ("/person/{person}/action/{record}/done", DoneScreen),
    ("/person/{person}/completed/{draft}", CompletedScreen),
    ("/person/{person}/candour/{prompt}/told", TellScreen),
    ("/person/{person}/told/{draft}", ToldScreen),
    ("/person/{person}/giving/{draft}", GivingScreen),
    ("/person/{person}/handover/{record}/answer", AnswerHandoverScreen),
    ("/person/{person}/answering/{draft}", AnsweringScreen),
    ("/person/{person}/restriction/{draft}", RestrictionScreen),
    ("/person/{person}/restriction/{record}/review", RestrictionReviewScreen),
    ("/person/{person}/plan/{draft}", PlanScreen),
    ("/person/{person}/plan/{record}/review", PlanReviewScreen),
    ("/person/{person}/escalation", EscalationScreen),
    ("/person/{person}/escalation/{draft}", EscalationScreen),
    ("/person/{person}/step/{about}/new", TakeStepScreen),
    ("/person/{person}/step/{draft}", StepScreen),
    ("/person/{person}/signature/{draft}", SignatureScreen),
    ("/person/{person}/cohort/{draft}", CohortScreen),
    ("/person/{person}/agreed/{draft}", AgreedScreen),
    ("/person/{person}/goal/{draft}", GoalScreen),
    ("/person/{person}/goal/{record}/change", GoalChangeScreen),
    ("/person/{person}/threshold/{draft}", ThresholdScreen),
    ("/person/{person}/threshold/{record}/change", ThresholdChangeScreen),
    ("/person/{person}/assigned/{draft}", AssignScreen),
    ("/person/{person}/unassigned/{draft}", EndBegunScreen),
    ("/person/{person}/assigned/{record}/end", EndScreen),
    ("/team", TeamPlace),
    ("/team/staff/{staff}", MemberPage),
    ("/team/staff/{staff}/leave/{draft}", LeaveScreen),
    ("/team/leave/{draft}", LeaveBegunScreen),
    ("/team/leave/{record}/change", LeaveChangeScreen),
    ("/team/person/{person}", WorkersPage),
    ("/team/rota/{draft}", RotaBegunScreen),
    ("/team/rota/{team}/{rung}/{draft}", RotaScreen),
    ("/person/{person}/entry/{entry}", CorrectScreen),
    ("/person/{person}/entry/{entry}/void", VoidOfScreen),
    ("/person/{person}/void/{draft}", VoidScreen),
    ("/person/{scope}/tell/{prompts}", TellSomebodyScreen),
    ("/person/{scope}/telling/{draft}", TellingScreen),
    ("/person/{scope}/prompt/{prompt}/answer", AnswerPromptScreen),
    ("/person/{scope}/answer/{draft}", AnswerScreen),
    ("/person/{scope}/episode/{episode}/down", StepDownScreen),
    ("/person/{scope}/down/{draft}", SteppingDownScreen),
    ("/person/{scope}/waiting/{entry}/confirm", ConfirmScreen),
    ("/person/{scope}/confirming/{draft}", ConfirmingScreen),
    ("/person/{scope}/version/{version}/keep", KeepScreen),
    ("/person/{scope}/keeping/{draft}", KeepingScreen),
    ("/person/{scope}/joined/{entry}/part", PartScreen),
    ("/person/{scope}/parting/{draft}", PartingScreen),
    ("/person/{scope}/held/{entry}/accept", AcceptScreen),
    ("/person/{scope}/accepting/{draft}", AcceptingScreen),
    ("/person/{scope}/held/{entry}/leave", LeaveItScreen),
    ("/person/{scope}/leaving/{draft}", LeavingScreen),
    ("/person/{scope}/held/{entry}/drop", DropScreen),
    ("/person/{scope}/dropping/{draft}", DroppingScreen),
    ("/huddle", HuddleScreen),
    ("/registers", RegistersScreen),
    ("/registers/{register}", RegisterScreen),
    ("/register/{scope}/{kind}/{draft}", RegisterFormScreen),
    ("/line/{scope}/{record}", LineScreen),
    ("/line/{scope}/{record}/{kind}", LineFormScreen),
    ("/prompts", PromptsScreen),
    ("/prompt/{prompt}", PromptScreen),
    ("/sync", SyncScreen),
    ("/standard", StandardScreen),
)


def session(
    installation: Installation, clock: Clock, *, fictional: bool = False, in_step: bool = False
) -> Callable[[ft.Page], Awaitable[None]]:
    """What flet runs for each window: a session of its own over the one installation.

    `in_step`: from the first window on, the installation also syncs by itself.
    """
    syncing: list[asyncio.Task[None]] = []

    async def main(page: ft.Page) -> None:
        if in_step and not syncing:
            syncing.append(asyncio.create_task(keep_in_step(installation)))
        installation.keystore = keystore_of(page) or installation.keystore
        app = AppState(installation, clock, fictional=fictional)
        theme.dress(page)
        page.title = "Handrail"
        parts.listen(app.touch)
        page.on_disconnect = parts.guard(app.lock)
        page.on_connect = parts.guard(app.shown_again)
        keeper = page.run_task(_keep, app)

        async def close() -> None:
            keeper.cancel()
            await app.lock()

        page.on_close = parts.guard(close)
        page.render_views(Root, app)

    return main


@ft.component
def Root(app: AppState) -> list[ft.View]:
    """The one view: the screen of the session's route, or the lock."""
    _, redraw = ft.use_state(0)
    ft.use_effect(lambda: app.watch(lambda: redraw(lambda n: n + 1)), [])
    page = ft.context.page
    if app.dark is not None:
        page.theme_mode = ft.ThemeMode.DARK if app.dark else ft.ThemeMode.LIGHT
    return [parts.view("/", _screen(app))]


def _screen(app: AppState) -> ft.Control:
    if not app.unlocked:
        outer: Component = EnrolScreen if app.enrolling else UnlockScreen
        return outer(app, key="enrol" if app.enrolling else "unlock")
    for pattern, component in ROUTES:
        words = match(pattern, app.route)
        if words is not None:
            return component(app, *words, key=app.route)
    return TodayScreen(app)


def match(pattern: str, route: str) -> tuple[str, ...] | None:
    """The words of `route` that stand where `pattern` has braces, None when it is another route."""
    wanted, given = pattern.split("/"), route.split("/")
    if len(wanted) != len(given):
        return None
    if any(not want.startswith("{") and want != have for want, have in zip(wanted, given, strict=True)):
        return None
    return tuple(have for want, have in zip(wanted, given, strict=True) if want.startswith("{"))


async def _keep(app: AppState) -> None:
    while True:
        await asyncio.sleep(KEEP_EVERY)
        try:
            await app.keep()
        except HandrailError as error:
            log.warning("session: %s fields=%s", type(error).__name__, error.fields)
