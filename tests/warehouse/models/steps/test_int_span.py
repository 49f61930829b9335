"""The span that calendars have to cover."""

from __future__ import annotations

from tests.warehouse.conftest import Build, at, case_event, inbound


def test_from_the_first_thing_that_happened_until_now(build: Build) -> None:
    built = build([inbound("m1", "10:00")], [case_event("T", "09:00", "new")], now="12:00")

    assert built.rows("steps.int_span") == [{"first_at": at("09:00"), "last_at": at("12:00")}]


def test_one_dirty_date_does_not_stretch_the_span_over_decades(build: Build) -> None:
    dirty = inbound("m0", at("09:00").replace(year=1991), conversation_id="old")
    built = build([dirty, inbound("m1", "10:00")], [case_event("T", "09:00", "new")], now="12:00")

    assert built.rows("steps.int_span", "first_at") == [{"first_at": at("09:00")}]
    assert built.rows("marts.fct_waits", "count(*) as n") == [{"n": 2}]


def test_an_old_company_is_covered_from_its_beginning(build: Build) -> None:
    days = [
        inbound(f"m{year}", at("09:00").replace(year=year), conversation_id=f"{year}")
        for year in range(2010, 2026, 3)
    ]
    built = build(days, now="12:00")

    assert built.rows("steps.int_span", "first_at") == [{"first_at": at("09:00").replace(year=2010)}]
