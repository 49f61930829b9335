"""How likely a double answer would be by chance: who was still writing, and how many waits there were to choose."""

import math
import random
from typing import Any

import polars as pl
import pytest

from tests.warehouse.conftest import Build, inbound, reply
from warehouse.models.marts.fct_answer_chances import compute

pytestmark = pytest.mark.conflict(6)


def thread(name: str, asked: str, answered: str, agent: str) -> list[dict]:
    """One customer asks in a private thread, one agent answers; the answer took all of the time between."""
    shared = {
        "conversation_id": name,
        "visibility": "private",
        "channel": "direct_message",
        "customer_id": name,
    }
    return [
        inbound(f"q{name}", asked, author_id=name, **shared),
        reply(f"a{name}", answered, author_id=agent, agent_id=agent, **shared),
    ]


def chances(build: Build, *threads: list[dict]) -> dict[str, float]:
    built = build([row for rows in threads for row in rows])
    return {row["wait_id"]: row["chance"] for row in built.rows("marts.fct_answer_chances")}


def test_nobody_else_at_work_is_no_chance(build: Build) -> None:
    found = chances(build, thread("x", "09:00", "09:10", "one"), thread("y", "10:00", "10:10", "two"))

    assert found == {"qx": 0.0, "qy": 0.0}


def test_one_more_still_writing_took_this_one_in_one_of_two(build: Build) -> None:
    # Both write from 9:02 on, when two are open; x is answered while the other still writes.
    found = chances(build, thread("x", "09:00", "09:10", "one"), thread("y", "09:02", "09:12", "two"))

    assert found["qx"] == pytest.approx(1 / 2, abs=1e-6)
    assert found["qy"] == 0.0


def test_whoever_began_before_the_customer_wrote_cannot_have_taken_it(build: Build) -> None:
    # y is asked and answered while somebody writes at x, begun before.
    found = chances(build, thread("x", "09:00", "09:20", "one"), thread("y", "09:05", "09:10", "two"))

    assert found["qy"] == 0.0


def test_where_nobody_knows_how_long_a_reply_took_the_chance_is_unknown(build: Build) -> None:
    unnamed = thread("x", "09:00", "09:10", "one")
    unnamed[1] |= {"agent_id": None, "author_id": "page"}

    assert chances(build, unnamed) == {"qx": None}


def test_chances_are_those_of_looking_at_every_pair() -> None:
    rng = random.Random(11)
    waits, replies = [], []
    for number in range(60):
        opened = rng.randrange(100)
        ended = opened + rng.randrange(1, 40) if rng.random() < 0.9 else None
        pool = rng.randrange(2)
        waits.append({"wait_id": str(number), "pool": pool, "opened_us": opened, "ended_us": ended})
        if ended is not None and rng.random() < 0.9:
            desk = pool * 3 + rng.randrange(3)
            begun = ended - rng.randrange(ended - opened + 10)
            replies.append(
                {"wait_id": str(number), "pool": pool, "desk": desk, "begun_us": begun, "sent_us": ended}
            )
    shape = {"pool": pl.Int64, "opened_us": pl.Int64, "ended_us": pl.Int64}
    opened_frame = pl.DataFrame(waits).select("pool", "opened_us", "ended_us").cast(shape)  # type: ignore[arg-type]
    reply_frame = pl.DataFrame(replies)
    answered = reply_frame.join(pl.DataFrame(waits).select("wait_id", "opened_us"), on="wait_id")
    found = compute({"opened": opened_frame, "replies": reply_frame.drop("wait_id"), "answered": answered})

    for wait in answered.to_dicts():
        for name, others in (
            ("chance", replies),
            ("chance_across", [r for r in replies if r["desk"] != wait["desk"]]),
        ):
            others = [
                reply
                for reply in others
                if reply["pool"] == wait["pool"] and reply["wait_id"] != wait["wait_id"]
            ]
            writing = sum(w(waits, r) for r in others if r["begun_us"] < wait["sent_us"] < r["sent_us"])
            since = sum(w(waits, r) for r in others if wait["opened_us"] <= r["begun_us"] < wait["sent_us"])
            expected = 1 - math.exp(-min(writing, since))
            (row,) = found.filter(pl.col("wait_id") == wait["wait_id"]).to_dicts()
            assert row[name] == pytest.approx(expected, abs=1e-6)


def w(waits: list[dict[str, Any]], reply: dict[str, Any]) -> float:
    """-ln(1 - 1 / waits open when a reply began)."""
    instant = reply["begun_us"]
    count = sum(
        wait["pool"] == reply["pool"]
        and wait["opened_us"] <= instant
        and (wait["ended_us"] is None or wait["ended_us"] > instant)
        for wait in waits
    )
    return -math.log(1 - min(0.999, 1 / max(1, count)))
