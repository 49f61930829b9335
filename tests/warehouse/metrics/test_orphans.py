"""Cases left alone: how soon, in which way, and on which edge."""

from collections.abc import Sequence

import polars as pl
import pytest

from tests.warehouse.conftest import Build, case_event, inbound
from tests.warehouse.metrics.conflict_frames import by_statistic
from warehouse.metrics.orphans import compute

pytestmark = pytest.mark.conflict(5)
DAY = 86_400.0
CASES = {
    "is_unowned": pl.Boolean, "is_untouched": pl.Boolean, "is_dropped": pl.Boolean, "ending": pl.Int32,
    "age_seconds": pl.Float64,
}  # fmt: skip
HANDOFFS = {"from_department_id": pl.String, "to_department_id": pl.String, "is_dropped": pl.Boolean}


def frames(cases: Sequence[tuple] = (), handoffs: Sequence[tuple] = ()) -> dict[str, pl.DataFrame]:
    return {
        "cases": pl.DataFrame(list(cases), schema=CASES, orient="row"),
        "handoffs": pl.DataFrame(list(handoffs), schema=HANDOFFS, orient="row"),
    }


def test_the_incidence_counts_open_cases_for_as_long_as_they_were_watched() -> None:
    # One orphaned after a day, one answered after half a day, one still open after two: 1/3 would forget that the
    # answered one can't be orphaned any more; two thirds were still at risk, half of them then.
    cases = [
        (True, False, False, 1, DAY),
        (False, False, False, 2, DAY / 2),
        (False, False, False, 0, 2 * DAY),
    ]
    table = compute(frames(cases), [])
    curve = {
        row["seconds"]: row["metric_value"] for row in table.to_dicts() if row["statistic"] == "incidence"
    }

    assert curve[43_200.0] == 0.0
    assert curve[86_400.0] == pytest.approx(1 / 3)
    found = by_statistic(table)
    assert found["value"]["metric_value"] == pytest.approx(1 / 3)
    assert (found["value"]["numerator"], found["value"]["sample_size"]) == (1, 3)


def test_kinds_are_shares_of_what_is_settled() -> None:
    cases = [
        (True, False, True, 1, DAY), (False, True, False, 1, DAY), (False, False, False, 2, DAY),
        (False, False, False, 0, DAY),
    ]  # fmt: skip
    found = by_statistic(compute(frames(cases), []))

    for kind in ("no_owner", "no_action", "not_picked_up"):
        assert (found[kind]["numerator"], found[kind]["sample_size"]) == (1, 3)


def test_an_edge_has_what_it_dropped_and_no_case_lies_on_one() -> None:
    handoffs = [("marketing", "service", number < 7) for number in range(100)] + [
        ("service", "legal", False)
    ] * 30
    table = compute(
        frames([(True, False, False, 1, DAY)], handoffs), ["from_department_id", "to_department_id"]
    )
    found = by_statistic(table, "from_department_id", "to_department_id")

    assert set(found) == {("marketing", "service", "dropped"), ("service", "legal", "dropped")}
    edge = found["marketing", "service", "dropped"]
    assert (edge["metric_value"], edge["numerator"], edge["sample_size"]) == (0.07, 7, 100)
    # Wilson (1927).
    assert (round(edge["lower"], 4), round(edge["upper"], 4)) == (0.0343, 0.1375)


def test_nothing_at_all_is_no_row() -> None:
    assert compute(frames(), []).is_empty()


def test_it_is_what_the_marts_say(build: Build) -> None:
    shared = {"case_id": "T1", "conversation_id": "T1", "visibility": "private"}
    built = build(
        [inbound("q", "09:00", customer_id="anna", **shared)],
        [
            case_event("T1", "09:00", "open", group_name="Marketing"),
            case_event("T1", "10:00", "open", group_name="Service"),
            case_event("T1", "11:00", "resolved", group_name="Service"),
        ],
    )
    built.make("metrics.orphans")
    frame = built.workspace.catalog.evaluate(built.workspace.connection, "orphans")
    found = by_statistic(frame)

    assert (found["value"]["metric_value"], found["dropped"]["metric_value"]) == (1.0, 1.0)
    assert found["not_picked_up"]["numerator"] == 1
    assert found["value"]["grade"] == "too_few"
