"""A stranger on the line: an HTTP proxy between tablet and centre that keeps all it sees and does what its hand does."""

import asyncio
import http.client
import threading
from collections.abc import Awaitable, Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from models.errors import CentreUnreachable
from sync.frames import Answer

Work = Callable[[bytes], Answer]
Hand = Callable[[str, bytes, Work], Awaitable[Answer]]


def always(answer: Answer) -> Hand:
    """In the centre's place, with this answer to everything."""

    async def hand(url: str, body: bytes, work: Work) -> Answer:
        return answer

    return hand


async def reading(url: str, body: bytes, work: Work) -> Answer:
    """Passes everything on."""
    return work(body)


class Proxy:
    """Listens on `port` and asks the centre on `centre_port`. `seen` is every byte that passed, both ways."""

    def __init__(self, port: int, centre_port: int = 0, hand: Hand = reading):
        self.hand = hand
        self.seen = bytearray()
        self.bodies: list[tuple[bytes, bytes]] = []
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                proxy.seen += f"{self.requestline}\r\n{self.headers}".encode() + body
                try:
                    answer = asyncio.run(proxy.hand(self.path, body, lambda given: self._ask(given)))
                except CentreUnreachable:
                    return
                self._answer(answer)

            def _ask(self, body: bytes) -> Answer:
                upstream = http.client.HTTPConnection("127.0.0.1", centre_port, timeout=30)
                headers = {"Content-Type": self.headers["Content-Type"]}
                upstream.request("POST", self.path, body, headers)
                response = upstream.getresponse()
                answer = Answer(response.status, response.read())
                upstream.close()
                proxy.seen += str(response.headers).encode() + answer.body
                proxy.bodies.append((body, answer.body))
                return answer

            def _answer(self, answer: Answer) -> None:
                self.send_response(answer.status)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)

            def log_message(self, format: str, *args: object) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
