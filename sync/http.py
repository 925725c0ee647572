"""The line to the centre: the one file that knows httpx.

A `Transport` posts bytes and gives back whatever answered, or raises a SyncError; what an answer means is the
session's to say. Nothing is retried in here: `attempts` is the patience a sync has with one exchange.
"""

import logging
import ssl
from collections.abc import AsyncIterator, Iterator
from typing import Protocol

import httpx
import stamina

from models.errors import CentreFailed, CentreUnreachable, NotUnderstood, SyncError
from sync.frames import CONTENT_TYPE, MOST_BYTES, Answer

SYNC_PATH, ENROL_PATH, RECOVER_PATH = "/v1/sync", "/v1/enrol", "/v1/recover"
TIMEOUT = httpx.Timeout(connect=10, read=60, write=60, pool=10)
NO_PROXY = {"all://127.0.0.1": None, "all://localhost": None, "all://[::1]": None}

# Each failure of httpx, and what it means for whoever holds the tablet. The first that fits counts.
MEANINGS: tuple[tuple[type[Exception], type[SyncError]], ...] = (
    (httpx.DecodingError, NotUnderstood),
    (httpx.TooManyRedirects, NotUnderstood),
    (httpx.HTTPError, CentreUnreachable),
    (httpx.InvalidURL, CentreUnreachable),
)

# httpx names every address it asks at INFO; ours belong in nobody's log.
logging.getLogger("httpx").setLevel(logging.WARNING)


class Transport(Protocol):
    async def post(self, url: str, body: bytes) -> Answer:
        """Whatever answered, in at most MOST_BYTES. CentreUnreachable or NotUnderstood when nothing of use did."""
        ...


class HttpTransport:
    """HTTP or HTTPS, one pool of connections, no redirects, no decoding."""

    def __init__(self) -> None:
        headers = {"Content-Type": CONTENT_TYPE, "Accept-Encoding": "identity"}
        self._client = httpx.AsyncClient(timeout=TIMEOUT, headers=headers, mounts=NO_PROXY)

    async def post(self, url: str, body: bytes) -> Answer:
        try:
            async with self._client.stream("POST", url, content=body) as response:
                return Answer(response.status_code, await _bounded(response))
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise meaning(error) from None

    async def close(self) -> None:
        await self._client.aclose()


def meaning(error: Exception) -> SyncError:
    """The error a person is told of. A certificate that does not fit is a stranger on the line, not a missing one."""
    if any(isinstance(cause, ssl.SSLError) for cause in _causes(error)):
        return NotUnderstood(fields=["tls"])
    never_sent = isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)
    means = next(means for kind, means in MEANINGS if isinstance(error, kind))
    return means(fields=["connect"] if never_sent else [])


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error:
        yield error
        error = error.__cause__ or error.__context__


def attempts() -> AsyncIterator[stamina.Attempt]:
    """Patience with one exchange: five tries, further and further apart, with jitter. What is not understood is not retried."""
    waits = {"wait_initial": 0.2, "wait_max": 2.0, "wait_jitter": 0.4}
    return aiter(stamina.retry_context(on=_may_pass, attempts=5, timeout=60, **waits))


def _may_pass(error: Exception) -> bool:
    return isinstance(error, CentreUnreachable | CentreFailed) and "signal" not in getattr(
        error, "fields", ()
    )


async def _bounded(response: httpx.Response) -> bytes:
    body = bytearray()
    async for piece in response.aiter_raw():
        body += piece
        if len(body) > MOST_BYTES:
            raise NotUnderstood(fields=["size"])
    return bytes(body)
