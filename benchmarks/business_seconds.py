"""Open seconds of waits (goal P1): the macro by itself and in its model, against subtraction and businesstimedelta."""

import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

import businesstimedelta
import duckdb
import holidays
import pytz

from benchmarks.measure import Comparison, cpu_seconds
from warehouse import catalog, company
from warehouse.configuration.calendars import write_calendars
from warehouse.database import MACROS

WAITS = 2_000_000
SAMPLE = 2_000  # of them for the library, which takes its time
FIRST, LAST = date(2025, 1, 1), date(2026, 12, 31)
SHIFTS = ((time(8), time(12)), (time(13), time(20)))
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
# Four departments with three calendars, of which one changes; all open alike, so that the library can check them.
CALENDAR = "\n".join(
    ['zone = "Europe/Berlin"', 'holidays = "DE-NW"']
    + [f'{day} = ["08:00-12:00", "13:00-20:00"]' for day in WEEKDAYS]
)
COMPANY = f"""
[company]
id = "benchmark"
zone = "Europe/Berlin"
[[departments]]
id = "0"
name = "0"
calendar = "a"
[[departments]]
id = "1"
name = "1"
calendar = "b"
[[departments]]
id = "2"
name = "2"
calendars = [{{ name = "b", until = 2026-01-01 }}, {{ name = "c" }}]
[[departments]]
id = "3"
name = "3"
calendar = "c"
[calendars.a]
{CALENDAR}
[calendars.b]
{CALENDAR}
[calendars.c]
{CALENDAR}
"""


def compare() -> Iterator[Comparison]:
    """The bare computation on rows that know their calendar; then the model, which looks it up and finds due times."""
    connection = waits()
    run = connection.execute
    floor = cpu_seconds(lambda: run(subtraction_sql()), rounds=7)
    bare = cpu_seconds(lambda: run(open_seconds_sql()), rounds=7)
    theirs = cpu_seconds(lambda: library_seconds(connection), rounds=1)
    model = cpu_seconds(lambda: run(model_sql()))
    assert_equal(connection)
    run("update steps.int_wait_owners set target_seconds = 5.0 * 3600")
    due = cpu_seconds(lambda: run(model_sql()))
    library, floor_name = "businesstimedelta", "`reply - inbound` alone"
    job, both, macro, table = (
        "P1 Business seconds",
        "P1 Business seconds and due times",
        "`open_us`",
        "steps.int_wait_clocks",
    )
    yield Comparison(job, "waits", macro, bare, WAITS, floor_name, floor, WAITS, "at most 3 x the CPU", "2 x")
    yield Comparison(job, "waits", macro, bare, WAITS, library, theirs, SAMPLE, "3,000 x as fast")
    yield Comparison(job, "waits", table, model, WAITS, floor_name, floor, WAITS)
    yield Comparison(both, "waits", table, due, WAITS, floor_name, floor, WAITS)


def subtraction_sql() -> str:
    """What any answer has to do at the very least."""
    return "create or replace table bare as select epoch_us(ended_at) - epoch_us(opened_at) as us from placed"


def open_seconds_sql() -> str:
    """The same rows on their calendars; unknown outside of what these cover."""
    return """
        create or replace table placed_us as
        select if(opened_at >= covered_from and ended_at < covered_until, ended_open_us - opened_open_us, null) as us
        from (
            select
                opened_at,
                ended_at,
                covered_from,
                covered_until,
                open_us(curve, slot_us, epoch_us(opened_at) + shift_us) as opened_open_us,
                open_us(curve, slot_us, epoch_us(ended_at) + shift_us) as ended_open_us
            from placed
            cross join company.calendar_curve
        )
    """


def model_sql() -> str:
    """The model as the warehouse builds it."""
    return f"create or replace table made as {catalog.load().models['steps.int_wait_clocks'].sql}"


def library_seconds(connection: duckdb.DuckDBPyConnection) -> dict[str, float]:
    """Open seconds by wait, of the first few, as businesstimedelta finds them."""
    sample = connection.execute(
        f"select wait_id, opened_at, ended_at from steps.int_waits order by wait_id limit {SAMPLE}"
    ).fetchall()
    zone, rules = pytz.timezone("Europe/Berlin"), library_rules()
    return {
        wait: rules.difference(opened.astimezone(zone), ended.astimezone(zone)).timedelta.total_seconds()
        for wait, opened, ended in sample
    }


def assert_equal(connection: duckdb.DuckDBPyConnection) -> None:
    """All sides must have done the same work."""
    found = dict(connection.execute("select wait_id, observed_business_seconds from made").fetchall())
    for wait, seconds in library_seconds(connection).items():
        assert abs(found[wait] - seconds) < 1e-3, f"wait {wait}: {found[wait]} s here, {seconds} s there"
    bare = connection.execute("select sum(us) from placed_us").fetchone()
    assert bare == (round(sum(found.values()) * 1e6),), f"{bare} microseconds by the macro alone"


def waits() -> duckdb.DuckDBPyConnection:
    """A warehouse in memory with two million waits of up to a week, under the calendars of four departments."""
    connection = duckdb.connect()
    run = connection.execute
    run(
        "attach ':memory:' as work; create schema work.company; create schema work.steps; set timezone = 'UTC'"
    )
    run(MACROS.read_text(encoding="utf-8"))
    run("set search_path = 'memory.main,work.company,work.steps'; select setseed(0.5)")
    as_of = datetime(LAST.year, LAST.month, LAST.day, 23, tzinfo=UTC)
    run("set variable as_of = ?::timestamptz", [as_of])
    run(f"""
        create table work.steps.int_waits as
        select wait_id::varchar as wait_id, opened_at, 'answered' as outcome,
            opened_at + to_seconds((random() * 7 * 86400)::bigint) as ended_at
        from (
            select unnest(range({WAITS})) as wait_id,
                timestamptz '{FIRST} 00:00:00+00' + to_seconds((random() * 700 * 86400)::bigint) as opened_at
        )
    """)
    run("""
        create table work.steps.int_wait_owners as
        select wait_id, (hash(wait_id) % 4)::varchar as department_id, null::double as target_seconds,
            false as end_of_next_business_day, 'business' as clock from steps.int_waits
    """)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "leitstand.toml"
        path.write_text(COMPANY, encoding="utf-8")
        known = company.load(path, {})
    run("create table work.company.departments (department_id varchar, calendar_name varchar)")
    for department in known.departments:
        run(
            "insert into work.company.departments values (?, ?)",
            [department.id, department.effective_calendar],
        )
    write_calendars(connection, known, datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC), as_of, {})
    run("""
        create table placed as
        select opened_at, ended_at, shift_us
        from steps.int_waits
        join steps.int_wait_owners using (wait_id)
        join company.departments using (department_id)
        join company.calendars using (calendar_name)
    """)
    return connection


def library_rules() -> businesstimedelta.Rules:
    """The same calendar for businesstimedelta."""
    zone = pytz.timezone("Europe/Berlin")
    closed = holidays.country_holidays("DE", subdiv="NW", years=range(FIRST.year, LAST.year + 2))
    work = [
        businesstimedelta.WorkDayRule(start_time=start, end_time=end, working_days=list(range(5)), tz=zone)
        for start, end in SHIFTS
    ]
    return businesstimedelta.Rules([*work, businesstimedelta.HolidayRule(closed, tz=zone)])


if __name__ == "__main__":
    for row in compare():
        print(row.row())
