"""The receiver's answers: a WSGI application that has a push on disk before it says so.

Nothing of a body is parsed here: what was signed is stored as it came, and the next run makes sense of it. A sender
that isn't told 200 sends again, so whatever can't be stored is refused.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from connectors.webhook_signature import Pushed
from connectors.webhook_spool import Spool

HOOKS = "/hooks/"
LONGEST_CHALLENGE = 300  # characters; Meta's are ten digits
RETRY_SECONDS = "60"
STATUS = {
    200: "200 OK",
    401: "401 Unauthorized",
    403: "403 Forbidden",
    404: "404 Not Found",
    405: "405 Method Not Allowed",
    413: "413 Content Too Large",
    503: "503 Service Unavailable",
}

log = logging.getLogger("leitstand.receiver")

StartResponse = Callable[[str, list[tuple[str, str]]], Any]


@dataclass(frozen=True)
class Reply:
    """What goes back: always a short text, never more than the sender has to know."""

    status: int
    text: str = ""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Door:
    """One source: who may come in, and where what they bring is put."""

    source: Pushed
    spool: Spool


@dataclass(frozen=True)
class Receiver:
    """The WSGI application; `doors` by the sources' names."""

    doors: Mapping[str, Door]
    now: Callable[[], datetime]

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        reply = self._answer(environ)
        if reply.status != 200:
            # what was sent is not repeated: it may be anybody's, and anything
            log.warning(
                "%s %r: %s", environ["REQUEST_METHOD"], environ["PATH_INFO"][:80], STATUS[reply.status]
            )
        body = reply.text.encode()
        headers = [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("X-Content-Type-Options", "nosniff"),
            *reply.headers,
        ]
        start_response(STATUS[reply.status], headers)
        return [body] if environ["REQUEST_METHOD"] != "HEAD" else []

    def _answer(self, environ: dict[str, Any]) -> Reply:
        path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
        door = self.doors.get(path.removeprefix(HOOKS)) if path.startswith(HOOKS) else None
        if door is None:
            return Reply(404, "no such hook\n")
        if method == "GET" and door.source.answers_get:
            return _handshake(door.source, environ.get("QUERY_STRING", ""))
        if method != "POST":
            allowed = "GET, POST" if door.source.answers_get else "POST"
            return Reply(405, "POST is what is taken here\n", (("Allow", allowed),))
        return self._take(door, environ)

    def _take(self, door: Door, environ: dict[str, Any]) -> Reply:
        limit = door.source.max_bytes
        if int(environ.get("CONTENT_LENGTH") or 0) > limit:
            return Reply(413, f"at most {limit} bytes\n")
        body = environ["wsgi.input"].read(limit + 1)
        if len(body) > limit:
            return Reply(413, f"at most {limit} bytes\n")
        if not door.source.signature.fits(_headers(environ), body, self.now()):
            return Reply(401, "the signature doesn't fit\n")
        try:
            door.spool.put(body)
        except OSError as error:
            log.error("%s can't be written: %s", door.spool.folder, error.strerror or error)
            return Reply(503, "can't be stored now, send it again\n", (("Retry-After", RETRY_SECONDS),))
        return Reply(200)


def _handshake(source: Pushed, query: str) -> Reply:
    try:
        asked = dict(parse_qsl(query, keep_blank_values=True, max_num_fields=20))
    except ValueError:  # more than anybody asks who knows the word
        asked = {}
    challenge = source.handshake(asked)
    if challenge is None or len(challenge) > LONGEST_CHALLENGE:
        return Reply(403, "the word isn't ours\n")
    return Reply(200, challenge)


def _headers(environ: Mapping[str, Any]) -> dict[str, str]:
    """The request's headers by their names in lower case."""
    return {
        key.removeprefix("HTTP_").replace("_", "-").lower(): value
        for key, value in environ.items()
        if key.startswith("HTTP_")
    }
