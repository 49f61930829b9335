"""How Bluesky talks (AT protocol, XRPC): sessions, errors, the rate limit's headers, lists with a cursor, instants.

Source: the lexicons of com.atproto, app.bsky and chat.bsky, and Bluesky's servers, whose source is open. An error is
{"error", "message"}; a token that has run out is 400 ExpiredToken. The limit is that of an IP address (3,000 requests
in 5 minutes), for signing in that of an account (30 in 5 minutes, 300 a day); RateLimit-Reset is in epoch seconds.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from connectors.errors import AccessDenied, ConnectorError, SourceChanged
from connectors.http import Answer, Http, Query, Retry, retry_after
from connectors.page import Record

Item = dict[str, Any]
PAGE_SIZE = 100
SIGN_IN, REFRESH = "com.atproto.server.createSession", "com.atproto.server.refreshSession"
# Direct messages are another service's, which the account's server asks for us.
CHAT = {"atproto-proxy": "did:web:api.bsky.chat#bsky_chat"}


class SessionOver(ConnectorError):
    """The token has run out, or the server no longer knows it."""


class Gone(ConnectorError):
    """There is no such post, or none for this account."""


class StalePlace(ConnectorError):
    """The platform no longer accepts a stored place in a list."""


@dataclass
class Session:
    """Signs in when first needed, and anew when a token runs out. Tokens join the `secrets` that `http` hides."""

    http: Http
    identifier: str
    password: str = field(repr=False)
    secrets: list[str] = field(repr=False)
    did: str = ""
    _access: str = field(default="", repr=False)
    _refresh: str = field(default="", repr=False)

    def sign_in(self) -> Answer:
        """A new session.

        Raises:
            AccessDenied: account or app password aren't accepted.
            RateLimited: too many sessions; with the end of it.
        """
        body = {"identifier": self.identifier, "password": self.password}
        return self._begin(self.http.post(f"/xrpc/{SIGN_IN}", body))

    def renew(self) -> None:
        """Tokens anew, by the refresh token as long as that is good, which isn't counted as signing in."""
        try:
            headers = {"Authorization": f"Bearer {self._refresh}"}
            self._begin(self.http.post(f"/xrpc/{REFRESH}", headers=headers))
        except (SessionOver, AccessDenied):
            self.sign_in()

    def headers(self) -> dict[str, str]:
        """What a request needs to be let in."""
        if not self._access:
            self.sign_in()
        return {"Authorization": f"Bearer {self._access}"}

    def _begin(self, answer: Answer) -> Answer:
        body = answer.body if isinstance(answer.body, dict) else {}
        if not all(isinstance(body.get(name), str) for name in ("did", "accessJwt", "refreshJwt")):
            raise SourceChanged(
                f"Bluesky {answer.path}: expected did, accessJwt and refreshJwt; check base_url"
            )
        self.did, self._access, self._refresh = body["did"], body["accessJwt"], body["refreshJwt"]
        # Longest first, so that a secret within another doesn't leave half of it behind.
        self.secrets[:0] = [self._access, self._refresh]
        return answer


@dataclass(frozen=True)
class Api:
    """Bluesky's methods as the account of `session` sees them."""

    http: Http
    session: Session

    @property
    def account_id(self) -> str:
        """The account's lasting id (DID)."""
        self.session.headers()
        return self.session.did

    def get(
        self, method: str, params: Query | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """The answer of a method, a JSON object; in a new session where the old one is over.

        Raises:
            SourceChanged: it is something else.
            AccessDenied: a new session isn't accepted either.
        """
        path = f"/xrpc/{method}"
        try:
            answer = self.http.get(path, params, {**self.session.headers(), **(headers or {})})
        except SessionOver:
            self.session.renew()
            try:
                answer = self.http.get(path, params, {**self.session.headers(), **(headers or {})})
            except SessionOver as error:
                raise AccessDenied(f"Bluesky {method}: a new session is refused too ({error})") from None
        if not isinstance(answer.body, dict):
            raise SourceChanged(f"Bluesky {method}: expected a JSON object")
        return answer

    def pages(
        self,
        method: str,
        key: str,
        params: Query,
        after: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Iterator[tuple[list[Item], str | None]]:
        """The pages of a list from the place `after` on, each with the place behind it (None at the end)."""
        while True:
            place = {"cursor": after} if after else {}
            body = self.get(method, {"limit": PAGE_SIZE, **params, **place}, headers).body
            items = body.get(key)
            if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
                raise SourceChanged(f"Bluesky {method}: expected a list of objects in {key}")
            following = body.get("cursor") or None
            yield items, following
            # A page may be empty while more follow: what this account may not see was taken out of it.
            if following is None:
                return
            if following == after:
                raise SourceChanged(f"Bluesky {method}: the next page is the same one again")
            after = following

    def record(self, view: Item, **payload: Any) -> Record:
        """A post's or notification's record by the post's own id, with the account that read it."""
        return record_of(view.get("uri"), {"account_id": self.account_id, **payload}, "uri")


def record_of(native: object, payload: Item, name: str) -> Record:
    """A record by its own id. Without one, records would be taken for versions of each other."""
    return Record(str(native), payload) if native else Record(None, payload, error=f"{name}: is missing")


def judge(answer: Answer, now: datetime) -> Retry | None:
    """What an answer means (see connectors.http).

    Raises:
        SessionOver: the token has run out, or isn't known.
        AccessDenied: account or app password aren't accepted, or the app password lacks a permission.
        Gone, StalePlace: there is no such post; no such place in a list.
        SourceChanged: the server doesn't understand the request.
    """
    if answer.status < 300:
        return None
    body = answer.body if isinstance(answer.body, dict) else {}
    kind, message = str(body.get("error", "")), str(body.get("message", ""))
    method = answer.path.rpartition("/")[2]
    said = f"{kind or f'HTTP {answer.status}'} {message}".strip()
    if answer.status == 429:
        return Retry("throttled (HTTP 429)", _until_reset(answer.headers, now), throttled=True)
    if kind == "InvalidToken" and message in ("Bad token method", "Bad token scope"):
        raise AccessDenied(
            f"Bluesky {method}: the app password doesn't allow it; create one with the box Allow access to"
            " your direct messages"
        )
    if kind in ("ExpiredToken", "InvalidToken"):
        raise SessionOver(said)
    if kind == "AuthFactorTokenRequired":
        raise AccessDenied(
            "Bluesky asks for a code by mail: this is the account's own password; use an app password"
        )
    if answer.status in (401, 403):
        raise AccessDenied(
            f"Bluesky {method}: {said}; check account, or create an app password (Privacy and security)"
        )
    if kind == "NotFound" or (answer.status == 400 and message.startswith("Post not found")):
        raise Gone(f"Bluesky {method}: {said}")
    if answer.status == 400 and "cursor" in message.lower():
        raise StalePlace(said)
    if answer.status < 500 or answer.status == 501:
        raise SourceChanged(f"Bluesky {method}: {said}; check base_url")
    return None


def instant_of(text: object) -> datetime | None:
    """The instant of an ISO text, UTC; None if it can't be read."""
    try:
        instant = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return instant.astimezone(UTC) if instant.tzinfo else None


def arrived_after(view: Mapping[str, Any], instant: datetime) -> bool:
    """Did the platform receive the post after `instant`, as far as that can be read?"""
    arrived = instant_of(view.get("indexedAt"))
    return arrived is not None and arrived > instant


def listed_before(view: Mapping[str, Any], instant: datetime) -> bool:
    """Is its place in a list, newest first, below that of `instant`, as far as that can be read?

    Lists go by the earlier one of what the author claims (createdAt) and when it arrived (indexedAt).
    """
    record = view.get("record")
    claimed = instant_of(record.get("createdAt")) if isinstance(record, dict) else None
    known = [one for one in (claimed, instant_of(view.get("indexedAt"))) if one]
    return bool(known) and min(known) < instant


def _until_reset(headers: Mapping[str, str], now: datetime) -> float | None:
    reset = headers.get("RateLimit-Reset", "")
    return max(1.0, int(reset) - now.timestamp()) if reset.isdigit() else retry_after(headers, now)
