"""The floor of a sync: one compressed POST of plain records, kept in plain SQLite at both ends, durable at both.

It has no keys, checks, receipts or resuming. `python -m benchmarks.floor FOLDER` serves on a free port of loopback: a POST
with deflated lines is answered once they are durable, an empty one with the batch that came last, deflated.
"""

import sys
import zlib
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx

from benchmarks.stores import PlainSqlite

QUICK, DENSE = 1, 6  # zlib levels: the fastest, and gzip's own


class Floor(HTTPServer):
    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder = folder
        self.records = PlainSqlite(folder / "served.db")
        self.received = 0


class _Handler(BaseHTTPRequestHandler):
    server: Floor
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if body:
            self.server.received += 1
            keep(self.server.records, zlib.decompress(body), self.server.received)
            self._answer(b"kept")
        else:
            level = int(self.headers["X-Level"])
            self._answer(zlib.compress(latest(self.server.records, self.server.received), level))

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is logged."""


class FloorClient:
    """A client with a plain store of its own. `connect` before each push or pull: a new connection."""

    def __init__(self, address: str, folder: Path) -> None:
        self._address = address
        self._records = PlainSqlite(folder / "client.db")
        self._batches = 0
        self.connect()

    def connect(self) -> None:
        self._http = httpx.Client(
            base_url=self._address, trust_env=False, headers={"Accept-Encoding": "identity"}
        )

    def load(self, records: Iterable[bytes]) -> None:
        """Put the next batch into the client's store, to be pushed."""
        self._batches += 1
        keep(self._records, b"\n".join(records), self._batches)

    def push(self, level: int) -> int:
        """Send the last batch. Bytes sent."""
        body = zlib.compress(latest(self._records, self._batches), level)
        self._http.post("/records", content=body).raise_for_status()
        return len(body)

    def pull(self, level: int) -> int:
        """Fetch what was pushed last into the client's store, as a batch of its own. Bytes received."""
        body = self._http.post("/records", headers={"X-Level": str(level)}).raise_for_status().content
        self._batches += 1
        keep(self._records, zlib.decompress(body), self._batches)
        return len(body)

    def close(self) -> None:
        self._http.close()
        self._records.close()


def keep(records: PlainSqlite, lines: bytes, batch: int) -> None:
    """Keep a batch in one durable transaction."""
    rows = [
        (f"{batch}/{number}", str(batch), f"{number:06}", line.decode())
        for number, line in enumerate(lines.split(b"\n"))
    ]
    records.fill(rows)


def latest(records: PlainSqlite, batch: int) -> bytes:
    return "\n".join(records.bodies_of(str(batch))).encode()


def main() -> None:
    with Floor(Path(sys.argv[1])) as server:
        print(f"http://127.0.0.1:{server.server_port}", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
