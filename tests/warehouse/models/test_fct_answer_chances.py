"""How likely a double answer would be by chance: who was still writing, and how many waits there were to choose."""

import pytest

from tests.warehouse.conftest import Build, inbound, reply

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
