"""Hourly backlog with ageing over two years (goal P3): the warehouse's models against two daily date spines.

What dbt_zendesk does is a row for each ticket and day from its creation until it is closed, then that day's status,
then only the open ones: see its int_zendesk__field_calendar_spine and zendesk__ticket_backlog. Here without its
surrogate keys and the other fields. The leaner spine joins days to open intervals at once, as nobody there does.
Both count by department and age at the end of each day. Ours does so for each hour, and keeps the states and channels.

What limits ours is that detail: the changes of eighteen series, 17,500 hours and six ages are some millions of rows of
ten columns, which are grouped and written; the rest is one pass over the intervals.
"""

from collections.abc import Iterator

import duckdb

from benchmarks.measure import Comparison, cpu_seconds
from warehouse import catalog
from warehouse.database import MACROS

CASES = 2_500_000
MODELS = ("dim_hour", "fct_backlog_changes", "fct_backlog_hourly")
FIGURES = """
    count(*) as open_count,
    sum(epoch_us(day_end::timestamptz) - epoch_us(opened_at)) / 1e6 as aged_seconds,
    count_if(opened_at > day_end - interval 1 hour) as open_0_1h,
    count_if(opened_at > day_end - interval 5 hour and opened_at <= day_end - interval 1 hour) as open_1_5h,
    count_if(opened_at > day_end - interval 1 day and opened_at <= day_end - interval 5 hour) as open_5_24h,
    count_if(opened_at > day_end - interval 3 day and opened_at <= day_end - interval 1 day) as open_1_3d,
    count_if(opened_at > day_end - interval 7 day and opened_at <= day_end - interval 3 day) as open_3_7d,
    count_if(opened_at <= day_end - interval 7 day) as open_over_7d
"""
SPINE = f"""
    create or replace table spine as
    with days as (
        select unnest(generate_series(min(started_at)::date + 1, getvariable('as_of')::date, interval 1 day)) as day_end
        from marts.fct_case_states
    )
    select day_end, department_id, {FIGURES}
    from days
    inner join marts.fct_case_states as states
        on states.started_at <= days.day_end and coalesce(states.ended_at, 'infinity') > days.day_end
    where is_open_state(state)
    group by day_end, department_id
"""
# As two models, like theirs.
TICKET_DAYS = """
    create or replace table ticket_days as
    with days as (
        select unnest(generate_series(min(started_at)::date, getvariable('as_of')::date - 1, interval 1 day))::date
            as day
        from marts.fct_case_states
    ),
    tickets as (
        select
            case_id,
            min(started_at)::date as created_day,
            coalesce(min(started_at) filter (where state = 'closed'), getvariable('as_of'))::date as open_until
        from marts.fct_case_states
        group by case_id
    )
    select case_id, (day + 1)::timestamptz as day_end
    from days
    inner join tickets on day >= created_day and day <= open_until
"""
TICKET_STATUS = f"""
    create or replace table daily as
    select day_end, department_id, {FIGURES}
    from ticket_days
    asof inner join marts.fct_case_states as states
        on ticket_days.case_id = states.case_id and ticket_days.day_end >= states.started_at
    where is_open_state(state)
    group by day_end, department_id
"""


def compare(count: int = CASES) -> Iterator[Comparison]:
    """CPU seconds for the whole history of `count` cases."""
    connection = cases(count)
    models = catalog.load().models

    def ours() -> None:
        for name in MODELS:
            connection.execute(f"create or replace table marts.{name} as {models[f'marts.{name}'].sql}")

    def theirs() -> None:
        connection.execute(TICKET_DAYS)
        connection.execute(TICKET_STATUS)

    here = cpu_seconds(ours, rounds=2)
    lean = cpu_seconds(lambda: connection.execute(SPINE), rounds=1)
    there = cpu_seconds(theirs, rounds=1)
    assert_equal(connection, "spine")
    assert_equal(connection, "daily")
    job, models_made = "P3 Hourly backlog with ageing, 2 years", " + ".join(MODELS)
    for other, seconds in (("daily rows a ticket, as dbt_zendesk", there), ("the leanest daily spine", lean)):
        yield Comparison(
            job, "cases", models_made, here, count, other, seconds, count, "20 x as fast", "40 x"
        )  # fmt: skip


def assert_equal(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """At the end of each day both sides must have counted the same."""
    (differing,) = connection.execute(f"""
        select count(*) from (
            (select * from {table}) except
            (select hour_at, department_id, open_count, aged_seconds, open_0_1h, open_1_5h, open_5_24h,
                    open_1_3d, open_3_7d, open_over_7d from marts.fct_backlog_hourly)
        )
    """).fetchone() or (1,)
    assert differing == 0, f"{differing} days differ"


def cases(count: int) -> duckdb.DuckDBPyConnection:
    """A warehouse in memory: cases of two years with 4.2 states each, one in ten reopened, closed after four days.

    A case is worked on for a day and a half on average (exponential).
    """
    connection = duckdb.connect()
    run = connection.execute
    run("set timezone = 'UTC'; create schema marts; create schema company; select setseed(0.5)")
    run(MACROS.read_text(encoding="utf-8"))
    run("set variable as_of = timestamptz '2026-12-31 12:00:00+00'")
    run("create table company.settings as select 'Europe/Berlin' as zone")
    run(f"""
        create table marts.fct_case_states as
        with cases as (
            select
                number,
                number % 10 = 0 as is_reopened,
                timestamptz '2025-01-01 00:00:00+00' + to_microseconds((random() * 728 * 86400e6)::bigint) as opened_at,
                (-86400 * 1.5 * ln(1 - random())) as open_seconds
            from range({count}) as numbers (number)
        ),
        changes as (
            select
                * exclude (open_seconds),
                unnest(
                    if(is_reopened, ['new', 'open', 'resolved', 'open', 'resolved', 'closed'],
                        ['new', 'open', 'resolved', 'closed'])
                ) as state,
                unnest(
                    if(is_reopened,
                        [0, 0.3 * open_seconds, open_seconds, open_seconds + 4e4, open_seconds + 9e4,
                            open_seconds + 9e4 + 4 * 86400],
                        [0, 0.3 * open_seconds, open_seconds, open_seconds + 4 * 86400])
                ) as seconds
            from cases
        ),
        spells as (
            select *, opened_at + to_microseconds((seconds * 1e6)::bigint) as started_at
            from changes
            where opened_at + to_microseconds((seconds * 1e6)::bigint) <= getvariable('as_of')
        )
        select
            'zendesk:' || number as case_id,
            'zendesk' as source,
            'ticket_system' as platform,
            if(number % 4 = 0, 'chat', 'mail') as channel,
            'private' as visibility,
            ['service', 'sales', 'press', 'legal', 'marketing', null][1 + number % 6] as department_id,
            state,
            opened_at,
            started_at,
            lead(started_at) over (partition by number order by started_at) as ended_at
        from spells
    """)
    return connection


if __name__ == "__main__":
    for row in compare():
        print(row.row())
