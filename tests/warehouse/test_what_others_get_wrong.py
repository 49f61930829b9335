"""What other tools get wrong about waits, each by name: their figure in the comment, ours in the assertion.

The disagreements are those that the tools' own documentation and issue trackers describe (docs/definitions.md).
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.conftest import COMPANY, Build, Built, case_event, inbound, reply
from tests.warehouse.figures import figures, value
from tests.warehouse.together import Own

TICKET: dict[str, Any] = {
    "case_id": "T",
    "conversation_id": "T",
    "channel": "mail",
    "visibility": "private",
    "customer_id": "anna",
}


def ticket(message_id: str, sent_at: str, **given: Any) -> dict[str, Any]:
    return inbound(message_id, sent_at, **(TICKET | given))


def ticket_reply(message_id: str, sent_at: str, **given: Any) -> dict[str, Any]:
    return reply(message_id, sent_at, **(TICKET | given))


def waits(built: Built | Own, *columns: str) -> list[tuple[Any, ...]]:
    rows = built.rows("marts.fct_waits", *columns, order="opened_at, wait_id")
    return [tuple(row.values()) for row in rows]


@pytest.mark.definition(2, 4)
@pytest.mark.demand(7)
def test_a_ticket_that_the_company_began_has_no_reply_zero(build: Build) -> None:
    built = build(
        [ticket_reply("r0", "08:00"), ticket("m1", "10:00"), ticket_reply("r1", "10:20")],
        [case_event("T", "08:00", "new")],
    )

    # Others count the company's own opening as an answer after 0 s, or the customer's thanks as waited for since then.
    assert waits(built, "wait_id", "ordinal", "wait_seconds") == [("m1", 1, 1200.0)]
    assert figures(built, "first_response_time", clock="calendar")["p50"]["sample_size"] == 1


@pytest.mark.definition(2)
@pytest.mark.demand(7)
@pytest.mark.log([reply("r0", "08:00"), reply("r1", "09:00")])
def test_a_thread_that_only_the_company_wrote_in_is_no_wait_and_no_episode(built: Own) -> None:
    assert waits(built, "wait_id") == []
    assert built.rows("marts.fct_episodes", "episode_id") == []


@pytest.mark.definition(3, 4)
@pytest.mark.demand(6)
@pytest.mark.log(
    [
        inbound("m1", "09:00"),
        reply("b1", "09:00:02", is_human=False, author_kind="bot", agent_id=None, in_reply_to_id="m1"),
        reply("b2", "09:30", is_human=False, author_kind="bot", agent_id=None, in_reply_to_id="m1"),
        reply("r1", "09:45", in_reply_to_id="m1"),
    ]
)
def test_bot_first_the_bot_ends_nothing_and_takes_nothing_off_the_wait(built: Own) -> None:
    # Others stop the clock at the bot, or start it when the bot hands over at 09:30.
    assert waits(built, "wait_seconds", "answer_message_id") == [(2700.0, "r1")]


@pytest.mark.definition(3)
@pytest.mark.demand(6)
@pytest.mark.log(
    [
        inbound("m1", "09:00"),
        reply("r1", "10:00"),
        reply("b1", "+2 09:00", is_human=False, author_kind="bot", agent_id=None),
        inbound("m2", "+3 10:30"),
    ],
    now="+4 09:00",
)
def test_bots_that_talk_on_do_not_keep_an_episode_alive(built: Own) -> None:
    assert waits(built, "episode_id") == [("m1",), ("m2",)]


@pytest.mark.definition(3)
@pytest.mark.demand(16)
def test_native_reply_an_answer_given_on_the_platform_is_an_answer(build: Build) -> None:
    # Nobody is named as its author: it was written as the page. Others show the customer as still waiting.
    native = {"author_id": "page", "agent_id": None, "author_kind": "employee", "in_reply_to_id": "m1"}
    built = build([inbound("m1", "09:00"), reply("r1", "09:10", **native)])

    assert waits(built, "outcome", "wait_seconds", "agent_id") == [("answered", 600.0, None)]


@pytest.mark.definition(3)
@pytest.mark.demand(16)
@pytest.mark.log([inbound("m1", "09:00"), reply("r1", "09:10", author_kind="agency", agent_id=None)])
def test_an_agencys_reply_is_an_answer_too(built: Own) -> None:
    assert waits(built, "outcome") == [("answered",)]


@pytest.mark.definition(3, 6)
@pytest.mark.log(
    [inbound("m1", "09:00"), inbound("m2", "09:20"), inbound("m3", "09:50"), reply("r1", "10:00")]
)
def test_the_last_message_of_a_burst_does_not_start_the_wait(built: Own) -> None:
    # Others count from 09:50: whoever lets customers ask three times looks six times as fast.
    assert waits(built, "wait_seconds", "burst_count") == [(3600.0, 3)]


@pytest.mark.definition(3, 4)
@pytest.mark.demand(17)
@pytest.mark.log(
    [
        inbound("m1", "09:00"),
        inbound("m2", "+1 09:00"),
        inbound("m3", "+2 09:00"),
        reply("r1", "+3 09:00", in_reply_to_id="m3"),
    ],
    now="+4 09:00",
)
def test_answering_the_newest_message_first_does_not_shorten_the_oldest_ones_wait(built: Own) -> None:
    # Three days of one customer's waiting, answered at last under the newest message only.
    assert waits(built, "wait_id", "wait_seconds") == [("m1", 3 * 86400.0)]


@pytest.mark.definition(4)
@pytest.mark.demand(17)
@pytest.mark.log(
    [ticket("m1", "09:00"), ticket_reply("r1", "11:30"), inbound("m9", "09:00", channel="forum")],
    [case_event("T", "09:00", "new", group_name=None), case_event("T", "11:00", "open")],
)
def test_the_clock_starts_with_the_message_and_not_with_the_assignment(built: Own) -> None:
    # Others start at 11:00, when a group got the ticket, and leave out what nobody ever got.
    assert waits(built, "wait_id", "wait_seconds", "department_source") == [
        ("m1", 9000.0, "rule"),
        ("m9", None, None),
    ]


@pytest.mark.definition(5)
@pytest.mark.demand(17)
def test_answered_only_makes_a_team_that_lets_lie_look_fast(build: Build) -> None:
    rows = [
        row
        for number in range(4)
        for row in (
            inbound(f"m{number}", "09:00", conversation_id=f"t{number}"),
            *([reply(f"r{number}", "09:05", conversation_id=f"t{number}")] if number == 0 else []),
        )
    ]
    found = figures(build(rows, now="17:00"), "first_response_time", clock="calendar")

    assert found["answered_only_p50"]["metric_value"] == 300.0
    assert found["p50"]["metric_value"] is None


@pytest.mark.definition(3, 5)
@pytest.mark.demand(17)
def test_closing_without_an_answer_is_no_answer_and_no_way_out_of_the_figure(build: Build) -> None:
    events = [case_event("T", "09:00", "new"), case_event("T", "09:01", "closed")]
    found = figures(
        build([ticket("m1", "09:00")], events, now="+8 12:00"), "first_response_time", clock="calendar"
    )

    assert (found["p50"]["metric_value"], found["unanswered_7d"]["metric_value"]) == (None, 1.0)


@pytest.mark.definition(1, 4)
@pytest.mark.demand(5)
def test_reopened_after_3_hours_and_after_8_days_the_first_response_stays_what_it_was(build: Build) -> None:
    # Others overwrite the first response with the reopening's, or count from the ticket's creation eight days ago.
    events = [
        case_event("T", "09:00", "new"),
        case_event("T", "10:00", "resolved"),
        case_event("T", "13:00", "open"),
        case_event("T", "14:00", "resolved"),
        case_event("T", "+8 15:00", "open"),
    ]
    messages = [
        ticket("m1", "09:00"),
        ticket_reply("r1", "09:30"),
        ticket("m2", "13:00"),
        ticket_reply("r2", "13:10"),
        ticket("m3", "+8 15:00"),
        ticket_reply("r3", "+8 15:20"),
    ]
    built = build(messages, events, now="+9 09:00")

    assert waits(built, "wait_id", "episode_id", "ordinal", "wait_seconds") == [
        ("m1", "m1", 1, 1800.0),
        ("m2", "m1", 2, 600.0),
        ("m3", "m3", 1, 1200.0),
    ]


@pytest.mark.definition(1)
@pytest.mark.demand(5)
def test_an_endless_thread_is_many_episodes_and_the_gap_is_a_setting(build: Build) -> None:
    rows = [inbound("m1", "09:00"), reply("r1", "10:00"), inbound("m2", "+1 12:00")]

    assert waits(build(rows, now="+2 09:00"), "episode_id") == [("m1",), ("m1",)]
    own = COMPANY + "[episodes]\ngap_hours = 24\n"
    assert waits(build(rows, now="+2 09:00", company=own), "episode_id") == [("m1",), ("m2",)]


@pytest.mark.definition(2)
@pytest.mark.demand(8)
def test_a_merged_ticket_is_cut_off_and_neither_answered_nor_unanswered(build: Build) -> None:
    events = [case_event("T", "09:00", "new"), case_event("T", "10:00", "merged", merged_into_case_id="U")]
    built = build([ticket("m1", "09:00")], events, now="+8 12:00")

    assert waits(built, "outcome", "observed_seconds") == [("merged", 3600.0)]
    assert figures(built, "first_response_time", clock="calendar")["unanswered_7d"]["metric_value"] is None


@pytest.mark.definition(2)
@pytest.mark.log([inbound("m1", "09:00", no_answer_reason="spam")])
def test_spam_is_no_quickly_resolved_customer(built: Own) -> None:
    assert waits(built, "wait_id") == []
    assert built.rows("marts.fct_messages", "needs_answer", "no_answer_reason") == [
        {"needs_answer": False, "no_answer_reason": "spam"}
    ]


@pytest.mark.definition(2)
@pytest.mark.parametrize("author_kind", ["employee", "agency"])
def test_the_companys_own_people_who_comment_ask_nothing(build: Build, author_kind: str) -> None:
    assert waits(build([inbound("m1", "09:00", author_kind=author_kind)]), "wait_id") == []


@pytest.mark.definition(3)
@pytest.mark.demand(19)
@pytest.mark.log(
    [
        inbound("m1", "09:00", author_id="anna"),
        inbound("m2", "09:05", author_id="bert"),
        inbound("m3", "09:10", author_id="cleo"),
        reply("r1", "09:30", in_reply_to_id="m1"),
    ]
)
def test_an_answer_to_one_customer_under_a_post_answers_no_other(built: Own) -> None:
    assert waits(built, "wait_id", "outcome") == [("m1", "answered"), ("m2", "open"), ("m3", "open")]


@pytest.mark.definition(3)
@pytest.mark.log([ticket("m1", "09:00"), ticket_reply("n", "09:05", visibility="internal")])
def test_an_internal_note_is_no_answer_and_no_acknowledgement(built: Own) -> None:
    assert waits(built, "outcome") == [("open",)]


@pytest.mark.definition(4)
def test_both_clocks_platform_and_arrival_are_kept(build: Build) -> None:
    # Published 09:00, here at 09:40, answered 10:00. Who starts the clock on arrival sees 20 minutes.
    rows = [
        inbound("m0", "08:00", conversation_id="earlier"),
        inbound("m1", "09:00", received_at="09:40"),
        reply("r1", "10:00"),
    ]
    built = build(rows)

    assert waits(built, "wait_seconds", "lag_seconds", "arrival_seconds")[1] == (3600.0, 2400.0, 1200.0)
    assert value(built, "first_response_time", "answered_only_p50", clock="calendar") == 3600.0
    assert value(built, "first_response_time", "answered_only_p50", clock="calendar_arrival") == 1200.0


@pytest.mark.definition(3)
@pytest.mark.demand(17)
def test_a_late_arrival_takes_its_place_in_time_and_not_at_the_end(build: Build) -> None:
    # m1 reaches us after the answer to m2: the customer had been waiting since 09:00 all the same.
    rows = [
        inbound("m2", "09:30", received_at="09:30"),
        reply("r1", "10:00"),
        inbound("m1", "09:00", received_at="11:00"),
    ]

    assert waits(build(rows), "wait_id", "wait_seconds", "burst_count") == [("m1", 3600.0, 2)]


@pytest.mark.definition(3)
def test_an_edited_message_neither_asks_again_nor_begins_later(build: Build) -> None:
    rows = [inbound("m1", "09:00", edited_at="10:30"), reply("r1", "10:00")]

    assert waits(build(rows), "wait_id", "wait_seconds") == [("m1", 3600.0)]


@pytest.mark.demand(16)
def test_who_answered_gets_the_answer_whoever_owns_the_ticket_now(build: Build) -> None:
    events = [
        case_event("T", "09:00", "new", group_name="Service"),
        case_event("T", "12:00", "open", group_name="Marketing", agent_id="agent_9"),
    ]
    built = build([ticket("m1", "09:00"), ticket_reply("r1", "10:00")], events)

    assert waits(built, "department_id", "agent_id") == [("service", "agent_1")]
