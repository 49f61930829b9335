"""What each person wrote before a message on the same day."""

from __future__ import annotations

from tests.warehouse.conftest import Build, at, inbound, message, reply


def test_a_persons_message_follows_their_one_before_wherever_and_to_whomever_that_went(build: Build) -> None:
    built = build(
        [
            inbound("q1", "08:00", conversation_id="a"),
            reply("r1", "09:00", conversation_id="a"),
            inbound("q2", "08:30", conversation_id="b", author_id="bert", platform="instagram"),
            reply("r2", "09:10", conversation_id="b", platform="instagram"),
            reply("n1", "09:05", conversation_id="c", visibility="internal", channel="mail", case_id="c"),
            reply("r3", "09:05", conversation_id="a", agent_id="agent_2", author_id="agent_2"),
            reply("r4", "09:10", conversation_id="b", platform="instagram"),
        ]
    )

    paces = built.rows("steps.int_agent_pace", "message_id", "previous_at", order="message_id")
    assert [tuple(row.values()) for row in paces] == [
        ("n1", at("09:00")),
        ("r1", None),
        ("r2", at("09:05")),  # after a note that no customer saw
        ("r3", None),  # somebody else's day
        ("r4", at("09:10")),  # sent at the same instant: no time between them
    ]


def test_the_night_in_the_companys_zone_begins_anew(build: Build) -> None:
    # 23:50 and 00:10 in Berlin lie on one day in UTC; 00:10 and 22:00 don't.
    built = build(
        [reply("r1", "23:50"), reply("r2", "+1 00:10"), reply("r3", "+1 22:00"), reply("r4", "+1 23:30")],
        now="+2 09:00",
    )

    paces = built.rows("steps.int_agent_pace", "message_id", "previous_at", order="message_id")
    assert [tuple(row.values()) for row in paces] == [
        ("r1", None),
        ("r2", None),
        ("r3", at("+1 00:10")),
        ("r4", at("+1 22:00")),
    ]


def test_nobody_else_has_a_pace(build: Build) -> None:
    built = build(
        [
            inbound("customer", "09:00"),
            reply("unnamed", "09:10", agent_id=None, author_id="page"),
            message(
                "bot", "09:20", direction="outbound", author_kind="bot", is_human=False, agent_id="agent_1"
            ),
            reply("person", "09:30"),
        ]
    )

    assert built.rows("steps.int_agent_pace", "message_id", "previous_at") == [
        {"message_id": "person", "previous_at": None}
    ]
