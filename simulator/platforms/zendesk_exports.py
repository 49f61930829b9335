"""Zendesk's incremental exports: by cursor, and by time with its overlapping pages."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from simulator.platforms.wire import Answer, Request, dump, from_cursor, to_cursor
from simulator.platforms.zendesk_paging import BadRequest, number

LAG = 60  # seconds that exports stay behind
PAGE = 1000


@dataclass(frozen=True)
class Exports:
    """Answers export requests; `horizon` is the newest second that an export shows."""

    horizon: int

    def _too_recent(self, start: int) -> Answer | None:
        if start > self.horizon:
            text = "Too recent start_time. Use a start_time older than 60 seconds"
            return Answer(422, {"error": "StartTimeTooRecent", "description": text})
        return None

    def by_cursor(
        self,
        request: Request,
        path: str,
        key: str,
        entries: Sequence[tuple[int, int, Any]],
        render: Callable[[Any], Any],
    ) -> Answer:
        """Pages of (timestamp, id, record) in that order, after the cursor or from `start_time` on.

        Raises:
            BadRequest: a parameter can't be read.
        """
        size = number(request, "per_page", PAGE, PAGE)
        if request.params.get("cursor"):
            try:
                stamp, _, last = from_cursor(request.params["cursor"]).partition(".0||")
                begin = bisect.bisect_right(entries, (int(stamp), int(last)), key=lambda entry: entry[:2])
            except ValueError:
                raise BadRequest("cursor is not valid") from None
        else:
            start = _start(request)
            if refused := self._too_recent(start):
                return refused
            begin = bisect.bisect_left(entries, start, key=lambda entry: entry[0])
        page = entries[begin : begin + size]
        cursor = to_cursor(f"{page[-1][0]}.0||{page[-1][1]}") if page else request.params.get("cursor")
        kept = {k: v for k, v in request.params.items() if k not in ("cursor", "start_time")}
        url = f"{request.base}/api/v2/{path}.json?" + urlencode({**kept, "cursor": cursor})
        return Answer(
            200,
            {
                key: [render(entry[2]) for entry in page],
                "after_url": url if cursor else None,
                "after_cursor": cursor,
                "before_url": None,
                "before_cursor": None,
                "end_of_stream": begin + size >= len(entries),
            },
        )

    def by_time(
        self,
        request: Request,
        path: str,
        key: str,
        entries: Sequence[tuple[Any, ...]],
        render: Callable[[Any], bytes],
    ) -> Answer:
        """Time-based pages: all records of a page's last second come along, the next page begins with that second.

        `entries` begin with their timestamp and are sorted by it.

        Raises:
            BadRequest: a parameter can't be read.
        """
        size, start = number(request, "per_page", PAGE, PAGE), _start(request)
        if refused := self._too_recent(start):
            return refused
        begin = bisect.bisect_left(entries, start, key=lambda entry: entry[0])
        end = min(begin + size, len(entries))
        while begin < end < len(entries) and entries[end][0] == entries[end - 1][0]:
            end += 1
        last = entries[end - 1][0] if end > begin else start
        done = end >= len(entries)
        # A page of one single second would lead back to itself.
        following = last + 1 if last == start and not done else last
        kept = {k: v for k, v in request.params.items() if k != "start_time"}
        tail = {
            "next_page": f"{request.base}/api/v2/{path}.json?" + urlencode({**kept, "start_time": following}),
            "count": end - begin,
            "end_of_stream": done,
            "end_time": last,
        }
        body = b",".join(render(entry) for entry in entries[begin:end])
        return Answer(200, b'{"' + key.encode() + b'":[' + body + b"]," + dump(tail)[1:])


def _start(request: Request) -> int:
    text = request.params.get("start_time", "")
    if not text.lstrip("-").isdigit():
        raise BadRequest("start_time is required and must be a Unix timestamp")
    return int(text)
