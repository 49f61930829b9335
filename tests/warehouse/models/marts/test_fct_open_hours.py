"""Time that open cases spend with departments, hour by hour."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse.conftest import DAY, Build, Built, case_event

HOUR = timedelta(hours=1)
STATES = ("new", "open", "waiting_customer", "waiting_approval", "resolved", "closed")
INSTANTS = [DAY + timedelta(minutes=minutes) for minutes in (0, 30, 60, 61, 119, 120, 200, 1439, 1500, 3000)]


def by_the_hour(built: Built) -> dict[tuple[datetime, str | None], tuple[int, int]]:
    rows = built.query(
        "select hour_at, department_id, sum(open_us)::bigint as open_us, sum(work_us)::bigint as work_us "
        "from marts.fct_open_hours group by all order by all"
    )
    return {(row["hour_at"], row["department_id"]): (row["open_us"], row["work_us"]) for row in rows}


def slow(states: list[dict[str, Any]], now: datetime) -> dict[tuple[datetime, str | None], tuple[int, int]]:
    """Every hour of every interval, one by one."""
    found: dict[tuple[datetime, str | None], list[int]] = {}
    for state in states:
        if state["state"] in ("resolved", "closed"):
            continue
        hour = state["started_at"].replace(minute=0, second=0, microsecond=0)
        end = state["ended_at"] or now
        while hour < end:
            lasted = min(end, hour + HOUR) - max(state["started_at"], hour)
            sums = found.setdefault((hour, state["department_id"]), [0, 0])
            sums[0] += lasted // timedelta(microseconds=1)
            sums[1] += (lasted // timedelta(microseconds=1)) * (state["state"] in ("new", "open"))
            hour += HOUR
    return {key: (both[0], both[1]) for key, both in found.items() if both[0]}


@pytest.mark.definition(11)
def test_an_hour_holds_what_was_open_in_it_and_the_running_hour_ends_now(build: Build) -> None:
    built = build(
        events=[case_event("T", "09:30", "new"), case_event("T", "10:15", "waiting_customer")], now="11:06"
    )

    minutes = [(o // 60_000_000, w // 60_000_000) for o, w in by_the_hour(built).values()]
    assert minutes == [(30, 30), (60, 15), (6, 0)]


@pytest.mark.thorough
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(
            st.integers(0, 15), st.sampled_from(INSTANTS), st.sampled_from(STATES),
            st.sampled_from(["Service", "Marketing"]),
        ),
        min_size=20,
        max_size=60,
    )
)  # fmt: skip
def test_hours_equal_the_slow_version(build: Build, many: list[tuple[Any, ...]]) -> None:
    events = [
        case_event(f"T{case}", moment, state, group_name=group, event_order=index, event_id=f"{index}")
        for index, (case, moment, state, group) in enumerate(many)
    ]
    now = DAY + timedelta(hours=51, minutes=17)
    built = build(events=events, now=now)

    assert by_the_hour(built) == slow(built.rows("marts.fct_case_states"), now)
