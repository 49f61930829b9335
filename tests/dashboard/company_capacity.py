"""The capacity of the tests' company: the warehouse's own forecast of its waits and shifts; Product has no shifts."""

from datetime import UTC, datetime, time, timedelta

import duckdb
import polars as pl

from tests.dashboard.company_load import SHIFTS
from tests.dashboard.company_waits import ZONE, Hours, local_day
from warehouse.catalog import load

AHEAD = 200
FORETOLD = ("service", "marketing", "product", "legal")
MARTS = ("dim_capacity_settings", "fct_demand_hours", "fct_capacity_hours")
FORECAST = ("fct_capacity_figures", "fct_forecast_weeks", "fct_forecast_hours")


def derive(connection: duckdb.DuckDBPyConnection, as_of: datetime, days: int) -> None:
    """Make the marts of capacity from those of waits, handles and shifts; `company` has to be there."""
    first = local_day(as_of) - timedelta(days=days)
    hours = Hours(first - timedelta(days=7), days + AHEAD + 20)
    slots = [
        (int(at.timestamp()) // 3600 + offset,)
        for at, until in zip(hours.opens, hours.closes, strict=True)
        for offset in range(int((until - at).total_seconds()) // 3600)
    ]
    run = connection.execute
    run(
        "create or replace table company.departments as select department_id, calendar_name from marts.dim_department;"
        " create or replace table company.calendars as select 'hours' as calendar_name, 3600 as slot_seconds;"
        " create or replace table company.capacity as"
        " select 1.0::double as availability, 35.0::double as hours_per_person, 0.3::double as planned_growth"
    )
    _put(connection, "company.calendar_slots", pl.DataFrame(slots, ["slot"], orient="row").with_columns(
        calendar_name=pl.lit("hours"), is_open=pl.lit(True)
    ))  # fmt: skip
    _put(connection, "company.planned_shifts", _shifts(as_of))
    models = load().models
    for name in MARTS:
        run(f"create table marts.{name} as {models[f'marts.{name}'].sql}")
    computed = models["steps.int_capacity"]
    assert computed.compute
    made = computed.compute({name: _few(run(query).pl()) for name, query in computed.queries.items()})
    run("create schema if not exists steps")
    _put(connection, "steps.int_capacity", made)
    for name in FORECAST:
        run(f"create table marts.{name} as {models[f'marts.{name}'].sql}")
    run("drop schema steps cascade")


def _few(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of four departments: what each of them costs to foretell is most of what this company costs."""
    return (
        frame.filter(pl.col("department_id").is_in(FORETOLD)) if "department_id" in frame.columns else frame
    )


def _shifts(as_of: datetime) -> pl.DataFrame:
    """Weekdays as in company_load, from a week ahead on."""
    rows = []
    for number in range(7, AHEAD):
        day = local_day(as_of) + timedelta(days=number)
        if day.weekday() < 5:
            for department, (opens, closes, people) in SHIFTS.items():
                begin, end = (
                    datetime.combine(day, time(hour), ZONE).astimezone(UTC) for hour in (opens, closes)
                )
                rows.append((department, begin, end, people))
    return pl.DataFrame(rows, ["department_id", "started_at", "ended_at", "headcount"], orient="row")


def _put(connection: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    connection.register("frame", frame.to_arrow())
    connection.execute(f"create or replace table {table} as select * from frame")
    connection.unregister("frame")
