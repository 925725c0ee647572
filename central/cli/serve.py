"""`central` and `central serve`: the centre's process. `central status`: how it is."""

import gc
import json
import logging
import logging.config
import os
import socket
import sqlite3
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from central.centre import open_centre
from central.cli.places import note, places, say_keys_are_new, tell
from central.errors import CommandRefused
from central.health import health

HOST, PORT = "127.0.0.1", 8700
TURN_SECONDS = 0.0005  # with Python's own 5 ms a request waits that long again after every query
GARBAGE_AFTER = (50_000, 20, 20)  # entries come and go by the thousand and make no rings
LOOPBACK = ("127.0.0.1", "::1", "localhost")
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {
        "error": {"class": "logging.StreamHandler", "formatter": "plain", "stream": "ext://sys.stderr"}
    },
    "root": {"handlers": ["error"], "level": "WARNING"},
    "loggers": {
        "handrail": {"level": "INFO"},
        "uvicorn": {"level": "WARNING"},
        "apprise": {"level": "CRITICAL"},
    },
}


def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = HOST,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 for any that is free.")] = PORT,
    notify: Annotated[
        list[str],
        typer.Option(
            envvar="HANDRAIL_NOTIFY",
            metavar="URL",
            help="Where to say that a prompt needs somebody (an Apprise address such as json://…). Repeatable.",
        ),
    ] = [],  # noqa: B006
) -> None:
    """Serve tablets until stopped with Ctrl-C.

    \b
    Examples:
      python main.py central
      python main.py central serve --port 8701 --data /srv/handrail --keys /etc/handrail/centre.keys
    """
    # Here, so that a command that lists staff does not wait for a web server to load.
    import uvicorn

    from central.app import create_app
    from central.notify import Notifier

    where = places(context)
    listening = _listen(host, port)
    logging.config.dictConfig(LOGGING)
    _share_the_interpreter()
    try:
        opened = open_centre(where.data, where.keys)
        if opened.new_keys:
            say_keys_are_new(where)
        app = create_app(opened.centre, Notifier(opened.centre, tuple(notify)))
        _greet(listening, host, begun=opened.centre.begun)
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=500,
            timeout_graceful_shutdown=20,
        )
        try:
            uvicorn.Server(config).run(sockets=[listening])
        except KeyboardInterrupt:
            pass
        finally:
            opened.centre.close()
    finally:
        listening.close()
    note("Stopped. Everything that was receipted is in the database.")


def status(context: typer.Context) -> None:
    """How the centre is: what /health says, read from the database. Nothing about a person."""
    with places(context).centre() as centre:
        tell(json.dumps(health(centre), indent=2))


def backup(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Where the copy goes; there must be no such file yet.")
    ],
) -> None:
    """A whole copy of the database, while the centre serves. Never a copy of the key file: back that up elsewhere.

    \b
    Example:
      python main.py central backup /srv/backups/handrail-monday.db
    """
    with places(context).centre() as centre:
        seq = health(centre).get("seq", 0)
        try:
            centre.database.copy_to(file)
        except FileExistsError:
            raise CommandRefused(f"There is a file at {file} already.") from None
        except (OSError, sqlite3.Error):
            raise CommandRefused(f"The copy could not be written to {file}.") from None
    tell(f"Copied, with every entry up to number {seq}: {file}")


def _share_the_interpreter() -> None:
    """Requests are answered while the evaluator computes, in one process."""
    sys.setswitchinterval(TURN_SECONDS)
    gc.set_threshold(*GARBAGE_AFTER)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=256)
    except OSError as error:
        raise CommandRefused(
            f"Port {port} on {host} cannot be used ({os.strerror(error.errno or 0)}).",
            do="Is the centre running already? Else choose another with: central serve --port 8701",
        ) from None


def _greet(listening: socket.socket, host: str, *, begun: bool) -> None:
    shown = f"[{host}]" if ":" in host else host
    tell(f"The centre serves on http://{shown}:{listening.getsockname()[1]} (Ctrl-C stops it)")
    if host not in LOOPBACK:
        note("Put a proxy with a certificate before it: see docs/central.md.")
    if not begun:
        note(
            'No organisation yet. Begin one with: python main.py central staff --first "Your Name" --organisation …'
        )
