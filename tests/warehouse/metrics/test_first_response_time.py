"""First response: open waits are censored, and the answered-only figure stands beside it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.conftest import Build, case_event, inbound, reply
from warehouse.catalog import Filters

pytestmark = pytest.mark.definition(4, 5)


def figures(built: Any, clock: str, **asked: Any) -> dict[str, Any]:
    built.make("marts.fct_waits")
    frame = built.workspace.catalog.evaluate(
        built.workspace.connection, "first_response_time", Filters(include={"clock": (clock,)}), **asked
    )
    return {row["statistic"]: row for row in frame.to_dicts()}


def thread(number: int, opened: str, answered: str | None) -> list[dict[str, Any]]:
    row = {"conversation_id": f"t{number}"}
    answer = [reply(f"r{number}", answered, **row)] if answered else []
    return [inbound(f"m{number}", opened, **row), *answer]


def test_who_still_waits_is_counted_as_waiting_so_far(build: Build) -> None:
    # Answered after 10 and 30 minutes; two have waited for 8 hours.
    rows = [
        *thread(1, "09:00", "09:10"),
        *thread(2, "09:00", "09:30"),
        *thread(3, "09:00", None),
        *thread(4, "09:00", None),
    ]
    found = figures(build(rows, now="17:00"), "calendar")

    assert found["p50"]["metric_value"] == 1800.0
    assert found["p90"]["metric_value"] is None
    assert found["answered_only_p50"]["metric_value"] == 1200.0
    assert (found["p50"]["sample_size"], found["answered_only_p50"]["sample_size"]) == (4, 2)


def test_only_the_first_wait_of_an_episode_counts(build: Build) -> None:
    rows = [inbound("m1", "09:00"), reply("r1", "09:10"), inbound("m2", "09:20"), reply("r2", "11:20")]

    assert figures(build(rows), "calendar")["p50"]["sample_size"] == 1


def test_a_department_without_a_calendar_has_no_business_figure(build: Build) -> None:
    row = {
        "case_id": "T",
        "conversation_id": "T",
        "visibility": "private",
        "customer_id": "anna",
        "channel": "mail",
    }
    rows = [inbound("m1", "09:00", **row), reply("r1", "10:00", **row)]
    built = build(rows, [case_event("T", "09:00", "new", group_name="Legal")])

    assert figures(built, "business") == {} or figures(built, "business")["p50"]["sample_size"] == 0
    assert figures(built, "calendar")["p50"]["metric_value"] == 3600.0


def test_closed_without_a_reply_is_never_answered(build: Build) -> None:
    row = {
        "case_id": "T",
        "conversation_id": "T",
        "visibility": "private",
        "customer_id": "anna",
        "channel": "mail",
    }
    rows = [inbound("m1", "09:00", **row), *thread(1, "09:00", "10:00")]
    events = [case_event("T", "09:00", "new"), case_event("T", "10:00", "closed")]
    found = figures(build(rows, events, now="+8 12:00"), "calendar")

    assert found["unanswered_7d"]["metric_value"] == 0.5


def test_a_share_after_seven_days_is_unknown_before_seven_days(build: Build) -> None:
    found = figures(build(thread(1, "09:00", None), now="12:00"), "calendar")

    assert found["unanswered_7d"]["metric_value"] is None


def test_where_everybody_was_answered_the_share_is_none_and_its_interval_is_not(build: Build) -> None:
    rows = [row for number in range(25) for row in thread(number, "09:00", "10:00")]
    found = figures(build(rows, now="+8 12:00"), "calendar")["unanswered_7d"]

    assert (found["metric_value"], found["lower"]) == (0.0, 0.0)
    assert round(found["upper"], 4) == 0.1332  # Wilson 1927: 0 of 25
