"""How a Mastodon instance talks: lists and their Link header, error answers, the rate limit's headers, instants.

Source: Mastodon's OpenAPI description and documentation. Errors are {"error": text}; a 429 names in X-RateLimit-Reset
the instant (ISO 8601) from which it answers again. A list is newest first, even after `min_id`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from requests.utils import parse_header_links

from connectors.errors import AccessDenied, ConnectorError, SourceChanged
from connectors.http import Answer, Http, Params, Retry, retry_after
from connectors.page import Record

SCOPES = {"verify_credentials": "read:accounts", "notifications": "read:notifications"}
PLACES = {"max_id", "min_id", "since_id"}


class Gone(ConnectorError):
    """The status is deleted, or no longer visible to this account: the platform doesn't tell which."""


@dataclass(frozen=True)
class Api:
    """One instance, read through `http`."""

    http: Http

    def get(self, path: str, params: Params | None = None) -> Answer:
        """The answer at `path`, a JSON object.

        Raises:
            SourceChanged: it is something else.
        """
        answer = self.http.get(path, params)
        if not isinstance(answer.body, dict):
            raise SourceChanged(f"Mastodon {path}: expected a JSON object")
        return answer

    def forward(self, path: str, params: Params, min_id: str) -> Iterator[list[dict[str, Any]]]:
        """The pages after `min_id`, the oldest page first, each newest first, without a gap between them."""
        return self._pages(path, params, {"min_id": min_id}, "prev")

    def backward(self, path: str, params: Params) -> Iterator[list[dict[str, Any]]]:
        """The pages from the newest one back."""
        return self._pages(path, params, {}, "next")

    def _pages(
        self, path: str, params: Params, place: Mapping[str, str], rel: str
    ) -> Iterator[list[dict[str, Any]]]:
        while True:
            answer = self.http.get(path, {**params, **place})
            items = answer.body
            if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
                raise SourceChanged(f"Mastodon {path}: expected a list of objects")
            if items:
                yield items
            further = _place(answer.headers.get("Link", ""), rel)
            # There is always a link to what may come later; an empty page is the end of what there is.
            if further is None or (not items and rel == "prev"):
                return
            if further == place:
                raise SourceChanged(f"Mastodon {path}: the next page is the same one again")
            place = further


def judge(answer: Answer, now: datetime) -> Retry | None:
    """What an answer of the instance means (see connectors.http).

    Raises:
        AccessDenied: the token isn't accepted, or lacks a scope.
        Gone: there is no such status, or none for this account.
        SourceChanged: the instance doesn't understand the request.
    """
    body = answer.body if isinstance(answer.body, dict) else {}
    said = str(body.get("error", ""))
    match answer.status:
        case 401:
            raise AccessDenied(f"Mastodon doesn't accept the token ({said or 'HTTP 401'}); create a new one")
        case 403:
            scope = SCOPES.get(answer.path.rpartition("/")[2], "read:statuses")
            raise AccessDenied(
                f"Mastodon {answer.path}: {said or 'not allowed'}; the token needs the scope {scope}"
            )
        case 404 | 410:
            raise Gone(f"Mastodon {answer.path}: {said or 'not there'}")
        case 429:
            return Retry("throttled (HTTP 429)", _until_reset(answer.headers, now), throttled=True)
        case status if 300 <= status < 500:
            raise SourceChanged(f"Mastodon {answer.path}: HTTP {status} {said}; check base_url")
    return None


def instant_of(text: object) -> datetime | None:
    """The instant of 2026-01-01T00:00:00.000Z, UTC; None if it can't be read."""
    try:
        instant = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return instant.astimezone(UTC) if instant.tzinfo else None


def is_after(item: Mapping[str, Any], instant: datetime) -> bool:
    """Is the item's time readable and later than `instant`?"""
    created = instant_of(item.get("created_at"))
    return created is not None and created > instant


def is_before(item: Mapping[str, Any], instant: datetime) -> bool:
    """Is the item's time readable and earlier than `instant`?"""
    created = instant_of(item.get("created_at"))
    return created is not None and created < instant


def record_of(item: Mapping[str, Any], payload: Any) -> Record:
    """An object's record by its own id. Without one, records would be taken for versions of each other."""
    native = item.get("id")
    return Record(str(native), payload) if native else Record(None, payload, error="id: is missing")


def _place(header: str, rel: str) -> dict[str, str] | None:
    """Where the linked page begins; the rest of the link, its host too, is ours to know."""
    for link in parse_header_links(header) if header else []:
        if link.get("rel") == rel:
            query = dict(parse_qsl(urlsplit(link["url"]).query))
            return {name: value for name, value in query.items() if name in PLACES}
    return None


def _until_reset(headers: Mapping[str, str], now: datetime) -> float | None:
    reset = instant_of(headers.get("X-RateLimit-Reset"))
    return max(0.0, (reset - now).total_seconds()) if reset else retry_after(headers, now)
