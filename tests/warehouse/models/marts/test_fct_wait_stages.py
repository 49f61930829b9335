"""Where waits spend their time: with whom, and in which stage."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse import slow_stages
from tests.warehouse.conftest import DAY, Build, Built, case_event, inbound, reply

pytestmark = pytest.mark.definition(6, 13)
TICKET = {"case_id": "T", "conversation_id": "T", "customer_id": "anna", "visibility": "private"}


def stages(built: Built) -> list[tuple[Any, ...]]:
    rows = built.rows(
        "marts.fct_wait_stages", "department_id", "stage", "from_department_id", "observed_seconds / 60",
        "observed_business_seconds / 60", "is_running", order="stage, department_id",
    )  # fmt: skip
    return [tuple(row.values()) for row in rows]


def test_a_wait_is_split_over_owners_and_stages(build: Build) -> None:
    built = build(
        [
            inbound("m1", "09:00", **TICKET),
            reply("n1", "10:30", **{**TICKET, "visibility": "internal"}),
            reply("r1", "13:30", **TICKET),
        ],
        [
            case_event("T", "09:00", "new"),
            case_event("T", "09:40", "open", group_name="Marketing"),
            case_event("T", "11:00", "waiting_approval", group_name="Marketing"),
            case_event("T", "11:30", "open", group_name="Marketing"),
        ],
    )

    # Marketing picks it up with its note at 10:30; from 12 to 13 it rests.
    assert stages(built) == [
        ("marketing", "approval", None, 30.0, 30.0, False),
        ("marketing", "handoff", "service", 50.0, 50.0, False),
        ("service", "queue", None, 40.0, 40.0, False),
        ("marketing", "work", None, 150.0, 90.0, False),
    ]  # fmt: skip


def test_what_still_waits_counts_until_now_and_nobody_has_no_business_time(build: Build) -> None:
    built = build(
        [inbound("m1", "09:00", **{**TICKET, "visibility": "public"})],
        [case_event("T", "09:00", "new", group_name=None, visibility="public")],
        now="10:00",
    )

    assert stages(built) == [(None, "queue", None, 60.0, None, True)]


def test_a_conversation_without_a_ticket_waits_with_whom_the_rules_say(build: Build) -> None:
    built = build([inbound("m1", "09:00"), reply("r1", "09:30")])

    assert stages(built) == [("marketing", "queue", None, 30.0, 30.0, False)]


MINUTES = [DAY + timedelta(minutes=minutes) for minutes in (600, 601, 610, 615, 630, 631, 640, 660, 700)]
NOW = DAY + timedelta(minutes=720)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A ticket with up to six events and a few messages, notes and replies."""
    moments = st.sampled_from(MINUTES)
    events = [case_event("T", draw(st.sampled_from(MINUTES[:3])), "new", event_id="first")]
    for index, moment in enumerate(draw(st.lists(moments, max_size=6))):
        events.append(
            case_event(
                "T", moment,
                draw(st.sampled_from(["open", "waiting_approval", "waiting_third_party", "resolved", "merged"])),
                group_name=draw(st.sampled_from(["Service", "Marketing", "Legal"])), event_order=index + 1,
            )
        )  # fmt: skip
    messages = []
    for index, moment in enumerate(draw(st.lists(moments, min_size=1, max_size=6))):
        kind = draw(st.sampled_from(["asks", "asks", "notes", "answers"]))
        if kind == "asks":
            messages.append(inbound(f"m{index}", moment, **TICKET))
        else:
            visibility = "internal" if kind == "notes" else "private"
            messages.append(reply(f"m{index}", moment, **{**TICKET, "visibility": visibility}))
    return messages, events


@pytest.mark.thorough
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(histories(), min_size=25, max_size=30))
def test_stages_equal_the_slow_version_and_add_up_to_the_wait(build: Build, many: Any) -> None:
    messages: list[dict[str, Any]] = []
    events: list[dict[str, Any]] = []
    names = ("message_id", "conversation_id", "case_id", "event_id")
    for world, (said, happened) in enumerate(many):
        for rows, target in ((said, messages), (happened, events)):
            target += [{k: f"{world}/{v}" if k in names and v else v for k, v in row.items()} for row in rows]
    built = build(messages, events, now=NOW)

    rows = built.rows("marts.fct_wait_stages")
    found = {
        (row["wait_id"], row["department_id"], row["stage"], row["from_department_id"]): row[
            "observed_seconds"
        ]
        / 60
        for row in rows
    }
    waits, states = built.rows("marts.fct_waits"), built.rows("marts.fct_case_states")
    handoffs = built.query("select * from marts.fct_handoffs where kind = 'department'")
    said = built.rows("marts.fct_messages")
    assert {key: value for key, value in found.items() if value} == dict(
        slow_stages.minutes(waits, states, handoffs, said, NOW)
    )
    sums = built.query(
        """
        select waits.wait_id, sum(stages.observed_seconds) as found, any_value(waits.observed_seconds) as expected
        from marts.fct_waits as waits left join marts.fct_wait_stages as stages using (wait_id, customer_id)
        group by waits.wait_id
        """
    )
    assert [row for row in sums if row["found"] != row["expected"]] == []
