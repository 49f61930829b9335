"""Hourly backlog with ageing over two years (goal P3): the warehouse's models against a daily date spine.

The other side is what dbt packages for ticket systems do: a table of days, joined to all cases open at each day's end.
It gives no hours, and no states or channels; ours gives these as well. What limits ours is that detail: a case adds
about eight changes (states and ages), which are grouped by eight columns and summed exactly as 128-bit integers.
"""

from collections.abc import Iterator

import duckdb

from benchmarks.measure import Comparison, cpu_seconds
from warehouse import catalog
from warehouse.database import MACROS

CASES = 500_000
MODELS = ("dim_hour", "fct_backlog_changes", "fct_backlog_hourly")
SPINE = """
    create or replace table spine as
    with days as (
        select unnest(generate_series(min(started_at)::date + 1, getvariable('as_of')::date, interval 1 day)) as day_end
        from marts.fct_case_states
    )
    select
        day_end,
        department_id,
        count(*) as open_count,
        sum(epoch_us(day_end::timestamptz) - epoch_us(opened_at)) / 1e6 as aged_seconds,
        count_if(opened_at > day_end - interval 1 hour) as open_0_1h,
        count_if(opened_at > day_end - interval 5 hour and opened_at <= day_end - interval 1 hour) as open_1_5h,
        count_if(opened_at > day_end - interval 1 day and opened_at <= day_end - interval 5 hour) as open_5_24h,
        count_if(opened_at > day_end - interval 3 day and opened_at <= day_end - interval 1 day) as open_1_3d,
        count_if(opened_at > day_end - interval 7 day and opened_at <= day_end - interval 3 day) as open_3_7d,
        count_if(opened_at <= day_end - interval 7 day) as open_over_7d
    from days
    inner join marts.fct_case_states as states
        on states.started_at <= days.day_end and coalesce(states.ended_at, 'infinity') > days.day_end
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

    here = cpu_seconds(ours, rounds=2)
    there = cpu_seconds(lambda: connection.execute(SPINE), rounds=1)
    assert_equal(connection)
    yield Comparison(
        "Hourly backlog with ageing, 2 years", "cases", " + ".join(MODELS), here, count,
        "daily date spine", there, count, "20 x as fast", "40 x",
    )  # fmt: skip


def assert_equal(connection: duckdb.DuckDBPyConnection) -> None:
    """At the end of each day both sides must have counted the same."""
    (differing,) = connection.execute("""
        select count(*) from (
            (select * from spine) except
            (select hour_at, department_id, open_count, aged_seconds, open_0_1h, open_1_5h, open_5_24h,
                    open_1_3d, open_3_7d, open_over_7d from marts.fct_backlog_hourly)
        )
    """).fetchone() or (1,)
    assert differing == 0, f"{differing} days differ"


def cases(count: int) -> duckdb.DuckDBPyConnection:
    """A warehouse in memory: cases of two years, each with up to three spells, some of them reopened."""
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
                timestamptz '2025-01-01 00:00:00+00' + to_microseconds((random() * 728 * 86400e6)::bigint) as opened_at,
                (-86400 * 1.5 * ln(1 - random())) as open_seconds
            from range({count}) as numbers (number)
        ),
        spells as (
            select *, 1 as ordinal, 'new' as state, opened_at as started_at,
                opened_at + to_microseconds((open_seconds * 0.3e6)::bigint) as ended_at from cases
            union all by name
            select *, 2 as ordinal, 'open' as state,
                opened_at + to_microseconds((open_seconds * 0.3e6)::bigint) as started_at,
                opened_at + to_microseconds((open_seconds * 1e6)::bigint) as ended_at from cases
            union all by name
            select *, 3 as ordinal, 'resolved' as state,
                opened_at + to_microseconds((open_seconds * 1e6)::bigint) as started_at,
                if(number % 10 = 0, opened_at + to_microseconds(((open_seconds + 40000) * 1e6)::bigint), null)
                    as ended_at from cases
            union all by name
            select *, 4 as ordinal, 'open' as state,
                opened_at + to_microseconds(((open_seconds + 40000) * 1e6)::bigint) as started_at,
                opened_at + to_microseconds(((open_seconds + 90000) * 1e6)::bigint) as ended_at
            from cases where number % 10 = 0
        )
        select
            'zendesk:' || number as case_id,
            'zendesk' as source,
            'ticket_system' as platform,
            if(number % 4 = 0, 'chat', 'mail') as channel,
            'private' as visibility,
            ['service', 'sales', 'press', 'legal', 'marketing', null][1 + number % 6] as department_id,
            ordinal,
            state,
            opened_at,
            started_at,
            ended_at
        from spells
    """)
    return connection


if __name__ == "__main__":
    for row in compare():
        print(row.row())
