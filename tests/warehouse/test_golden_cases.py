"""Golden cases, each by its name, from the messages to the verdict: worked by hand, to read beside docs/definitions.md.

The office is open Monday to Friday 8 to 12 and 13 to 18 in Berlin; what is written in private is Service's and is to be
answered within four open hours.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.warehouse.conftest import COMPANY, Build, Built, at, case_event, inbound, reply

FOUR_HOURS = COMPANY.replace('within = "15 min"', 'within = "4 h"')
WORKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
NIGHTS = FOUR_HOURS.replace('calendar = "office"', 'calendar = "night"', 1) + (
    '[calendars.night]\nzone = "Europe/Berlin"\n'
    + "".join(f'{day} = ["22:00-06:00"]\n' for day in (*WORKDAYS, "saturday", "sunday"))
)
SOLVED = """
[[targets]]
id = "solved"
name = "Gelöst binnen 4 Std."
metric = "resolution"
within = "4 h"
goal = 0.8
pause = ["waiting_customer"]
"""
HALF_DAY = '[[calendars.office.closures]]\nday = 2026-12-24\nhours = ["08:00-12:00"]\nname = "Heiligabend"\n'
OFFICE = FOUR_HOURS.replace("[[assign]]", SOLVED + "[[assign]]", 1) + HALF_DAY
DM: dict[str, Any] = {"channel": "direct_message", "visibility": "private", "customer_id": "anna"}
TICKET: dict[str, Any] = {**DM, "case_id": "T", "conversation_id": "T"}


def berlin(text: str) -> datetime:
    """A local time; a fold is said by its offset."""
    given = datetime.fromisoformat(text)
    return given if given.tzinfo else given.replace(tzinfo=ZoneInfo("Europe/Berlin"))


def wait(built: Built, *columns: str) -> tuple[Any, ...]:
    """The only wait."""
    [row] = built.rows("marts.fct_waits", *columns)
    return tuple(row.values())


def solved(built: Built, *columns: str) -> list[tuple[Any, ...]]:
    """Instances of the target on resolution."""
    sql = f"select {', '.join(columns)} from marts.fct_sla_instances where target_id = 'solved' order by started_at"
    return [tuple(row.values()) for row in built.query(sql)]


@pytest.mark.definition(4, 9)
@pytest.mark.demand(4)
@pytest.mark.parametrize(
    ("asked", "answered", "due", "hours"),
    [
        # 02:00 becomes 03:00: from half past midnight to half past four are three hours.
        ("2026-03-29T00:30", "2026-03-29T04:30", "2026-03-29T05:30", 3.0),
        # 03:00 becomes 02:00: five hours, and four of them are over at half past three.
        ("2026-10-25T00:30", "2026-10-25T04:30", "2026-10-25T03:30", 5.0),
    ],
    ids=["forward", "back"],
)
def test_daylight_saving_both_ways(build: Build, asked: str, answered: str, due: str, hours: float) -> None:
    rows = [inbound("m", berlin(asked), **DM), reply("r", berlin(answered), **DM)]
    built = build(rows, now=berlin(answered), company=NIGHTS)

    seen = wait(built, "wait_seconds", "business_seconds", "due_at", "sla_state")
    assert seen == (hours * 3600, hours * 3600, berlin(due), "met" if hours <= 4 else "breached")


@pytest.mark.definition(4, 9)
@pytest.mark.demand(2)
def test_half_day(build: Build) -> None:
    rows = [inbound("m", berlin("2026-12-24T11:00"), **DM), reply("r", berlin("2026-12-28T09:30"), **DM)]
    built = build(rows, now=berlin("2026-12-29T09:00"), company=OFFICE)

    # Thursday 11 to 12; Friday and Saturday are holidays; Monday from 8 on. Four hours are over at 11.
    assert wait(built, "business_seconds", "due_at", "sla_state") == (
        2.5 * 3600,
        berlin("2026-12-28T11:00"),
        "met",
    )


@pytest.mark.definition(4, 9)
@pytest.mark.demand(3)
def test_split_shift(build: Build) -> None:
    built = build([inbound("m", "10:30", **DM), reply("r", "13:10", **DM)], company=OFFICE)

    assert wait(built, "business_seconds", "wait_seconds", "due_at") == (
        100 * 60.0,
        160 * 60.0,
        at("15:30"),
    )


@pytest.mark.definition(4, 9)
@pytest.mark.demand(3)
def test_midnight_shift(build: Build) -> None:
    rows = [inbound("m", "21:00", **DM), reply("r", "+1 03:00", **DM)]
    built = build(rows, now="+1 04:00", company=NIGHTS)

    # Open from 22:00 on: five hours until 03:00, four are over at 02:00 of the next day.
    assert wait(built, "business_seconds", "due_at", "sla_state") == (5 * 3600.0, at("+1 02:00"), "breached")


@pytest.mark.definition(4, 9)
@pytest.mark.demand(1)
def test_calendar_change_during_a_case(build: Build) -> None:
    changed = FOUR_HOURS.replace(
        'calendar = "office"', 'calendars = [{ name = "office", until = 2026-11-19 }, { name = "late" }]', 1
    )
    late = (
        '[calendars.late]\nzone = "Europe/Berlin"\nwednesday = ["12:00-20:00"]\nthursday = ["12:00-20:00"]\n'
    )
    rows = [inbound("m", "17:00", **DM), reply("r", "+1 14:00", **DM)]
    built = build(rows, now="+1 18:00", company=changed + late)

    # Wednesday 17 to 18 by the office's hours, Thursday from 12 on by the late ones.
    assert wait(built, "business_seconds", "due_at", "sla_state") == (3 * 3600.0, at("+1 15:00"), "met")


@pytest.mark.definition(9)
@pytest.mark.demand(15)
def test_target_change_during_a_case(build: Build) -> None:
    stricter = SOLVED.replace("within", "until = 2026-11-19\nwithin") + SOLVED.replace(
        '"solved"', '"strict"'
    ).replace('"4 h"', '"1 h"').replace("within", "from = 2026-11-19\nwithin")
    company = COMPANY.replace("[[assign]]", stricter + "[[assign]]", 1)
    built = build(
        events=[case_event("T", "17:00", "open"), case_event("T", "+1 10:00", "resolved")],
        now="+1 18:00",
        company=company,
    )

    # Three hours used up, two of them under the target of the next day: that of the opening holds to the end.
    assert built.rows("marts.fct_sla_instances", "target_id", "consumed_seconds", "state") == [
        {"target_id": "solved", "consumed_seconds": 3 * 3600.0, "state": "met"}
    ]


@pytest.mark.definition(8, 9)
def test_pause_and_resume(build: Build) -> None:
    events = [
        case_event("T", "09:00", "open"),
        case_event("T", "10:00", "waiting_customer"),
        case_event("T", "15:00", "open"),
        case_event("T", "17:30", "resolved"),
    ]
    built = build(events=events, company=OFFICE)

    # One hour used up, five around the clock and four open ones stood still; three more are over at 18:00.
    assert solved(built, "paused_seconds", "consumed_seconds", "due_at", "state") == [
        (5 * 3600.0, 3.5 * 3600, at("18:00"), "met")
    ]


@pytest.mark.definition(1, 7, 9)
@pytest.mark.demand(5)
@pytest.mark.parametrize(
    ("again", "ordinals", "stayed", "states"),
    [("15:00", [1, 2], False, ["breached"]), ("+8 12:00", [1, 1], True, ["met", "met"])],
    ids=["after 3 hours", "after 8 days"],
)
def test_reopen(build: Build, again: str, ordinals: list[int], stayed: bool, states: list[str]) -> None:
    day = again.removesuffix("15:00").removesuffix("12:00")
    hour = 15 if again == "15:00" else 12
    built = build(
        [
            inbound("m1", "09:00", **TICKET),
            reply("r1", "09:10", **TICKET),
            inbound("m2", again, **TICKET),
            reply("r2", f"{day}{hour}:20", **TICKET),
        ],
        [
            case_event("T", "09:00", "open"),
            case_event("T", "12:00", "resolved"),
            case_event("T", again, "open"),
            case_event("T", f"{day}{hour + 2}:00", "resolved"),
        ],
        now="+20 09:00",
        company=OFFICE,
    )

    waits = built.rows("marts.fct_waits", "ordinal", "wait_seconds", order="opened_at")
    assert [(row["ordinal"], row["wait_seconds"]) for row in waits] == [
        (ordinals[0], 600.0),
        (ordinals[1], 1200.0),
    ]
    assert built.rows("marts.fct_resolutions", "stayed_resolved", order="ordinal")[0] == {
        "stayed_resolved": stayed
    }
    # Three hours used up before; two more are too many for the same matter, and few for a new one.
    assert [state for (state,) in solved(built, "state")] == states


@pytest.mark.definition(3, 9, 10)
@pytest.mark.demand(8)
def test_merge(build: Build) -> None:
    built = build(
        [inbound("m", "09:00", **TICKET)],
        [case_event("T", "09:00", "open"), case_event("T", "10:00", "merged", merged_into_case_id="U")],
        company=OFFICE,
    )

    assert wait(built, "outcome", "wait_seconds") == ("merged", None)
    assert solved(built, "state") == [("cancelled",)]
    flows = [row["kind"] for row in built.rows("marts.fct_flows", "kind", order="occurred_at, kind")]
    assert flows == ["arrival", "opened", "merged"]


@pytest.mark.definition(2, 4)
@pytest.mark.demand(7)
def test_agent_started(build: Build) -> None:
    built = build(
        [
            reply("r0", "08:00", **TICKET),
            inbound("m1", "10:00", **TICKET),
            reply("r1", "10:20", **TICKET),
        ],
        [case_event("T", "08:00", "open")],
    )

    assert wait(built, "ordinal", "wait_seconds") == (1, 1200.0)


@pytest.mark.definition(3, 7)
@pytest.mark.demand(6)
def test_bot_first(build: Build) -> None:
    bot = {**TICKET, "is_human": False, "author_kind": "bot", "author_id": "bot", "agent_id": None}
    built = build(
        [inbound("m", "09:00", **TICKET), reply("b", "09:20", **bot), reply("r", "09:45", **TICKET)],
        [case_event("T", "09:00", "open")],
    )

    assert wait(built, "wait_seconds", "answer_message_id") == (45 * 60.0, "r")
    assert built.rows("marts.fct_cases", "bot_seconds", "touch_class") == [
        {"bot_seconds": 20 * 60.0, "touch_class": "1"}
    ]


@pytest.mark.definition(3)
@pytest.mark.demand(16)
def test_native_reply(build: Build) -> None:
    # Written on the platform as the page: nobody is named, and no tool of ours knows of it.
    built = build(
        [
            inbound("m", "09:00"),
            reply("r", "09:10", author_id="page", agent_id=None, in_reply_to_id="m"),
        ]
    )

    assert wait(built, "outcome", "wait_seconds", "agent_id") == ("answered", 600.0, None)


@pytest.mark.definition(3, 6)
def test_three_customer_messages_then_one_reply(build: Build) -> None:
    rows = [inbound(f"m{minute}", f"09:{minute}") for minute in ("00", "20", "50")]
    built = build([*rows, reply("r", "10:00")])

    assert wait(built, "wait_id", "burst_count", "wait_seconds") == ("m00", 3, 3600.0)


@pytest.mark.definition(4, 9)
@pytest.mark.demand(1)
def test_no_calendar(build: Build) -> None:
    rows = [
        inbound("m", "09:00", **{**DM, "group_name": "Legal"}),
        reply("r", "10:00", **{**DM, "group_name": "Legal"}),
    ]
    built = build(rows, company=OFFICE)

    assert wait(built, "wait_seconds", "business_seconds", "business_seconds_reason") == (
        3600.0,
        None,
        "no_calendar",
    )
    first = "select state, state_reason, calendar_state from marts.fct_sla_instances where metric = 'first_response'"
    assert built.query(first) == [{"state": "none", "state_reason": "no_calendar", "calendar_state": "met"}]
