"""What came in by the hour, and the work it made."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import Build, inbound
from tests.warehouse.metrics.staffed import talk

pytestmark = pytest.mark.conflict(10)


def test_an_hour_counts_who_came_who_was_answered_in_time_and_who_still_waits(build: Build) -> None:
    built = build(
        [*talk("a", "09:05", "09:10"), *talk("b", "09:20", "10:30"), *talk("c", "10:40", None)],
        now="12:00",
    )
    rows = built.query(
        "select hour_of_day, target_id, is_live, sum(arrival_count) as came, sum(met_count) as met,"
        " sum(due_count) as due, sum(open_count) as waiting, sum(work_us) > 0 as worked"
        " from marts.fct_demand_hours where department_id = 'service' group by all order by 1"
    )

    assert [tuple(row.values()) for row in rows] == [
        (9, "private", True, 2, 1, 2, 0, True),
        (10, "private", True, 1, 0, 1, 1, True),
    ]


def test_a_comment_may_wait_and_a_chat_without_a_target_is_live(build: Build) -> None:
    built = build(
        [
            inbound("m", "09:00"),
            inbound(
                "n", "09:30", conversation_id="u", channel="chat", visibility="private", author_id="bert"
            ),
        ]
    )
    rows = built.query("select target_id, is_live from marts.fct_demand_hours order by 2")

    assert [tuple(row.values()) for row in rows] == [("public", False), (None, True)]


def test_an_old_wait_that_nobody_answers_no_longer_queues(build: Build) -> None:
    built = build([inbound("m", "09:00")], now="+8 12:00")

    assert built.query("select sum(open_count) as waiting from marts.fct_demand_hours") == [{"waiting": 0}]
