"""Load: what arrives, is answered and stays open, per hour."""

from __future__ import annotations

from tests.warehouse.conftest import Build, inbound, reply
from warehouse.catalog import Filters


def test_counts_and_rates_per_hour(build: Build) -> None:
    built = build(
        [
            inbound("m1", "09:30", conversation_id="a"),
            reply("r1", "10:30", conversation_id="a"),
            inbound("m2", "10:15", conversation_id="b"),
        ],
        now="13:00",
    )
    built.make("metrics.department_load")
    frame = built.workspace.catalog.evaluate(
        built.workspace.connection, "department_load", Filters(), ("department_id",)
    )
    found = {row["statistic"]: (row["numerator"], row["sample_size"]) for row in frame.to_dicts()}

    # The instants 09:00 to 13:00: one case open at 10:00, two at none, one from 11:00 on.
    assert found["arrivals"] == (2, 5)
    assert found["answers"] == (1, 5)
    assert found["resolved"] == (1, 5)
    assert found["open"] == (4, 5)


def test_by_hour_of_the_day(build: Build) -> None:
    built = build([inbound("m1", "09:30"), inbound("m2", "09:45", author_id="bert")], now="13:00")
    built.make("metrics.department_load")
    frame = built.workspace.catalog.evaluate(
        built.workspace.connection, "department_load", Filters(), ("hour_of_day",)
    )

    arrivals = {
        row["hour_of_day"]: row["numerator"] for row in frame.to_dicts() if row["statistic"] == "arrivals"
    }
    assert arrivals == {9: 2}
