"""Shares of SLA instances that met their target, as pages need them: by target, by department, by day.

All from the metric `sla_compliance` under the page's period, filters and clock, for the kind of target that the address
chooses (`metric`; the first response unless said otherwise). Over all responses of a department, whatever their target,
there is `answered_within_target`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import polars as pl

from dashboard.urls import Period
from dashboard.verdict import Estimate, estimate
from dashboard.view import View

METRIC = "answered_within_target"
INSTANCES = "sla_compliance"
KINDS = ("first_response", "next_response", "resolution", "approval")
UNMATURED = 0.05
BASELINE_DAYS = 56
"""Days before the period from which a trend's usual range is taken."""


@dataclass(frozen=True)
class Target:
    """One target of the configuration; `label` is its name in the page's language."""

    target_id: str
    label: str
    goal: float


def kinds(view: View) -> list[str]:
    """Return the kinds of targets that there are; a next response takes the first response's target."""
    known = set(view.targets["metric"].to_list())
    known |= {"next_response"} if "first_response" in known else set()
    return [kind for kind in KINDS if kind in known]


def kind(view: View) -> str:
    """Return the kind that the page speaks of: the address's, else the first that there is."""
    found = kinds(view)
    chosen = view.state.extra.get("metric", "")
    return chosen if chosen in found else (found or KINDS)[0]


def targets(view: View) -> list[Target]:
    """Return the targets of the page's kind that held at some time of the period, in order of rank."""
    return [Target(row["target_id"], row["label"], row["goal"]) for row in rules(view)]


def rules(view: View) -> list[dict[str, Any]]:
    """Return the rows of marts.dim_target that `targets` names."""
    since, until = view.span
    names = [kind(view)]
    if names == ["next_response"]:
        names.append("first_response")
    held = view.targets.filter(
        pl.col("metric").is_in(names)
        & (pl.col("from_at").is_null() | (pl.col("from_at") < until))
        & (pl.col("until_at").is_null() | (pl.col("until_at") > since))
    )
    return held.to_dicts()


def drill(view: View, f: Mapping[str, str | None] | None = None, /, **own: object) -> str:
    """Return the address of the list of instances of the page's kind; `own` narrows it (sla_target, sla_state, ...)."""
    return view.link("/cases", f, sla_metric=kind(view), **own)


def by_target(view: View, period: Period | None = None) -> Mapping[str, Estimate]:
    """Return the share of each target over the page's period, or another one."""
    frame = _values(_evaluate(view, ("target_id",), period))
    return {row["target_id"]: estimate(row) for row in frame.to_dicts()}


def by_department(view: View) -> Mapping[tuple[str | None, str], Estimate]:
    """Return the share of each department (None: no owner) and target."""
    frame = _values(_evaluate(view, ("department_id", "target_id")))
    return {(row["department_id"], row["target_id"]): estimate(row) for row in frame.to_dicts()}


def of_departments(view: View, period: Period | None = None) -> Mapping[str | None, Estimate]:
    """Return the share of each department over all responses, whatever their target."""
    frame = _values(view.evaluate(METRIC, ("department_id",), period, clock=view.state.clock))
    return {row["department_id"]: estimate(row) for row in frame.to_dicts()}


def daily(view: View, period: Period) -> pl.DataFrame:
    """Return target_id, date_day, numerator, sample_size, running: a row a target and day that has any instance."""
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
    """Return the first day of which more than `UNMATURED` is still running, so that its share may yet change.

    A case that has waited for its customer for weeks must not leave all the days since unsettled.
    """
    running = pl.col("running") / (pl.col("running") + pl.col("sample_size"))
    return days.filter((pl.col("running") > 0) & (running > UNMATURED))["date_day"].min()  # type: ignore[return-value]


def baseline(period: Period) -> Period:
    """Return the days before a period that say what is usual."""
    return Period(period.since - timedelta(days=BASELINE_DAYS), period.since)


def beside(view: View) -> dict[str, int]:
    """Return how many instances are running, of those at risk (on a target's own clock only), and cancelled."""
    found = dict(_evaluate(view, ()).select("statistic", "numerator").iter_rows())
    return {name: int(found.get(name) or 0) for name in ("running", "at_risk", "cancelled")}


def without_figure(view: View) -> dict[str, int]:
    """Return how many have no state, by reason: no_target, no_calendar, ...; and messages that need no answer."""
    state = "state" if view.state.clock == "business" else "calendar_state"
    where, values = view.where("started_day")
    found = view.rows(
        "select case when target_id is null then 'no_target' else coalesce(state_reason, 'no_calendar') end as reason,"
        f" count(*) as count from marts.fct_sla_instances where {where} and metric = ? and {state} = 'none'"
        " group by all order by all",
        (*values, kind(view)),
    )
    counts = {str(reason): int(count) for reason, count in found.iter_rows()}
    if kind(view) not in ("first_response", "next_response"):
        return counts
    where, values = view.where("sent_day")
    ignored = view.rows(
        f"select count(*) from marts.fct_messages where {where} and direction = 'inbound'"
        " and no_answer_reason is not null",
        values,
    ).item()
    return {**counts, "no_answer_needed": int(ignored)}


def on_own_clock(view: View) -> View:
    """Return the view in business time: the clock that a target names, on which breaches have their causes."""
    return replace(view, state=replace(view.state, clock="business"))


def _evaluate(view: View, by: tuple[str, ...], period: Period | None = None) -> pl.DataFrame:
    return view.evaluate(INSTANCES, by, period, clock=view.state.clock, metric=kind(view))


def _values(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(pl.col("statistic") == "value")
