"""Campaigns, ads, daily spend and hourly impressions of one ad account, from Meta's marketing API.

Source: Graph API v26.0: AdAccount, Campaign, Ad, AdCreative, AdsInsights. `spend` and `impressions` come as text,
days and hours are those of the account's own zone. Not verified against the live platform; only documentation or
common knowledge gives: figures change for up to 28 days after their day, the throttling codes 80000 and 80004.

Landed as received: the account, campaigns, ads with the post they show, and a row of insights for each ad and day
(stream insights) or ad, day and hour (stream hours). Days of the last `restate_days` are read again each time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from connectors.about import About, Permission
from connectors.errors import AccessDenied, ConnectorError
from connectors.facebook_graph import (
    Graph,
    check_permission,
    check_usage,
    open_graph,
    reached,
    record_of,
    watermark_of,
    without_version,
)
from connectors.http import check_clock
from connectors.page import Check, Cursor, Page, Record

FIELDS = {
    "account": "id,account_id,name,currency,timezone_name,created_time",
    "campaigns": "id,name,objective,status,start_time,stop_time,created_time,updated_time",
    "ads": "id,name,campaign_id,effective_status,created_time,creative{id,effective_object_story_id}",
    "insights": "account_currency,campaign_id,campaign_name,ad_id,ad_name,spend,impressions,reach,clicks,actions",
    "hours": "ad_id,campaign_id,impressions,spend",
}
HOURLY = "hourly_stats_aggregated_by_advertiser_time_zone"
WINDOW = timedelta(days=28)

ABOUT = About(
    title="Meta ad account (Facebook and Instagram)",
    group="money",
    reads="Campaigns, ads with the post that each shows, spend by ad and day, impressions by ad and hour.",
    how="Days from the stored one on, those of the last `restate_days` again; lists whole each time. Days can be read "
    "again.",
    limits="Calls are counted by the hour for the account, more are allowed where more is spent; when they are used "
    "up, the run says until when and goes on later. Days are those of the account's zone, figures change for weeks.",
    verified="Against a simulator that Meta's own SDK for Python walks record by record. Not verified against the "
    "platform.",
    permissions=(Permission("ads_read", "campaigns, ads and their insights"),),
)


class Settings(BaseModel):
    """The section of a source with type = "meta_ads"; `exchange` holds euros for one unit of another currency."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    account_id: str = Field(description="The ad account's number, with or without `act_`.")
    token: SecretStr = Field(description="A token with `ads_read`, best one of a system user.")
    base_url: str = Field(
        default="https://graph.facebook.com",
        description="The platform's address; another one for the simulator.",
    )
    start: date = Field(description="The first day to fetch.")
    restate_days: int = Field(
        default=28, ge=0, description="How far back each run reads days again, as their figures change."
    )
    exchange: dict[str, float] = Field(
        default={}, description="Euros for one unit of the account's currency, where that isn't EUR."
    )

    @field_validator("account_id", mode="before")
    @classmethod
    def _with_prefix(cls, value: object) -> object:
        text = str(value) if isinstance(value, int) else value
        return f"act_{text.removeprefix('act_')}" if isinstance(text, str) else text

    @field_validator("base_url")
    @classmethod
    def _without_version(cls, value: str) -> str:
        return without_version(value)


def connect(name: str, settings: Settings, base: Path) -> "AdAccount":
    """The ad account of the source section `name`."""
    graph = open_graph(settings.base_url, settings.token.get_secret_value(), lambda path: "ads_read")
    return AdAccount(settings, graph)


@dataclass(frozen=True)
class AdAccount:
    """One ad account, read through `graph`."""

    settings: Settings
    graph: Graph
    streams: tuple[str, ...] = ("account", "campaigns", "ads", "insights", "hours")
    daily: frozenset[str] = frozenset({"insights", "hours"})

    def fetch(self, stream: str, cursor: Cursor, *, until: datetime) -> Iterator[Page]:
        """Yield records as received. Cursor: {"watermark": all before was read}; lists are read whole each time.

        Raises:
            RateLimited: with the instant from which the platform will answer again.
            AccessDenied: the token expired or lacks ads_read.
            SourceUnavailable, SourceChanged: no usable answer; an answer in an unknown shape.
        """
        if stream not in self.streams:
            raise ValueError(f"meta_ads has no stream {stream!r}")
        if reached(cursor, until):
            return
        done = {"watermark": until.isoformat()}
        if stream == "account":
            account = self.graph.get(f"/{self.settings.account_id}", {"fields": FIELDS["account"]}).body
            yield Page(stream, [record_of(account, account)], done)
        elif stream in ("campaigns", "ads"):
            for items in self.graph.edge(f"/{self.settings.account_id}/{stream}", {"fields": FIELDS[stream]}):
                yield Page(stream, [record_of(item, item) for item in items], cursor)
            yield Page(stream, [], done)
        else:
            yield from self._days(stream, cursor, until)

    def fetch_day(self, stream: str, day: date) -> Iterator[Page]:
        """Yield the insights of one day of the account's zone."""
        if stream not in self.daily:
            raise ValueError(f"meta_ads can't be asked for one day of {stream!r}")
        yield Page(stream, self._insights(stream, day, day), {})

    def check(self) -> Iterator[Check]:
        """Is the token good, may it read the account's figures, and do both clocks agree?"""
        path = f"/{self.settings.account_id}"
        try:
            answer = self.graph.get(path, {"fields": "id,timezone_name"})
        except AccessDenied as error:
            yield Check("token", False, str(error), "create a token with ads_read and export it again")
            return
        except ConnectorError as error:
            yield Check(
                "token", False, str(error), "check base_url and account_id, and that the platform is up"
            )
            return
        yield Check("token", True, f"reads account {self.settings.account_id}")
        yield check_clock(answer.headers, self.graph.http.now())
        yield check_usage(answer.headers)
        yield check_permission(self.graph, "ads_read", f"{path}/insights", {"fields": "spend", "limit": 1})

    def _days(self, stream: str, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """Windows of days, oldest first; the last ones again, as their figures may have changed."""
        first = self.settings.start
        if cursor:
            again = watermark_of(cursor) - timedelta(days=self.settings.restate_days)
            first = max(first, again.date())
        # The account's day may be ahead of the UTC day; a day that isn't over is read again anyway.
        last = until.date()
        while first <= last:
            end = min(first + WINDOW - timedelta(days=1), last)
            seen = until if end == last else datetime.combine(end, time(), UTC)
            if not reached(cursor, seen):
                cursor = {"watermark": seen.isoformat()}
            yield Page(stream, self._insights(stream, first, end), cursor)
            first = end + timedelta(days=1)

    def _insights(self, stream: str, first: date, last: date) -> list[Record]:
        """A row for each ad and day, or ad, day and hour; both days are in."""
        params: dict[str, Any] = {
            "level": "ad",
            "time_increment": 1,
            "time_range": f'{{"since":"{first.isoformat()}","until":"{last.isoformat()}"}}',
            "fields": FIELDS[stream],
        }
        if stream == "hours":
            params["breakdowns"] = HOURLY
        rows = [
            row for rows in self.graph.edge(f"/{self.settings.account_id}/insights", params) for row in rows
        ]
        return [_record(row) for row in rows]


def _record(row: dict[str, Any]) -> Record:
    """Insights have no id: they are found by ad, day and hour."""
    parts = [row.get("ad_id"), row.get("date_start"), row.get(HOURLY)]
    if not (parts[0] and parts[1]):
        return Record(None, row, error="ad_id or date_start: is missing")
    return Record("@".join(str(part) for part in parts if part), row)
