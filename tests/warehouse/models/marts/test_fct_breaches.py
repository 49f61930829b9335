"""Why a target was missed: the first rule that holds."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.conftest import Build
from tests.warehouse.sla import SLA_COMPANY, case, instances

pytestmark = pytest.mark.definition(9)


def test_a_breach_has_the_first_cause_that_holds(build: Build) -> None:
    def log(name: str, *turns: tuple[str, str, str | None]) -> list[dict[str, Any]]:
        found = case(name, *((moment, state) for moment, state, _ in turns), visibility="public")
        return [event | {"group_name": group} for event, (_, _, group) in zip(found, turns, strict=True)]

    events = [
        *log("a", ("08:00", "open", "Service"), ("09:00", "open", None), ("09:15", "open", "Service")),
        *log("b", ("08:01", "open", "Service"), ("09:00", "waiting_approval", "Service"), ("10:00", "open", "Legal")),
        *log("c", ("08:02", "open", "Service"), ("10:00", "open", "Marketing")),
        *log("d", ("07:30", "open", "Service")),
        *log("e", ("08:03", "open", "Service"), ("17:59", "open", "Marketing")),
    ]  # fmt: skip
    built = build(events=events, now="18:00", company=SLA_COMPANY)

    assert sorted(instances(built, "case_id", "breach_cause", where="target_id = 'solved_4h'")) == [
        ("a", "no_owner"),
        ("b", "approval"),
        ("c", "handed_on"),
        ("d", "out_of_hours"),
        ("e", "slow_answer"),
    ]


def test_more_cases_open_than_usual_at_that_hour_is_volume(build: Build) -> None:
    weeks = [
        turn
        for week in range(9)
        for turn in case(f"old{week}", (f"{-7 * (week + 1)} 08:30", "open"), (f"{-7 * (week + 1)} 09:30", "resolved"))
    ]  # fmt: skip
    crowd = [turn for number in range(3) for turn in case(f"new{number}", ("08:30", "open"))]
    built = build(events=[*weeks, *crowd, *case("late", ("09:10", "open"))], now="18:00", company=SLA_COMPANY)

    causes = instances(
        built, "case_id", "breach_cause", where="target_id = 'solved_4h' and state = 'breached'"
    )
    assert ("late", "volume") in causes
    assert ("new0", "slow_answer") in causes
