"""Pages of results as the Graph API gives them: cursors, links to the next and previous page, `since` and `until`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from simulator.platforms.wire import Request, from_cursor, to_cursor

DEFAULT_LIMIT, MAX_LIMIT = 25, 100
Key = tuple[int, str]


class BadParameter(Exception):
    """A query parameter that Graph would refuse."""


@dataclass(frozen=True)
class Edge:
    """Where a list is: /object/edge, asked for with `params` under `token`."""

    object_id: str
    edge: str
    params: dict[str, str]
    request: Request
    token: str


def paginate(
    ordered: Sequence[Any], key: Callable[[Any], Key], newest_first: bool, place: Edge
) -> tuple[Sequence[Any], dict[str, Any]]:
    """The items of the page that is asked for, and its `paging`, empty where there is no item.

    Raises:
        BadParameter: a limit or cursor that can't be read.
    """
    params, limit, begin = place.params, _limit(place.params), 0
    if params.get("after"):
        after = _key(params["after"])
        past = (lambda item: key(item) < after) if newest_first else (lambda item: key(item) > after)
        begin = next((i for i, item in enumerate(ordered) if past(item)), len(ordered))
    elif params.get("before"):
        before = _key(params["before"])
        not_yet = (lambda item: key(item) > before) if newest_first else (lambda item: key(item) < before)
        begin = max(0, sum(1 for item in ordered if not_yet(item)) - limit)
    page = ordered[begin : begin + limit]
    if not page:
        return page, {}
    cursors = {
        name: to_cursor("{}|{}".format(*key(item)))
        for name, item in (("before", page[0]), ("after", page[-1]))
    }
    paging: dict[str, Any] = {"cursors": cursors}
    kept = {k: v for k, v in params.items() if k not in ("after", "before", "access_token")}
    base = f"{place.request.base}/v26.0/{place.object_id}/{place.edge}?"
    token = {"access_token": place.token}
    if begin + limit < len(ordered):
        paging["next"] = base + urlencode({**token, **kept, "limit": limit, "after": cursors["after"]})
    if begin > 0:
        paging["previous"] = base + urlencode({**token, **kept, "limit": limit, "before": cursors["before"]})
    return page, paging


def within(created: int, params: dict[str, str]) -> bool:
    """Is an instant (epoch seconds) in what `since` and `until` ask for, both in?

    Raises:
        BadParameter: one of them can't be read.
    """
    if params.get("since") and created < _seconds(params["since"]):
        return False
    return not (params.get("until") and created > _seconds(params["until"]))


def _limit(params: dict[str, str]) -> int:
    try:
        return max(0, min(MAX_LIMIT, int(params.get("limit") or DEFAULT_LIMIT)))
    except ValueError:
        raise BadParameter("param limit must be an integer") from None


def _key(cursor: str) -> Key:
    try:
        created, _, object_id = from_cursor(cursor).partition("|")
        return int(created), object_id
    except ValueError:
        raise BadParameter("Invalid cursors values") from None


def _seconds(text: str) -> int:
    # Unix seconds, or a date or time as PHP's strtotime reads the common ones, in UTC.
    if text.isdigit():
        return int(text)
    try:
        parsed = datetime.fromisoformat(re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", text.replace("Z", "+00:00")))
    except ValueError:
        raise BadParameter(f"Invalid date {text}") from None
    return int((parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).timestamp())
