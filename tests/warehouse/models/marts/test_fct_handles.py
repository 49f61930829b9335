"""Handle time: measured, inferred or modelled."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.conftest import Build, Built, case_event, case_fact, inbound, reply

pytestmark = pytest.mark.definition(12)


def handles(built: Built) -> dict[str, tuple[Any, ...]]:
    rows = built.rows(
        "marts.fct_handles", "message_id", "tier", "handle_seconds", "is_capped", order="message_id"
    )
    return {row["message_id"]: (row["tier"], row["handle_seconds"], row["is_capped"]) for row in rows}


def talk(
    name: str, written: Any, answered: Any, agent: str | None = "a", **given: Any
) -> list[dict[str, Any]]:
    """One customer's question and its answer, in a conversation of their own."""
    place = {
        "conversation_id": name,
        "channel": "direct_message",
        "visibility": "private",
        "customer_id": name,
    }
    return [
        inbound(f"{name}/q", written, author_id=name, **place, **given),
        reply(f"{name}/r", answered, agent_id=agent, author_id=agent or "page", **place, **given),
    ]


@pytest.mark.demand(26)
def test_what_the_tool_measured_comes_before_what_can_be_inferred(build: Build) -> None:
    place = {"case_id": "T", "conversation_id": "T", "customer_id": "anna", "visibility": "private"}
    built = build(
        [inbound("m1", "09:00", **place), reply("r1", "09:20", **place), reply("r2", "09:25", **place)],
        [case_event("T", "09:00", "new")],
        facts=[
            case_fact("T", "09:20", "handle_seconds", "240", message_id="r1"),
            case_fact("T", "09:22", "handle_seconds", "60"),
        ],
    )

    assert handles(built) == {"r1": ("measured", 240.0, False), "r2": ("inferred", 300.0, False)}


def test_an_answer_is_begun_once_the_customer_wrote_and_the_one_before_is_done_and_is_capped(
    build: Build,
) -> None:
    built = build(
        talk("a", "08:00", "09:00") + talk("b", "08:55", "09:04") + talk("c", "09:10", "09:15")
        + talk("d", "08:00", "09:06", agent="b")
    )  # fmt: skip

    assert handles(built) == {
        "a/r": ("inferred", 1800.0, True),
        "b/r": ("inferred", 240.0, False),
        "c/r": ("inferred", 300.0, False),
        "d/r": ("inferred", 1800.0, True),
    }


def test_what_one_person_does_never_takes_longer_than_the_day_has_between_the_first_and_the_last(
    build: Build,
) -> None:
    """Ten customers who wait at once are answered one after the other, not each for half an hour."""
    rows = [row for n in range(10) for row in talk(f"c{n}", "08:00", f"09:{3 * n:02}")]
    built = build(rows)

    total = sum(seconds for _, seconds, _ in handles(built).values())
    assert total == 1800 + 9 * 180


def test_an_author_nobody_knows_takes_the_median_of_replies_like_it(build: Build) -> None:
    known = [
        row
        for n in range(20)
        for row in talk(f"c{n:02}", f"{8 + n // 2:02}:00", f"{8 + n // 2:02}:{5 + n % 2 * 10:02}")
    ]
    built = build(known + talk("x", "09:00", "17:00", agent=None), now="23:00")
    few = build(known[:-2] + talk("x", "09:00", "17:00", agent=None), now="23:00")

    [row] = built.query(
        "select tier, model_basis, handle_seconds from marts.fct_handles where message_id = 'x/r'"
    )
    assert row == {"tier": "modelled", "model_basis": "channel", "handle_seconds": 300.0}
    [row] = few.query(
        "select tier, handle_reason, handle_seconds from marts.fct_handles where message_id = 'x/r'"
    )
    assert row == {"tier": None, "handle_reason": "no_reference", "handle_seconds": None}
