"""What a reorganisation did, against the departments that changed nothing."""

from datetime import date, timedelta

import polars as pl
import pytest

from tests.warehouse.conftest import Build, inbound
from tests.warehouse.metrics.conflict_frames import by_statistic
from warehouse.metrics.organisation_change import compute

pytestmark = pytest.mark.conflict(14)
START = date(2026, 3, 2)  # a Monday


def frames(
    weeks: int = 24, change: date | None = START + timedelta(days=7 * 14), effect: float = 0.8, units: int = 5
):
    """Units that wait an hour, a bit more or less each week; the first waits `effect` as long from the change on."""
    rows = []
    for week in range(weeks):
        for unit in range(units):
            wobble = 1 + 0.01 * ((week * 7 + unit * 3) % 5 - 2)
            step = effect if unit == 0 and change and START + timedelta(days=7 * week) >= change else 1.0
            total = round(3_600e6 * 50 * wobble * step)
            rows.append((START + timedelta(days=7 * week), f"u{unit}", 50, total, 50, 40, 50, 2, 30, 6))
    names = [
        "week_start", "unit_id", "timed_count", "timed_us", "due_count", "met_count", "answered_count", "double_count",
        "ticket_count", "handoff_count",
    ]  # fmt: skip
    changes = [("u0/x", "u0/x", "u0", change)] if change else []
    return {
        "weeks": pl.DataFrame(rows, schema=names, orient="row"),
        "changes": pl.DataFrame(
            changes,
            schema={"change_id": pl.String, "change": pl.String, "unit_id": pl.String, "from_day": pl.Date},
            orient="row",
        ),
    }


def test_a_fifth_less_waiting_is_found_and_nothing_else_moved() -> None:
    found = by_statistic(compute(frames(), ["change_id"]), "change_id")

    wait = found["u0/x", "wait"]
    assert wait["metric_value"] == pytest.approx(-0.2, abs=0.02)
    assert wait["lower"] < -0.2 < wait["upper"] < 0
    assert found["u0/x", "compliance"]["metric_value"] == pytest.approx(0.0, abs=1e-9)
    assert found["u0/x", "placebo_p"]["metric_value"] == 0.2


def test_both_series_have_a_point_a_week_and_meet_before_the_change() -> None:
    table = compute(frames(), ["change_id"])
    points = {
        name: {row["week_start"]: row["metric_value"] for row in table.to_dicts() if row["statistic"] == name}
        for name in ("observed", "expected")
    }

    assert len(points["observed"]) == len(points["expected"]) == 24
    assert points["expected"][START] == pytest.approx(points["observed"][START], rel=0.05)
    last = START + timedelta(days=7 * 23)
    assert points["observed"][last] == pytest.approx(0.8 * points["expected"][last], rel=0.05)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"weeks": 16}, "few_weeks"),
        ({"change": START + timedelta(days=7 * 5)}, "few_weeks"),
        ({"units": 1}, "no_controls"),
    ],
)
def test_too_few_weeks_or_nobody_to_compare_with_is_not_computable(given, reason) -> None:
    wait = by_statistic(compute(frames(**given), ["change_id"]), "change_id")["u0/x", "wait"]

    assert (wait["metric_value"], wait["grade"], wait["reason"]) == (None, "not_computable", reason)


def test_without_a_change_it_says_that_there_is_none() -> None:
    found = by_statistic(compute(frames(change=None), []))

    assert (found["wait"]["metric_value"], found["wait"]["reason"]) == (None, "no_change")
    assert compute(frames(change=None), ["change_id"]).is_empty()


def test_the_week_of_a_change_in_its_middle_belongs_to_neither_side() -> None:
    midweek = frames(change=START + timedelta(days=7 * 14 + 2))
    wait = by_statistic(compute(midweek, ["change_id"]), "change_id")["u0/x", "wait"]

    assert wait["sample_size"] == 23


def test_it_is_computed_from_the_marts(build: Build) -> None:
    built = build([inbound("q", "09:00")])
    built.make("metrics.organisation_change")

    assert built.rows("metrics.organisation_change") == []
