"""metrics.process_volume: the four processes, each with what counts as failed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.warehouse.conftest import Build, Built, case_event, inbound, reply
from warehouse.catalog import Filters


def ask(built: Built, filters: Filters | None = None) -> dict[tuple[str, str], tuple[Any, ...]]:
    built.make("metrics.process_volume")
    frame = built.workspace.catalog.evaluate(
        built.workspace.connection, "process_volume", filters or Filters(), ("work",)
    )
    return {
        (row["work"], row["statistic"]): (row["metric_value"], row["numerator"], row["sample_size"])
        for row in frame.to_dicts()
    }


@pytest.mark.definition(16)
def test_the_worked_example(build: Build) -> None:
    """Three wrote under a post eight and a half days ago."""
    messages = [
        inbound("a", "09:00", conversation_id="a", author_id="a"),
        reply("ra", "10:00", conversation_id="a"),
        inbound("b", "09:00", conversation_id="b", author_id="b"),
        reply("rb", "+8 09:00", conversation_id="b"),
        inbound("c", "09:00", conversation_id="c", author_id="c"),
    ]
    found = ask(build(messages, now="+8 21:00"))

    assert found["answer_public", "volume"][0] == 3
    assert found["answer_public", "p50"][0] == 8 * 86400
    assert found["answer_public", "failed"][1:] == (2, 3)
    assert ("answer_private", "volume") not in found


def test_what_had_no_seven_days_is_not_judged(build: Build) -> None:
    found = ask(build([inbound("a", "09:00", visibility="private", customer_id="a")], now="+7 09:00"))

    assert found["answer_private", "volume"][0] == 1
    assert ("answer_private", "failed") not in found


def test_a_message_that_came_a_day_late_was_not_archived_in_time(build: Build) -> None:
    messages = [
        inbound("first", "-1 09:00", received_at="09:00"),
        inbound("a", "09:00", received_at="09:05"),
        inbound("b", "09:00", received_at="+1 09:00:01"),
    ]
    found = ask(build(messages, now="+2 09:00"))

    # The first was history when its source was first read.
    assert found["archive", "volume"][0] == 3
    assert found["archive", "failed"][1:] == (1, 2)


@pytest.mark.definition(13)
def test_passing_on_fails_where_the_receiver_did_nothing(build: Build) -> None:
    of_case = {"case_id": "T", "conversation_id": "T", "customer_id": "anna", "visibility": "private"}
    messages = [inbound("m", "09:00", **of_case)]
    events = [
        case_event("T", "09:00", "open"),
        case_event("T", "10:00", "open", group_name="Marketing"),
        case_event("T", "12:00", "resolved", group_name="Marketing"),
    ]
    found = ask(build(messages, events))

    assert found["pass_on", "volume"][0] == 1
    assert found["pass_on", "failed"][1:] == (1, 1)


@pytest.mark.demand(18)
def test_a_period_cuts_each_process_by_its_own_day(build: Build) -> None:
    messages = [inbound("a", "09:00"), reply("ra", "+1 10:00")]
    found = ask(build(messages, now="+2 09:00"), Filters(since=date(2026, 11, 19), until=date(2026, 11, 20)))

    assert found["archive", "volume"][0] == 1
    assert ("answer_public", "volume") not in found
