"""Episodes: spells of one customer's conversation."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import Build, at, inbound, reply

pytestmark = pytest.mark.definition(1)


def test_an_episode_ends_with_its_last_human_message_once_the_gap_has_passed(build: Build) -> None:
    messages = [inbound("m1", "09:00"), reply("r1", "10:00"), reply("bot", "+2 10:00", is_human=False)]
    later, sooner = build(messages, now="+3 10:00"), build(messages, now="+3 09:59")

    assert later.rows("marts.fct_episodes", "opened_at", "ended_at") == [
        {"opened_at": at("09:00"), "ended_at": at("10:00")}
    ]
    assert sooner.rows("marts.fct_episodes", "ended_at") == [{"ended_at": None}]


def test_an_episode_in_which_somebody_waits_goes_on(build: Build) -> None:
    built = build([inbound("m1", "09:00")], now="+9 10:00")

    assert built.rows("marts.fct_episodes", "episode_id", "ended_at") == [
        {"episode_id": "m1", "ended_at": None}
    ]
