"""The span that calendars have to cover."""

from __future__ import annotations

from tests.warehouse.conftest import Build, at, case_event, inbound


def test_from_the_first_thing_that_happened_until_now(build: Build) -> None:
    built = build([inbound("m1", "10:00")], [case_event("T", "09:00", "new")], now="12:00")

    assert built.rows("steps.int_span") == [{"first_at": at("09:00"), "last_at": at("12:00")}]
