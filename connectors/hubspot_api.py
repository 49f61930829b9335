"""How HubSpot's API talks: errors, limits, lists with a cursor, and the way through all tickets that changed since.

Source: HubSpot's published descriptions of tickets and conversations (v3). Not verified against the system; only
common knowledge gives: the limits' policies, and that a search ends at its 10,000th result.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.errors import AccessDenied, ConnectorError, SourceChanged
from connectors.http import Answer, Http, Retry, retry_after
from connectors.page import Record

PAGE_SIZE = 100
WITH_HISTORY = 50  # objects that may be read at once with their history
LONGEST_SEARCH = 10_000
Item = dict[str, Any]


class NotFound(ConnectorError):
    """There is nothing under that address, or no longer."""


def judge(answer: Answer, now: datetime) -> Retry | None:
    """What an answer of HubSpot means (see connectors.http)."""
    if answer.status < 300:
        return None
    body = answer.body if isinstance(answer.body, dict) else {}
    said = f"{body.get('category') or f'HTTP {answer.status}'} {body.get('message') or ''}".strip()
    if answer.status == 429:
        after = retry_after(answer.headers, now)
        # The day's limit ends at midnight of the account's zone, which nothing tells: an hour is a fair guess.
        daily = 3600.0 if body.get("policyName") == "DAILY" else None
        return Retry(f"throttled ({said})", daily if after is None else after, throttled=True)
    if answer.status == 401:
        raise AccessDenied(
            "HubSpot doesn't accept the token; see the private app's access token, and export it"
        )
    if answer.status == 403:
        scopes = " and ".join(_lacking(body)) or "tickets, conversations.read and crm.objects.owners.read"
        raise AccessDenied(f"HubSpot {answer.path}: access denied ({said}); give the private app {scopes}")
    if answer.status == 404:
        raise NotFound(f"HubSpot {answer.path}: there is no such thing; check base_url")
    if answer.status in {408, 409, 423} or answer.status >= 500:
        return Retry(said)
    raise SourceChanged(f"HubSpot {answer.path}: {said}; it doesn't understand the question")


def _lacking(body: Item) -> list[str]:
    """The scopes that a refusal names."""
    found: list[str] = []
    errors = body.get("errors")
    for error in errors if isinstance(errors, list) else []:
        context = error.get("context") if isinstance(error, dict) else None
        for name in ("requiredGranularScopes", "requiredScopes"):
            scopes = context.get(name) if isinstance(context, dict) else None
            found += (
                [str(scope) for scope in scopes if scope not in found] if isinstance(scopes, list) else []
            )
    return found


@dataclass(frozen=True)
class Api:
    """HubSpot under `http`."""

    http: Http

    def pages(self, path: str, params: Mapping[str, str | int]) -> Iterator[list[Item]]:
        """All pages of a list, by its own cursor."""
        after: dict[str, str] = {}
        while True:
            body = self.http.get(path, {"limit": PAGE_SIZE, **params, **after}).body
            yield results_of(path, body)
            following = _next(body)
            if following is None:
                return
            if after.get("after") == following:
                raise SourceChanged(f"HubSpot {path}: the next page is the same one again")
            after = {"after": following}

    def changed(self, since: datetime) -> Iterator[list[Item]]:
        """Tickets that changed at `since` or later, each once, in order of their changes.

        A ticket that changes meanwhile moves to the end: so each page is searched anew from the last change seen on.

        Raises:
            SourceChanged: they come in another order, or too many changed in one and the same millisecond.
        """
        path, after, seen = "/crm/v3/objects/tickets/search", "0", set[tuple[Any, Any]]()
        while True:
            value = str(round(since.timestamp() * 1000))
            wanted = {"propertyName": "hs_lastmodifieddate", "operator": "GTE", "value": value}
            asked = {
                "filterGroups": [{"filters": [wanted]}], "properties": ["hs_lastmodifieddate"], "limit": PAGE_SIZE,
                "sorts": [{"propertyName": "hs_lastmodifieddate", "direction": "ASCENDING"}], "after": after,
            }  # fmt: skip
            body = self.http.post(path, asked).body
            items = results_of(path, body)
            yield [item for item in items if (item.get("id"), item.get("updatedAt")) not in seen]
            following = _next(body)
            if following is None or not items:
                return
            last = instant_of(items[-1].get("updatedAt"))
            if last is None or last < since - timedelta(milliseconds=1):
                raise SourceChanged(
                    f"HubSpot {path}: expected tickets by their last change, the oldest first"
                )
            stands = last <= since
            seen = {(item.get("id"), item.get("updatedAt")) for item in items} | (seen if stands else set())
            after, since = (following if stands else "0"), max(last, since)
            if stands and (not following.isdecimal() or int(following) >= LONGEST_SEARCH):
                raise SourceChanged(
                    f"HubSpot {path}: more than 10,000 tickets changed at {since.isoformat()}"
                )

    def with_history(self, ids: Sequence[str], properties: Sequence[str]) -> list[Item]:
        """Tickets as they are now, with all values that these properties had."""
        found: list[Item] = []
        path = "/crm/v3/objects/tickets/batch/read"
        for start in range(0, len(ids), WITH_HISTORY):
            inputs = [{"id": one} for one in ids[start : start + WITH_HISTORY]]
            asked = {
                "inputs": inputs,
                "properties": list(properties),
                "propertiesWithHistory": list(properties),
            }
            # Those that went meanwhile are missing, with status 207.
            found += results_of(path, self.http.post(path, asked).body)
        return found


def results_of(path: str, body: Any) -> list[Item]:
    """The objects that an answer lists."""
    items = body.get("results") if isinstance(body, dict) else None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise SourceChanged(f"HubSpot {path}: expected a list of objects in `results`")
    return items


def _next(body: Any) -> str | None:
    paging = body.get("paging")
    following = paging.get("next") if isinstance(paging, dict) else None
    after = following.get("after") if isinstance(following, dict) else None
    return None if after is None else str(after)


def record_of(item: Item) -> Record:
    """An object as received, by its own id. Without one, records would be taken for versions of each other."""
    native = item.get("id")
    return Record(None, item, error="id: is missing") if native is None else Record(str(native), item)


def instant_of(text: object) -> datetime | None:
    """The instant of an ISO text, UTC; None if it can't be read."""
    try:
        return datetime.fromisoformat(str(text)).astimezone(UTC)
    except ValueError:
        return None


def is_after(item: Item, instant: datetime) -> bool:
    """Was it made later? One whose time can't be read is kept, for staging to say so."""
    made = instant_of(item.get("createdAt"))
    return made is not None and made > instant
