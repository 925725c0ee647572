"""The HTTP surface: `/health` for operators, `/v1/enrol`, `/v1/recover` and `/v1/sync` for devices. No more.

Bodies are read up to a limit and handed to `sync`'s own order of work on a worker thread. Every failure is a clear small
body; a fault in the program is logged by its kind and place, never with what was being worked on.
"""

import logging
import sqlite3
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy.exc import OperationalError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from central.centre import Centre
from central.devices import SignsOfLife
from central.errors import NotBegun
from central.evaluator import Evaluator
from central.health import health
from central.notify import Notifier
from central.pace import Pace
from central.port import Port, TooOften
from sync.enrolment import serve_enrolment
from sync.frames import CONTENT_TYPE, MOST_BYTES, Answer, Problem
from sync.recovery import serve_recovery
from sync.session import serve

MOST_SMALL_BYTES = 16 * 1024
MOST_WRONG = 30  # enrolments, or recoveries, from one address in a minute
log = logging.getLogger("handrail.central")


def create_app(centre: Centre, notifier: Notifier | None = None) -> FastAPI:
    """The application. While it runs, so does the evaluator, on a thread of its own."""
    signs = SignsOfLife(centre)
    evaluator = Evaluator(centre, notifier or Notifier(centre, ()), signs)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        evaluator.start()
        try:
            yield
        finally:
            await run_in_threadpool(evaluator.stop)

    app = FastAPI(title="Handrail centre", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.evaluator = evaluator
    _add_routes(app, centre, evaluator, Port(centre, evaluator.check, signs))
    _add_failures(app, centre)
    return app


def _add_routes(app: FastAPI, centre: Centre, evaluator: Evaluator, port: Port) -> None:
    @app.get("/health")
    def _health() -> JSONResponse:
        return JSONResponse(health(centre, evaluator.counts()))

    @app.post("/v1/sync")
    async def _sync(request: Request) -> Response:
        return await _framed(request, centre, MOST_BYTES, lambda frame: serve(port, frame))

    enrolling, recovering = (Pace(MOST_WRONG, seconds=60) for _ in range(2))

    @app.post("/v1/enrol")
    async def _enrol(request: Request) -> Response:
        return await _paced(request, centre, enrolling, lambda frame: serve_enrolment(port, frame))

    @app.post("/v1/recover")
    async def _recover(request: Request) -> Response:
        return await _paced(request, centre, recovering, lambda frame: serve_recovery(port, frame))

    _ = (_health, _sync, _enrol, _recover)


async def _paced(
    request: Request, centre: Centre, wrong: Pace, answer: Callable[[bytes], Answer]
) -> Response:
    """For small questions that a stranger could guess at: an address that was wrong too often waits."""
    source = request.client.host if request.client else ""
    if wrong.over(source):
        return _response(Problem("busy", centre.fingerprint).answer())
    response = await _framed(request, centre, MOST_SMALL_BYTES, answer)
    if response.status_code != 200:
        wrong.count(source)
    return response


async def _framed(request: Request, centre: Centre, most: int, answer: Callable[[bytes], Answer]) -> Response:
    frame = await _body(request, most)
    if frame is None:
        return _response(Problem("large", centre.fingerprint).answer())
    return _response(await run_in_threadpool(answer, frame))


async def _body(request: Request, most: int) -> bytes | None:
    """The whole body, or None once it is more than `most` bytes: what comes after is not kept."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            return None
    return bytes(body)


def _response(answer: Answer) -> Response:
    return Response(answer.body, answer.status, media_type=CONTENT_TYPE)


def _add_failures(app: FastAPI, centre: Centre) -> None:
    """Whatever goes wrong becomes a sentence, or for a device a problem it understands."""

    @app.exception_handler(HTTPException)
    async def _no_such(request: Request, error: HTTPException) -> Response:
        return JSONResponse({"problem": str(error.detail)}, error.status_code)

    @app.middleware("http")
    async def _never_a_trace(request: Request, follow: Callable[[Request], Awaitable[Response]]) -> Response:
        try:
            return await follow(request)
        except ClientDisconnect:
            return Response(status_code=400)
        except TooOften:
            return _unable(request, centre, "Too often.")
        except NotBegun as error:
            log.warning("asked before the organisation has begun: %s", request.url.path)
            return _unable(request, centre, error.sentence)
        except OperationalError as error:
            no_room = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL
            cause = "the disk is full: free some space" if no_room else _place(error)
            log.error("nothing was taken at %s, and nothing receipted: %s", request.url.path, cause)
            return _unable(request, centre, "The centre's database could not be used. Its log says why.")
        except Exception as error:
            log.error("fault at %s: %s", request.url.path, _place(error))
            return _unable(request, centre, "The centre could not do this. Its log names the place.")

    _ = (_no_such, _never_a_trace)


def _unable(request: Request, centre: Centre, sentence: str) -> Response:
    if request.url.path.startswith("/v1/"):
        return _response(Problem("busy", centre.fingerprint).answer())
    return JSONResponse({"problem": sentence}, 503)


def _place(error: BaseException) -> str:
    """Kind of error and the innermost line of ours: an exception's own text may hold what a person said."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    if place is None:
        return type(error).__name__
    code = place.tb_frame.f_code
    return f"{type(error).__name__} in {code.co_qualname if hasattr(code, 'co_qualname') else code.co_name}:{place.tb_lineno}"
