"""How LinkedIn's versioned REST API talks: finders and their pages, batches by URN, error codes, the day's quota.

Source: LinkedIn's documentation of the Community Management API (Posts, Comments, Social Metadata, Share Statistics,
rate limits, versioning). Not verified against the platform. Only documentation gives: that a quota ends at midnight
UTC, how large a page may be, and that a version lives for about a year.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from connectors.errors import AccessDenied, ConnectorError, RateLimited, SourceChanged
from connectors.http import Answer, Http, Params, Retry, retry_after
from connectors.page import Record

PAGE_SIZE = 100
# URNs a request: each is some 40 characters of an address.
BATCH_SIZE = 40
TOKEN_TROUBLE = {65601: "it was revoked", 65602: "it has expired"}
PERMISSIONS = {
    "/rest/posts": "r_organization_social",
    "/rest/socialActions": "r_organization_social_feed",
    "/rest/socialMetadata": "r_organization_social_feed",
    "/rest/organizationalEntityShareStatistics": "rw_organization_admin",
}

Item = dict[str, Any]


class Gone(ConnectorError):
    """The post or comment is deleted, or its comments are closed to this token: the platform doesn't tell which."""


@dataclass(frozen=True)
class Api:
    """One version of the API, read through `http`."""

    http: Http
    version: str

    def get(self, path: str, params: Params | None = None, method: str = "") -> Answer:
        """The answer at `path`, a JSON object; `method` is Rest.li's name of what is asked, where it wants one.

        Raises:
            SourceChanged: it is something else.
        """
        headers = {"LinkedIn-Version": self.version, "X-Restli-Protocol-Version": "2.0.0"}
        answer = self.http.get(path, params, headers | ({"X-RestLi-Method": method} if method else {}))
        if not isinstance(answer.body, dict):
            raise SourceChanged(f"LinkedIn {_place(path)}: expected a JSON object")
        return answer

    def pages(self, path: str, params: Params, method: str = "") -> Iterator[list[Item]]:
        """The pages of a list.

        Raises:
            SourceChanged: it isn't a list of objects, or a page leads back to itself.
        """
        start = 0
        while True:
            asked = {**params, "start": start, "count": PAGE_SIZE}
            body = self.get(path, asked, method).body
            elements = body.get("elements")
            if not isinstance(elements, list) or not all(isinstance(one, dict) for one in elements):
                raise SourceChanged(f"LinkedIn {_place(path)}: expected a list of objects in `elements`")
            yield elements
            following = _following(body.get("paging"), start, len(elements))
            if following is None:
                return
            if following <= start:
                raise SourceChanged(f"LinkedIn {_place(path)}: the next page is the same one again")
            start = following

    def social(self, urns: Sequence[str]) -> Mapping[str, Item]:
        """How many comments and reactions there are, by URN; posts that are gone or closed are missing."""
        found: dict[str, Item] = {}
        for start in range(0, len(urns), BATCH_SIZE):
            path = f"/rest/socialMetadata?ids={list_of(urns[start : start + BATCH_SIZE])}"
            results = self.get(path, method="BATCH_GET").body.get("results")
            if not isinstance(results, dict):
                raise SourceChanged("LinkedIn /rest/socialMetadata: expected an object `results`")
            found |= {urn: one for urn, one in results.items() if isinstance(one, dict)}
        return found


def judge(answer: Answer, now: datetime) -> Retry | None:
    """What an answer of LinkedIn means (see connectors.http).

    Raises:
        RateLimited: the day's quota is used up, until midnight UTC.
        AccessDenied: the token isn't accepted or lacks a permission.
        Gone: there is no such post or comment.
        SourceChanged: the version is no longer served, or the request isn't understood.
    """
    if answer.status < 300 or answer.status >= 500:
        return None
    body = answer.body if isinstance(answer.body, dict) else {}
    said, path = str(body.get("message", "")), _place(answer.path)
    match answer.status:
        case 401:
            why = TOKEN_TROUBLE.get(_number(body.get("serviceErrorCode")), said or "HTTP 401")
            raise AccessDenied(
                f"LinkedIn doesn't accept the token: {why}; create a new one (they last 60 days)"
            )
        case 403:
            permission = next((name for start, name in PERMISSIONS.items() if path.startswith(start)), "")
            raise AccessDenied(
                f"LinkedIn {path}: {said or 'not allowed'}; the token needs {permission}, of a page administrator"
            )
        case 404:
            raise Gone(f"LinkedIn {path}: {said or 'not there'}")
        case 426:
            raise SourceChanged(
                f"LinkedIn doesn't serve this version of its API any more ({said or 'HTTP 426'}); "
                "set version to a month of the last year, such as 202609"
            )
        case 429:
            pause = retry_after(answer.headers, now)
            if pause is None or "DAY" in said.upper().split():
                raise RateLimited(next_quota(now), "LinkedIn: the day's calls to this resource are used up")
            return Retry("throttled (HTTP 429)", pause, throttled=True)
    raise SourceChanged(f"LinkedIn {path}: HTTP {answer.status} {said}; see what the version has changed")


def next_quota(now: datetime) -> datetime:
    """The next midnight UTC after `now`."""
    return datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), time(), UTC)


def list_of(urns: Sequence[str]) -> str:
    """URNs as Rest.li writes a list in an address: only what is within them is encoded."""
    return f"List({','.join(quote(urn, safe='') for urn in urns)})"


def instant_of(milliseconds: object) -> datetime | None:
    """The instant of milliseconds since 1970, UTC; None if it can't be read."""
    if isinstance(milliseconds, bool) or not isinstance(milliseconds, int | float):
        return None
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def record_of(item: Item, payload: Any) -> Record:
    """An object's record by its own id. Without one, records would be taken for versions of each other."""
    native = item.get("id")
    return Record(str(native), payload) if native else Record(None, payload, error="id: is missing")


def _following(paging: object, start: int, count: int) -> int | None:
    """Where the next page begins: as its link says; without links, behind this one while more are counted."""
    if not isinstance(paging, dict):
        return None
    links = paging.get("links")
    if isinstance(links, list) and links:
        for link in links:
            if isinstance(link, dict) and link.get("rel") == "next":
                place = dict(parse_qsl(urlsplit(str(link.get("href"))).query)).get("start", "")
                return int(place) if place.isdigit() else start + count
        return None
    return start + count if count and start + count < _number(paging.get("total")) else None


def _number(value: object) -> int:
    return int(value) if isinstance(value, int | str) and str(value).isdigit() else 0


def _place(path: str) -> str:
    """A path without its query, which may be long."""
    return path.partition("?")[0]
