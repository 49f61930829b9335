"""Zendesk's two ways through a list: cursors (page[size], meta.has_more) and offsets (page, per_page, count)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from simulator.platforms.wire import Request, from_cursor, to_cursor

MAX_PAGE = 100


class BadRequest(Exception):
    """A parameter that Zendesk answers with 400."""


def number(request: Request, name: str, default: int, most: int) -> int:
    """A positive whole number from the query, at most `most`.

    Raises:
        BadRequest: it isn't one.
    """
    text = request.params.get(name) or str(default)
    if not text.isdigit() or int(text) < 1:
        raise BadRequest(f"{name} must be a positive integer")
    return min(int(text), most)


def paginate(
    request: Request, path: str, key: str, items: Sequence[Any], identify: Callable[[Any], str],
    render: Callable[[Any], Any],
) -> dict[str, Any]:  # fmt: skip
    """One page of `items` in their order: by cursor where `page[size]` or a cursor is given, else by offset."""
    if any(name.startswith("page[") for name in request.params):
        return _by_cursor(request, path, key, items, identify, render)
    size = number(request, "per_page", MAX_PAGE, MAX_PAGE)
    page = number(request, "page", 1, 10**9)
    kept = {k: v for k, v in request.params.items() if k != "page"}
    url = f"{request.base}/api/v2/{path}.json?"
    more = page * size < len(items)
    return {
        key: [render(item) for item in items[(page - 1) * size : page * size]],
        "next_page": url + urlencode({**kept, "page": page + 1}) if more else None,
        "previous_page": url + urlencode({**kept, "page": page - 1}) if page > 1 else None,
        "count": len(items),
    }


def _by_cursor(
    request: Request, path: str, key: str, items: Sequence[Any], identify: Callable[[Any], str],
    render: Callable[[Any], Any],
) -> dict[str, Any]:  # fmt: skip
    size = number(request, "page[size]", MAX_PAGE, MAX_PAGE)
    names = [identify(item) for item in items]
    begin = 0
    try:
        if "page[after]" in request.params:
            begin = names.index(from_cursor(request.params["page[after]"])) + 1
        elif "page[before]" in request.params:
            begin = max(0, names.index(from_cursor(request.params["page[before]"])) - size)
    except ValueError:
        raise BadRequest("page[after] is not valid") from None
    page = items[begin : begin + size]
    kept = {k: v for k, v in request.params.items() if k not in ("page[after]", "page[before]")} | {
        "page[size]": size
    }
    url = f"{request.base}/api/v2/{path}.json?"
    first, last = (to_cursor(names[begin]), to_cursor(names[begin + len(page) - 1])) if page else (None, None)
    more = begin + size < len(items)
    return {
        key: [render(item) for item in page],
        "meta": {"has_more": more, "after_cursor": last, "before_cursor": first},
        "links": {
            "prev": url + urlencode({**kept, "page[before]": first}) if first and begin else None,
            "next": url + urlencode({**kept, "page[after]": last}) if more else None,
        },
    }
