"""A team's tablets in Chromium on their one clock. Hours pass; a tablet left alone locks itself, and whoever comes back unlocks it."""

from tests.journeys.pages import Locked, Today, to_sync
from tests.screens.served import Tablets
from tests.support.browser import OpenScreen, Screen, Size
from tests.sync.stage import PASSPHRASE

LOCKED_WITHIN = 20.0  # seconds: the app looks every five


class Hours:
    def __init__(self, tablets: Tablets, browser: OpenScreen) -> None:
        self.tablets, self.browser = tablets, browser
        self.screens: list[Screen] = []

    def take(self, tablet: str, size: Size) -> Screen:
        """Somebody takes up their tablet for the first time: unlocked, and in step with the centre."""
        screen = self.browser(self.tablets.url, size, path=tablet)
        Locked(screen).give(PASSPHRASE)
        Today(screen)
        to_sync(screen).sync()
        self.screens.append(screen)
        return screen

    def go_by(self, **length: float) -> None:
        """So many hours, minutes or days, in which nobody touches a tablet."""
        self.tablets.clock.passes(**length)
        for screen in self.screens:
            screen.text(Locked.arrives_with, LOCKED_WITHIN)

    def minutes(self, some: float) -> None:
        """Fewer than leave a tablet alone: whoever uses one goes on."""
        self.tablets.clock.passes(minutes=some)

    def back(self, screen: Screen) -> None:
        """It stands where it stood."""
        Locked(screen).give(PASSPHRASE)
        screen.gone(Locked.arrives_with)
