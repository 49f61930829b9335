"""How Chatwoot's API talks: the token, errors, lists of pages, and the way through conversations and their messages.

Source: Chatwoot's OpenAPI description, and its published finders for what that leaves out: pages of 25 conversations
by last activity, of 20 messages before an id. Not verified against the system.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from connectors.case_store import HeaderAuth, for_later
from connectors.errors import AccessDenied, ConnectorError, SourceChanged
from connectors.http import Answer, Http, Query, Retry

PAGE_SIZE = 25  # of conversations and ratings
MESSAGES = 20  # a page
OPEN = ("open", "pending", "snoozed")
Item = dict[str, Any]


class NotFound(ConnectorError):
    """There is nothing under that address, or no longer."""


def token_auth(token: str) -> HeaderAuth:
    """Sends a user's access token as `api_access_token`."""
    return HeaderAuth("api_access_token", token)


def judge(answer: Answer, now: datetime) -> Retry | None:
    """What an answer of Chatwoot means (see connectors.http)."""
    said = _said(answer)
    if answer.status == 401:
        # It also says so to a user who isn't of the account.
        raise AccessDenied(
            "Chatwoot doesn't accept the token for this account; check token and account, and that its owner has the"
            " role agent there"
        )
    if answer.status == 403:
        raise AccessDenied(
            f"Chatwoot {answer.path}: access denied; the token's owner must be an administrator of the account"
        )
    if answer.status == 404:
        raise NotFound(f"Chatwoot {answer.path}: there is no such thing; check base_url and account")
    if later := for_later(answer, now, said):
        return later
    if answer.status >= 300:
        raise SourceChanged(f"Chatwoot {answer.path}: HTTP {answer.status}: {said}; check base_url")
    return None


def _said(answer: Answer) -> str:
    """The words of an error: {error}, {message}, {description} or {errors: [...]}."""
    body = answer.body if isinstance(answer.body, dict) else {}
    errors = body.get("errors")
    words = [body.get(name) for name in ("error", "message", "description")]
    words += [
        one.get("message") if isinstance(one, dict) else one
        for one in (errors if isinstance(errors, list) else [])
    ]
    return "; ".join(str(word) for word in words if word)


@dataclass(frozen=True)
class Api:
    """One account under `http`."""

    http: Http

    def items(self, path: str, params: Query | None = None) -> list[Item]:
        """The objects of a list, however deep they lie: bare, under `payload`, or under `data.payload`."""
        body = self.http.get(path, params or {}).body
        for name in ("data", "payload"):
            body = body.get(name, body) if isinstance(body, dict) else body
        if not isinstance(body, list) or not all(isinstance(item, dict) for item in body):
            raise SourceChanged(f"Chatwoot {path}: expected a list of objects")
        return body

    def one(self, path: str) -> Item:
        """A single object.

        Raises:
            NotFound: it isn't there.
        """
        body = self.http.get(path).body
        if not isinstance(body, dict):
            raise SourceChanged(f"Chatwoot {path}: expected a JSON object")
        return body

    def conversations(self, status: str = "all", page: int = 1) -> Iterator[tuple[list[Item], int]]:
        """Pages of conversations, the latest activity first, from that page on, each with its number."""
        params = {"status": status, "assignee_type": "all", "sort_by": "last_activity_at_desc"}
        yield from self._pages("/conversations", params, page)

    def ratings(self) -> Iterator[list[Item]]:
        """Pages of customers' answers to the survey, the newest first."""
        yield from (items for items, _ in self._pages("/csat_survey_responses", {"sort": "-created_at"}, 1))

    def _pages(self, path: str, params: Query, page: int) -> Iterator[tuple[list[Item], int]]:
        before: list[Item] = []
        while True:
            items = self.items(path, {**params, "page": page})
            if items and [number_of(item) for item in items] == [number_of(item) for item in before]:
                raise SourceChanged(f"Chatwoot {path}: the next page is the same one again")
            yield items, page
            if len(items) < PAGE_SIZE:
                return
            page, before = page + 1, items

    def messages(self, conversation: int, since: float) -> Iterator[Item]:
        """A conversation's messages, the newest first, down to those of before that (epoch seconds)."""
        path = f"/conversations/{conversation}/messages"
        oldest: int | None = None
        while True:
            items = self.items(path, {} if oldest is None else {"before": oldest})
            items.sort(key=number_of, reverse=True)
            if items and oldest is not None and number_of(items[-1]) >= oldest:
                raise SourceChanged(f"Chatwoot {path}: the next page is the same one again")
            yield from items
            if len(items) < MESSAGES or seconds_of(items[-1].get("created_at"), since) < since:
                return
            oldest = number_of(items[-1])


def number_of(item: Item) -> int:
    """The id of an object; of a conversation, its number within the account.

    Raises:
        SourceChanged: it has none.
    """
    number = item.get("id")
    if not isinstance(number, int):
        raise SourceChanged("Chatwoot: an object without a number in `id`")
    return number


def activity_of(conversation: Item) -> float:
    """When anything was last written in it, epoch seconds.

    Raises:
        SourceChanged: it doesn't say so.
    """
    said = conversation.get("last_activity_at") or conversation.get("timestamp")
    if isinstance(said, bool) or not isinstance(said, int | float):
        raise SourceChanged(
            f"Chatwoot: conversation {conversation.get('id')} without an instant in `last_activity_at`"
        )
    return said


def seconds_of(value: object, otherwise: float) -> float:
    """Epoch seconds as they are; `otherwise` for anything else."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else otherwise


def is_after(item: Item, instant: datetime) -> bool:
    """Was it made later? One whose time can't be read is kept, for staging to say so."""
    return seconds_of(item.get("created_at"), 0) > instant.astimezone(UTC).timestamp()
