"""What is true of calls: taken, or given up by the caller, who then waits no more."""

from datetime import UTC, datetime

from simulator.company import BY_ID
from simulator.records import Call, Person, World
from simulator.truth import Truth, tell

START = 1_772_438_400  # 2026-03-02T08:00:00Z
ANNA = Person("Anna Koch", "annakoch1", "de", "anna@mail.example", "11", 21, phone="+49 151")
AGENT = BY_ID["service"].people[0]


def told(*calls: Call, seconds: int = 3600) -> Truth:
    world = World(0, 1, START, START + 86400, [], [], [], [], [], list(calls))
    return tell(world, datetime.fromtimestamp(START + seconds, UTC))


def call(**more: int) -> Call:
    agent = AGENT if "taken_at" in more else None
    return Call(1, START, ANNA, "billing", "…", "complaint", agent, **more)


def test_a_call_that_is_taken_is_answered_then():
    (wait,) = told(call(taken_at=START + 40, ended_at=START + 300)).waits

    assert (wait["wait_id"], wait["channel"], wait["outcome"], wait["wait_seconds"]) == (
        "phone:A000001-1", "phone", "answered", 40,
    )  # fmt: skip


def test_who_hangs_up_takes_the_call_back_and_nothing_is_solved():
    truth = told(call(gave_up_at=START + 90))

    assert [(w["outcome"], w["wait_seconds"]) for w in truth.waits] == [("withdrawn", None)]
    assert [state["state"] for state in truth.cases[0]["states"]] == ["open", "deleted"]
    assert {(row["metric"], row["state"]) for row in truth.sla_instances} == {
        ("first_response", "breached"),
        ("resolution", "cancelled"),
    }
    assert truth.reopens == []


def test_a_call_that_still_rings_is_open():
    truth = told(call(gave_up_at=START + 90), seconds=30)

    assert [w["outcome"] for w in truth.waits] == ["open"]
    assert truth.contact_hours == [{"hour_at": "2026-03-02T08:00:00Z", "channel": "phone", "contacts": 1}]
