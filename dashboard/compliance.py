"""Shares answered within their target, as pages need them: by target, by department, by day, each with its interval.

All from the metric `answered_within_target` under the page's period, filters and clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from dashboard.urls import Period
from dashboard.verdict import Estimate, estimate
from dashboard.view import View

METRIC = "answered_within_target"
BASELINE_DAYS = 56
"""Days before the period from which a trend's usual range is taken."""


@dataclass(frozen=True)
class Target:
    """One target of the configuration; `label` is its name in the page's language."""

    target_id: str
    label: str
    goal: float


def targets(view: View) -> list[Target]:
    """Return the targets in order of rank."""
    return [Target(row["target_id"], row["label"], row["goal"]) for row in view.targets.to_dicts()]


def by_target(view: View, period: Period | None = None) -> Mapping[str, Estimate]:
    """Return the share of each target over the page's period, or another one."""
    frame = _values(_evaluate(view, ("target_id",), period))
    return {row["target_id"]: estimate(row) for row in frame.to_dicts()}


def by_department(view: View) -> Mapping[tuple[str | None, str], Estimate]:
    """Return the share of each department (None: no owner) and target."""
    frame = _values(_evaluate(view, ("department_id", "target_id")))
    return {(row["department_id"], row["target_id"]): estimate(row) for row in frame.to_dicts()}


def of_departments(view: View, period: Period | None = None) -> Mapping[str | None, Estimate]:
    """Return the share of each department over all its targets."""
    frame = _values(_evaluate(view, ("department_id",), period))
    return {row["department_id"]: estimate(row) for row in frame.to_dicts()}


def daily(view: View, period: Period) -> pl.DataFrame:
    """Return target_id, date_day, numerator, sample_size, running: a row a target and day that has any wait."""
    frame = _evaluate(view, ("date_day", "target_id"), period)
    running = frame.filter(pl.col("statistic") == "running").select(
        "date_day", "target_id", running="numerator"
    )
    values = _values(frame).select("date_day", "target_id", "numerator", "sample_size")
    return values.join(running, on=["date_day", "target_id"], how="left")


def days_of(frame: pl.DataFrame, target_id: str, period: Period) -> pl.DataFrame:
    """Return date_day, numerator, sample_size, running of one target, with a row for every day of the period."""
    days = pl.DataFrame({"date_day": [period.since + timedelta(days=i) for i in range(period.days)]})
    own = frame.filter(pl.col("target_id") == target_id).drop("target_id")
    return days.join(own, on="date_day", how="left").with_columns(
        pl.col("numerator", "sample_size", "running").fill_null(0)
    )


def matured_until(days: pl.DataFrame) -> date | None:
    """Return the first day on which something is still running, so that its share may yet change."""
    return days.filter(pl.col("running") > 0)["date_day"].min()  # type: ignore[return-value]


def baseline(period: Period) -> Period:
    """Return the days before a period that say what is usual."""
    return Period(period.since - timedelta(days=BASELINE_DAYS), period.since)


def left_out(view: View) -> dict[str, int]:
    """Return how many waits each reason leaves out: running, cancelled, no_target, no_calendar, ..."""
    column = "sla_state" if view.state.clock == "business" else "calendar_sla_state"
    where, values = view.where("opened_day")
    found = view.rows(
        f"select case {column} when 'none' then coalesce(sla_reason, 'no_target') else {column} end as reason,"
        f" count(*) as count from marts.fct_waits where {where} and {column} not in ('met', 'breached') group by all",
        values,
    )
    counts = {str(reason): int(count) for reason, count in found.iter_rows()}
    where, values = view.where("sent_day")
    ignored = view.rows(
        f"select count(*) from marts.fct_messages where {where} and direction = 'inbound'"
        " and no_answer_reason is not null",
        values,
    ).item()
    return {**counts, "no_answer_needed": int(ignored)}


def _evaluate(view: View, by: tuple[str, ...], period: Period | None = None) -> pl.DataFrame:
    return view.evaluate(METRIC, by, period, clock=view.state.clock)


def _values(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(pl.col("statistic") == "value")
