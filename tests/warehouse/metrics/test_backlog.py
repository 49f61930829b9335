"""Backlog as a metric: the level at the end of the hour, the day or the period, for any filter."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.warehouse.conftest import Build, Built, at, case_event
from warehouse.catalog import Filters


def two_cases(build: Build) -> Built:
    built = build(
        events=[
            case_event("T", "-1 09:30", "new"),
            case_event("U", "-1 12:00", "new", channel="phone"),
            case_event("T", "10:00", "resolved"),
        ],
        now="12:00",
    )
    built.make("metrics.backlog")
    return built


def level(built: Built, statistic: str = "open", **asked: Any) -> list[tuple[Any, ...]]:
    by = asked.get("by", ())
    frame = built.workspace.catalog.evaluate(
        built.workspace.connection, "backlog", asked.get("filters", Filters()), by
    )
    return [
        (*(row[name] for name in by), row["metric_value"])
        for row in frame.to_dicts()
        if row["statistic"] == statistic
    ]


def test_the_level_is_that_at_the_end(build: Build) -> None:
    built = two_cases(build)

    assert level(built) == [(1.0,)]
    assert level(built, by=("date_day",)) == [(date(2026, 11, 17), 2.0), (date(2026, 11, 18), 1.0)]
    assert level(built, "aged_seconds") == [(24 * 3600.0,)]


def test_a_period_ends_at_its_own_end(build: Build) -> None:
    built = two_cases(build)

    assert level(built, filters=Filters(since=date(2026, 11, 17), until=date(2026, 11, 18))) == [(2.0,)]


def test_by_the_hour_and_for_a_filter(build: Build) -> None:
    built = two_cases(build)
    series = dict(level(built, by=("hour_at",), filters=Filters(include={"channel": ("mail",)})))

    assert series[at("09:00")] == 1.0
    assert series[at("10:00")] == 0.0


def test_it_agrees_with_the_hourly_mart(build: Build) -> None:
    built = two_cases(build)
    hourly = {
        row["hour_at"]: row["open_count"]
        for row in built.rows("marts.fct_backlog_hourly", "hour_at", "open_count")
    }

    for hour, open_cases in level(built, by=("hour_at",)):
        assert hourly.get(hour, 0) == open_cases
