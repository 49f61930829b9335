"""The share within target, over any period, filter and grouping."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.warehouse.conftest import Build, Built, at, inbound, reply
from warehouse.catalog import CatalogError, Filters

BUSINESS = {"clock": ("business",)}


def three_waits(build: Build) -> Built:
    """One met, one breached and still open, one running."""
    built = build(
        [
            inbound("m1", "09:00", conversation_id="a"),
            reply("r1", "10:00", conversation_id="a"),
            inbound("m2", "-1 09:00", conversation_id="b", platform="x"),
            inbound("m3", "15:00", conversation_id="c"),
        ],
        now="16:00",
    )
    built.make("marts.fct_waits")
    return built


def evaluate(built: Built, **asked: Any) -> list[dict[str, Any]]:
    """Rows of statistic 'value'."""
    catalog = built.workspace.catalog
    filters = asked.pop("filters", Filters(include=BUSINESS))
    frame = catalog.evaluate(built.workspace.connection, "answered_within_target", filters, **asked)
    return [row for row in frame.to_dicts() if row["statistic"] == "value"]


def test_an_open_wait_past_due_counts_as_missed_and_a_running_one_not_yet(build: Build) -> None:
    (row,) = evaluate(three_waits(build))

    assert (row["numerator"], row["sample_size"], row["metric_value"]) == (1, 2, 0.5)
    assert (round(row["lower"], 4), round(row["upper"], 4)) == (0.0945, 0.9055)  # Wilson 1927


def test_running_waits_are_counted_beside_the_share(build: Build) -> None:
    built = three_waits(build)
    frame = built.workspace.catalog.evaluate(
        built.workspace.connection, "answered_within_target", Filters(include=BUSINESS)
    )

    assert {row["statistic"]: row["numerator"] for row in frame.to_dicts()} == {
        "value": 1, "running": 1, "cancelled": 0, "none": 0
    }  # fmt: skip


def test_grouping_and_filters_use_the_same_file(build: Build) -> None:
    built = three_waits(build)

    assert [(row["platform"], row["metric_value"]) for row in evaluate(built, by=("platform",))] == [
        ("facebook", 1.0), ("x", 0.0)
    ]  # fmt: skip
    only_x = Filters(include=BUSINESS | {"platform": ("x",)})
    assert [row["sample_size"] for row in evaluate(built, filters=only_x)] == [1]
    without_x = Filters(include=BUSINESS, exclude={"platform": ("x",)})
    assert [row["sample_size"] for row in evaluate(built, filters=without_x)] == [1]
    today = Filters(since=date(2026, 11, 18), until=date(2026, 11, 19), include=BUSINESS)
    assert [
        (row["date_day"], row["sample_size"]) for row in evaluate(built, filters=today, by=("date_day",))
    ] == [(date(2026, 11, 18), 1)]


def test_the_days_of_the_table_add_up_to_the_period(build: Build) -> None:
    built = three_waits(build)
    days = built.query(
        "select * from metrics.answered_within_target where statistic = 'value' and clock = 'business'"
    )

    (period,) = evaluate(built)
    assert sum(row["numerator"] for row in days) == period["numerator"]
    assert sum(row["sample_size"] for row in days) == period["sample_size"]


def test_nobodys_waits_are_filtered_by_none(build: Build) -> None:
    built = build([inbound("m1", "09:00", channel="forum")], now=at("+1 16:00"))
    built.make("marts.fct_waits")

    nobody = Filters(include=BUSINESS | {"department_id": (None,)})
    somebody = Filters(include=BUSINESS, exclude={"department_id": (None,)})
    catalog, connection = built.workspace.catalog, built.workspace.connection
    assert catalog.evaluate(connection, "answered_within_target", nobody).height == 4
    assert catalog.evaluate(connection, "answered_within_target", somebody).height == 0


def test_unknown_filters_groupings_and_clocks_are_refused_with_the_mend(build: Build) -> None:
    built = three_waits(build)

    with pytest.raises(CatalogError, match="it offers date_day, clock, target_id"):
        evaluate(built, by=("colour",))
    with pytest.raises(CatalogError, match="cannot be filtered by colour"):
        evaluate(built, filters=Filters(include=BUSINESS | {"colour": ("red",)}))
    with pytest.raises(CatalogError, match="choose one clock"):
        evaluate(built, filters=Filters())


def test_the_hour_of_the_week_is_the_local_one(build: Build) -> None:
    # Wednesday 15:00 in Berlin is the 63rd hour of the week; the tables by day leave it folded away.
    rows = evaluate(three_waits(build), by=("opened_hour_of_week",))

    assert [(row["opened_hour_of_week"], row["sample_size"]) for row in rows] == [(33, 1), (57, 1), (63, 0)]
