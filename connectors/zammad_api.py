"""How Zammad's API talks: tokens, errors, lists of pages, and the way through all tickets that changed since.

Source: Zammad's published controllers (versions 5 and 6) and its documentation of the API. Not verified against the
system.

A search without words goes to the database, and not to a search index that lags behind or may be missing. Its pages
are counted by offset, and a ticket that changes meanwhile moves to the end: so each page is asked for anew, from the
last change that was seen on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.case_store import HeaderAuth, for_later
from connectors.errors import AccessDenied, ConnectorError, SourceChanged
from connectors.http import Answer, Http, Query, Retry
from connectors.page import Record

PAGE_SIZE = 50
TICK = timedelta(milliseconds=1)  # what instants are told in
Item = dict[str, Any]


class NotFound(ConnectorError):
    """There is nothing under that address, or no longer."""


def token_auth(token: str) -> HeaderAuth:
    """Sends an access token the way Zammad wants it, `Token token=`."""
    return HeaderAuth("Authorization", token, "Token token=")


def judge(answer: Answer, now: datetime) -> Retry | None:
    """What an answer of Zammad means (see connectors.http). It knows no limits; a proxy before it may."""
    said = _said(answer)
    if answer.status == 401:
        raise AccessDenied(
            "Zammad doesn't accept the login; check token, or user and password, and export them again"
        )
    if answer.status == 403:
        if "token access" in said.lower():
            raise AccessDenied(
                f"Zammad: {said}; switch API token access on (Settings, System, API), or give user and password"
            )
        raise AccessDenied(
            f"Zammad {answer.path}: access denied; give the user's role and the token the permission ticket.agent"
        )
    if answer.status == 404:
        raise NotFound(f"Zammad {answer.path}: there is no such thing; check base_url")
    if later := for_later(answer, now, said):
        return later
    if answer.status >= 300:
        raise SourceChanged(f"Zammad {answer.path}: HTTP {answer.status}: {said}; check base_url")
    return None


def _said(answer: Answer) -> str:
    """The words of an error: {error, error_human}."""
    if not isinstance(answer.body, dict):
        return ""
    return str(answer.body.get("error_human") or answer.body.get("error") or "").strip()


@dataclass(frozen=True)
class Api:
    """Zammad under `http`. Whatever it gives is expanded: beside each id stands the name."""

    http: Http

    def one(self, path: str) -> Item:
        """A single object.

        Raises:
            NotFound: it isn't there.
        """
        body = self.http.get(path, {"expand": "true"}).body
        if not isinstance(body, dict):
            raise SourceChanged(f"Zammad {path}: expected a JSON object")
        return body

    def items(self, path: str, params: Query | None = None) -> list[Item]:
        """A list, or one page of it."""
        body = self.http.get(path, {"expand": "true", **(params or {})}).body
        if not isinstance(body, list) or not all(isinstance(item, dict) for item in body):
            raise SourceChanged(f"Zammad {path}: expected a list of objects")
        return body

    def pages(self, path: str, params: Query | None = None) -> Iterator[list[Item]]:
        """The pages of a list that hardly changes; a short one is the last."""
        page, before = 1, None
        while True:
            items = self.items(path, {**(params or {}), "page": page, "per_page": PAGE_SIZE})
            if items == before and items:
                raise SourceChanged(f"Zammad {path}: the next page is the same one again")
            yield items
            if len(items) < PAGE_SIZE:
                return
            page, before = page + 1, items

    def changed(self, since: datetime) -> Iterator[tuple[list[Item], datetime]]:
        """Pages of tickets that changed after that, by their change; with each, the instant to go on from after it.

        A ticket that changes meanwhile comes again.
        """
        page, before = 1, [Item()]
        seen: set[tuple[int, str]] = set()
        while True:
            items = self.items("/tickets/search", {**_changed_after(since), "page": page})
            last = max((updated_at(item) for item in items), default=since)
            onward = max(since, last - TICK)
            fresh = [item for item in items if (number_of(item), str(item["updated_at"])) not in seen]
            seen |= {(number_of(item), str(item["updated_at"])) for item in fresh}
            yield fresh, onward
            if len(items) < PAGE_SIZE:
                return
            if page > 1 and items == before:
                raise SourceChanged("Zammad /tickets/search: the next page is the same one again")
            # More tickets than a page holds may have changed in one instant.
            page = page + 1 if onward == since else 1
            since, before = onward, items

    def in_states(self, states: list[int]) -> Iterator[list[Item]]:
        """The pages of tickets in these states, by id."""
        condition: dict[str, str | int | tuple[str, ...]] = {
            "condition[ticket.state_id][operator]": "is",
            "condition[ticket.state_id][value][]": tuple(map(str, states)),
            "sort_by": "id",
            "order_by": "asc",
        }
        return self.pages("/tickets/search", condition)


def _changed_after(instant: datetime) -> dict[str, str | int]:
    told = instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {
        "condition[ticket.updated_at][operator]": "after (absolute)",
        "condition[ticket.updated_at][value]": told,
        "sort_by": "updated_at",
        "order_by": "asc",
        "per_page": PAGE_SIZE,
    }


def number_of(item: Item) -> int:
    """The id of an object.

    Raises:
        SourceChanged: it has none.
    """
    number = item.get("id")
    if not isinstance(number, int):
        raise SourceChanged("Zammad: an object without a number in `id`")
    return number


def record_of(item: Item) -> Record:
    """An object as received, by its id."""
    return Record(str(number_of(item)), item)


def updated_at(item: Item) -> datetime:
    """When a ticket changed, by which they are walked.

    Raises:
        SourceChanged: it can't be read.
    """
    found = instant_of(item.get("updated_at"))
    if found is None:
        raise SourceChanged(f"Zammad: ticket {item.get('id')} without an instant in `updated_at`")
    return found


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
