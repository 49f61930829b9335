"""Waits: golden cases by name. Nasty logs against the slow version are in test_fct_waits_nasty."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.warehouse.conftest import DAY, Build, at, case_event, inbound, reply
from tests.warehouse.together import Own

pytestmark = pytest.mark.definition(3)


def waits(built: Any, *columns: str) -> list[dict[str, Any]]:
    return built.rows(
        "marts.fct_waits", *(columns or ("wait_id", "outcome", "wait_seconds")), order="opened_at, wait_id"
    )


@pytest.mark.log([inbound("m1", "09:00")], now="12:00")
def test_a_wait_still_open_is_censored_not_dropped(built: Own) -> None:
    assert waits(built, "outcome", "ended_at", "wait_seconds", "observed_seconds", "observed_business_seconds") == [
        {"outcome": "open", "ended_at": None, "wait_seconds": None, "observed_seconds": 10800.0,
         "observed_business_seconds": 10800.0}
    ]  # fmt: skip


@pytest.mark.log(
    [inbound("m1", "09:00"), inbound("m2", "09:05"), inbound("m3", "09:20"), reply("r", "10:00")]
)
def test_three_messages_then_one_reply_are_one_wait_from_the_first(built: Own) -> None:
    assert waits(built, "wait_id", "wait_seconds", "burst_count") == [
        {"wait_id": "m1", "wait_seconds": 3600.0, "burst_count": 3}
    ]


@pytest.mark.log([inbound("m1", "09:00"), reply("r1", "09:10"), inbound("m2", "10:00"), reply("r2", "10:30")])
def test_every_wait_counts_not_only_the_first(built: Own) -> None:
    assert waits(built, "wait_id", "ordinal", "wait_seconds") == [
        {"wait_id": "m1", "ordinal": 1, "wait_seconds": 600.0},
        {"wait_id": "m2", "ordinal": 2, "wait_seconds": 1800.0},
    ]


@pytest.mark.log(
    [
        inbound("m1", "09:00"),
        inbound("m2", "09:10", author_id="bert"),
        reply("r", "09:30", in_reply_to_id="m2"),
    ]
)
def test_in_a_thread_under_a_post_each_customer_waits_alone(built: Own) -> None:
    assert waits(built) == [
        {"wait_id": "m1", "outcome": "open", "wait_seconds": None},
        {"wait_id": "m2", "outcome": "answered", "wait_seconds": 1200.0},
    ]


@pytest.mark.log(
    [
        inbound("m1", "09:00", author_handle="h_anna"),
        inbound("m2", "09:10", author_id="bert", author_handle="h_bert"),
        inbound("m3", "09:20", author_id="cleo", author_handle="h_cleo"),
        reply("r", "09:30", mentions=["h_anna", "h_bert"]),
    ]
)
def test_a_reply_without_a_parent_answers_those_it_names(built: Own) -> None:
    assert [row["outcome"] for row in waits(built)] == ["answered", "answered", "open"]


@pytest.mark.log([inbound("m1", "09:00"), inbound("m2", "09:10", author_id="bert"), reply("r", "09:30")])
def test_a_reply_to_nobody_answers_the_latest_and_says_that_it_was_inferred(built: Own) -> None:
    assert waits(built, "wait_id", "outcome", "is_inferred_addressee") == [
        {"wait_id": "m1", "outcome": "open", "is_inferred_addressee": False},
        {"wait_id": "m2", "outcome": "answered", "is_inferred_addressee": True},
    ]


@pytest.mark.log(
    [
        inbound("m1", "09:00"),
        reply("bot", "09:00:05", is_human=False, author_kind="bot"),
        reply("note", "09:10", visibility="internal"),
        reply("r", "09:40", in_reply_to_id="m1"),
    ]
)
def test_auto_replies_and_internal_notes_end_no_wait(built: Own) -> None:
    assert waits(built) == [{"wait_id": "m1", "outcome": "answered", "wait_seconds": 2400.0}]


def test_a_reply_at_the_same_instant_answers_only_what_it_names(build: Build) -> None:
    unnamed = build([inbound("m1", "09:00"), reply("r", "09:00")])
    named = build([inbound("m1", "09:00"), reply("r", "09:00", in_reply_to_id="m1")])

    assert waits(unnamed) == [{"wait_id": "m1", "outcome": "open", "wait_seconds": None}]
    assert waits(named) == [{"wait_id": "m1", "outcome": "answered", "wait_seconds": 0.0}]


@pytest.mark.log([reply("r0", "08:00"), inbound("m1", "09:00"), reply("r1", "09:15")])
def test_a_thread_that_the_company_began_counts_from_the_first_customer_message(built: Own) -> None:
    assert waits(built) == [{"wait_id": "m1", "outcome": "answered", "wait_seconds": 900.0}]
    assert built.rows("marts.fct_episodes", "episode_id", "opened_at") == [
        {"episode_id": "m1", "opened_at": at("09:00")}
    ]


@pytest.mark.parametrize("text", ["👍", "❤️❤️", "@Anna", "#nordfunk", "  🙂 @bert.b "])
@pytest.mark.log(lambda text: [inbound("m1", "09:00", text=text)])
def test_emoji_and_tags_need_no_answer_and_are_counted(built: Own, text: str) -> None:
    assert waits(built) == []
    assert built.rows("marts.fct_messages", "needs_answer", "no_answer_reason") == [
        {"needs_answer": False, "no_answer_reason": "emoji_or_tag"}
    ]


@pytest.mark.parametrize("text", ["???", "ok 👍", "5", None])
def test_whatever_says_or_asks_something_needs_an_answer(build: Build, text: str | None) -> None:
    assert len(waits(build([inbound("m1", "09:00", text=text)]))) == 1


@pytest.mark.log([inbound("m1", "09:00", deleted_at="09:30"), inbound("m2", "09:10"), reply("r", "10:00")])
def test_part_of_a_burst_taken_back_opens_the_wait_at_what_is_left(built: Own) -> None:
    assert waits(built) == [{"wait_id": "m2", "outcome": "answered", "wait_seconds": 3000.0}]


@pytest.mark.log(
    [
        inbound("m1", "09:00", deleted_at="09:30"),
        inbound("m2", "09:10", deleted_at="09:20"),
        reply("r", "10:00"),
    ]
)
def test_a_burst_taken_back_whole_is_withdrawn_when_the_last_message_went(built: Own) -> None:
    assert waits(built, "wait_id", "outcome", "ended_at", "wait_seconds") == [
        {"wait_id": "m1", "outcome": "withdrawn", "ended_at": at("09:30"), "wait_seconds": None}
    ]


@pytest.mark.log([inbound("m1", "09:00", deleted_at="11:00"), reply("r", "10:00")])
def test_a_message_taken_back_after_the_answer_was_answered(built: Own) -> None:
    assert waits(built) == [{"wait_id": "m1", "outcome": "answered", "wait_seconds": 3600.0}]


def ticket(message_id: str, sent_at: str, **given_: Any) -> dict[str, Any]:
    row = {
        "case_id": "T",
        "conversation_id": "T",
        "channel": "mail",
        "visibility": "private",
        "customer_id": "anna",
    }
    return inbound(message_id, sent_at, **(row | given_))


def ticket_reply(message_id: str, sent_at: str, **given_: Any) -> dict[str, Any]:
    row = {
        "case_id": "T",
        "conversation_id": "T",
        "channel": "mail",
        "visibility": "private",
        "customer_id": "anna",
    }
    return reply(message_id, sent_at, **(row | given_))


@pytest.mark.log(
    [ticket("m1", "09:00"), ticket_reply("r", "11:00")],
    [case_event("T", "09:00", "new"), case_event("T", "10:00", "closed")],
)
def test_closing_a_case_answers_nobody_and_a_later_reply_is_kept(built: Own) -> None:
    assert waits(built, "outcome", "ended_at", "wait_seconds", "answered_after_close_at") == [
        {
            "outcome": "closed_unanswered",
            "ended_at": at("10:00"),
            "wait_seconds": None,
            "answered_after_close_at": at("11:00"),
        }
    ]


@pytest.mark.log(
    [ticket("m1", "09:00"), ticket_reply("r", "10:00")],
    [case_event("T", "09:00", "new"), case_event("T", "10:00", "resolved")],
)
def test_a_reply_in_the_update_that_resolves_the_case_answers(built: Own) -> None:
    assert waits(built) == [{"wait_id": "m1", "outcome": "answered", "wait_seconds": 3600.0}]


@pytest.mark.log(
    [ticket("m1", "09:00")],
    [case_event("T", "09:00", "new"), case_event("T", "09:30", "merged", merged_into_case_id="U")],
)
def test_a_merged_case_cancels_its_wait(built: Own) -> None:
    assert waits(built, "outcome", "sla_state") == [{"outcome": "merged", "sla_state": "cancelled"}]


def test_reopened_after_three_hours_is_the_same_episode_after_eight_days_another(build: Build) -> None:
    events = [case_event("T", "09:00", "new"), case_event("T", "10:00", "resolved")]
    soon = build([ticket("m1", "09:00"), ticket_reply("r", "10:00"), ticket("m2", "13:00")], events)
    late = build(
        [ticket("m1", "09:00"), ticket_reply("r", "10:00"), ticket("m2", "+8 10:00:01")],
        events,
        now="+9 09:00",
    )

    assert [(row["wait_id"], row["ordinal"]) for row in waits(soon, "wait_id", "ordinal")] == [
        ("m1", 1),
        ("m2", 2),
    ]
    assert [(row["wait_id"], row["ordinal"]) for row in waits(late, "wait_id", "ordinal")] == [
        ("m1", 1),
        ("m2", 1),
    ]


def test_seventy_two_silent_hours_end_an_episode_but_not_a_wait(build: Build) -> None:
    answered = build([inbound("m1", "09:00"), reply("r", "10:00"), inbound("m2", "+3 10:00")], now="+4 09:00")
    waiting = build([inbound("m1", "09:00"), inbound("m2", "+5 10:00")], now="+6 09:00")

    assert waits(answered, "wait_id", "episode_id") == [
        {"wait_id": "m1", "episode_id": "m1"}, {"wait_id": "m2", "episode_id": "m2"}
    ]  # fmt: skip
    assert waits(waiting, "wait_id", "burst_count") == [{"wait_id": "m1", "burst_count": 2}]


def test_a_target_is_met_at_exactly_the_target_and_missed_a_second_later(build: Build) -> None:
    private = {"channel": "direct_message", "visibility": "private", "customer_id": "anna"}
    built = build(
        [
            inbound("m1", "09:00", conversation_id="a", **private),
            reply("r1", "09:15", conversation_id="a", **private),
            inbound("m2", "09:00", conversation_id="b", **private),
            reply("r2", "09:15:01", conversation_id="b", **private),
        ]
    )

    assert waits(built, "wait_id", "target_id", "due_at", "sla_state") == [
        {"wait_id": "m1", "target_id": "private", "due_at": at("09:15"), "sla_state": "met"},
        {"wait_id": "m2", "target_id": "private", "due_at": at("09:15"), "sla_state": "breached"},
    ]


@pytest.mark.log([inbound("m1", "11:30"), reply("r", "+1 08:30")], now="+1 12:00")
def test_business_time_leaves_out_lunch_and_the_night(built: Own) -> None:
    # Wednesday 11:30-12:00 and 13:00-18:00, Thursday 08:00-08:30; due after five of those hours, at 17:30.
    assert waits(built, "business_seconds", "wait_seconds", "due_at", "sla_state", "calendar_sla_state") == [
        {"business_seconds": 6 * 3600.0, "wait_seconds": 21 * 3600.0, "due_at": at("17:30"), "sla_state": "breached",
         "calendar_sla_state": "breached"}
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("opened", "due"),
    [
        ("+2 16:00", "+5 18:00"),  # Friday 16:00 -> Monday
        ("+2 22:00", "+5 18:00"),
        ("+3 12:00", "+5 18:00"),  # Saturday
        ("+4 12:00", "+5 18:00"),
        ("+5 07:00", "+6 18:00"),  # Monday before opening -> Tuesday
    ],
)
@pytest.mark.log(
    lambda opened: [inbound("m1", opened, channel="mail", visibility="private", customer_id="anna")],
    now="+6 12:00",
)
def test_end_of_next_business_day(built: Own, opened: str, due: str) -> None:
    assert waits(built, "due_at", "target_seconds") == [{"due_at": at(due), "target_seconds": None}]


@pytest.mark.log(
    [ticket("m1", "09:00"), ticket_reply("r", "10:00")], [case_event("T", "09:00", "new", group_name="Legal")]
)
def test_without_a_calendar_there_is_no_business_figure_and_the_reason_is_said(built: Own) -> None:
    shown = ("department_id", "business_seconds", "business_seconds_reason", "wait_seconds", "sla_reason")
    assert waits(built, *shown) == [
        {"department_id": "legal", "business_seconds": None, "business_seconds_reason": "no_calendar",
         "wait_seconds": 3600.0, "sla_reason": "no_calendar"}
    ]  # fmt: skip


@pytest.mark.log(
    [ticket("m1", "09:00"), ticket_reply("r", "10:00"), ticket("m2", "11:00")],
    [
        case_event("T", "09:00", "new", group_name="Service"),
        case_event("T", "10:30", "open", group_name="Marketing"),
    ],
)
def test_the_owner_is_whose_group_held_the_case_when_the_customer_wrote(built: Own) -> None:
    assert [row["department_id"] for row in waits(built, "department_id")] == ["service", "marketing"]


@pytest.mark.log([inbound("m1", "09:00", channel="forum")])
def test_nobody_owns_what_no_rule_matches(built: Own) -> None:
    assert waits(built, "department_id", "department_source") == [
        {"department_id": None, "department_source": None}
    ]


@pytest.mark.log(
    [inbound("m1", "09:00", deleted_at="13:00"), reply("r", "12:30"), inbound("m2", "12:45")], now="12:00"
)
def test_messages_after_now_are_not_known_yet(built: Own) -> None:
    assert waits(built) == [{"wait_id": "m1", "outcome": "open", "wait_seconds": None}]


def test_two_people_answering_the_same_wait_within_half_an_hour_is_a_double_answer(build: Build) -> None:
    doubled = build(
        [
            inbound("m1", "09:00"),
            reply("r1", "09:10", in_reply_to_id="m1"),
            reply("r2", "09:20", in_reply_to_id="m1", agent_id="agent_2", author_id="agent_2"),
        ]
    )
    continued = build([inbound("m1", "09:00"), reply("r1", "09:10"), reply("r2", "09:20")])

    assert waits(doubled, "is_double") == [{"is_double": True}]
    assert waits(continued, "is_double") == [{"is_double": False}]


def test_autumn_night_has_one_open_hour_more_around_the_clock(build: Build) -> None:
    # 25 October 2026: Berlin's clocks go back at 03:00. The wait runs from Saturday noon to Sunday noon: 25 hours.
    first = DAY - timedelta(days=25) + timedelta(hours=10)
    built = build([inbound("m1", first), reply("r", first + timedelta(hours=25))])

    assert waits(built, "wait_seconds", "business_seconds") == [
        {"wait_seconds": 25 * 3600.0, "business_seconds": 0.0}
    ]
