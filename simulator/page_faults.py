"""Faults that befall a page of results: half of it, nothing on it, records twice and out of order, unknown fields.

Beside them those of who asks: credentials that are no longer good, a permission taken away, a clock that is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlencode

from simulator.faults import Fault
from simulator.platforms import graph_errors
from simulator.platforms.wire import Answer, Request, to_cursor

CREDENTIALS = ("authorization", "api-key", "x-goog-api-key")
KEYS = ("access_token", "key")
OVER = "Bearer expired"
LATER = timedelta(hours=7)
NEW_FIELDS: dict[str, Any] = {"schema": 3, "shown_to": {"regions": ["eu", None]}, "badges": []}
LAST = str(10**18)  # a place before which all ids are


def asked(fault: Fault, request: Request) -> Request:
    """The request as the platform gets it: credentials that have run out are none that it knows."""
    if fault.kind != "expired":
        return request
    headers = {name: OVER if name in CREDENTIALS else value for name, value in request.headers.items()}
    params = {name: OVER if name in KEYS else value for name, value in request.params.items()}
    return replace(request, headers=headers, params=params)


def denied(platform: str) -> Answer:
    """How a platform says that something may not be read."""
    said = "You do not have permission to view the requested resource."
    match platform:
        case "facebook":
            return graph_errors.no_permission("pages_read_engagement")
        case "instagram":
            return graph_errors.no_permission("instagram_manage_comments")
        case "youtube":
            one = {"message": said, "domain": "youtube.common", "reason": "forbidden"}
            return Answer(403, {"error": {"code": 403, "message": said, "errors": [one]}})
        case "x":
            kind = "https://api.x.com/2/problems/client-forbidden"
            return Answer(403, {"title": "Forbidden", "detail": said, "type": kind, "status": 403})
        case "linkedin":
            return Answer(
                403, {"status": 403, "serviceErrorCode": 100, "code": "ACCESS_DENIED", "message": said}
            )
        case "discourse":
            return Answer(403, {"errors": [said], "error_type": "invalid_access"})
        case "bluesky":
            return Answer(403, {"error": "Forbidden", "message": said})
        case "zendesk":
            return Answer(403, {"error": {"title": "Forbidden", "message": said}})
    return Answer(403, {"error": "This action is outside the authorized scopes"})


def spoiled(fault: Fault, platform: str, request: Request, answer: Answer) -> Answer:
    """The answer as the fault leaves it; the same where there is nothing in it to spoil."""
    if fault.kind == "skew":
        wrong = format_datetime(datetime.now(UTC) + LATER, usegmt=True)
        return replace(answer, headers=answer.headers | {"Date": wrong})
    if fault.kind == "truncated":
        body = answer.encoded()
        return Answer(answer.status, body[: len(body) * 2 // 3], answer.headers)
    if (
        fault.kind not in ("empty", "repeat", "extra")
        or answer.status != 200
        or isinstance(answer.body, bytes)
    ):
        return answer
    body = json.loads(answer.encoded())
    items = _items_of(body)
    if items is None:
        return answer
    if fault.kind == "empty":
        return _emptied(platform, request, answer, body, items)
    if fault.kind == "repeat":
        items[:] = [*items[:2][::-1], *items[2:], *items[:1]]
    else:
        for item in items:
            item |= NEW_FIELDS
        if isinstance(body, dict):
            body |= NEW_FIELDS
    return replace(answer, body=body)


def _items_of(body: Any) -> list[dict[str, Any]] | None:
    """The records of a page: the page itself, or the first list of objects in it."""
    lists = [body] if isinstance(body, list) else list(body.values()) if isinstance(body, dict) else []
    found = (one for one in lists if isinstance(one, list) and one and all(isinstance(i, dict) for i in one))
    return next(found, None)


def _emptied(
    platform: str, request: Request, answer: Answer, body: Any, items: list[dict[str, Any]]
) -> Answer:
    """Nothing on the first page, which leads to one that holds what it should have held."""
    is_first = not any(name in request.params for name in PLACES)
    if platform not in BEGINNINGS or not is_first or "id" in request.params or "ids" in request.params:
        return answer  # what is looked up by its id has no pages
    items.clear()
    link = BEGINNINGS[platform](request, body)
    return replace(answer, body=body, headers=answer.headers | link)


def _facebook(request: Request, body: dict[str, Any]) -> dict[str, str]:
    query = urlencode({**request.params, "again": "1"})
    body["paging"] = {"next": f"{request.base}/{request.path}?{query}"}
    return {}


def _youtube(request: Request, body: dict[str, Any]) -> dict[str, str]:
    body["nextPageToken"] = to_cursor("~")
    return {}


def _x(request: Request, body: dict[str, Any]) -> dict[str, str]:
    body["meta"] = {"result_count": 0, "next_token": to_cursor(LAST + "0" * 3)}
    return {}


def _mastodon(request: Request, body: Any) -> dict[str, str]:
    query = urlencode({**request.params, "max_id": LAST})
    return {"Link": f'<{request.base}/{request.path}?{query}>; rel="next"'}


def _bluesky(request: Request, body: dict[str, Any]) -> dict[str, str]:
    body["cursor"] = f"{LAST}::~"
    return {}


# Where a list may show nothing, and lead on all the same; elsewhere an empty page is the end.
BEGINNINGS: dict[str, Callable[[Request, Any], dict[str, str]]] = {
    "facebook": _facebook, "instagram": _facebook, "youtube": _youtube, "x": _x, "mastodon": _mastodon,
    "bluesky": _bluesky,
}  # fmt: skip
PLACES = ("again", "after", "pageToken", "pagination_token", "next_token", "max_id", "min_id", "cursor")
