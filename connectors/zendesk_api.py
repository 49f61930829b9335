"""How Zendesk's API talks: errors in two shapes, throttling, lists and the way to their next page.

Source: Zendesk Support API v2. Not verified against the live platform.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from connectors.errors import AccessDenied, ConnectorError, SourceChanged
from connectors.http import Answer, Retry, retry_after
from connectors.page import Record


class StartTimeTooRecent(ConnectorError):
    """The export was asked for its own last minute: nothing new yet."""


def judge(answer: Answer, now: datetime) -> Retry | None:
    """What an answer of Zendesk means (see connectors.http)."""
    said = _said(answer)
    if answer.status == 429:
        return Retry("throttled (HTTP 429)", retry_after(answer.headers, now), throttled=True)
    if answer.status in {400, 422} and "StartTimeTooRecent" in said.replace(" ", ""):
        raise StartTimeTooRecent(said)
    if answer.status == 401:
        raise AccessDenied(
            "Zendesk doesn't accept the token; check email and token, and that API tokens are on"
        )
    if answer.status == 403:
        raise AccessDenied(
            f"Zendesk {answer.path}: access denied ({said}); the token's owner must be an administrator, the account "
            "active, and its plan must include this export"
        )
    if answer.status == 503 and "Retry-After" in answer.headers:
        return Retry("unavailable for a while (HTTP 503)", retry_after(answer.headers, now))
    if answer.status in {408, 409} or answer.status >= 500:
        return Retry(f"HTTP {answer.status}: {said}" if said else f"HTTP {answer.status}")
    if answer.status >= 300:
        raise SourceChanged(
            f"Zendesk {answer.path}: HTTP {answer.status}: {said}; check subdomain or base_url"
        )
    return None


def _said(answer: Answer) -> str:
    """The words of an error in either of its shapes: {error, description} and {"error": {title, message}}."""
    if not isinstance(answer.body, dict):
        return ""
    error = answer.body.get("error")
    words = [error.get("title"), error.get("message")] if isinstance(error, dict) else [error]
    return ": ".join(str(word) for word in [*words, answer.body.get("description")] if word)


def items_of(body: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The objects that an answer lists under `name`; an empty answer lists none."""
    items = body.get(name, [] if not body else None)
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise SourceChanged(f"Zendesk: expected a list of objects in `{name}`")
    return items


def record_of(item: Mapping[str, Any]) -> Record:
    """An object as received, by its own id. Without one, records would be taken for versions of each other."""
    native = item.get("id")
    return Record(None, item, error="id: is missing") if native is None else Record(str(native), item)


def changed_after(item: Mapping[str, Any], until: datetime) -> bool:
    """Did an exported object change after `until`?"""
    # System updates move generated_timestamp, the export's own order, and leave updated_at as it was.
    generated = item.get("generated_timestamp")
    if isinstance(generated, int):
        return generated > until.timestamp()
    updated = instant_of(item.get("updated_at"))
    return updated is not None and updated > until


def advance(params: dict[str, str | int], further: Mapping[str, Any]) -> dict[str, str | int]:
    """The parameters of the next page.

    Raises:
        SourceChanged: they are those of this page; following them would never end.
    """
    rest = {name: value for name, value in params.items() if name != "start_time"}
    following = {**rest, **{name: value for name, value in further.items() if value is not None}}
    if following == params:
        raise SourceChanged("Zendesk: the next page is the same one again")
    return following


def instant_of(text: object) -> datetime | None:
    """The instant of an ISO text, UTC; None if it can't be read."""
    try:
        return datetime.fromisoformat(str(text)).astimezone(UTC)
    except ValueError:
        return None


def is_after(text: object, instant: datetime) -> bool:
    """Is the time readable and later?"""
    time = instant_of(text)
    return time is not None and time > instant
