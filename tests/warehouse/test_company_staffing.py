"""Who works when: shifts of the configuration, and a roster from a file."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from tests.warehouse.conftest import Build, inbound
from tests.warehouse.test_company_problems import problems
from warehouse.company import load
from warehouse.configuration.calendars import shifts
from warehouse.configuration.staffing import parse_headcount, parse_instant

BERLIN = ZoneInfo("Europe/Berlin")
STAFFED = """
[company]
id = "nordfunk"
zone = "Europe/Berlin"
[sources.files]
type = "files"
path = "none.csv"
[[departments]]
id = "service"
name = "Kundenservice"
name_en = "Customer service"
former_names = [{ name = "Hotline", until = 2026-01-01 }]
calendar = "service_hours"
[[departments]]
id = "desk"
name = "New York"
calendar = "desk_hours"
[calendars.service_hours]
zone = "Europe/Berlin"
always = true
holidays = "DE-NW"
closures = [{ day = 2026-12-24, hours = ["08:00-12:00"] }, { from = 2026-12-28, to = 2026-12-30 }]
[calendars.desk_hours]
zone = "America/New_York"
monday = ["09:00-17:00"]
[[shifts]]
department = "service"
days = ["saturday", "sunday", "thursday", "friday"]
hours = ["22:00-06:00"]
headcount = 2.5
"""


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def company(folder, text=STAFFED, roster: bytes | None = None):
    if roster is not None:
        (folder / "shifts.csv").write_bytes(roster)
        text += '[staffing]\nfile = "shifts.csv"\n'
    (folder / "leitstand.toml").write_text(text, encoding="utf-8")
    return load(folder / "leitstand.toml", {})


def staffed(known, first: date, last: date):
    return [(started, ended) for _, started, ended, _ in shifts(known, first, last)]


def test_a_night_shift_lasts_as_long_as_the_night_it_is_worked_in(tmp_path):
    known = company(tmp_path)

    assert staffed(known, date(2026, 3, 28), date(2026, 3, 28)) == [
        (utc(2026, 3, 28, 21), utc(2026, 3, 29, 4))  # seven hours: the clocks skip one
    ]
    assert staffed(known, date(2026, 10, 24), date(2026, 10, 24)) == [
        (utc(2026, 10, 24, 20), utc(2026, 10, 25, 5))  # nine
    ]


def test_nobody_is_there_on_a_holiday_and_a_closure_shortens_the_shift(tmp_path):
    day_shift = STAFFED.replace("22:00-06:00", "06:00-14:00")
    known = company(tmp_path, day_shift)

    assert staffed(known, date(2026, 12, 24), date(2026, 12, 27)) == [
        (utc(2026, 12, 24, 7), utc(2026, 12, 24, 11)),  # Thursday, half a day
        # Friday and Saturday are Christmas
        (utc(2026, 12, 27, 5), utc(2026, 12, 27, 13)),
    ]
    always = company(tmp_path, day_shift + "on_holidays = true\n")
    assert len(staffed(always, date(2026, 12, 24), date(2026, 12, 27))) == 4


def test_a_shift_is_worked_from_its_first_day_until_before_another(tmp_path):
    known = company(tmp_path, STAFFED + "from = 2026-07-02\nuntil = 2026-07-05\n")

    begun = [started.date() for started, _ in staffed(known, date(2026, 6, 1), date(2026, 8, 1))]
    assert begun == [date(2026, 7, 2), date(2026, 7, 3), date(2026, 7, 4)]


def test_a_shift_follows_the_clock_of_its_departments_calendar(tmp_path):
    text = STAFFED.replace('department = "service"\ndays', 'department = "desk"\ndays').replace(
        "22:00-06:00", "9:00-10:00"
    )
    assert staffed(company(tmp_path, text), date(2026, 7, 2), date(2026, 7, 2)) == [
        (utc(2026, 7, 2, 13), utc(2026, 7, 2, 14))
    ]


def test_the_closures_of_a_shift_are_those_of_the_calendar_valid_on_the_day(tmp_path):
    text = STAFFED.replace(
        'calendar = "service_hours"',
        'calendars = [{ name = "service_hours", until = 2026-12-25 }, { name = "open" }]',
    )
    text += '[calendars.open]\nzone = "Europe/Berlin"\nalways = true\n'
    known = company(tmp_path, text.replace("22:00-06:00", "06:00-14:00"))

    assert [ended.hour for _, ended in staffed(known, date(2026, 12, 24), date(2026, 12, 26))] == [11, 13, 13]


ROSTER = """Abteilung;Beginn;Ende;Anzahl
service;24.12.2026 08:00;24.12.2026 12:00;2,5
Customer Service;2026-12-28 08:00;2026-12-28T16:30:00;3
hotline;2026-12-29T08:00:00+00:00;2026-12-29T09:00:00Z;1

desk;1.7.2026 22:00;1.7.2026 24:00;1.5
"""


@pytest.mark.parametrize(
    "roster",
    [
        ROSTER.encode(),
        b"\xef\xbb\xbf" + ROSTER.replace("\n", "\r\n").encode(),
        ROSTER.replace("2,5", '"2,5"').replace(";", ",").encode(),
        ROSTER.replace(";", "\t").replace("Abteilung", " department ").encode(),
    ],
    ids=["semicolons", "as a spreadsheet saves it", "commas", "tabs"],
)
def test_a_roster_is_read_as_spreadsheets_write_it(tmp_path, roster):
    known = company(tmp_path, STAFFED[: STAFFED.index("[[shifts]]")], roster)

    assert known.staffed == (
        ("desk", utc(2026, 7, 2, 2), utc(2026, 7, 2, 4), Decimal("1.5")),
        ("service", utc(2026, 12, 24, 7), utc(2026, 12, 24, 11), Decimal("2.5")),
        ("service", utc(2026, 12, 28, 7), utc(2026, 12, 28, 15, 30), Decimal("3")),
        ("service", utc(2026, 12, 29, 8), utc(2026, 12, 29, 9), Decimal("1")),
    )


def test_the_roster_is_part_of_the_hash_and_its_order_and_spelling_are_not(tmp_path):
    text = STAFFED[: STAFFED.index("[[shifts]]")]
    head, *rows = ROSTER.splitlines()
    expected = company(tmp_path, text, ROSTER.encode()).config_hash

    assert company(tmp_path, text, "\n".join([head, *rows[::-1]]).encode()).config_hash == expected
    assert company(tmp_path, text, ROSTER.replace("hotline", "service").encode()).config_hash == expected
    assert company(tmp_path, text, ROSTER.replace("2,5", "2,75").encode()).config_hash != expected
    assert company(tmp_path, text).config_hash != expected


CELLS = {
    "a department": (
        "service;24", "servcie;24",
        'row 2 department: unknown department "servcie"; did you mean "service"?',
    ),
    "a day that no month has": (
        "24.12.2026 08:00", "31.02.2026 08:00",
        'row 2 start: "31.02.2026 08:00" is no day and time; write it like "24.12.2026 08:00"',
    ),
    "a day without a time": ("24.12.2026 12:00", "24.12.2026", 'row 2 end: "24.12.2026" is no day and time; '),
    "an hour that no clock shows": ("24.12.2026 12:00", "24.12.2026 24:30", 'row 2 end: "24.12.2026 24:30" is no day'),
    "a year far off": (
        "24.12.2026 12:00", "24.12.9999 12:00",
        'row 2 end: "24.12.9999 12:00" lies outside of 1990 to 2100; look for a misspelling',
    ),
    "an end before the start": (
        "24.12.2026 12:00", "24.12.2026 07:00",
        'row 2 end: "24.12.2026 07:00" doesn\'t lie after start "24.12.2026 08:00"; a shift past midnight',
    ),
    "a shift of days": (
        "24.12.2026 12:00", "26.12.2026 12:00",
        'row 2 end: "26.12.2026 12:00" is more than a day after "24.12.2026 08:00"; split the shift',
    ),
    "a headcount in words": ("2,5", "zwei", 'row 2 headcount: "zwei" is no number of people; write it like 4 or 3,5'),
    "nobody": ("2,5", "0", 'row 2 headcount: "0" is nobody; leave the row out'),
    "thousands": ("2,5", "1.000", 'row 2 headcount: "1.000" is no number of people; '),
    "a row that is short": (";3\n", "\n", 'row 3 headcount: "" is no number of people; '),
    "a column": ("Beginn", "Begin", "row 1 start: no such column; the first row names department;start;end;headcount"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), CELLS.values(), ids=CELLS)
def test_a_bad_cell_is_named_with_file_row_and_column(tmp_path, old, new, expected):
    assert old in ROSTER
    (tmp_path / "shifts.csv").write_text(ROSTER.replace(old, new, 1), encoding="utf-8")
    text = STAFFED[: STAFFED.index("[[shifts]]")] + '[staffing]\nfile = "shifts.csv"\n'

    assert [line for line in problems(tmp_path, text) if line.startswith(f"shifts.csv: {expected}")]


def test_of_many_bad_cells_the_first_are_shown_and_the_rest_counted(tmp_path):
    rows = "\n".join("service;heute;morgen;1" for _ in range(50))
    (tmp_path / "shifts.csv").write_text(f"department;start;end;headcount\n{rows}", encoding="utf-8")
    lines = problems(tmp_path, STAFFED + '[staffing]\nfile = "shifts.csv"\n')

    assert len(lines) == 21
    assert lines[-1] == "shifts.csv: 80 more cells can't be read; mend these first"


MISTAKES = {
    "a shift of nobody": (
        'department = "service"\nd', 'department = "servic"\nd',
        'department: unknown department "servic"',
    ),
    "a shift on no weekday": ('"saturday"', '"samstag"', '[[shifts]] no. 1 days no. 1: "samstag" is not known; '),
    "a shift without days": ('["saturday", "sunday", "thursday", "friday"]', "[]", "days: must hold at least one"),
    "a shift without hours": ('["22:00-06:00"]', "[]", "[[shifts]] no. 1 hours: must hold at least one"),
    "a headcount in words": ("2.5", '"2,5"', "headcount: must be a number of people without quotes, not 2,5"),
    "a headcount of none": ("2.5", "0", "[[shifts]] no. 1 headcount: must be more than 0, not 0"),
    "a shift that ends before it begins": (
        "headcount", "from = 2026-02-01\nuntil = 2026-01-01\nheadcount",
        "[[shifts]] no. 1 until: 2026-01-01 doesn't lie after from = 2026-02-01; ",
    ),
    "a roster that isn't there": (
        "[[shifts]]", '[staffing]\nfile = "roster.csv"\n[[shifts]]',
        "[staffing] file: roster.csv can't be read in ",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_about_shifts_is_one_line_with_its_place_and_mend(tmp_path, old, new, expected):
    assert old in STAFFED
    lines = problems(tmp_path, STAFFED.replace(old, new, 1))
    assert [line for line in lines if expected in line], lines


def test_nobody_is_staffed_twice_by_shifts_and_the_roster(tmp_path):
    (tmp_path / "shifts.csv").write_text(ROSTER, encoding="utf-8")
    (line,) = problems(tmp_path, STAFFED + '[staffing]\nfile = "shifts.csv"\n')
    assert line == (
        'leitstand.toml: [[shifts]] no. 1 department: "service" is also staffed by shifts.csv from 2026-12-24 to '
        "2026-12-29; let the shift end with until = 2026-12-24, or take those rows out"
    )
    assert company(tmp_path, STAFFED + "until = 2026-12-24\n", ROSTER.encode()).staffed


def test_times_that_the_clocks_skip_or_repeat_are_read_like_those_of_calendars():
    assert parse_instant("29.03.2026 02:30", BERLIN) == utc(2026, 3, 29, 1)
    assert parse_instant("2026-10-25 02:30", BERLIN) == utc(2026, 10, 25, 0, 30)
    assert parse_instant("31.12.2026 24:00", BERLIN) == utc(2026, 12, 31, 23)


def test_a_headcount_may_have_a_comma():
    assert (parse_headcount("3,5"), parse_headcount("12")) == (Decimal("3.5"), Decimal(12))


def test_shifts_become_times_over_the_span_of_the_data(build: Build):
    built = build([inbound("m1", "09:00")], company=STAFFED, now="18:00")
    built.make("steps.int_span")

    (row,) = built.query(
        "select department_id, started_at, ended_at, headcount from company.shifts "
        "where started_at::date = date '2026-11-19'"
    )
    assert row == {
        "department_id": "service",
        "started_at": utc(2026, 11, 19, 21),
        "ended_at": utc(2026, 11, 20, 5),
        "headcount": Decimal("2.5"),
    }
