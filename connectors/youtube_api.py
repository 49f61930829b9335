"""How YouTube's Data API talks: lists and their pages, errors by reason, and a day's budget of units.

Source: YouTube Data API v3 (discovery document) and its pages on errors and quota. Not verified against the live
platform; only documentation or common knowledge gives: the price of a list (1 unit), that a budget begins anew at
midnight Pacific, and that page tokens don't last.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import requests
from requests.auth import AuthBase

from connectors.errors import AccessDenied, ConnectorError, RateLimited, SourceChanged
from connectors.http import Answer, Http, Retry, retry_after
from connectors.page import Cursor, Record

PACIFIC = ZoneInfo("America/Los_Angeles")

Item = dict[str, Any]
Asked = Mapping[str, str | int]

BUDGET = {"quotaExceeded", "dailyLimitExceeded"}
PATIENCE = {"rateLimitExceeded", "userRateLimitExceeded"}
NOT_THERE = {"commentsDisabled", "videoNotFound", "commentNotFound", "playlistNotFound"}
KEY = {"keyInvalid", "keyExpired", "API_KEY_INVALID", "authError"}
STALE = {"invalidPageToken"}
_ENABLE = "enable the YouTube Data API v3 in the key's project"
_ADDRESS = "the key's application restrictions leave out this machine: add its address"
MENDS = {
    "accessNotConfigured": _ENABLE,
    "SERVICE_DISABLED": _ENABLE,
    "API_KEY_SERVICE_BLOCKED": "the key's API restrictions leave out the YouTube Data API v3: add it",
    "ipRefererBlocked": _ADDRESS,
    "API_KEY_IP_ADDRESS_BLOCKED": _ADDRESS,
    "API_KEY_HTTP_REFERRER_BLOCKED": _ADDRESS,
}
OTHERWISE = f"{_ENABLE} and let the key be used from here"


class Gone(ConnectorError):
    """What was just listed is deleted or closed: a video without comments, a thread taken away."""


class StalePlace(ConnectorError):
    """The platform no longer knows a stored place in a list."""


class KeyAuth(AuthBase):
    """Sends an API key as a header, so that it stands in no address; doesn't show it."""

    def __init__(self, key: str) -> None:
        self._key = key

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:  # noqa: D102
        request.headers["X-Goog-Api-Key"] = self._key
        return request

    def __repr__(self) -> str:
        return "KeyAuth(***)"


@dataclass
class Budget:
    """Units spent on a day that begins at midnight Pacific, never more than `limit`."""

    limit: int
    day: str = ""
    spent: int = 0

    @classmethod
    def of(cls, cursor: Cursor, limit: int) -> "Budget":
        """As a cursor remembers it."""
        return cls(limit, **cursor.get("units", {}))

    @property
    def stored(self) -> Cursor:
        """What a cursor is to remember."""
        return {"day": self.day, "spent": self.spent}

    def spend(self, now: datetime) -> None:
        """Take one unit.

        Raises:
            RateLimited: none is left, until the next midnight Pacific.
        """
        today = now.astimezone(PACIFIC).date().isoformat()
        if today != self.day:
            self.day, self.spent = today, 0
        if self.spent >= self.limit:
            raise RateLimited(
                next_budget(now), f"YouTube: all {self.limit:,} units of the day for this stream are spent"
            )
        self.spent += 1


@dataclass(frozen=True)
class Api:
    """The lists of the API, read through `http`."""

    http: Http

    def page(self, resource: str, params: Asked, budget: Budget) -> Item:
        """One page of a list.

        Raises:
            RateLimited: the day's budget, ours or the platform's, is spent.
            SourceChanged: it isn't a page of a list.
        """
        budget.spend(self.http.now())
        body = self.http.get(f"/youtube/v3/{resource}", params).body
        items = body.get("items", []) if isinstance(body, dict) else None
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise SourceChanged(f"YouTube {resource}: expected a list of objects in `items`")
        return {**body, "items": items}

    def pages(
        self, resource: str, params: Asked, budget: Budget, token: str | None = None
    ) -> Iterator[tuple[list[Item], str | None]]:
        """The pages of a list from `token` on, each with the token of the next one (None at the end)."""
        while True:
            asked = {**params, "pageToken": token} if token else params
            body = self.page(resource, asked, budget)
            following = body.get("nextPageToken")
            yield body["items"], following
            if not following:
                return
            if following == token:
                raise SourceChanged(f"YouTube {resource}: the next page is the same one again")
            token = following


def judge(answer: Answer, now: datetime) -> Retry | None:
    """What an answer of YouTube means (see connectors.http)."""
    if answer.status < 400:
        return None
    reasons, text = _said(answer)
    said = f"YouTube {answer.path}: HTTP {answer.status} {', '.join(sorted(reasons))}: {text}"
    if reasons & BUDGET:
        raise RateLimited(next_budget(now), "YouTube: the project's units of the day are spent")
    if reasons & PATIENCE or answer.status == 429:
        return Retry("throttled (asked too fast)", retry_after(answer.headers, now), throttled=True)
    if answer.status >= 500:
        return Retry(f"HTTP {answer.status}: {text}" if text else f"HTTP {answer.status}")
    if reasons & NOT_THERE:
        raise Gone(said)
    if reasons & STALE:
        raise StalePlace(said)
    if reasons & KEY or answer.status == 401:
        raise AccessDenied(
            "YouTube doesn't accept the key; create an API key in its project and export it again"
        )
    if answer.status == 403:
        mend = next((MENDS[reason] for reason in sorted(reasons) if reason in MENDS), OTHERWISE)
        raise AccessDenied(f"{said}; {mend}")
    raise SourceChanged(f"{said}; see what version 3 has changed")


def next_budget(now: datetime) -> datetime:
    """The next midnight Pacific after `now`, UTC."""
    tomorrow = now.astimezone(PACIFIC).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), PACIFIC).astimezone(UTC)


def instant_of(text: object) -> datetime | None:
    """The instant of an RFC 3339 text, UTC; None if it can't be read."""
    try:
        instant = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return instant.astimezone(UTC) if instant.tzinfo else None


def record_of(item: Item, payload: Any) -> Record:
    """An object's record by its own id. Without one, records would be taken for versions of each other."""
    native = item.get("id")
    return Record(str(native), payload) if native else Record(None, payload, error="id: is missing")


def _said(answer: Answer) -> tuple[set[str], str]:
    """The reasons of an error (old and new spelling together) and its words."""
    error = answer.body.get("error") if isinstance(answer.body, dict) else None
    if not isinstance(error, dict):
        return set(), ""
    listed = [*(error.get("errors") or []), *(error.get("details") or [])]
    reasons = {str(one["reason"]) for one in listed if isinstance(one, dict) and one.get("reason")}
    return reasons, str(error.get("message", ""))
