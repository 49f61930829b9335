"""How Request Tracker's REST2 talks: errors, item lists, and the way through a list of which some may not be seen.

Source: RT 5.0.3 (RT::REST2) run on this kind of machine by tests/servers.

A list is paged before rights are looked at, so a page may be short or empty though there is more, and where the user
may not see everything, `total`, `pages` and `next_page` are missing. Hence the way by ids: what comes after the last
one seen, until the newest that may be seen was reached.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any
from urllib.parse import quote

from connectors.case_store import HeaderAuth, for_later
from connectors.errors import AccessDenied, ConnectorError, SourceChanged
from connectors.http import Answer, Http, Retry
from connectors.page import Record

PAGE_SIZE = 100  # asking for more gives as many
Item = dict[str, Any]
Query = Callable[[int], str]
"""The query for what has a greater id than this one."""


class NotFound(ConnectorError):
    """There is nothing under that address, or no longer."""


def token_auth(token: str) -> HeaderAuth:
    """Sends a token the way RT wants it, `Authorization: token`."""
    return HeaderAuth("Authorization", token, "token ")


def judge(answer: Answer, now: datetime) -> Retry | None:
    """What an answer of RT means (see connectors.http). RT knows no limits; a proxy before it may."""
    said = _said(answer)
    if answer.status == 401:
        raise AccessDenied(
            "RT doesn't accept the login; check token, or user and password, and export them again"
        )
    if answer.status == 403:
        raise AccessDenied(
            f"RT {answer.path}: access denied; grant the user SeeQueue, ShowTicket, ShowTicketComments and"
            " SeeCustomField in all queues that count, and let it be privileged"
        )
    if answer.status == 404:
        raise NotFound(f"RT {answer.path}: there is no such thing; check base_url")
    if later := for_later(answer, now, said):
        return later
    if answer.status == 400:
        raise SourceChanged(
            f"RT {answer.path}: it doesn't understand the question: {said}; this connector is for RT 5"
        )
    if answer.status >= 300:
        raise SourceChanged(f"RT {answer.path}: HTTP {answer.status}; check base_url")
    return None


def _said(answer: Answer) -> str:
    """The message of an error, without the place in RT's own code that Perl adds to it."""
    message = answer.body.get("message") if isinstance(answer.body, dict) else None
    return str(message or "").partition(" at /")[0].strip()


def by_sql(*conditions: str) -> Query:
    """TicketSQL or TransactionSQL."""
    return lambda after: " AND ".join([*conditions, f"id > {after}"])


def by_json(**values: str) -> Query:
    """A search of the other lists. What is asked of one field twice means either."""
    same = [{"field": field, "value": value} for field, value in values.items()]
    return lambda after: json.dumps([*same, {"field": "id", "operator": ">", "value": after}])


@dataclass(frozen=True)
class Api:
    """RT under `http`."""

    http: Http

    def one(self, thing: str, name: str) -> Item:
        """A single object, such as a user by name or number.

        Raises:
            NotFound: it isn't there.
        """
        body = self.http.get(f"/{thing}/{quote(name, safe='')}").body
        if not isinstance(body, dict):
            raise SourceChanged(f"RT /{thing}: expected a JSON object")
        return body

    def items(self, path: str, params: Mapping[str, str | int]) -> list[Item]:
        """One page of a list."""
        body = self.http.get(path, {"per_page": PAGE_SIZE, **params}).body
        items = body.get("items") if isinstance(body, dict) else None
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise SourceChanged(f"RT {path}: expected a list of objects in `items`")
        return items

    def newest(self, path: str, query: Query, after: int = 0) -> int:
        """The greatest id among the newest hundred that may be seen; `after` where there is none."""
        params = {"query": query(after), "orderby": "id", "order": "DESC", **_DISABLED}
        return max((number_of(item) for item in self.items(path, params)), default=after)

    def walk(self, path: str, query: Query, fields: str, after: int = 0) -> Iterator[list[Item]]:
        """Pages of all that is there now, by id, after that one. None is empty."""
        newest = self.newest(path, query, after)
        page = 1
        while True:
            params = {"query": query(after), "fields": fields, "orderby": "id", "page": page, **_DISABLED}
            items = self.items(path, params)
            if items:
                yield items
                after, page = max(number_of(item) for item in items), 1
            if after >= newest and len(items) < PAGE_SIZE:
                return
            if not items:
                # Ids are whole numbers: so many pages at most lie before the newest one.
                if page * PAGE_SIZE > newest - after:
                    return
                page += 1

    def requestors(self, tickets: Sequence[str]) -> dict[str, set[str]]:
        """Who asked, of each of these tickets that a list shows, by its number."""
        found: dict[str, set[str]] = {}
        for start in range(0, len(tickets), PAGE_SIZE):
            numbers = " OR ".join(f"id = {ticket}" for ticket in tickets[start : start + PAGE_SIZE])
            params = {"query": f"({numbers}) AND EffectiveId > 0", "fields": "Requestor"}
            for item in self.items("/tickets", params):
                people = item.get("Requestor") or []
                found[str(number_of(item))] = {str(one.get("id")) for one in people if isinstance(one, dict)}
        return found

    def parts(self, transactions: Sequence[Item], fields: str, chunk: int = 25) -> dict[str, list[Item]]:
        """The parts of transactions' texts without a file's name, by the transaction's id, in their order.

        A part with a name is a file that came along: RT itself shows no such part as what somebody wrote. An address
        with the ids of more than `chunk` transactions may be longer than a web server takes.
        """
        found: dict[str, list[Item]] = {}
        ids = [str(item["id"]) for item in transactions]
        for start in range(0, len(ids), chunk):
            query = [{"field": "TransactionId", "value": one} for one in ids[start : start + chunk]]
            query += [
                {"field": "ContentType", "operator": "STARTSWITH", "value": kind}
                for kind in ("text/", "multipart/")
            ]
            # Whoever sees a transaction sees its parts: here, a short page is the last one.
            params = {"query": json.dumps(query), "fields": fields, "orderby": "id"}
            for page in count(1):
                items = self.items("/attachments", {**params, "page": page})
                for item in items:
                    if not item.get("Filename"):
                        found.setdefault(_reference(item.get("TransactionId")), []).append(item)
                if len(items) < PAGE_SIZE:
                    break
        return found


_DISABLED: dict[str, str | int] = {"find_disabled_rows": 1}


def number_of(item: Item) -> int:
    """The id of a list's item, which is a text in some lists and a number in others.

    Raises:
        SourceChanged: it has none.
    """
    try:
        return int(item.get("id", ""))
    except (TypeError, ValueError):
        raise SourceChanged(f"RT: an item of {item.get('type', 'a list')} without a number in `id`") from None


def _reference(value: Any) -> str:
    return str(value.get("id") if isinstance(value, dict) else value)


def record_of(item: Item) -> Record:
    """An item as received, by its id."""
    return Record(str(number_of(item)), item)


def instant_of(item: Item, field: str) -> datetime | None:
    """An instant, UTC; None where it is unset, which RT writes as 1970, or can't be read."""
    try:
        instant = datetime.fromisoformat(str(item.get(field))).astimezone(UTC)
    except ValueError:
        return None
    return instant if instant.year > 1970 else None
