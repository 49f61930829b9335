"""First response times as the page needs them: overall, by group, as curves, and the targets they are held against."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from dashboard import formats, grouping, urls
from dashboard.figures.waiting_axis import FIRST_SECONDS, LAST_SECONDS, TargetLine
from dashboard.grouping import Groups
from dashboard.urls import Period
from dashboard.verdict import Estimate, estimate
from dashboard.view import View

LOG_SCALE = (math.log(FIRST_SECONDS), math.log(LAST_SECONDS))
SAMPLE = 400
"""Waits from which the usual length of an end-of-next-business-day target is taken."""


@dataclass(frozen=True)
class Waiting:
    """Statistics by group; `frame` as `catalog.evaluate` gives it with the group in `series`."""

    groups: Groups
    frame: pl.DataFrame

    def of(self, key: str | None, statistic: str) -> Estimate:
        """Return one group's statistic; unknown where there is none."""
        mine = self.frame.filter(pl.col("series").eq_missing(pl.lit(key)), pl.col("statistic") == statistic)
        return estimate(mine.row(0, named=True) if mine.height else None)


def clock(view: View) -> str:
    """Return the clock of the page's figures: its own, or the same from the arrival on (`since=arrival`)."""
    return f"{view.state.clock}_arrival" if is_from_arrival(view) else view.state.clock


def is_from_arrival(view: View) -> bool:
    """Whether waits are measured from reaching this system and not from the platform's publishing."""
    return view.state.extra.get("since") == "arrival"


def origin(view: View) -> dict[str, str]:
    """Return what a list's address needs to count as this page does and to lead back to it."""
    since = {"since": "arrival"} if is_from_arrival(view) else {}
    return {**since, "from": urls.format(view.state)}


def overall(view: View, period: Period | None = None) -> Mapping[str, Estimate]:
    """Return each statistic of all first waits under the page's filters."""
    frame = view.evaluate("first_response_time", (), period, clock=clock(view))
    return {row["statistic"]: estimate(row) for row in frame.to_dicts()}


def before(view: View) -> Mapping[str, Estimate]:
    """Return the same for the period before; nothing where the data doesn't reach back over all of it."""
    return overall(view, view.previous) if view.previous else {}


def lacks_calendar(view: View) -> bool:
    """Whether there are waits but none with a business time: no department shown has a calendar."""
    if view.state.clock != "business" or view.evaluate("first_response_time", (), clock="business").height:
        return False
    return not view.evaluate("first_response_time", (), clock="calendar").is_empty()


def lacks_arrivals(view: View) -> bool:
    """Whether there are waits, but none that arrived while it lasted and after its source was first read."""
    if not is_from_arrival(view) or overall(view):
        return False
    return not view.evaluate("first_response_time", (), clock=view.state.clock).is_empty()


def unarrived(view: View) -> int:
    """Return how many waits the clock from arrival leaves out; 0 on the other one."""
    if not is_from_arrival(view):
        return 0
    frame = view.evaluate("first_response_time", (), clock=view.state.clock)
    published = {row["statistic"]: row["sample_size"] for row in frame.to_dicts()}
    return int(published.get("p50", 0)) - overall(view).get("p50", Estimate(None)).n


def by_group(view: View, column: str | None = None, most: int = 6) -> Waiting:
    """Return the statistics by what the page is broken down by: the biggest groups, the quickest first."""
    column = column or grouping.chosen_column(view)
    frame = view.evaluate("first_response_time", (column,), clock=clock(view))
    medians = frame.filter(pl.col("statistic") == "p50")
    biggest = grouping.groups(view, column, medians.select(column, "sample_size"), most)
    waits = dict(medians.select(column, "metric_value").iter_rows())
    quickest_first = sorted(biggest.shown, key=lambda one: waits.get(one.key) or math.inf)
    return Waiting(replace(biggest, shown=tuple(quickest_first)), frame.rename({column: "series"}))


def curve(view: View, waiting: Waiting) -> pl.DataFrame:
    """Return the curves of the groups shown, with `series` and `name`, in their order."""
    column = waiting.groups.column
    frame = view.evaluate("response_curve", (column,), clock=clock(view)).rename({column: "series"})
    order = pl.DataFrame(
        [(one.key, one.name, i) for i, one in enumerate(waiting.groups.shown)],
        schema={"series": frame.schema["series"], "name": pl.String, "rank": pl.Int64},
        orient="row",
    )
    return frame.join(order, on="series", nulls_equal=True).sort("rank", "seconds")


@dataclass(frozen=True)
class Target:
    """A target of the waits shown. `is_median`: a day target, drawn at the median of what it allowed."""

    line: TargetLine
    is_median: bool


def target_lines(view: View) -> list[Target]:
    """Return the targets that held for the waits shown, from the shortest."""
    where, values = view.where("opened_day")
    used = view.rows(
        f"select distinct target_id from marts.fct_waits where ordinal = 1 and target_id is not null and {where}",
        values,
    )
    found = []
    for row in view.targets.filter(pl.col("target_id").is_in(used["target_id"].to_list())).to_dicts():
        seconds = row["seconds"] or _usual_length(view, row["target_id"])
        if seconds:
            is_day = row["seconds"] is None
            label = (
                view.t("responses.curve.next_day")
                if is_day
                else formats.duration(seconds, view.lang, "chart")
            )
            found.append(Target(TargetLine(seconds, label), is_day))
    unique = {(one.line.seconds, one.line.label): one for one in found}
    return sorted(unique.values(), key=lambda one: one.line.seconds)


def _usual_length(view: View, target_id: str) -> float | None:
    """Return the median time from opening to due on the page's clock, from a fixed sample of the waits shown."""
    where, values = view.where("opened_day")
    due = "due_at" if view.state.clock == "business" else "calendar_due_at"
    sample = f"""
        select wait_id, department_id, opened_at, {due} as due_at
        from marts.fct_waits
        where target_id = ? and ordinal = 1 and {due} is not null and {where}
        order by hash(wait_id) limit {SAMPLE}"""
    if view.state.clock == "calendar":
        sql = f"select median(epoch(due_at - opened_at)) from ({sample})"
    else:
        sql = f"""
            select median(seconds) from (
                select sum(epoch(least(hours.closed_at, waits.due_at) - greatest(hours.opened_at, waits.opened_at)))
                    as seconds
                from ({sample}) as waits
                inner join marts.dim_calendar_open as hours
                    on waits.department_id = hours.department_id
                    and hours.opened_at < waits.due_at and hours.closed_at > waits.opened_at
                group by waits.wait_id
            )"""
    return view.rows(sql, [target_id, *values]).item()


def on_log_scale(e: Estimate) -> Estimate:
    """Return a duration's estimate as logarithms, for a strip; an open upper end stands at seven days."""
    if e.value is None:
        return Estimate(None)
    lower = math.log(max(e.lower, 1.0)) if e.lower is not None else None
    upper = math.log(e.upper or LAST_SECONDS) if lower is not None else None
    return Estimate(math.log(max(e.value, 1.0)), lower, upper, e.n)


def listed(view: View, names: Sequence[str]) -> str:
    """Return names as a sentence lists them."""
    return formats.listed(list(names), view.lang)
