"""Open seconds and due times of waits: the warehouse's own SQL against businesstimedelta, wait by wait."""

from collections.abc import Iterator
from datetime import date, time

import businesstimedelta
import duckdb
import holidays
import pytz

from benchmarks.measure import Comparison, cpu_seconds
from warehouse import calendars, catalog
from warehouse.opening_hours import Calendar

WAITS = 1_000_000
SAMPLE = 2_000  # of them for the library, which takes its time
FIRST, LAST = date(2025, 1, 1), date(2026, 12, 31)
HOURS = ["08:00-12:00", "13:00-20:00"]
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
CALENDAR = Calendar.model_validate(
    {"name": "service_hours", "zone": "Europe/Berlin", "holidays": "DE-NW", **dict.fromkeys(WEEKDAYS, HOURS)}
)


def compare() -> Iterator[Comparison]:
    """Business seconds against the library and against the bare subtraction, which is the floor; then due times too."""
    connection = company()
    here = "steps.int_wait_clocks"
    ours = cpu_seconds(lambda: connection.execute(business_seconds_sql()))
    theirs = cpu_seconds(lambda: library_seconds(connection), rounds=1)
    assert_equal(connection)
    yield Comparison("Business seconds", "waits", here, ours, WAITS, "businesstimedelta", theirs, SAMPLE)
    floor = cpu_seconds(lambda: connection.execute(subtraction_sql()))
    yield Comparison(
        "Business seconds", "waits", here, ours, WAITS, "`ended_at - opened_at` alone", floor, WAITS
    )
    connection.execute("update steps.int_wait_owners set target_seconds = 5.0 * 3600")
    due = cpu_seconds(lambda: connection.execute(business_seconds_sql()))
    yield Comparison(
        "Business seconds and due times",
        "waits",
        here,
        due,
        WAITS,
        "`ended_at - opened_at` alone",
        floor,
        WAITS,
    )


def library_seconds(connection: duckdb.DuckDBPyConnection) -> dict[str, float]:
    """Open seconds by wait, of the first few, as businesstimedelta finds them."""
    sample = connection.execute(
        f"select wait_id, opened_at, ended_at from steps.int_waits limit {SAMPLE}"
    ).fetchall()
    zone, rules = pytz.timezone(CALENDAR.zone), library_rules()
    return {
        wait: rules.difference(opened.astimezone(zone), ended.astimezone(zone)).timedelta.total_seconds()
        for wait, opened, ended in sample
    }


def assert_equal(connection: duckdb.DuckDBPyConnection) -> None:
    """Both sides must have done the same work."""
    found = dict(connection.execute("select wait_id, observed_business_seconds from made").fetchall())
    for wait, seconds in library_seconds(connection).items():
        assert abs(found[wait] - seconds) < 1e-3, f"wait {wait}: {found[wait]} s here, {seconds} s there"


def subtraction_sql() -> str:
    """What any answer has to do at the very least."""
    return "create or replace table bare as select epoch_us(ended_at) - epoch_us(opened_at) as us from steps.int_waits"


def company() -> duckdb.DuckDBPyConnection:
    """A warehouse in memory with a million waits of up to a week, all under one calendar."""
    connection = duckdb.connect()
    run = connection.execute
    run("set timezone = 'UTC'; create schema steps; create schema company; select setseed(0.5)")
    run(f"set variable as_of = timestamptz '{LAST} 23:00:00+00'")
    run(f"""
        create table steps.int_waits as
        select wait_id::varchar as wait_id, opened_at, 'answered' as outcome,
            opened_at + to_seconds((random() * 7 * 86400)::bigint) as ended_at
        from (
            select unnest(range({WAITS})) as wait_id,
                timestamptz '{FIRST} 00:00:00+00' + to_seconds((random() * 700 * 86400)::bigint) as opened_at
        )
    """)
    run("""
        create table steps.int_wait_owners as
        select wait_id, 'service' as department_id, null::double as target_seconds,
            false as end_of_next_business_day, 'business' as clock from steps.int_waits
    """)
    run(
        "create table company.departments as select 'service' as department_id, 'service_hours' as calendar_name"
    )
    width = calendars.slot_seconds(CALENDAR, FIRST, LAST)
    run(
        "create table company.calendars as"
        " select 'service_hours' as calendar_name, ? as zone, ?::bigint as slot_seconds",
        [CALENDAR.zone, width],
    )
    for table, frame in {
        "calendar_slots": calendars.slots(CALENDAR, FIRST, LAST),
        "business_days": calendars.business_days(CALENDAR, FIRST, LAST),
    }.items():
        connection.register("frame", frame.to_arrow())
        run(f"create table company.{table} as select 'service_hours' as calendar_name, * from frame")
    return connection


def business_seconds_sql() -> str:
    """The model as the warehouse builds it."""
    return f"create or replace table made as {catalog.load().models['steps.int_wait_clocks'].sql}"


def library_rules() -> businesstimedelta.Rules:
    """The same calendar for businesstimedelta."""
    zone = pytz.timezone(CALENDAR.zone)
    closed = holidays.country_holidays("DE", subdiv="NW", years=range(FIRST.year, LAST.year + 2))
    days = list(range(5))
    shifts = [(time(8), time(12)), (time(13), time(20))]
    work = [
        businesstimedelta.WorkDayRule(start_time=start, end_time=end, working_days=days, tz=zone)
        for start, end in shifts
    ]
    return businesstimedelta.Rules([*work, businesstimedelta.HolidayRule(closed, tz=zone)])
