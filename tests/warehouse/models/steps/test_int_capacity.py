"""All that is forecast of a department, from frames made by hand: desks that grow, lack people, or are too young."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import numpy as np
import polars as pl
import pytest

from warehouse.models.steps.int_capacity import compute

pytestmark = pytest.mark.conflict(10)
TODAY = date(2026, 11, 16)  # a Monday
WEEKS, HORIZON = 20, 200
DEMAND = [
    "department_id", "target_id", "is_live", "date_day", "hour_of_day", "arrivals", "met", "due", "withdrawn",
    "waiting", "waited_us", "work_us",
]  # fmt: skip
HOURS = [
    "department_id", "hour_at", "date_day", "hour_of_day", "hour_of_week", "is_coming", "open_us", "staffed_us",
    "is_planned",
]  # fmt: skip


def frames(
    per_day: float = 60.0, people: float = 4.0, weeks: int = WEEKS, growth: float = 0.3
) -> dict[str, pl.DataFrame]:
    """One department "desk", open and staffed Monday to Friday from 8 to 18, with five hours for an answer."""
    rng = np.random.default_rng(11)
    days = [TODAY + timedelta(days=number) for number in range(-weeks * 7 - 1, HORIZON)]
    demand, hours = [], []
    for day in days:
        ahead = (day - TODAY).days
        for hour in range(24):
            is_open = day.weekday() < 5 and 8 <= hour < 18
            start = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
            hours.append(
                ("desk", start, day, hour, day.weekday() * 24 + hour, ahead >= 0, 3_600_000_000 * is_open,
                 int(people * 3_600_000_000) * is_open, True)
            )  # fmt: skip
            if ahead < 0 and 6 <= hour < 22:
                came = int(rng.poisson(per_day * (1 + growth) ** (ahead / 91) / 16))
                kept, work = came * 4 // 5, came * 600_000_000
                demand.append(("desk", "answer", False, day, hour, came, kept, came, 0, 0, 0, work))
    return {
        "demand": pl.DataFrame(demand, DEMAND, orient="row"),
        "hours": pl.DataFrame(hours, HOURS, orient="row"),
        "targets": pl.DataFrame(
            [("answer", 18_000, False, "business", 0.9)],
            ["target_id", "seconds", "end_of_next_business_day", "clock", "goal"],
            orient="row",
        ),
        "campaigns": pl.DataFrame(schema={"first_day": pl.Date, "last_day": pl.Date}),
        "rates": pl.DataFrame({"department_id": ["desk"], "euro_per_hour": [40.0], "tool_euro_per_contact": [0.5]}),
        "settings": pl.DataFrame({"availability": [1.0], "hours_per_person": [35.0], "planned_growth": [0.3]}),
    }  # fmt: skip


def figures(table: pl.DataFrame, growth: str = "observed") -> dict[str, dict[str, object]]:
    chosen = table.filter((pl.col("kind") == "figure") & (pl.col("growth") == growth))
    return {row["name"]: row for row in chosen.to_dicts()}


@pytest.fixture(scope="module")
def tight() -> pl.DataFrame:
    # 420 contacts a week of ten minutes are 70 hours; two people are there for 100, growth of 30 % fills them.
    return compute(frames(people=2.0))


def test_a_desk_that_grows_by_thirty_percent_breaks_within_the_half_year(tight: pl.DataFrame) -> None:
    found = figures(tight, "planned")

    # 100 / 70 hours is 1.36 quarters of growth, 124 days; bad weeks come before that.
    assert found["days_until"]["detail"] == "answer"
    assert 40 < found["days_until"]["lower"] <= found["days_until"]["value"] < 150
    assert found["overload_share"]["value"] > 0.7
    assert found["catch_up_cost"]["value"] == pytest.approx(40 * found["catch_up_hours"]["value"], rel=1e-4)
    assert found["late_contacts"]["value"] > 0


def test_people_enough_never_break_and_nobody_is_needed() -> None:
    found = figures(compute(frames(people=6.0, growth=0.0)))

    assert found["days_until"]["value"] is None
    assert found["days_until"]["reason"] == "beyond_horizon"
    assert found["people_needed"]["value"] == 0
    assert found["late_contacts"]["reason"] == "beyond_horizon"


def test_weeks_go_from_what_was_to_what_comes_without_a_gap(tight: pl.DataFrame) -> None:
    weeks = tight.filter((pl.col("kind") == "week") & (pl.col("growth") == "observed"))
    days = sorted(set(weeks["day"].to_list()))

    assert all(later - earlier == timedelta(days=7) for earlier, later in pairwise(days))
    assert set(weeks.filter(pl.col("name") == "load")["day"].to_list()) == {
        day for day in days if day < TODAY
    }
    assert (
        weeks.filter((pl.col("name") == "capacity") & (pl.col("day") >= TODAY))["value"].to_list()[:3]
        == [100.0] * 3
    )


def test_a_department_without_staffing_is_not_computable() -> None:
    found = compute(frames(people=0.0))

    assert set(found["reason"].to_list()) == {"no_staffing"}
    assert found["value"].null_count() == found.height


def test_a_department_too_young_is_not_computable() -> None:
    found = compute(frames(weeks=6))

    assert set(found["reason"].to_list()) == {"short_history"}


def without(made: dict[str, pl.DataFrame], first: int, last: int) -> dict[str, pl.DataFrame]:
    """Nothing came from so many to so many days before today."""
    gap = (TODAY - timedelta(days=first), TODAY - timedelta(days=last))
    return {**made, "demand": made["demand"].filter(~pl.col("date_day").is_between(*gap, closed="left"))}


def test_a_month_without_data_is_not_taken_for_a_quiet_one() -> None:
    late, early = without(frames(), 70, 42), without(frames(weeks=30), 150, 120)

    assert set(compute(late)["reason"].to_list()) == {"data_gap"}
    # Long after it there is enough again, and what lay before isn't looked at.
    assert figures(compute(early))["growth"]["sample_size"] < 120 * 60
    assert figures(compute(early))["days_until"]["reason"] != "data_gap"


def test_a_source_that_fell_silent_forecasts_nothing() -> None:
    assert set(compute(without(frames(), 14, 0))["reason"].to_list()) == {"data_gap"}


def test_a_department_without_opening_hours_or_target_says_so() -> None:
    made = frames()
    shut = {**made, "hours": made["hours"].with_columns(open_us=pl.lit(None, dtype=pl.Int64))}
    free = {**made, "demand": made["demand"].with_columns(target_id=pl.lit(None, dtype=pl.String))}

    assert figures(compute(shut))["days_until"]["reason"] == "no_calendar"
    assert figures(compute(free))["days_until"]["reason"] == "no_target"


def test_the_last_four_weeks_are_repeated_where_nobody_has_planned_yet() -> None:
    made = frames()
    end = TODAY + timedelta(days=28)
    made["hours"] = made["hours"].with_columns(
        staffed_us=pl.when(pl.col("date_day") < end).then("staffed_us").otherwise(0),
        is_planned=pl.col("date_day") < end,
    )
    weeks = compute(made).filter((pl.col("kind") == "week") & (pl.col("name") == "capacity"))

    assert weeks.filter(pl.col("day") > end)["value"].to_list()[0] == pytest.approx(200.0)


def test_the_same_frames_give_the_same_bytes(tight: pl.DataFrame) -> None:
    assert compute(frames(people=2.0)).equals(tight)
