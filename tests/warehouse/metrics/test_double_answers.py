"""Double answers as a share, with what they are a share of."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import Build, inbound, reply
from tests.warehouse.figures import figures

pytestmark = pytest.mark.definition(15)


def test_the_share_is_of_answered_waits_and_the_departments_are_a_part_of_it(build: Build) -> None:
    other = {"author_id": "b", "agent_id": "b"}
    rows = [
        inbound("m1", "09:00", conversation_id="1"),
        reply("r1", "09:10", conversation_id="1"),
        reply("r2", "09:15", conversation_id="1", **other),
        inbound("m2", "09:00", conversation_id="2"),
        reply("r3", "09:10", conversation_id="2"),
        inbound("m3", "09:00", conversation_id="3"),
    ]
    found = figures(build(rows), "double_answers")

    assert {name: (row["numerator"], row["sample_size"]) for name, row in found.items()} == {
        "value": (1, 2),
        "across": (0, 2),
    }
    assert round(found["value"]["lower"], 4) == 0.0945  # Wilson 1927: 1 of 2


def test_nothing_answered_has_no_share(build: Build) -> None:
    assert figures(build([inbound("m1", "09:00")]), "double_answers") == {}
