"""The campaign or post that a page is about, and what metrics say of it over all of the data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import duckdb

from dashboard.cards.campaigns import posts
from dashboard.data import CATALOG
from dashboard.verdict import Estimate, estimate
from dashboard.view import View
from warehouse.catalog import CatalogError

Rows = list[dict[str, Any]]
REASONS = ("pretrend", "one_weekday_slot", "overlap")
"""What speaks against an estimate, as the metrics call it."""


@dataclass(frozen=True)
class Item:
    """One campaign or post: `column` is campaign_id or post_id, `posts` its posts by publishing time."""

    column: str
    key: str
    name: str
    posts: Sequence[dict[str, Any]]
    starts_at: datetime | None
    ends_at: datetime | None
    text: str | None = None
    campaign_id: str | None = None

    @property
    def is_campaign(self) -> bool:
        """Whether it may have several posts."""
        return self.column == "campaign_id"


def find(view: View) -> Item | None:
    """Return the campaign or post that the address names; None where there is no such one."""
    if not view.has("marts.dim_campaign"):
        return None
    key = view.item
    campaigns = view.rows("select * from marts.dim_campaign where campaign_id = ?", (key,)).to_dicts()
    column = "campaign_id" if campaigns else "post_id"
    published = view.rows(
        f"select post_id, campaign_id, published_at, text, platform, is_paid from marts.dim_post where {column} = ?"
        " order by published_at, post_id",
        (key,),
    ).to_dicts()
    if campaigns:
        (one,) = campaigns
        name = one["name"] or key
        return Item(column, key, name, published, one["starts_at"], one["ends_at"], one["claim"])
    if not published:
        return None
    (post,) = published
    name = posts.title(view, key)
    return Item(column, key, name, published, post["published_at"], None, post["text"], post["campaign_id"])


def ask(view: View, metric: str, item: Item | None, by: Sequence[str] = ()) -> Rows:
    """Return a metric's rows of the item (None: of all), under those of the page's filters that it knows.

    Whole, whatever the page's period: what a campaign did doesn't depend on the days that are looked at. Empty
    where this snapshot was published before the metric was thought of.
    """
    known = CATALOG.metrics[metric].dimensions if metric in CATALOG.metrics else ()
    filters = view.filters()
    include = {name: values for name, values in filters.include.items() if name in known}
    exclude = {name: values for name, values in filters.exclude.items() if name in known}
    if item is not None:
        include[item.column] = (item.key,)
    try:
        frame = view.snapshot.evaluate(
            metric, replace(filters, since=None, until=None, include=include, exclude=exclude), tuple(by)
        )
    except (CatalogError, duckdb.Error):
        return []
    return frame.to_dicts()


def costs(view: View, item: Item) -> Mapping[str, dict[str, Any]]:
    """Return what an item cost, by statistic: as one of all, so that a contact has the same price on every page."""
    rows = ask(view, "campaign_cost", None, (item.column,))
    return told([row for row in rows if row[item.column] == item.key])


def told(rows: Rows) -> Mapping[str, dict[str, Any]]:
    """Return rows by statistic, where there is one of each."""
    return {row["statistic"]: row for row in rows}


def of(rows: Mapping[str, dict[str, Any]], statistic: str) -> Estimate:
    """Return one statistic as an estimate."""
    return estimate(rows.get(statistic))


def grade(view: View, row: Mapping[str, Any] | None) -> tuple[str, str] | None:
    """Return a card's badge: the grade, marked where an assumption doesn't hold."""
    if not row or not row.get("grade"):
        return None
    tone = "warn" if row.get("reason") in REASONS and row["metric_value"] is not None else ""
    return view.t(f"campaign.grade.{row['grade']}"), tone


def is_sure(row: Mapping[str, Any] | None) -> bool:
    """Return whether an interval excludes zero, is narrow enough, and no check forbids to speak of a cause."""
    if not row or row["metric_value"] is None or row["lower"] is None or row["upper"] is None:
        return False
    if row.get("grade") in ("too_few", "not_computable"):
        return False
    return bool(row["lower"] > 0 or row["upper"] < 0) and row.get("reason") != "pretrend"


def spread(view: View, row: Mapping[str, Any], kind: str = "number") -> str:
    """Return an interval in the reader's words, "120–310"; a dash where there is none."""
    low, high = row["lower"], row["upper"]
    if low is None or high is None:
        return "—"
    if kind == "seconds":
        return view.t("campaign.range", low=view.duration(low, "chart"), high=view.duration(high, "chart"))
    if kind == "points":
        return view.t("campaign.range", low=view.points(low), high=view.points(high))
    if kind == "factor":
        return view.t("campaign.range", low=view.number(low, 2), high=view.number(high, 2))
    return view.t("campaign.range", low=view.number(low), high=view.number(high))
