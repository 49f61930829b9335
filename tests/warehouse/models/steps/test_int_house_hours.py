"""The opening hours of the whole house: departments overlap, and gaps between them stay."""

from tests.warehouse.conftest import COMPANY, Build, inbound


def test_hours_of_several_departments_are_one_and_what_was_open_before_adds_up(build: Build) -> None:
    company = COMPANY.replace('name = "Recht"\n', 'name = "Recht"\ncalendar = "late"\n', 1) + (
        '[calendars.late]\nzone = "Europe/Berlin"\nwednesday = ["11:00-14:00", "20:00-21:00"]\n'
    )
    built = build([inbound("a", "09:00")], company=company, now="18:00")
    rows = built.query(
        "select epoch(closed_at - opened_at) / 3600 as hours, open_us_before / 3.6e9 as before"
        " from steps.int_house_hours where opened_at >= '2026-11-18' and opened_at < '2026-11-19' order by opened_at"
    )

    # Wednesday: 8 to 18 without the break that Legal covers, and an hour at night.
    assert [row["hours"] for row in rows] == [10.0, 1.0]
    assert rows[1]["before"] - rows[0]["before"] == 10.0
