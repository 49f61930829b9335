"""How Freshdesk's API talks: errors, limits a minute, lists with a Link header, the way through all that changed since.

Source: Freshdesk's documentation of API v2. Not verified against the system.

A list of tickets ends at its 300th page, and one that changes meanwhile moves to the end: so each page is asked for
anew, from the last change that was seen on.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any

from connectors.errors import AccessDenied, ConnectorError, SourceChanged
from connectors.http import Answer, Http, Retry, retry_after
from connectors.page import Record

PAGE_SIZE = 100
LAST_PAGE = 300
Item = dict[str, Any]


class NotFound(ConnectorError):
    """There is nothing under that address, or no longer."""


def judge(answer: Answer, now: datetime) -> Retry | None:
    """What an answer of Freshdesk means (see connectors.http)."""
    if answer.status < 300:
        return None
    said = _said(answer)
    if answer.status == 429:
        return Retry("throttled (HTTP 429)", retry_after(answer.headers, now), throttled=True)
    if answer.status == 401:
        raise AccessDenied(
            "Freshdesk doesn't accept the API key; see the agent's profile settings, and export it"
        )
    if answer.status == 403:
        needed = "View tickets" if answer.path.startswith("/tickets") else "View agents"
        raise AccessDenied(
            f"Freshdesk {answer.path}: access denied ({said}); the key's owner needs a role with {needed}, and the plan"
            " must include the API"
        )
    if answer.status == 404:
        raise NotFound(f"Freshdesk {answer.path}: there is no such thing; check domain or base_url")
    if answer.status in {408, 409} or answer.status >= 500:
        return Retry(f"HTTP {answer.status}: {said}" if said else f"HTTP {answer.status}")
    raise SourceChanged(
        f"Freshdesk {answer.path}: HTTP {answer.status}: {said}; it doesn't understand the question"
    )


def _said(answer: Answer) -> str:
    """The words of an error in its shapes: {code, message}, and {description, errors: [{field, message}]}."""
    if not isinstance(answer.body, dict):
        return ""
    words = [answer.body.get("description"), answer.body.get("code"), answer.body.get("message")]
    for error in answer.body.get("errors") or []:
        if isinstance(error, dict):
            words += [error.get("field"), error.get("message")]
    return ": ".join(str(word) for word in words if word)


@dataclass(frozen=True)
class Api:
    """Freshdesk under `http`."""

    http: Http

    def page(self, path: str, params: Mapping[str, str | int]) -> tuple[list[Item], bool]:
        """One page of a list, and whether there is another one."""
        answer = self.http.get(path, {"per_page": PAGE_SIZE, **params})
        items = answer.body
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise SourceChanged(f"Freshdesk {path}: expected a list of objects")
        return items, 'rel="next"' in answer.headers.get("Link", "")

    def pages(self, path: str, params: Mapping[str, str | int] | None = None) -> Iterator[list[Item]]:
        """All pages of a list."""
        for number in count(1):
            items, more = self.page(path, {**(params or {}), "page": number})
            yield items
            if not more or not items:
                return

    def changed(self, since: datetime, params: Mapping[str, str | int]) -> Iterator[list[Item]]:
        """Tickets that changed at `since` or later, each once as it was when seen, in order of their changes.

        Raises:
            SourceChanged: they come in another order, or too many changed in one and the same second.
        """
        number, seen = 1, set[tuple[Any, Any]]()
        while True:
            asked: dict[str, str | int] = {
                "updated_since": spelled(since),
                "order_by": "updated_at",
                "order_type": "asc",
                "page": number,
            }
            items, more = self.page("/tickets", {**params, **asked})
            yield [item for item in items if (item.get("id"), item.get("updated_at")) not in seen]
            if not more or not items:
                return
            last = instant_of(items[-1].get("updated_at"))
            if last is None or last < since:
                raise SourceChanged("Freshdesk /tickets: expected tickets by updated_at, the oldest first")
            seen = {(item.get("id"), item.get("updated_at")) for item in items} | (
                seen if last == since else set()
            )
            number = number + 1 if last == since else 1
            since = last
            if number > LAST_PAGE:
                raise SourceChanged(f"Freshdesk /tickets: more than 30,000 changed at {spelled(since)}")


def record_of(item: Item, suffix: str = "") -> Record:
    """An object as received, by its own id. Without one, records would be taken for versions of each other."""
    native = item.get("id")
    return Record(None, item, error="id: is missing") if native is None else Record(f"{native}{suffix}", item)


def spelled(instant: datetime) -> str:
    """2026-11-20T12:00:00Z; Freshdesk tells whole seconds."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def instant_of(text: object) -> datetime | None:
    """The instant of an ISO text, UTC; None if it can't be read."""
    try:
        return datetime.fromisoformat(str(text)).astimezone(UTC)
    except ValueError:
        return None


def is_after(item: Item, instant: datetime) -> bool:
    """Was it made later? One whose time can't be read is kept, for staging to say so."""
    made = instant_of(item.get("created_at"))
    return made is not None and made > instant
