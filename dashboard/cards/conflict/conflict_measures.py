"""The fourteen conflict metrics as the strip shows them: which figure of each, in what unit, and where it is proved.

A metric that this snapshot doesn't hold yet is named all the same, with a dash and the reason: an empty place says more
than a missing one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import duckdb
import polars as pl

from dashboard import page
from dashboard.data import CATALOG
from dashboard.verdict import Estimate, estimate
from dashboard.view import View
from warehouse.catalog import CatalogError, Filters


@dataclass(frozen=True)
class Measure:
    """One of C1 to C14. `kind`: share, change (relative), points, seconds, count, factor, euro or days.

    `neutral` is where nothing is wrong: no difference, as much as chance, in balance. `proof` is the path, or the card
    on this page, that shows how it comes about; `drill` are the keys of the list of what it counts. `reach` is where
    the scale of its strip ends.
    """

    number: int
    metric: str
    statistic: str
    kind: str
    proof: str
    neutral: float | None = None
    drill: Mapping[str, str] | None = None
    reach: float | None = None


MEASURES = (
    Measure(1, "complaint_share", "value", "share", "/campaigns", reach=0.5),
    Measure(2, "spillover", "value", "count", "/campaigns", 0.0),
    Measure(3, "campaign_waits", "value", "seconds", "/campaigns", 0.0),
    Measure(4, "unanswered_exposure", "value", "count", "/campaigns"),
    Measure(5, "orphans", "value", "share", "#conflict-leak", None, {"orphan_watched": "true"}, 0.25),
    Measure(
        6,
        "uncoordinated_answers",
        "value",
        "share",
        "#conflict-doubles",
        None,
        {"metric": "double_answers"},
        0.1,
    ),
    Measure(7, "misroutes", "value", "seconds", "#conflict-detours", 0.0),
    Measure(8, "budget_gap", "factor", "factor", "/budget", 1.0),
    Measure(9, "campaign_cost", "service_cost", "euro", "/budget"),
    Measure(10, "overload", "days_to_overload", "days", "/capacity"),
    Measure(
        11,
        "promise_conflict",
        "value",
        "points",
        "#conflict-promises",
        0.0,
        {"promise_mature": "true", "promise_sided": "true"},
    ),
    Measure(12, "crowding_out", "value", "seconds", "#conflict-crowding", 0.0),
    Measure(13, "relief", "value", "count", "#conflict-relief", 0.0),
    Measure(14, "organisation_change", "wait", "change", "#conflict-organisation", 0.0),
)


@dataclass(frozen=True)
class Found:
    """What a measure says now: `grade` and `reason` as the metric gives them, `most` what the company allows itself."""

    measure: Measure
    estimate: Estimate
    grade: str
    reason: str | None
    most: float | None = None

    @property
    def goal(self) -> float | None:
        """Where the line of its strip stands."""
        return self.most if self.most is not None else self.measure.neutral

    @property
    def tone(self) -> str:
        """Good, bad, unclear, few or unknown, against the company's own limit only; a line of balance judges nobody."""
        if self.grade == "too_few" and self.estimate.value is not None:
            return "few"
        better = CATALOG.metrics[self.measure.metric].better if self.measure.metric in CATALOG.metrics else ""
        return self.estimate.against(self.most, better or "lower")


def ask(view: View, metric: str, by: tuple[str, ...] = ()) -> pl.DataFrame | None:
    """Return a metric's rows; None where this snapshot can't answer. Filters that it doesn't know are left away."""
    if metric not in CATALOG.metrics:
        return None
    for filters in (view.filters(), Filters(view.period.since, view.period.until)):
        if "clock" in CATALOG.metrics[metric].derived:
            filters = replace(filters, include={**filters.include, "clock": (view.state.clock,)})
        try:
            return view.snapshot.evaluate(metric, filters, by)
        except (CatalogError, duckdb.Error):
            continue
    return None


def find(view: View, measure: Measure) -> Found:
    """Return what one measure says, or why it says nothing."""
    frame = ask(view, measure.metric)
    if frame is None:
        return Found(measure, Estimate(None), "not_computable", "not_measured")
    rows = frame.filter(pl.col("statistic") == _statistic(measure)).to_dicts()
    row: dict[str, Any] | None = rows[0] if rows else None
    if row is None:
        return Found(measure, Estimate(None), "not_computable", "nothing_there")
    most = limits(view).get(measure.metric)
    return Found(measure, estimate(row), row.get("grade") or "", row.get("reason"), most)


def _statistic(measure: Measure) -> str:
    offered = CATALOG.metrics[measure.metric].statistics
    return measure.statistic if measure.statistic in offered else offered[0]


def limits(view: View) -> dict[str, float]:
    """Return what the company allows itself, by metric."""
    if not view.has("marts.dim_conflict_limit"):
        return {}
    return dict(view.rows("select metric, most from marts.dim_conflict_limit").iter_rows())


def proof(view: View, measure: Measure) -> str | None:
    """Return the address at which a measure is proved; None while there is no such page."""
    if measure.proof.startswith("#"):
        return view.href() + measure.proof
    return view.link(measure.proof) if _is_page(measure.proof) else None


@cache
def _is_page(path: str) -> bool:
    return page.find(path) is not None


def cases(view: View, measure: Measure) -> str | None:
    """Return the list of what a measure counts, as long as its n; None where a list would be of something else."""
    if not measure.drill:
        return None
    return view.link("/waits" if "metric" in measure.drill else "/cases", None, **measure.drill)


def shown(view: View, kind: str, value: float | None) -> str:
    """Return a value in its unit as a reader of the page's language writes it."""
    if value is None:
        return "—"
    if kind == "share":
        return view.share(value)
    if kind == "points":
        return view.points(value)
    if kind == "change":
        return ("+" if value > 0 else "−" if value < 0 else "") + view.share(abs(value), 0)
    if kind == "seconds":
        sign = "−" if value < 0 else ""
        return sign + view.duration(abs(value), "chart")
    if kind == "factor":
        return f"{view.number(value, 1)} ×"
    if kind == "signed":
        return ("+" if value > 0 else "−" if value < 0 else "") + view.number(abs(value), 2)
    if kind == "count" and abs(value) >= 1e6:
        return view.t("conflict.unit.millions", number=view.number(value / 1e6, 1))
    if kind == "days":
        return view.t("conflict.unit.days", round(value), number=view.number(value))
    return view.t(f"conflict.unit.{kind}", number=view.number(value, 1 if abs(value) < 10 else 0))


def interval(view: View, kind: str, found: Estimate) -> str:
    """Return an interval in a measure's unit; nothing where there is none."""
    if found.lower is None or found.upper is None:
        return ""
    if kind == "share":
        return view.share_range(found.lower, found.upper)
    return view.t("conflict.between", low=shown(view, kind, found.lower), high=shown(view, kind, found.upper))
