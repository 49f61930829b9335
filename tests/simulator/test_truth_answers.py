"""Double answers and touches, worked by hand."""

from __future__ import annotations

import pytest

from simulator.records import BOT_ID
from simulator.truth_answers import double_answers, touches
from simulator.truth_threads import Thread
from simulator.truth_waits import Step, waits
from tests.simulator.tickets import HOUR, MERLE, NINE, YUSUF, audit, ticket

ASKS = Step("message", 0, "m1")


def reply(at: int, author: str, department: str = "service", is_split: bool = False) -> Step:
    return Step("reply", at, f"r{at}", author=author, department=department, is_split=is_split)


def doubles(*steps: Step) -> list[tuple[str, bool]]:
    thread = Thread("t", "mail", "private", [ASKS, *steps])
    return [
        (row["wait_id"], row["is_across"])
        for row in double_answers(thread, waits(thread.steps, endless=False))
    ]


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([reply(60, "merle"), reply(1860, "yusuf")], [("m1", False)]),
        ([reply(60, "merle"), reply(120, "marco", "sales")], [("m1", True)]),
        ([reply(60, "merle"), reply(1861, "yusuf")], []),
        ([reply(60, "merle"), reply(120, "merle")], []),
        ([reply(60, "merle"), Step("message", 90, "m2"), reply(120, "yusuf")], []),
        ([reply(60, "merle"), reply(120, "yusuf", is_split=True)], []),
    ],
    ids=["after 30 minutes", "across", "a second later", "the same person", "asked again", "declared split"],
)
def test_two_people_within_half_an_hour(steps: list[Step], expected: list[tuple[str, bool]]) -> None:
    assert doubles(*steps) == expected


def test_a_touch_is_an_answer_of_a_person_that_the_customer_sees() -> None:
    touched = ticket(
        audit(1, BOT_ID, "public"),
        audit(2, MERLE, "public"),
        audit(3, MERLE, "internal"),
        audit(4, YUSUF, "public"),
    )

    assert touches(touched, NINE + 9 * HOUR) == 2
