"""Owner, answerer and target of a wait."""

from __future__ import annotations

from tests.warehouse.conftest import Build, inbound, reply


def test_a_next_response_takes_the_first_responses_target(build: Build) -> None:
    built = build([inbound("m1", "09:00"), reply("r1", "09:10"), inbound("m2", "10:00")])

    assert [(row["ordinal"], row["target_id"]) for row in built.rows("steps.int_wait_owners")] == [
        (1, "public"), (2, "public")
    ]  # fmt: skip


def test_the_first_target_that_fits_counts(build: Build) -> None:
    built = build([inbound("m1", "09:00", channel="mail", visibility="private", customer_id="anna")])

    assert built.rows("steps.int_wait_owners", "target_id") == [{"target_id": "mail"}]
