"""Tickets, their comments and history, users and groups of a Zendesk account, from the incremental exports.

Source: Zendesk Support API v2: Incremental Exports, Groups, Deleted tickets. Read in the vendor's
specification: paths, cursors and fields. Not verified against the live platform: `include=comment_events`
(documentation only), rate limits by plan (about 10 exports a minute).

Landed as received. An export may repeat a ticket or event; each has an id of its own, so a repeat is
harmless.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, SecretStr, field_validator, model_validator

from connectors.about import About, Permission
from connectors.case_facts import check_facts
from connectors.errors import AccessDenied, ConnectorError, SourceChanged
from connectors.http import (
    BasicAuth,
    BearerAuth,
    Http,
    Params,
    check_clock,
    check_quota,
    secrets_of,
)
from connectors.page import Check, Cursor, Page
from connectors.zendesk_api import (
    StartTimeTooRecent,
    advance,
    changed_after,
    is_after,
    items_of,
    judge,
    record_of,
)

ABOUT = About(
    title="Zendesk Support",
    group="case store",
    reads="Tickets with their comments, internal notes and whole history, groups, and the people who work there. Of a"
    " ticket also the custom fields that `fields` names.",
    how="Incremental exports: tickets by the export's own cursor, events by time with two minutes of overlap; groups,"
    " agents and deleted tickets are listed whole each time. No export can be asked for one day.",
    limits="About 10 exports a minute, more by plan. The export leaves out its newest minute; a deleted ticket is"
    " listed for a month.",
    verified="The vendor's specification, and the client Zenpy on the simulated platform. Not verified against the"
    " platform: `include=comment_events`, and the rate limits of the plans.",
    permissions=(
        Permission(
            "administrator", "the token's owner has this role: nobody else may read the incremental exports"
        ),
        Permission(
            "API token access", "is on (Admin Center, Apps and integrations, APIs), when `email` is given"
        ),
        Permission("read", "the scope of an OAuth token, used in place of an API token and without `email`"),
    ),
)

# The export leaves out its newest minute, and lists late what was written during it.
OVERLAP = timedelta(minutes=2)
TOO_RECENT = timedelta(minutes=1)


class Settings(BaseModel):
    """The section of a source with type = "zendesk"."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    subdomain: str = Field(
        default="",
        pattern=r"^[a-z0-9-]*$",
        description="The first part of the account's address, `yourfirm` for yourfirm.zendesk.com; or else `base_url`.",
    )
    base_url: str = Field(default="", description="The account's whole address, in place of `subdomain`.")
    email: str = Field(default="", description="Whose API token it is; left out for an OAuth token.")
    token: SecretStr = Field(description="An API token, with `email`; or an OAuth token, without.")
    start: date = Field(description="First day to fetch.")
    page_size: int = Field(default=1000, ge=1, le=1000, description="Records to ask for at once.")
    fields: dict[str, PositiveInt] = Field(
        default={},
        description="A fact of a case = the id of the custom field that holds it (Admin Center, Fields).",
    )

    @field_validator("fields")
    @classmethod
    def _are_facts(cls, value: dict[str, int]) -> dict[str, int]:
        check_facts(value)
        return value

    @field_validator("base_url")
    @classmethod
    def _is_url(cls, value: str) -> str:
        if value and not value.startswith(("https://", "http://")):
            raise ValueError("must start with https:// (http:// only for the simulator)")
        return value.rstrip("/").removesuffix("/api/v2")

    @model_validator(mode="after")
    def _has_address(self) -> Self:
        if bool(self.subdomain) == bool(self.base_url):
            raise ValueError('give subdomain = "yourfirm" (for yourfirm.zendesk.com), or base_url, not both')
        return self


def connect(name: str, settings: Settings, base: Path) -> "Zendesk":
    """The account of the source section `name`. With `email`, the token is an API token, else an OAuth token."""
    token = settings.token.get_secret_value()
    auth = BasicAuth(f"{settings.email}/token", token) if settings.email else BearerAuth(token)
    address = settings.base_url or f"https://{settings.subdomain}.zendesk.com"
    return Zendesk(settings, Http(f"{address}/api/v2", judge, auth=auth, secrets=secrets_of(token)))


@dataclass(frozen=True)
class Zendesk:
    """One account, read through `http`."""

    settings: Settings
    http: Http
    streams: tuple[str, ...] = ("groups", "users", "tickets", "ticket_events", "deleted_tickets")
    daily: frozenset[str] = frozenset()

    def fetch(self, stream: str, cursor: Cursor, *, until: datetime) -> Iterator[Page]:
        """Yield pages of records as received, each with the cursor to store after it.

        Nothing that changed after `until` is asked for; where the export has no end time, it is left for the
        next fetch.

        Raises:
            RateLimited: with the instant from which the platform will answer again.
            AccessDenied: wrong token, or a role that may not read the export; the message says which.
            SourceUnavailable, SourceChanged: no usable answer; an answer in an unknown shape.
        """
        match stream:
            case "groups":
                return self._groups(cursor, until)
            case "users":
                return self._users(cursor, until)
            case "tickets":
                return self._tickets(cursor, until)
            case "ticket_events":
                return self._events(cursor, until)
            case "deleted_tickets":
                return self._deleted_tickets(cursor, until)
        raise ValueError(f"zendesk has no stream {stream!r}")

    def fetch_day(self, stream: str, day: date) -> Iterator[Page]:
        """Not offered: no export of Zendesk ends at a given time."""
        raise ValueError(f"zendesk can't be asked for one day of {stream!r}")

    def check(self) -> Iterator[Check]:
        """Is the token good, may it read the exports, do both clocks agree, and how much is left of the minute?"""
        try:
            answer = self.http.get("/users/me.json")
        except AccessDenied as error:
            yield Check("token", False, str(error), "check email and token: an API token of an administrator")
            return
        except ConnectorError as error:
            yield Check(
                "token", False, str(error), "check subdomain or base_url, and that the platform is up"
            )
            return
        me = answer.body.get("user") if isinstance(answer.body, dict) else None
        if not isinstance(me, dict) or me.get("id") is None:
            # a wrong token makes us an anonymous visitor, who is a user without an id
            yield Check(
                "token", False, "not signed in", "check email and token: an API token of an administrator"
            )
            return
        yield Check("token", True, f"signed in with role {me.get('role')}")
        yield check_clock(answer.headers, self.http.now())
        yield self._check_export()
        yield check_quota(answer.headers)

    def _check_export(self) -> Check:
        name = "administrator (incremental export)"
        start = int((self.http.now() - timedelta(minutes=5)).timestamp())
        try:
            self._get("/incremental/ticket_events.json", {"start_time": start})
        except AccessDenied as error:
            return Check(name, False, str(error), "use a token of an administrator")
        except ConnectorError as error:
            return Check(name, False, str(error), "try again later")
        return Check(name, True, "may read ticket events")

    def _users(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """All people who work here, each time. Cursor: {"read_at"}.

        Whoever else writes is a customer; somebody who leaves is no longer listed, and stays landed as what they were.
        """
        for role in ("agent", "admin"):
            for items in self._list("users", role=role):
                yield Page("users", [record_of(item) for item in items], cursor)
        yield Page("users", [], {"read_at": until.isoformat()})

    def _groups(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """All groups, each time: there are few, and their names change. Cursor: {"read_at"}."""
        for items in self._list("groups"):
            yield Page("groups", [record_of(item) for item in items], cursor)
        yield Page("groups", [], {"read_at": until.isoformat()})

    def _tickets(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """The cursor-based export of tickets. Cursor: {"after_cursor"}; before the first page there is none.

        A page with changes after `until` keeps the cursor before it: the next fetch reads it again. Its
        records are landed all the same if they existed at `until`, for an export shows a ticket only at its
        latest change.
        """
        params = self._export_params(cursor, until)
        while params:
            body = self._get("/incremental/tickets/cursor.json", params)
            items = items_of(body, "tickets")
            records = [record_of(item) for item in items if not is_after(item.get("created_at"), until)]
            after = body.get("after_cursor")
            has_newer = any(changed_after(item, until) for item in items)
            if after and not has_newer:
                cursor = {"after_cursor": after}
            yield Page("tickets", records, cursor)
            if has_newer or body.get("end_of_stream", True) or not after:
                return
            params = advance(params, {"cursor": after})

    def _export_params(self, cursor: Cursor, until: datetime) -> dict[str, str | int]:
        size: dict[str, str | int] = {"per_page": self.settings.page_size}
        if "after_cursor" in cursor:
            return {**size, "cursor": cursor["after_cursor"]}
        if self._start > self._latest(until):
            return {}
        return {**size, "start_time": int(self._start.timestamp())}

    def _events(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """The time-based export of ticket events, comments included. Cursor: {"start_time": epoch seconds}."""
        start = int(self._start.timestamp())
        if "start_time" in cursor:
            start = max(start, cursor["start_time"] - int(OVERLAP.total_seconds()))
        if start > self._latest(until).timestamp():
            return
        while True:
            params: Params = {"start_time": start, "include": "comment_events"}
            body = self._get("/incremental/ticket_events.json", params)
            items = items_of(body, "ticket_events")
            inside = [item for item in items if item.get("timestamp", 0) <= until.timestamp()]
            end = body.get("end_time") or start
            cursor = {"start_time": max(min(end, int(until.timestamp())), cursor.get("start_time", start))}
            yield Page("ticket_events", [record_of(item) for item in inside], cursor)
            if body.get("end_of_stream", True) or len(inside) < len(items):
                return
            # Everything of a page's last second comes along, so a page of one single second is done with it.
            start = end if end > start else start + 1

    def _deleted_tickets(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """All tickets that can still be restored (a month's worth), each time. Cursor: {"read_at"}."""
        if cursor and datetime.fromisoformat(cursor["read_at"]) >= until:
            return
        for items in self._list("deleted_tickets"):
            records = [record_of(item) for item in items if not is_after(item.get("deleted_at"), until)]
            yield Page("deleted_tickets", records, cursor)
        yield Page("deleted_tickets", [], {"read_at": until.isoformat()})

    def _list(self, thing: str, **filters: str) -> Iterator[list[dict[str, Any]]]:
        """The pages of a list, by the platform's own cursor."""
        params: dict[str, str | int] = {**filters, "page[size]": 100}
        while True:
            body = self._get(f"/{thing}.json", params)
            yield items_of(body, thing)
            meta = body.get("meta") or {}
            if not meta.get("has_more"):
                return
            params = advance(params, {"page[after]": meta.get("after_cursor")})

    def _get(self, path: str, params: Params) -> Mapping[str, Any]:
        try:
            body = self.http.get(path, params).body
        except StartTimeTooRecent:
            return {}
        if not isinstance(body, dict):
            raise SourceChanged(f"Zendesk {path}: expected a JSON object")
        return body

    def _latest(self, until: datetime) -> datetime:
        # The export refuses a start within its last minute; there is nothing to be had there either.
        return min(until, self.http.now() - TOO_RECENT)

    @property
    def _start(self) -> datetime:
        return datetime.combine(self.settings.start, time(), UTC)
