"""Hand-offs: who passed a case to whom, and when the receiver first did something."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse import slow_handoffs
from tests.warehouse.conftest import DAY, Build, Built, case_event, inbound, reply
from tests.warehouse.together import Own

pytestmark = pytest.mark.definition(13)

# No author here is known to belong to a department, so that each writes for the one that has the case at that instant.
COLUMNS = (
    "case_id", "kind", "ordinal", "handed_at", "ended_at", "picked_up_at", "outcome", "was_open", "is_dropped",
    "is_return", "observed_seconds",
)  # fmt: skip


def note(message_id: str, sent_at: Any, **given_: Any) -> dict[str, Any]:
    """An internal note in ticket T."""
    return reply(
        message_id, sent_at,
        **{"visibility": "internal", "case_id": "T", "conversation_id": "T", "customer_id": "anna", **given_},
    )  # fmt: skip


def asked(message_id: str = "m1", sent_at: Any = "09:00", case: str = "T") -> dict[str, Any]:
    """The message that opened a ticket."""
    return inbound(
        message_id, sent_at, case_id=case, conversation_id=case, customer_id="anna", visibility="private"
    )


def departments(built: Built | Own, *columns: str) -> list[tuple[Any, ...]]:
    rows = built.rows("marts.fct_handoffs", "kind", *columns, order="case_id, ordinal")
    return [tuple(row[name] for name in columns) for row in rows if row["kind"] == "department"]


@pytest.mark.log(
    [asked(), note("n1", "11:00")],
    [
        case_event("T", "09:00", "new", group_name=None),
        case_event("T", "09:10", "open"),
        case_event("T", "10:00", "open", group_name="Marketing"),
    ],
)
def test_the_first_owner_is_no_hand_off_and_the_second_is(built: Own) -> None:
    found = departments(
        built, "from_department_id", "to_department_id", "outcome", "wait_seconds", "is_dropped"
    )
    assert found == [("service", "marketing", "picked_up", 3600.0, False)]


def test_nobody_in_between_is_no_owner_and_coming_back_to_the_same_no_hand_off(build: Build) -> None:
    groups = ["Service", None, "Service", None, "Marketing"]
    built = build(
        [asked()],
        [
            case_event("T", f"{hour:02}:00", "open", group_name=group, visibility="public")
            for hour, group in enumerate(groups, start=9)
        ],
    )

    assert departments(built, "from_department_id", "to_department_id", "strftime(handed_at, '%H:%M')") == [
        ("service", "marketing", "12:00")
    ]
    spells = built.rows("marts.fct_unowned", "department_id", "observed_seconds", order="started_at")
    assert [tuple(row.values()) for row in spells] == [("service", 3600.0), ("marketing", 3600.0)]


@pytest.mark.log(
    [asked()],
    [
        case_event("T", "09:00", "open"),
        case_event("T", "10:00", "open", group_name="Marketing"),
        case_event("T", "11:00", "open", group_name="Legal"),
        case_event("T", "12:00", "open"),
    ],
)
def test_ping_pong_is_a_return_to_an_earlier_department(built: Own) -> None:
    found = departments(built, "to_department_id", "is_return", "outcome", "is_dropped")
    assert found == [
        ("marketing", False, "passed_on", True),
        ("legal", False, "passed_on", True),
        ("service", True, "waiting", None),
    ]


@pytest.mark.log(
    [asked()],
    [
        case_event("T", "09:00", "open"),
        case_event("T", "10:00", "open", group_name="Marketing"),
        case_event("T", "11:00", "resolved", group_name="Marketing"),
    ],
)
def test_a_case_that_is_closed_before_the_receiver_acts_was_dropped(built: Own) -> None:
    assert departments(built, "outcome", "is_dropped", "observed_seconds") == [("closed", True, 3600.0)]


def test_a_receiver_who_does_nothing_for_a_week_dropped_it_and_until_then_is_waited_for(build: Build) -> None:
    events = [case_event("T", "09:00", "open"), case_event("T", "10:00", "open", group_name="Marketing")]

    assert departments(build([asked()], events, now="+7 10:00"), "outcome", "is_dropped") == [
        ("waiting", None)
    ]
    assert departments(build([asked()], events, now="+7 10:00:01"), "outcome", "is_dropped") == [
        ("dropped", True)
    ]


@pytest.mark.log(
    [asked()],
    [
        case_event("T", "09:00", "open"),
        case_event("T", "10:00", "open", group_name="Marketing"),
        case_event("T", "11:00", "merged", group_name="Marketing"),
    ],
)
def test_merged_and_deleted_cases_were_not_dropped(built: Own) -> None:
    assert departments(built, "outcome", "is_dropped") == [("cancelled", None)]


@pytest.mark.log(
    [asked()],
    [
        case_event("T", "09:00", "open"),
        case_event("T", "10:00", "resolved"),
        case_event("T", "11:00", "resolved", group_name="Marketing"),
    ],
)
def test_moving_a_closed_case_hands_nothing_over(built: Own) -> None:
    assert departments(built, "was_open", "outcome", "is_dropped", "observed_seconds") == [
        (False, "after_close", None, 0.0)
    ]


@pytest.mark.log(
    events=[case_event("T", "09:00", "open"), case_event("T", "10:00", "open", group_name="Marketing")]
)
def test_without_messages_nobody_can_say_who_picked_up(built: Own) -> None:
    assert departments(built, "outcome", "outcome_reason", "is_dropped") == [(None, "no_messages", None)]


@pytest.mark.log(
    [asked(), note("n1", "13:30"), asked("m2", "09:00", "U")],
    [
        case_event("T", "09:00", "open", group_name="Legal"),
        case_event("T", "11:30", "open"),
        case_event("U", "09:00", "open"),
        case_event("U", "11:30", "open", group_name="Legal"),
    ],
)
def test_the_wait_runs_on_the_receivers_calendar(built: Own) -> None:
    # Service rests from 12 to 13; Legal has no calendar.
    found = departments(built, "observed_seconds", "observed_business_seconds", "business_seconds_reason")
    assert found == [(7200.0, 3600.0, None), (6.5 * 3600, None, "no_calendar")]


@pytest.mark.log(
    [asked(), note("n1", "10:20", agent_id="b", author_id="b")],
    [
        case_event("T", "09:00", "open", agent_id="a"),
        case_event("T", "10:00", "open", agent_id="b"),
        case_event("T", "11:00", "open", agent_id="c", group_name="Marketing"),
    ],
)
def test_persons_are_counted_apart_from_departments(built: Own) -> None:
    rows = built.rows(
        "marts.fct_handoffs", "kind", "from_agent_id", "to_agent_id", "outcome", order="kind, ordinal"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("agent", "a", "b", "picked_up"),
        ("agent", "b", "c", "waiting"),
        ("department", "b", "c", "waiting"),
    ]


def test_whoever_writes_a_note_while_handing_over_has_not_picked_it_up(build: Build) -> None:
    events = [case_event("T", "09:00", "open"), case_event("T", "10:00", "open", group_name="Marketing")]
    built = build([asked(), note("n1", "10:00"), note("n2", "10:30")], events)

    assert departments(built, "strftime(picked_up_at, '%H:%M')") == [("09:30",)]


@pytest.mark.demand(25)
@pytest.mark.log(
    [asked(), asked("m2", "09:00", "U"), note("n1", "+1 09:00", agent_id="a", author_id="a")],
    [
        case_event("T", "09:00", "open", agent_id="a"),
        case_event("T", "10:00", "open", agent_id="b"),
        case_event("U", "09:00", "open", agent_id="a"),
        case_event("U", "+7 18:00", "open", agent_id="b"),
    ],
    now="+8 09:00",
)
def test_what_is_stuck_with_a_person_who_does_nothing_is_told_after_a_week(built: Own) -> None:
    # Others may write in the case: b got it, and b has done nothing.
    rows = built.rows(
        "marts.fct_handoffs", "case_id", "to_agent_id", "outcome", "observed_seconds", order="case_id"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("T", "b", "dropped", 7 * 86400 + 23 * 3600.0),
        ("U", "b", "waiting", 15 * 3600.0),
    ]


HOURS = [DAY + timedelta(hours=hours) for hours in (1, 2, 3, 4, 5, 30, 100, 24 * 7, 24 * 7 + 3)]
NOW = DAY + timedelta(days=9)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """One ticket: up to eight events of three departments and three people, up to five messages."""
    events = [
        case_event(
            "T", moment,
            draw(st.sampled_from(["open", "open", "new", "waiting_approval", "resolved", "closed", "merged"])),
            group_name=draw(st.sampled_from(["Service", "Marketing", "Legal", None])),
            agent_id=draw(st.sampled_from(["a", "b", None])), event_order=index, visibility="public",
        )
        for index, moment in enumerate(draw(st.lists(st.sampled_from(HOURS), min_size=1, max_size=8)))
    ]  # fmt: skip
    messages = []
    for index, moment in enumerate(draw(st.lists(st.sampled_from(HOURS), max_size=5))):
        who = draw(st.sampled_from(["customer", "a", "b", "bot"]))
        if who == "customer":
            messages.append(asked(f"m{index}", moment))
        else:
            visibility = draw(st.sampled_from(["internal", "private"]))
            messages.append(
                note(
                    f"m{index}",
                    moment,
                    agent_id=who,
                    author_id=who,
                    is_human=who != "bot",
                    visibility=visibility,
                )
            )
    return messages, events


@pytest.mark.thorough
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(histories(), min_size=30, max_size=40))
def test_hand_offs_equal_the_slow_version_on_nasty_histories(build: Build, many: Any) -> None:
    messages, events = [], []
    for world, (said, happened) in enumerate(many):
        names = ("message_id", "conversation_id", "case_id", "event_id")
        for rows, target in ((said, messages), (happened, events)):
            target += [{k: f"{world}/{v}" if k in names and v else v for k, v in row.items()} for row in rows]
    built = build(messages, events, now=NOW)

    found = built.rows("marts.fct_handoffs", *COLUMNS, order="case_id, kind, ordinal")
    states, said = built.rows("marts.fct_case_states"), built.rows("marts.fct_messages")
    assert found == slow_handoffs.handoffs(states, said, NOW)
