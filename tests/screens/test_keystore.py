"""The way to a tablet's key store: what is asked of the extension, and what becomes of its answers."""

from typing import Any

import flet as ft
import pytest

from models.errors import StorageFailed
from screens.keystore import NAME, TabletKeystore, keystore_of
from tests.support.flet_page import FletPage
from vault.keystore import Keystore

DEVICE, SECRET = "d" * 32, bytes(range(32))


class Kept(dict[str, str]):
    """What the extension would keep, and how it answers."""

    def get_(self, args: dict[str, Any]) -> str | None:
        return self.get(args["key"])

    def set_(self, args: dict[str, Any]) -> None:
        self[args["key"]] = args["value"]


def on_page(answers: dict[str, Any]) -> tuple[FletPage, list[Keystore]]:
    made: list[Keystore] = []

    async def main(page: ft.Page) -> None:
        made.append(TabletKeystore())
        page.add(ft.Text("Here"))

    return FletPage(main, main=True, answers=answers), made


def test_what_is_written_is_read_back_for_that_profile_alone():
    kept = Kept()
    shown, made = on_page({"get": kept.get_, "set": kept.set_})
    with shown as page:
        [keystore] = made
        page.run(keystore.write(DEVICE, SECRET))
        assert page.run(keystore.read(DEVICE)) == SECRET
        assert page.run(keystore.read("e" * 32)) is None
    assert kept == {NAME + DEVICE: SECRET.hex()}


def test_an_answer_that_is_not_ours_is_a_key_store_that_does_not_answer():
    shown, made = on_page({"get": "good morning"})
    with shown as page, pytest.raises(StorageFailed) as raised:
        page.run(made[0].read(DEVICE))
    assert raised.value.fields == ("keystore",)


@pytest.mark.parametrize(
    ("platform", "web", "there"),
    [
        (ft.PagePlatform.IOS, False, True),
        (ft.PagePlatform.ANDROID, False, True),
        (ft.PagePlatform.ANDROID, True, False),
        (ft.PagePlatform.LINUX, False, False),
        (ft.PagePlatform.WINDOWS, False, False),
    ],
)
def test_only_a_tablets_own_app_has_one(platform: ft.PagePlatform, web: bool, there: bool):
    found: list[Keystore | None] = []

    async def main(page: ft.Page) -> None:
        page.platform, page.web = platform, web
        found.append(keystore_of(page))

    with FletPage(main, main=True):
        assert (found[0] is not None) == there


def test_an_error_there_never_erases_what_is_kept():
    shown, made = on_page({})
    with shown:
        storage = made[0]._storage  # pyright: ignore[reportAttributeAccessIssue]
        assert storage.android_options.reset_on_error is False
        assert storage.ios_options.accessibility.value == "unlocked_this_device"
