"""The hours of the simulated company, as leitstand.toml has them."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from simulator import company, opening
from simulator.platforms.zendesk_records import user_json
from warehouse import calendars
from warehouse.company import load

HOUSE = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def configured() -> dict[str, calendars.AnyCalendar | None]:
    known = load(HOUSE / "leitstand.toml", os.environ, need_sources=False)
    return {department.id: known.calendar_of(department) for department in known.departments}


@pytest.mark.parametrize("department", list(opening.WEEKS))
def test_every_day_of_two_years_is_open_as_it_is_configured(
    department: str, configured: dict[str, calendars.AnyCalendar | None]
) -> None:
    calendar = configured[department]
    assert calendar
    first, last = date(2025, 6, 1), date(2027, 5, 31)
    expected = [
        (int(opened.timestamp()), int(closed.timestamp()))
        for opened, closed in calendars.open_intervals(calendar, first, last)
    ]
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    walked = [
        (company.instant(day, begins), company.instant(day, ends))
        for day in days
        for begins, ends in opening.spans(department, day)
    ]

    assert walked == expected


def test_who_left_or_moved_is_at_the_desks_of_their_time() -> None:
    service, sales = company.BY_ID["service"], company.BY_ID["sales"]
    names = [{a.name for a in d.people_on(company.NELE_MOVED)} for d in (service, sales)]

    assert "Nele Olsen" not in names[0]
    assert "Nele Olsen" in names[1]
    assert "Patrick Wójcik" in names[0]
    assert "Patrick Wójcik" not in {a.name for a in service.people_on(company.PATRICK_LEFT)}
    assert (
        company.department_of(company.NELE.zendesk_id, company.instant(date(2026, 10, 4), "09:00"))
        == "service"
    )
    assert (
        company.department_of(company.NELE.zendesk_id, company.instant(date(2026, 10, 5), "09:00")) == "sales"
    )


def test_who_left_is_no_agent_any_more() -> None:
    patrick = next(agent for agent in company.STAFF if agent.name == "Patrick Wójcik")
    before, after = (company.instant(day, "09:00") for day in (date(2026, 10, 16), company.PATRICK_LEFT))

    assert [user_json(patrick, "", at)["role"] for at in (before, after)] == ["agent", "end-user"]
