"""Handrail's one entrance: `python main.py` is the app, `python main.py central …` the central store, `… demo` both.

Real clocks, paths and services are picked here and nowhere else. The centre and the demo are imported only when asked
for: the tablet build does not carry them.
"""

import argparse
import ipaddress
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def main(argv: list[str]) -> int:
    """Run what the first word asks for. The exit code: 0 done, 2 a sentence on stderr says what to mend."""
    match argv[1:2]:
        case ["central"]:
            from central.cli import run

            return run(argv[2:])
        case ["demo"]:
            from central.demo.run import run as run_demo

            return run_demo(argv[2:])
        case _:
            return run_app(argv[1:])


def run_app(words: list[str]) -> int:
    """The app: in its own window on a tablet, in a browser on this machine's loopback elsewhere."""
    options = _options(words)
    address = os.environ.get("FLET_SERVER_IP", "127.0.0.1")
    if not ipaddress.ip_address(address).is_loopback:
        print(
            "Handrail shows records in a browser on this machine only. Unset FLET_SERVER_IP.", file=sys.stderr
        )
        return 2

    import flet as ft

    from screens.app import session
    from sync.clock import RealClock
    from sync.installation import Installation

    clock = RealClock()
    installation = Installation(Path(options.data), clock)
    on_tablet = "FLET_APP_STORAGE_DATA" in os.environ
    if options.no_browser:
        os.environ["FLET_FORCE_WEB_SERVER"] = "1"
    ft.run(
        session(installation, clock, fictional=options.fictional, in_step=True),
        name="",
        host=address,
        port=options.port,
        view=ft.AppView.FLET_APP if on_tablet else ft.AppView.WEB_BROWSER,
        # The other renderer draws in a second thread, and now and then both wait for each other for ever: the screen stops.
        web_renderer=ft.WebRenderer.CANVAS_KIT,
        assets_dir=str(ROOT / "assets"),
        no_cdn=True,
    )
    return 0


def _options(words: list[str]) -> argparse.Namespace:
    import platformdirs

    home = os.environ.get("FLET_APP_STORAGE_DATA") or platformdirs.user_data_dir("handrail", False)
    parser = argparse.ArgumentParser(
        prog="main.py", description="Handrail, the app. `main.py central --help` for the centre."
    )
    parser.add_argument(
        "--data", default=home, help="folder of this installation's vaults (default: %(default)s)"
    )
    parser.add_argument(
        "--port", type=int, default=8750, help="loopback port of the browser app (default: %(default)s)"
    )
    parser.add_argument("--no-browser", action="store_true", help="serve only; open no browser")
    parser.add_argument(
        "--fictional", action="store_true", help="say on every screen that the people are made up"
    )
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv))
