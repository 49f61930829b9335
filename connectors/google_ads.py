"""Campaigns and daily spend of one Google Ads account.

Source: Google Ads API v26, GAQL over searchStream: customer, campaign. `costMicros` are millionths of the account's
currency, as text; days are those of the account's zone. Not verified against the live platform; only common knowledge
gives: figures of a day change for up to 28 days or more (conversions longer, which aren't read), as clicks are found
invalid; `version` lasts about a year.

Landed as received: the account, campaigns, and a row of figures for each campaign and day. Days of the last
`restate_days` are read again each time. A day on which a campaign had no figure has no row.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from connectors.about import About, Permission
from connectors.errors import AccessDenied, ConnectorError
from connectors.google_ads_api import Api, Row, Session, judge, judge_token
from connectors.http import Http, check_clock, secrets_of
from connectors.page import Check, Cursor, Page, Record

FIELDS = {
    "account": "customer.id, customer.descriptive_name, customer.currency_code, customer.time_zone, customer.manager",
    "campaigns": "campaign.id, campaign.name, campaign.status, campaign.advertising_channel_type,"
    " campaign.start_date_time, campaign.end_date_time, customer.time_zone",
    "days": "campaign.id, campaign.name, segments.date, metrics.cost_micros, metrics.impressions, metrics.clicks,"
    " customer.currency_code",
}
WINDOW = timedelta(days=28)

ABOUT = About(
    title="Google Ads account",
    group="money",
    reads="Campaigns, and what each cost on each day with impressions and clicks.",
    how="Days from the stored one on, those of the last `restate_days` again; campaigns whole each time. Days can be"
    " read again.",
    limits="A developer token with basic access may ask 15,000 times a day; a run asks 3 times and once for 28 days."
    " Days are those of the account's zone, figures change for weeks. Which post an ad shows isn't read.",
    verified="A simulator, whose fields and errors were compared with the messages of Google's own client. Not verified"
    " against the platform.",
    permissions=(
        Permission(
            "https://www.googleapis.com/auth/adwords", "the scope with which the refresh token is made"
        ),
        Permission("Read only", "the user's access to the account, or to the manager account above it"),
        Permission("Basic Access", "of the developer token; with test access it reads test accounts only"),
    ),
)


class Settings(BaseModel):
    """The section of a source with type = "google_ads"; `exchange` holds euros for one unit of another currency."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    customer_id: str = Field(description="The account's number, with or without hyphens; no manager account.")
    login_customer_id: str = Field(
        default="", description="The manager account through which the user has access, if they have it so."
    )
    developer_token: SecretStr = Field(description="From the manager account's API center.")
    client_id: str = Field(description="The OAuth client's id, from Google Cloud.")
    client_secret: SecretStr = Field(description="The OAuth client's secret.")
    refresh_token: SecretStr = Field(description="What the user's consent gave, for the scope `adwords`.")
    start: date = Field(description="The first day to fetch.")
    restate_days: int = Field(
        default=28, ge=0, description="How far back each run reads days again, as their figures change."
    )
    exchange: dict[str, float] = Field(
        default={}, description="Euros for one unit of the account's currency, where that isn't EUR."
    )
    version: str = Field(default="v26", pattern=r"^v\d+$", description="The API's version, v23 or later.")
    base_url: str = Field(
        default="https://googleads.googleapis.com",
        description="The platform's address; another one for the simulator.",
    )
    oauth_url: str = Field(
        default="https://oauth2.googleapis.com",
        description="Where tokens are made; another one for the simulator.",
    )

    @field_validator("customer_id", "login_customer_id", mode="before")
    @classmethod
    def _is_number(cls, value: object) -> object:
        text = str(value).replace("-", "").strip()
        if text and not (text.isascii() and text.isdecimal()):
            raise ValueError("must be a number such as 123-456-7890")
        return text

    @field_validator("base_url", "oauth_url")
    @classmethod
    def _bare(cls, value: str) -> str:
        return value.rstrip("/")


def connect(name: str, settings: Settings, base: Path) -> "AdAccount":
    """The ad account of the source section `name`."""
    developer, client, refresh = (
        secret.get_secret_value()
        for secret in (settings.developer_token, settings.client_secret, settings.refresh_token)
    )
    # Access tokens join them as they come.
    secrets = list(secrets_of(developer, client, refresh))
    session = Session(
        Http(settings.oauth_url, judge_token, secrets=secrets), settings.client_id, client, refresh, secrets
    )
    headers = {"developer-token": developer}
    if settings.login_customer_id:
        headers["login-customer-id"] = settings.login_customer_id
    http = Http(settings.base_url, judge, secrets=secrets)
    return AdAccount(settings, Api(http, session, settings.version, settings.customer_id, headers))


@dataclass(frozen=True)
class AdAccount:
    """One ad account, read through `api`."""

    settings: Settings
    api: Api
    streams: tuple[str, ...] = ("account", "campaigns", "days")
    daily: frozenset[str] = frozenset({"days"})

    def fetch(self, stream: str, cursor: Cursor, *, until: datetime) -> Iterator[Page]:
        """Yield records as received. Cursor: {"watermark": all before was read}; lists are read whole each time.

        Raises:
            RateLimited: with the instant from which the platform will answer again.
            AccessDenied: a token isn't accepted, or may not read this account.
            SourceUnavailable, SourceChanged: no usable answer; an answer in an unknown shape.
        """
        if stream not in self.streams:
            raise ValueError(f"google_ads has no stream {stream!r}")
        if cursor and _watermark(cursor) >= until:
            return
        if stream == "days":
            yield from self._days(cursor, until)
            return
        kind = "customer" if stream == "account" else "campaign"
        rows, _ = self.api.search(f"SELECT {FIELDS[stream]} FROM {kind}")
        yield Page(stream, [_record(row, kind) for row in rows], {"watermark": until.isoformat()})

    def fetch_day(self, stream: str, day: date) -> Iterator[Page]:
        """Yield the figures of one day of the account's zone."""
        if stream not in self.daily:
            raise ValueError(f"google_ads can't be asked for one day of {stream!r}")
        yield Page(stream, self._figures(day, day), {})

    def check(self) -> Iterator[Check]:
        """Are the tokens good, is this an account that has figures, and do both clocks agree?"""
        try:
            self.api.session.token()
        except ConnectorError as error:
            yield Check(
                "refresh token", False, str(error), "check client_id, client_secret and refresh_token"
            )
            return
        yield Check("refresh token", True, "gives access tokens")
        try:
            rows, answer = self.api.search(f"SELECT {FIELDS['account']} FROM customer LIMIT 1")
        except AccessDenied as error:
            yield Check(
                "account", False, str(error), "check developer_token, customer_id and login_customer_id"
            )
            return
        except ConnectorError as error:
            yield Check(
                "account", False, str(error), "check base_url and version, and that the platform is up"
            )
            return
        customer = rows[0].get("customer") if rows else None
        if not isinstance(customer, dict) or customer.get("manager"):
            yield Check(
                "account",
                False,
                "a manager account has no figures",
                "give customer_id of an account below it",
            )
            return
        zone, currency = customer.get("timeZone"), customer.get("currencyCode")
        yield Check("account", True, f"reads {self.settings.customer_id}, in {currency} by days of {zone}")
        yield check_clock(answer.headers, self.api.http.now())

    def _days(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """Windows of days, oldest first; the last ones again, as their figures may have changed."""
        first = self.settings.start
        if cursor:
            first = max(first, (_watermark(cursor) - timedelta(days=self.settings.restate_days)).date())
        # The account's day may be ahead of the UTC day; a day that isn't over is read again anyway.
        last = until.date()
        while first <= last:
            end = min(first + WINDOW - timedelta(days=1), last)
            seen = until if end == last else datetime.combine(end, time(), UTC)
            if not cursor or _watermark(cursor) < seen:
                cursor = {"watermark": seen.isoformat()}
            yield Page("days", self._figures(first, end), cursor)
            first = end + timedelta(days=1)

    def _figures(self, first: date, last: date) -> list[Record]:
        query = (
            f"SELECT {FIELDS['days']} FROM campaign WHERE segments.date BETWEEN '{first}' AND '{last}'"
            " ORDER BY segments.date, campaign.id"
        )
        rows, _ = self.api.search(query)
        return [_record(row, "campaign", _part(row, "segments").get("date"), is_day=True) for row in rows]


def _watermark(cursor: Cursor) -> datetime:
    return datetime.fromisoformat(cursor["watermark"])


def _part(row: Row, name: str) -> dict[str, Any]:
    part = row.get(name)
    return part if isinstance(part, dict) else {}


def _record(row: Row, kind: str, day: object = None, *, is_day: bool = False) -> Record:
    """Figures have no id of their own: they are found by campaign and day."""
    number = _part(row, kind).get("id")
    if number is None or (is_day and not day):
        return Record(None, row, error=f"{kind}.id{' or segments.date' if is_day else ''}: is missing")
    return Record(f"{number}@{day}" if is_day else str(number), row)
