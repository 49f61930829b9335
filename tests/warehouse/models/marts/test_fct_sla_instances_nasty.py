"""SLA instances on many nasty logs, against the slow and obvious version of definition 9."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse import slow_sla
from tests.warehouse.conftest import COMPANY, DAY, Build, case_event, inbound, reply

TARGETS = """
[[targets]]
id = "next_2h"
name = "2 Std."
metric = "next_response"
channel = ["mail"]
within = "2 h"
goal = 0.8
pause = ["waiting_approval", "waiting_customer"]
[[targets]]
id = "first_wall"
name = "30 Std."
metric = "first_response"
within = "30 h"
clock = "calendar"
goal = 0.8
also = true
[[targets]]
id = "solved_until_friday"
name = "4 Std."
metric = "resolution"
within = "4 h"
until = 2026-11-20
goal = 0.8
[[targets]]
id = "solved_since_friday"
name = "7 Std."
metric = "resolution"
within = "7 h"
from = 2026-11-20
goal = 0.8
pause = ["waiting_customer", "waiting_third_party", "waiting_approval"]
[[targets]]
id = "solved_next_day"
name = "Nächster Werktag"
metric = "resolution"
due = "end_of_next_business_day"
goal = 0.8
also = true
[[targets]]
id = "approved_5h"
name = "5 Std."
metric = "approval"
within = "5 h"
department = ["service"]
goal = 0.8
"""
CHANGED_HOURS = 'calendars = [{ name = "office", until = 2026-11-23 }, { name = "late" }]'
LATE = """
[calendars.late]
zone = "Europe/Berlin"
monday = ["10:00-20:00"]
tuesday = ["10:00-20:00"]
thursday = ["10:00-14:00", "14:30-22:00"]
saturday = ["10:00-14:00"]
"""
OF_MANY_TARGETS = COMPANY.replace('calendar = "office"', CHANGED_HOURS, 1).replace(
    "[[assign]]", LATE + TARGETS + "[[assign]]", 1
)

COLUMNS = (
    "sla_id", "started_at", "state", "state_reason", "due_at", "calendar_state", "paused_seconds", "consumed_seconds",
    "is_paused", "is_at_risk",
)  # fmt: skip

# Opening, lunch, closing, night, weekend and the change of hours, each also a second later.
INSTANTS = [
    DAY + timedelta(days=days, hours=hours - 1) + timedelta(seconds=seconds)
    for days, hours in [
        (0, 8), (0, 9), (0, 12), (0, 12.5), (0, 13), (0, 15), (0, 18), (0, 22), (1, 8), (1, 17), (2, 10), (2, 18),
        (3, 11), (4, 9), (5, 9), (5, 11), (5, 20), (6, 12), (7, 15), (8, 14.25), (9, 10), (10, 12), (16, 9),
    ]
    for seconds in (0, 1)
]  # fmt: skip
NOWS = [DAY + timedelta(days=days, hours=hours) for days, hours in [(1, 10), (5, 10.5), (8, 13), (18, 12)]]
STATES = [
    "open", "open", "waiting_customer", "waiting_third_party", "waiting_approval", "resolved", "closed", "merged",
    "deleted",
]  # fmt: skip


@st.composite
def logs(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A ticket with up to nine changes of state and department and up to six mails, and a private chat."""
    events = []
    for order, moment in enumerate(sorted(draw(st.lists(st.sampled_from(INSTANTS), min_size=1, max_size=9)))):
        group = draw(st.sampled_from(["Service", "Service", "Marketing", "Legal", None]))
        state = draw(st.sampled_from(STATES))
        events.append(
            case_event("T", moment, state, event_order=order, group_name=group, event_id=f"T/{order}")
        )
    messages = []
    for number, moment in enumerate(draw(st.lists(st.sampled_from(INSTANTS), max_size=6))):
        in_ticket = draw(st.booleans())
        place = (
            {"conversation_id": "T", "case_id": "T", "channel": "mail"}
            if in_ticket
            else {"conversation_id": "c", "channel": "direct_message"}
        )
        kind = draw(st.sampled_from([inbound, reply]))
        taken_back = draw(st.sampled_from([None, None, None, moment + timedelta(hours=30)]))
        messages.append(
            kind(
                f"m{number}",
                moment,
                visibility="private",
                customer_id="anna",
                deleted_at=taken_back if kind is inbound else None,
                **place,
            )
        )
    return messages, events


def apart(log: tuple[list[dict[str, Any]], list[dict[str, Any]]], world: int) -> tuple[list[Any], list[Any]]:
    """The same log with ids of its own, so that many can be built at once."""
    names = ("message_id", "conversation_id", "case_id", "event_id")

    def renamed(row: dict[str, Any]) -> dict[str, Any]:
        return {name: f"{world}/{value}" if name in names and value else value for name, value in row.items()}

    return [renamed(row) for row in log[0]], [renamed(row) for row in log[1]]


@pytest.mark.thorough
@pytest.mark.definition(9)
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(logs(), min_size=20, max_size=40), st.sampled_from(NOWS))
def test_instances_equal_the_slow_version_on_nasty_logs(build: Build, many: Any, now: Any) -> None:
    compare(build, many, now)


def compare(build: Build, many: Any, now: Any) -> None:
    """Logs side by side in one warehouse, each instance against the slow one."""
    worlds = [apart(log, world) for world, log in enumerate(many)]
    built = build(
        [row for log in worlds for row in log[0]],
        [row for log in worlds for row in log[1]],
        now=now,
        company=OF_MANY_TARGETS,
    )

    found = built.rows("marts.fct_sla_instances", *COLUMNS, order="sla_id")
    marts = (built.rows(f"marts.{name}") for name in ("fct_waits", "fct_case_states", "fct_approvals"))
    expected = slow_sla.instances(built.workspace.company, *marts, now)
    assert found == [{name: row[name] for name in COLUMNS} for row in expected]
