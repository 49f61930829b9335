"""Bodies that never end, or unpack to more than a machine has, against real servers on loopback."""

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count, repeat
from typing import Any

import pytest
import requests

from connectors.errors import SourceUnavailable
from connectors.http import Http, Limits
from connectors.http_body import BodyTooLarge, BodyTooSlow, read_body
from tests.connectors.conftest import Loopback, Reply

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
Serve = Callable[[Any], Loopback]


@contextmanager
def sending(head: bytes, parts: Iterator[bytes]) -> Iterator[str]:
    """A server that sends `head`, then `parts` for as long as somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def send() -> None:
            there, _ = listening.accept()
            with there:
                there.recv(4096)
                there.sendall(head)
                for part in parts:
                    try:
                        there.sendall(part)
                    except OSError:
                        return

        sender = threading.Thread(target=send, daemon=True)
        sender.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        sender.join(5)
        assert not sender.is_alive()


def read(url: str, largest: int = 1000, seconds: float = 60, **given: Any) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        response = session.get(url, stream=True, timeout=5)
        read_body(response, largest, seconds, **given)
        return response


@pytest.mark.server
def test_a_body_within_bounds_is_read_as_ever(serve: Serve) -> None:
    assert read(serve([{"a": "ä"}]).url).json() == {"a": "ä"}
    packed = Reply(gzip.compress(b"[1]"), headers={"Content-Encoding": "gzip"})
    assert read(serve([packed]).url).json() == [1]
    assert read(serve([Reply(b"")]).url).content == b""


@pytest.mark.server
@pytest.mark.parametrize(("head", "part"), [(CHUNKED, b"1\r\n \r\n"), (b"HTTP/1.0 200 OK\r\n\r\n", b" ")])
def test_a_body_that_never_ends_is_given_up_when_its_time_is_over(head: bytes, part: bytes) -> None:
    ticks = count()  # a second between two looks at the clock
    with sending(head, repeat(part)) as url, pytest.raises(BodyTooSlow):
        read(url, largest=10**9, seconds=3, clock=lambda: float(next(ticks)))


@pytest.mark.server
def test_a_bomb_is_not_unpacked(serve: Serve) -> None:
    bomb = Reply(gzip.compress(bytes(50_000_000)), headers={"Content-Encoding": "gzip"})
    with pytest.raises(BodyTooLarge):
        read(serve([bomb]).url)


@pytest.mark.server
def test_a_source_that_sends_too_much_is_unavailable_and_says_why(serve: Serve) -> None:
    http = Http(
        serve([{"a": "x" * 5000}]).url,
        lambda answer, now: None,
        limits=Limits(attempts=2, largest=1000),
        sleep=lambda _: None,
    )
    with pytest.raises(SourceUnavailable, match="larger than any answer should be"):
        http.get("/x")


@pytest.mark.server
@pytest.mark.parametrize(
    "reply",
    [
        Reply({"a": "x" * 100}, cut=True),
        Reply(b"no gzip", headers={"Content-Encoding": "gzip"}),
    ],
)
def test_a_body_cut_off_or_wrongly_packed_is_said_as_requests_says_it(serve: Serve, reply: Reply) -> None:
    with pytest.raises((requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError)):
        read(serve([reply]).url)
