"""Flow: rates of what comes in and goes out, whether they balance, and Little's law."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.warehouse.conftest import DAY, Build, Built, case_event, inbound, reply
from warehouse.catalog import Filters

pytestmark = pytest.mark.definition(11)


def flow(built: Built, by: tuple[str, ...] = (), filters: Filters | None = None) -> dict[Any, dict[str, Any]]:
    """Rows by the first of `by`, then by statistic."""
    built.make("metrics.flow")
    frame = built.workspace.catalog.evaluate(built.workspace.connection, "flow", filters or Filters(), by)
    found: dict[Any, dict[str, Any]] = {}
    for row in frame.to_dicts():
        found.setdefault(row[by[0]] if by else None, {})[row["statistic"]] = row
    return found


def test_rates_are_per_day_and_a_second_answer_is_no_first(build: Build) -> None:
    built = build(
        [
            inbound("m1", "-1 00:00"), reply("r1", "-1 01:00"), inbound("m2", "-1 02:00"), reply("r2", "-1 03:00"),
            inbound("m3", "09:00", author_id="bert"),
        ],
        now="+1 00:00",
    )  # fmt: skip
    found = flow(built)[None]

    # Two days: three arrivals, one first and one second answer; the conversation was closed twice.
    assert found["arrivals"]["metric_value"] == 1.5
    assert found["first_answers"]["metric_value"] == 0.5
    assert found["closes"]["numerator"] == 2
    assert (found["entered"]["numerator"], found["left"]["numerator"], found["net"]["metric_value"]) == (
        3,
        2,
        0.5,
    )
    assert found["arrivals"]["lower"] < 1.5 < found["arrivals"]["upper"]


def _days(build: Build, closed: int, total: int = 40) -> Built:
    """Forty tickets over ten days, of which the first `closed` are closed an hour after they came."""
    events = []
    for number in range(total):
        came = DAY - timedelta(days=10) + timedelta(hours=6 * number)
        events.append(case_event(f"T{number}", came, "new"))
        if number < closed:
            events.append(case_event(f"T{number}", came + timedelta(hours=1), "resolved"))
    return build(events=events, now=DAY)


def test_a_backlog_grows_only_where_the_interval_of_the_net_excludes_zero(build: Build) -> None:
    growing, steady = flow(_days(build, 10))[None], flow(_days(build, 36))[None]

    assert (growing["net"]["numerator"], growing["stable"]["metric_value"]) == (30, 0.0)
    assert growing["net"]["lower"] > 0
    assert (steady["net"]["numerator"], steady["stable"]["metric_value"]) == (4, 1.0)
    assert steady["net"]["lower"] < 0 < steady["net"]["upper"]


def test_littles_law_holds_exactly_over_everything_and_shows_what_came_earlier(build: Build) -> None:
    built = _days(build, 40)
    whole = flow(built)[None]
    # One hour in six is spent by one open case.
    assert whole["little_open"]["metric_value"] == pytest.approx(1 / 6)
    assert whole["little_deviation"]["metric_value"] == pytest.approx(0.0, abs=1e-12)

    old = build(
        events=[
            case_event("OLD", "-9 00:00", "new"),
            case_event("T", "-1 00:00", "new"),
            case_event("T", "-1 12:00", "resolved"),
        ],
        now="00:00",
    )
    day = Filters(since=date(2026, 11, 17), until=date(2026, 11, 18))
    found = flow(old, filters=day)[None]
    # A day and a half of open time, of which half a day is that of cases that came on this day.
    assert found["little_open"]["metric_value"] == pytest.approx(1.5)
    assert found["little_expected"]["metric_value"] == pytest.approx(0.5)
    assert found["little_deviation"]["metric_value"] == pytest.approx(2.0)


def test_a_move_enters_one_department_and_leaves_the_other(build: Build) -> None:
    built = build(
        events=[
            case_event("T", "09:00", "new"),
            case_event("T", "10:00", "open", group_name="Marketing"),
        ]
    )
    found = flow(built, ("department_id",))

    assert (found["service"]["entered"]["numerator"], found["service"]["left"]["numerator"]) == (1, 1)
    assert (found["marketing"]["entered"]["numerator"], found["marketing"]["closes"]["numerator"]) == (1, 0)


def test_without_any_flow_nothing_is_called_stable(build: Build) -> None:
    built = build(events=[case_event("T", "-1 09:00", "new")], now="18:00")

    found = flow(built, ("department_id",), Filters(since=date(2026, 11, 18), until=date(2026, 11, 19)))
    assert found["service"]["stable"]["metric_value"] is None
    assert found["service"]["net"]["numerator"] == 0
