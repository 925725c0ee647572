"""The line, on real sockets: whatever answers, or does not, becomes one error a person can read."""

import asyncio
import inspect
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest

from models.errors import CentreUnreachable, NotUnderstood, SyncError
from sync import http
from sync.frames import MOST_BYTES, Answer

HTML = b"<!doctype html><title>Sign in to Wi-Fi</title>"
Behaviour = Callable[[socket.socket], None]


def drain(line: socket.socket) -> None:
    """Read one whole request: its head, then as much body as it says."""
    seen = b""
    while b"\r\n\r\n" not in seen:
        seen += line.recv(65536)
    head, _, body = seen.partition(b"\r\n\r\n")
    length = next(
        int(row.split(b":")[1]) for row in head.lower().split(b"\r\n") if row.startswith(b"content-length")
    )
    while len(body) < length:
        body += line.recv(65536)


def saying(status: str, body: bytes, head: str = "") -> Behaviour:
    def behave(line: socket.socket) -> None:
        drain(line)
        line.sendall(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{head}\r\n".encode() + body)

    return behave


def cut_mid_answer(line: socket.socket) -> None:
    drain(line)
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nHRS1 and then")


def hang_up(line: socket.socket) -> None:
    line.recv(10)


def answer_tls_in_plain(line: socket.socket) -> None:
    line.recv(10)
    line.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + HTML)


def speak_another_language(line: socket.socket) -> None:
    drain(line)
    line.sendall(b"220 mail.example ESMTP\r\n")


def never_stop(line: socket.socket) -> None:
    drain(line)
    line.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    block = bytes(1 << 20)
    for _ in range(64):
        line.sendall(b"100000\r\n" + block + b"\r\n")


@contextmanager
def served(behave: Behaviour) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def run() -> None:
            try:
                line, _ = listener.accept()
                with line:
                    behave(line)
            except OSError:
                return

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.close()
        thread.join(5)


def post(url: str, body: bytes = b"hello") -> Answer:
    async def ask() -> Answer:
        transport = http.HttpTransport()
        try:
            return await transport.post(url + http.SYNC_PATH, body)
        finally:
            await transport.close()

    return asyncio.run(ask())


def test_an_answer_comes_back_as_it_was():
    with served(saying("200 OK", b"HRS1 answer")) as url:
        assert post(url) == Answer(200, b"HRS1 answer")


def test_a_captive_portal_is_given_to_the_session_and_never_followed():
    with served(saying("302 Found", HTML, "Location: http://127.0.0.1:9/login\r\n")) as url:
        assert post(url) == Answer(302, HTML)


def test_a_compressed_answer_is_not_inflated():
    with served(saying("200 OK", b"\x1f\x8b\x08", "Content-Encoding: gzip\r\n")) as url:
        assert post(url) == Answer(200, b"\x1f\x8b\x08")


@pytest.mark.parametrize(
    ("behave", "error"),
    [
        (cut_mid_answer, CentreUnreachable),
        (hang_up, CentreUnreachable),
        (speak_another_language, CentreUnreachable),
        (never_stop, NotUnderstood),
    ],
)
def test_what_answers_badly_is_one_clear_error(behave: Behaviour, error: type[SyncError]):
    with served(behave) as url, pytest.raises(error) as raised:
        post(url)
    assert raised.value.sentence.count(".") >= 3


def test_nobody_there():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(CentreUnreachable):
        post(f"http://127.0.0.1:{port}")


@pytest.mark.parametrize("url", ["http://no.such.host.invalid", "ftp://127.0.0.1", "http://["])
def test_an_address_that_leads_nowhere(url: str):
    with pytest.raises(CentreUnreachable):
        post(url)


def test_a_stranger_on_a_tls_line_is_not_taken_for_silence():
    with served(answer_tls_in_plain) as url, pytest.raises(NotUnderstood) as raised:
        post(url.replace("http://", "https://"))
    assert raised.value.fields == ("tls",)


def every_failure_of_httpx() -> list[type[Exception]]:
    kinds = [kind for kind in vars(httpx).values() if inspect.isclass(kind) and issubclass(kind, Exception)]
    return [kind for kind in kinds if issubclass(kind, httpx.HTTPError | httpx.InvalidURL)]


def test_the_map_of_failures_is_complete():
    """What is left out are faults of a program that misuses a response, which ours must not hide."""
    kinds = every_failure_of_httpx()
    assert len(kinds) > 15
    for kind in kinds:
        error = kind("x", request=None, response=None) if kind is httpx.HTTPStatusError else kind("x")  # type: ignore[call-arg]
        assert isinstance(http.meaning(error), SyncError)
    others = {
        kind.__name__
        for kind in vars(httpx).values()
        if inspect.isclass(kind) and issubclass(kind, Exception)
    }
    misuse = {
        "StreamError",
        "StreamClosed",
        "StreamConsumed",
        "ResponseNotRead",
        "RequestNotRead",
        "CookieConflict",
    }
    assert others - {kind.__name__ for kind in kinds} == misuse


def test_the_limit_is_the_one_of_frames():
    assert MOST_BYTES == 8 * 1024 * 1024
