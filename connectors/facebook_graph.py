"""How the Graph API talks: edges and their paging, error codes, throttling headers, instants.

Source: Graph API reference and its error documentation (v26.0). Throttling comes as HTTP 400 or 403 with a
code, seldom as 429; a page may be short or empty while there is a next one. Not verified against the live
platform.
"""

import json
import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from connectors.errors import AccessDenied, ConnectorError, SourceChanged, SourceUnavailable
from connectors.http import Answer, BearerAuth, Http, Params, Retry, retry_after, secrets_of
from connectors.page import Check, Cursor, Record

log = logging.getLogger(__name__)

API_VERSION = "v26.0"
PAGE_SIZE = 100
# A platform's lists lag behind its clock a little: what it lists late must not fall between two reads.
OVERLAP = timedelta(hours=1)

THROTTLED = {4, 17, 32, 613, *range(80000, 80007), 80008}
TOKEN = {102, 190}
TRANSIENT = {1, 2}
# The second: media from before the account was a professional one has no figures.
NOT_THERE = {(100, 33), (100, 2108006)}
USAGE = ("call_count", "total_cputime", "total_time")
REGAIN = "estimated_time_to_regain_access"
TOKEN_MENDS = {
    460: "the password was changed",
    463: "it has expired",
    467: "it was revoked",
}

PermissionOf = Callable[[str], str]
"""The permission that reading a path needs."""


class Gone(ConnectorError):
    """The object is deleted, not visible to this token, or has nothing to tell yet: the platform doesn't tell which."""


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
            raise SourceChanged(f"Graph API {path}: expected a JSON object")
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
                raise SourceChanged(f"Graph API {path}: the next page is the same one again")
            following, body = further, None

    def _page(self, path: str, params: Params, size: int) -> tuple[int, Mapping[str, Any]]:
        while True:
            try:
                return size, self.get(path, {**params, "limit": size}).body
            except TooMuchData as error:
                if size == 1:
                    raise SourceUnavailable(
                        f"Graph API {path}: {error}, even for one record at a time"
                    ) from None
                size //= 2
                log.info("%s: asked for less data, going on with %d a page", path, size)


def open_graph(
    base_url: str, token: str, permission_of: PermissionOf | None = None, hidden: Sequence[str] = ()
) -> Graph:
    """The Graph API under `base_url` (without version), asked with `token`; see `judge` for `permission_of`.

    `hidden` are further values that must never be shown.
    """
    judged = partial(judge, permission_of=permission_of) if permission_of else judge
    secrets = secrets_of(token, *hidden)
    return Graph(Http(f"{base_url}/{API_VERSION}", judged, auth=BearerAuth(token), secrets=secrets))


def without_version(base_url: str) -> str:
    """A configured address, as `open_graph` wants it.

    Raises:
        ValueError: it is no address of the web.
    """
    if not base_url.startswith(("https://", "http://")):
        raise ValueError("must start with https:// (http:// only for the simulator)")
    return base_url.rstrip("/").removesuffix(f"/{API_VERSION}")


def permission_of_page(path: str) -> str:
    """The permission that reading `path` of a Facebook page needs."""
    if path.endswith(("/conversations", "/messages")):
        return "pages_messaging"
    if path.endswith("/insights"):
        return "read_insights"
    return "pages_read_engagement and pages_read_user_content"


def judge(answer: Answer, now: datetime, permission_of: PermissionOf = permission_of_page) -> Retry | None:
    """What an answer of the Graph API means (see connectors.http).

    `permission_of(path)` says what a path needs, for refusals that don't name it.
    """
    error = answer.body.get("error") if isinstance(answer.body, dict) else None
    if not isinstance(error, dict):
        if answer.status == 429:
            return Retry("throttled (HTTP 429)", retry_after(answer.headers, now), throttled=True)
        return None
    code, subcode = error.get("code"), error.get("error_subcode")
    text = str(error.get("message", ""))
    said = f"Graph API {answer.path}: code {code}{f'/{subcode}' if subcode else ''}: {text}"
    if code in TOKEN:
        why = TOKEN_MENDS.get(subcode, "it is not valid") if isinstance(subcode, int) else "it is not valid"
        raise AccessDenied(f"Meta doesn't accept the token: {why} (code {code}); create a new one")
    if code in THROTTLED:
        return Retry(f"throttled (code {code})", _regain_access(answer.headers, now), throttled=True)
    if "reduce the amount of data" in text.lower():
        raise TooMuchData("the platform asks for less data")
    if code == 10 and "not enough viewers" in text.lower():
        raise Gone(said)
    if code == 10 or (isinstance(code, int) and 200 <= code <= 299):
        raise AccessDenied(
            f"Graph API {answer.path}: the token lacks permission "
            f"{_named(text) or permission_of(answer.path)} (code {code})"
        )
    if (code, subcode) in NOT_THERE:
        raise Gone(said)
    if code in TRANSIENT or error.get("is_transient") or answer.status >= 500:
        return Retry(f"code {code}: {text}")
    raise SourceChanged(f"{said}; see which fields or permissions API {API_VERSION} has changed")


def check_permission(graph: Graph, name: str, path: str, params: Params | None = None) -> Check:
    """Doctor's line on one permission: may `path` be read?"""
    try:
        graph.get(path, {"fields": "id", "limit": 1} if params is None else params)
    except AccessDenied as error:
        return Check(name, False, str(error), f"grant {name} to the app and create the token again")
    except ConnectorError as error:
        return Check(name, False, str(error), "try again later")
    return Check(name, True, f"may read {path}")


def newest_of(graph: Graph, path: str) -> str | None:
    """The id of the first object in a list, for doctor to try something on; None where there is none to be had."""
    try:
        listed = next(graph.edge(path, {"fields": "id", "limit": 1}))
    except ConnectorError:
        return None
    return str(listed[0]["id"]) if listed and "id" in listed[0] else None


def check_usage(headers: Mapping[str, str]) -> Check:
    """Doctor's line on what is left of the platform's patience, in percent of the running hour's calls and work."""
    try:
        app = json.loads(headers.get("X-App-Usage", "{}"))
        listed = json.loads(headers.get("X-Business-Use-Case-Usage", "{}"))
        usages = [app, *(case for cases in listed.values() for case in cases)]
        shares = [usage.get(part, 0) for usage in usages for part in USAGE]
        used, waits = max(shares, default=0), [usage.get(REGAIN, 0) for usage in usages]
    except (ValueError, AttributeError, TypeError):
        return Check("quota", True, "the platform's usage header can't be read")
    if any(waits):
        return Check("quota", False, f"used up; open again in {max(waits)} minutes", "wait, and run again")
    return Check("quota", True, f"{100 - used} % of the hour's calls are left")


def instant_of(text: object) -> datetime | None:
    """The instant of Graph's `2026-01-01T00:00:00+0000`, UTC; None if it can't be read."""
    try:
        instant = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return instant.astimezone(UTC) if instant.tzinfo else None


def without_links(item: Mapping[str, Any]) -> dict[str, Any]:
    """An object without the paging of what is nested in it: such links hold the token."""
    return {
        name: {part: told for part, told in value.items() if part != "paging"}
        if isinstance(value, dict) and "data" in value
        else value
        for name, value in item.items()
    }


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
        raise SourceChanged(f"Graph API {path}: expected a list of objects in `data`")
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
        minutes = max((case.get(REGAIN, 0) for case in cases), default=0)
    except (ValueError, AttributeError, TypeError):
        minutes = 0
    return minutes * 60 if minutes else retry_after(headers, now)


def _named(text: str) -> str:
    """The permissions that a refusal names itself."""
    return ", ".join(dict.fromkeys(re.findall(r"\b(?:pages|instagram|ads|read|business)_[a-z_]+", text)))
