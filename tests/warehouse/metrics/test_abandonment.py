"""Given up before an answer: a competing end, not a wait left out."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.conftest import Build, inbound, reply
from tests.warehouse.figures import figures

pytestmark = pytest.mark.definition(17)


def thread(number: int, answered: str | None = None, **given: Any) -> list[dict[str, Any]]:
    row = {"conversation_id": f"t{number}"}
    answer = [reply(f"r{number}", answered, **row)] if answered else []
    return [inbound(f"m{number}", "09:00", **row, **given), *answer]


def test_the_share_is_of_all_who_wrote_while_answers_compete(build: Build) -> None:
    rows = [*thread(1, "10:00"), *thread(2, "10:00"), *thread(3, deleted_at="11:00"), *thread(4)]
    found = figures(build(rows, now="+8 09:00"), "abandonment")

    assert found["value"]["metric_value"] == pytest.approx(0.25)
    assert (found["value"]["numerator"], found["value"]["sample_size"]) == (1, 4)
    assert found["one_day"]["metric_value"] == pytest.approx(0.25)


def test_what_is_deleted_after_the_answer_was_not_given_up(build: Build) -> None:
    found = figures(build(thread(1, "10:00", deleted_at="11:00"), now="+8 09:00"), "abandonment")["value"]

    assert (found["metric_value"], found["numerator"], round(found["upper"], 2)) == (0.0, 0, 0.79)


def test_nobody_watched_for_a_week_leaves_the_week_unknown(build: Build) -> None:
    rows = [*thread(1, deleted_at="11:00"), *thread(2)]
    found = figures(build(rows, now="+2 09:00"), "abandonment")

    assert (found["value"]["metric_value"], found["one_day"]["metric_value"]) == (None, 0.5)


def test_taken_back_before_it_was_written_is_a_wait_of_no_time_and_stops_no_figure(build: Build) -> None:
    built = build([*thread(1, deleted_at="08:00"), *thread(2, "10:00")], now="+8 09:00")

    assert figures(built, "abandonment")["value"]["metric_value"] == 0.5
    assert built.rows("marts.fct_waits", "outcome", "observed_seconds", order="wait_id") == [
        {"outcome": "withdrawn", "observed_seconds": 0.0},
        {"outcome": "answered", "observed_seconds": 3600.0},
    ]
    # It isn't passed over in silence.
    assert built.rows("marts.fct_flags", "flag", "message_id") == [
        {"flag": "negative_span", "message_id": "m1"}
    ]
