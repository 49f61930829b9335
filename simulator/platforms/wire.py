"""What every platform needs to answer a request: the request, the answer, instants as text, paging cursors."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Protocol


@dataclass(frozen=True)
class Request:
    """A request: path below the platform's prefix, first value of each parameter, lower-case headers, own address.

    `base` is the address that links in the answer begin with, e.g. http://127.0.0.1:8090/zendesk. A POST, which only a
    platform with `takes_post = True` is asked to answer, has its `body` as it came, and any request its `query`.
    """

    path: str
    params: Mapping[str, str]
    headers: Mapping[str, str]
    base: str
    method: str = "GET"
    body: bytes = b""
    query: str = ""

    def json(self) -> Any:
        """What the body says; None if that is no JSON."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


@dataclass
class Answer:
    """A status, a JSON body (an object, or bytes ready to send) and headers beyond the usual ones."""

    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)

    def encoded(self) -> bytes:
        """The body as it goes over the wire."""
        return self.body if isinstance(self.body, bytes) else dump(self.body)


class Answering(Protocol):
    """A platform, as whoever serves it sees it."""

    def answer(self, request: Request) -> Answer:
        """The answer to one request."""
        ...


def answer_from(platform: Answering, request: Request) -> Answer:
    """The platform's answer; 405 to a POST where it doesn't take any."""
    if request.method == "POST" and not getattr(platform, "takes_post", False):
        return Answer(405, {"error": "this simulated platform is read-only"})
    return platform.answer(request)


def dump(value: Any) -> bytes:
    """Compact JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


@lru_cache(maxsize=200_000)
def zulu(at: int) -> str:
    """2026-01-31T12:00:00Z."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def graph_time(at: int) -> str:
    """2026-01-31T12:00:00+0000, the Graph API's spelling without a colon."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")


def to_cursor(key: str) -> str:
    """An opaque cursor."""
    return base64.urlsafe_b64encode(key.encode()).decode()


def from_cursor(cursor: str) -> str:
    """What `to_cursor` was given.

    Raises:
        ValueError: it isn't a cursor of ours.
    """
    return base64.urlsafe_b64decode(cursor.encode()).decode()
