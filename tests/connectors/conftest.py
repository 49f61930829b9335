"""A real little HTTP server on loopback that answers as a test tells it to."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest


@dataclass(frozen=True)
class Asked:
    """A request as it came in."""

    path: str
    params: dict[str, str]
    headers: dict[str, str]
    method: str = "GET"
    body: bytes = b""
    query: str = ""


@dataclass(frozen=True)
class Reply:
    """What to send back: JSON, or bytes as they are; `cut` ends the connection half way through the body."""

    body: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False


Answering = Callable[[Asked], Reply | Any]


class Loopback:
    """The server: its address, and all that it was asked."""

    def __init__(self, answering: Answering) -> None:
        self.asked: list[Asked] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self, answering))
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler(loopback: Loopback, answering: Answering) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(b"")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

        def _answer(self, sent: bytes) -> None:
            url = urlsplit(self.path)
            headers = {k.lower(): v for k, v in self.headers.items()}
            asked = Asked(url.path, dict(parse_qsl(url.query)), headers, self.command, sent, url.query)
            loopback.asked.append(asked)
            answer = answering(asked)
            reply = answer if isinstance(answer, Reply) else Reply(answer)
            body = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
            self.send_response(reply.status)
            self.send_header("Content-Length", str(len(body)))
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if reply.cut else body)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    return Handler


@pytest.fixture
def serve() -> Iterator[Callable[[Answering | list[Any]], Loopback]]:
    """`serve(function of what was asked)`, or `serve([first answer, second, ...])`; the last one repeats."""
    servers: list[Loopback] = []

    def start(answers: Answering | list[Any]) -> Loopback:
        if isinstance(answers, list):
            rest = list(answers)
            answering: Answering = lambda _: rest.pop(0) if len(rest) > 1 else rest[0]  # noqa: E731
        else:
            answering = answers
        servers.append(Loopback(answering))
        return servers[-1]

    yield start
    for server in servers:
        server.close()
