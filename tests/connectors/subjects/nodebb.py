"""A NodeBB forum with a few topics, two topics and three posts to a page."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from simulator.faults import Fault
from simulator.platforms.wire import Answer, Request
from simulator.small_server import SmallServer
from tests.connectors.conformance import Subject

UNTIL = datetime(2026, 11, 19, 22, tzinfo=UTC)
TOPICS = {number: [number * 100 + place for place in range(2 + number % 4)] for number in range(1, 9)}
DELETED = {301}


def sent(pid: int) -> datetime:
    """Topics begin on days that follow each other, posts an hour apart."""
    return datetime(2026, 11, 10 + pid // 100, 9 + pid % 100, tzinfo=UTC)


def post(pid: int) -> dict[str, Any]:
    """A post as the API shows it."""
    at, uid = sent(pid), 1 + pid % 2
    return {
        "pid": pid, "uid": uid, "tid": pid // 100, "content": "" if pid in DELETED else "<p>Hallo?</p>",
        "timestamp": int(at.timestamp() * 1000), "timestampISO": at.isoformat().replace("+00:00", ".000Z"),
        "editedISO": "", "deleted": int(pid in DELETED), "user": {"uid": uid, "username": ["Team", "anna"][uid % 2]},
    }  # fmt: skip


class Forum:
    """Answers whoever has the token; others are guests, to whom nothing is shown."""

    now = 0

    def answer(self, request: Request) -> Answer:
        """The answer to one GET."""
        is_known = request.headers.get("authorization") == "Bearer board-secret"
        page = int(request.params.get("page", "1"))
        match request.path.split("/")[1:]:
            case ["config"]:
                return Answer(200, {"loggedIn": is_known, "uid": 5 if is_known else 0})
            case ["recent"]:
                listed = [self._topic(tid) for tid in TOPICS] if is_known else []
                listed.sort(key=lambda topic: -topic["lastposttime"])
                return self._page("topics", listed, page, 2)
            case ["topic", tid, _] if int(tid) in TOPICS:
                return self._page("posts", [post(pid) for pid in TOPICS[int(tid)]], page, 3)
        return Answer(404, {"path": request.path})

    def fault_answer(self, fault: Fault) -> Answer | None:
        """A fault in this platform's words."""
        status = {"throttle": 429, "error": 500}.get(fault.kind)
        if fault.kind == "garbage":
            return Answer(200, b"<html>")
        return Answer(status, {}, {"Retry-After": str(fault.seconds)}) if status else None

    def _topic(self, tid: int) -> dict[str, Any]:
        last = int(sent(TOPICS[tid][-1]).timestamp() * 1000)
        return {"tid": tid, "slug": f"{tid}/thema", "title": "Thema", "deleted": 0, "lastposttime": last}

    def _page(self, key: str, items: list[dict[str, Any]], page: int, size: int) -> Answer:
        shown, count = items[(page - 1) * size : page * size], max(1, -(-len(items) // size))
        return Answer(
            200, {key: shown, "deleted": 0, "pagination": {"currentPage": page, "pageCount": count}}
        )


@contextmanager
def forum(_: Path) -> Iterator[Subject]:
    with SmallServer({"nodebb": Forum()}) as server:
        settings = {"token": "board-secret", "start": date(2026, 11, 1), "staff_users": ["team"]}
        yield Subject(
            {"base_url": server.url_of("nodebb"), **settings},
            UNTIL,
            {"posts": "post.timestamp"},
            server,
            "nodebb",
        )


SUBJECTS = {"nodebb": forum}
