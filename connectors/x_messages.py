"""Direct messages of an X account, newest first down to those of the last run.

Source: X API v2 (OpenAPI 2.167), /2/dm_events, which only the account's own sign-in may read and which can't be asked
for a time. Not verified against the live platform; only documentation gives: that it reaches back 30 days, newest
first, and that a conversation of two is called by both numbers with a hyphen between them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from connectors import x_session
from connectors.errors import SourceChanged
from connectors.http import Answer, BasicAuth, BearerAuth, Http, Params
from connectors.kept_tokens import TokenFile
from connectors.page import Cursor, Page, Record
from connectors.x_api import (
    USER_FIELDS,
    Item,
    StalePlace,
    UserTokenOver,
    instant_of,
    judge,
    next_token,
    objects,
    users_of,
)
from connectors.x_session import Session, SessionAuth

PATH = "/2/dm_events"
OVERLAP = timedelta(minutes=10)
PARAMS: dict[str, str | int] = {
    "event_types": "MessageCreate", "expansions": "sender_id", "user.fields": USER_FIELDS, "max_results": 100,
    "dm_event.fields": "id,text,event_type,created_at,sender_id,dm_conversation_id,attachments,entities",
}  # fmt: skip


@dataclass(frozen=True)
class Messages:
    """The direct messages since `start`, read through `http` with the account's own token.

    `session` gives another token where one has run out.
    """

    http: Http
    start: datetime
    session: Session | None = None

    def read(self, params: Params) -> Answer:
        """One page, with a new token where the platform no longer accepts the last one.

        Raises:
            AccessDenied: a new token isn't accepted either, or there is none.
        """
        try:
            return self.http.get(PATH, params)
        except UserTokenOver:
            if self.session is None:
                raise
            self.session.renew(self.session.token())
            return self.http.get(PATH, params)

    def fetch(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """Yield {"event", "sender"} as received; an interrupted pass is finished first.

        Cursor: {"watermark": all before was read, "pass": {"until", "next": where the next page begins}}.
        """
        while "pass" in cursor or "watermark" not in cursor or _instant(cursor["watermark"]) < until:
            for page in self._pass(cursor, until):
                cursor = page.cursor
                yield page

    def _pass(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        rest = {name: value for name, value in cursor.items() if name != "pass"}
        began = cursor.get("pass") or {"until": until.isoformat()}
        at = _instant(began["until"])
        floor = max(self.start, _instant(rest["watermark"]) - OVERLAP) if "watermark" in rest else self.start
        token = began.get("next")
        while True:
            try:
                events, senders, following = self._page(token)
            except StalePlace:
                if not token:
                    raise
                token = None  # the platform keeps no place for ever; from the top nothing is lost
                continue
            wanted = [one for one in events if not _is_before(one, floor) and not _is_after(one, at)]
            records = [_record(one, senders.get(one.get("sender_id"))) for one in wanted]
            if not following or (events and _is_before(events[-1], floor)):
                yield Page("messages", records, {"watermark": at.isoformat()})
                return
            if following == token:
                raise SourceChanged(f"X {PATH}: the next page is the same one again")
            yield Page("messages", records, {**rest, "pass": {"until": began["until"], "next": following}})
            token = following

    def _page(self, token: str | None) -> tuple[list[Item], dict[Any, Item], str | None]:
        body = self.read({**PARAMS, "pagination_token": token} if token else PARAMS).body
        events = objects(body.get("data", [])) if isinstance(body, dict) else None
        if events is None:
            raise SourceChanged(f"X {PATH}: expected a JSON object with a list in `data`, of objects")
        return events, users_of(body), next_token(body)


def signed_in(
    base_url: str, start: datetime, folder: Path, secrets: list[str], *, user_token: str, refresh_token: str,
    client_id: str, client_secret: str,
) -> Messages | None:  # fmt: skip
    """Messages as the account's own sign-in reads them; None without one. What it exchanges is kept in `folder`, and
    joins the `secrets` that are hidden.
    """
    if user_token:
        own = Http(base_url, judge, auth=BearerAuth(user_token), secrets=secrets)
        return Messages(own, start)
    if not refresh_token:
        return None
    client = BasicAuth(client_id, client_secret) if client_secret else None
    giver = Http(base_url, x_session.judge, auth=client, secrets=secrets)
    kept = TokenFile(folder / "sign_in.json", refresh_token)
    session = Session(giver, client_id, kept, secrets, is_public=client is None)
    return Messages(Http(base_url, judge, auth=SessionAuth(session), secrets=secrets), start, session)


def _record(event: Item, sender: Item | None) -> Record:
    native, payload = event.get("id"), {"event": event, "sender": sender}
    return Record(str(native), payload) if native else Record(None, payload, error="id: is missing")


def _is_before(event: Item, instant: datetime) -> bool:
    created = instant_of(event.get("created_at"))
    return created is not None and created < instant


def _is_after(event: Item, instant: datetime) -> bool:
    created = instant_of(event.get("created_at"))
    return created is not None and created >= instant


def _instant(text: Any) -> datetime:
    return datetime.fromisoformat(str(text))
