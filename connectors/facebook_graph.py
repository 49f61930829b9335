"""How the Graph API talks: edges and their paging, error codes, throttling headers, instants.

Source: Graph API reference and its error documentation (v26.0). Throttling comes as HTTP 400 or 403 with a
code, seldom as 429; a page may be short or empty while there is a next one. Not verified against the live
platform.
"""

import json
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from connectors.errors import AccessDenied, ConnectorError, SourceChanged, SourceUnavailable
from connectors.http import Answer, Http, Params, Retry, retry_after
from connectors.page import Cursor, Record

log = logging.getLogger(__name__)

API_VERSION = "v26.0"
PAGE_SIZE = 100
# A platform's lists lag behind its clock a little: what it lists late must not fall between two reads.
OVERLAP = timedelta(hours=1)

THROTTLED = {4, 17, 32, 613, *range(80000, 80007), 80008}
TOKEN = {102, 190}
TRANSIENT = {1, 2}
NOT_THERE = (100, 33)
TOKEN_MENDS = {
    460: "the password was changed",
    463: "it has expired",
    467: "it was revoked",
}


class Gone(ConnectorError):
    """The object is deleted, or no longer visible to this token: the platform doesn't tell which."""


class TooMuchData(ConnectorError):
    """The platform asks for a smaller page."""


@dataclass(frozen=True)
class Graph:
    """The Graph API of one version, read through `http`."""

    http: Http

    def get(self, path: str, params: Params | None = None) -> Answer:
        """The answer at `path`, a JSON object.

        Raises:
            SourceChanged: it is something else.
        """
        answer = self.http.get(path, params)
        if not isinstance(answer.body, dict):
            raise SourceChanged(f"Facebook {path}: expected a JSON object")
        return answer

    def edge(
        self, path: str, params: Params, *, first: Mapping[str, Any] | None = None
    ) -> Iterator[list[dict[str, Any]]]:
        """The pages of an edge, to the very end. `first` is a first page that came nested in its parent."""
        for items, _ in self.edge_from(path, params, first=first):
            yield items

    def edge_from(
        self,
        path: str,
        params: Params,
        *,
        first: Mapping[str, Any] | None = None,
        after: Params | None = None,
    ) -> Iterator[tuple[list[dict[str, Any]], dict[str, str] | None]]:
        """As `edge`, starting at `after`, and with each page the parameters of the next one (None at the end)."""
        size = int(params.get("limit", PAGE_SIZE))
        following: Params = dict(after or {})
        body = first
        while True:
            if body is None:
                size, body = self._page(path, {**params, **following}, size)
            items, further = _items(path, body), _next_page(body)
            yield items, further
            if further is None:
                return
            if further == following:
                raise SourceChanged(f"Facebook {path}: the next page is the same one again")
            following, body = further, None

    def _page(self, path: str, params: Params, size: int) -> tuple[int, Mapping[str, Any]]:
        while True:
            try:
                return size, self.get(path, {**params, "limit": size}).body
            except TooMuchData as error:
                if size == 1:
                    raise SourceUnavailable(
                        f"Facebook {path}: {error}, even for one record at a time"
                    ) from None
                size //= 2
                log.info("%s: asked for less data, going on with %d a page", path, size)


def judge(answer: Answer, now: datetime) -> Retry | None:
    """What an answer of the Graph API means (see connectors.http)."""
    error = answer.body.get("error") if isinstance(answer.body, dict) else None
    if not isinstance(error, dict):
        if answer.status == 429:
            return Retry("throttled (HTTP 429)", retry_after(answer.headers, now), throttled=True)
        return None
    code, subcode = error.get("code"), error.get("error_subcode")
    text = str(error.get("message", ""))
    said = f"Facebook {answer.path}: code {code}{f'/{subcode}' if subcode else ''}: {text}"
    if code in TOKEN:
        why = TOKEN_MENDS.get(subcode, "it is not valid") if isinstance(subcode, int) else "it is not valid"
        raise AccessDenied(f"Facebook doesn't accept the token: {why} (code {code}); create a new page token")
    if code in THROTTLED:
        return Retry(f"throttled (code {code})", _regain_access(answer.headers, now), throttled=True)
    if "reduce the amount of data" in text.lower():
        raise TooMuchData("the platform asks for less data")
    if code == 10 or (isinstance(code, int) and 200 <= code <= 299):
        raise AccessDenied(
            f"Facebook {answer.path}: the token lacks {_permission(text, answer.path)} (code {code})"
        )
    if (code, subcode) == NOT_THERE:
        raise Gone(said)
    if code in TRANSIENT or error.get("is_transient") or answer.status >= 500:
        return Retry(f"code {code}: {text}")
    raise SourceChanged(f"{said}; see which fields or permissions API {API_VERSION} has changed")


def instant_of(text: object) -> datetime | None:
    """The instant of Graph's `2026-01-01T00:00:00+0000`, UTC; None if it can't be read."""
    try:
        instant = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return instant.astimezone(UTC) if instant.tzinfo else None


def record_of(item: Mapping[str, Any], payload: Any) -> Record:
    """An object's record by its own id. Without one, records would be taken for versions of each other."""
    native = item.get("id")
    return Record(str(native), payload) if native else Record(None, payload, error="id: is missing")


def is_after(item: Mapping[str, Any], instant: datetime, field: str = "created_time") -> bool:
    """Is the item's time readable and later than `instant`?"""
    created = instant_of(item.get(field))
    return created is not None and created > instant


def is_before(item: Mapping[str, Any], instant: datetime, field: str = "created_time") -> bool:
    """Is the item's time readable and earlier than `instant`?"""
    created = instant_of(item.get(field))
    return created is not None and created < instant


def watermark_of(cursor: Cursor, name: str = "watermark") -> datetime:
    """The instant that a cursor holds under `name`."""
    return datetime.fromisoformat(cursor[name])


def reached(cursor: Cursor, until: datetime) -> bool:
    """Has all before `until` been read?"""
    return "watermark" in cursor and watermark_of(cursor) >= until


def _items(path: str, body: Mapping[str, Any]) -> list[dict[str, Any]]:
    items = body.get("data")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise SourceChanged(f"Facebook {path}: expected a list of objects in `data`")
    return items


def _next_page(body: Mapping[str, Any]) -> dict[str, str] | None:
    """The query of `paging.next` without token and size: the link itself names a host and holds the token."""
    link = (body.get("paging") or {}).get("next")
    if not link:
        return None
    query = dict(parse_qsl(urlsplit(link).query, keep_blank_values=True))
    return {name: value for name, value in query.items() if name not in {"access_token", "limit", "fields"}}


def _regain_access(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds until the platform answers again: X-Business-Use-Case-Usage gives minutes, by business and case."""
    try:
        usage = json.loads(headers.get("X-Business-Use-Case-Usage", "{}"))
        cases = [case for listed in usage.values() for case in listed]
        minutes = max((case.get("estimated_time_to_regain_access", 0) for case in cases), default=0)
    except (ValueError, AttributeError, TypeError):
        minutes = 0
    return minutes * 60 if minutes else retry_after(headers, now)


def _permission(text: str, path: str) -> str:
    named = re.findall(r"\bpages_\w+", text)
    if named:
        return "permission " + ", ".join(dict.fromkeys(named))
    private = path.endswith(("/conversations", "/messages"))
    return "permission " + (
        "pages_messaging" if private else "pages_read_engagement and pages_read_user_content"
    )
