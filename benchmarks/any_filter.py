"""Exact percentiles and Kaplan-Meier with intervals for any filter (goal P4), against the filtered scan alone.

The waits lie in a file, as a snapshot's do, and last whole seconds, as the platforms tell them. What ours adds to the
scan is to fetch three columns of what matches, to sort the durations twice (to the answer, to any end) and a curve
with a step for each second at which one ended.
"""

import tempfile
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path

import duckdb

from benchmarks.measure import Comparison, cpu_seconds
from warehouse import catalog
from warehouse.catalog import Filters

WAITS = 20_000_000
FILTERS = {
    "one channel of one department": {"channel": ["mail"], "department_id": ["service"]},
    "one platform": {"platform": ["facebook"]},
}
PERIOD = (date(2026, 4, 1), date(2026, 7, 1))


def compare(count: int = WAITS) -> Iterator[Comparison]:
    """The metric as a page asks for it: a quarter, filtered, on one clock; its goal is eight scans."""
    with tempfile.TemporaryDirectory() as folder:
        connection = waits(count, Path(folder) / "waits.duckdb")
        yield from measured(connection, count)
        connection.close()


def measured(connection: duckdb.DuckDBPyConnection, count: int) -> Iterator[Comparison]:
    """Each filter, around the clock and in business hours."""
    metrics = catalog.load()
    for (name, chosen), clock in product(FILTERS.items(), ("calendar", "business")):
        filters = Filters(*PERIOD, include={**chosen, "clock": [clock]})
        conditions = " and ".join(f"{column} = '{values[0]}'" for column, values in chosen.items())
        scan = f"""
            select count(*), sum(observed_seconds) from marts.fct_waits
            where {conditions} and opened_day >= date '{PERIOD[0]}' and opened_day < date '{PERIOD[1]}'
        """
        (matching, _) = connection.execute(scan).fetchone() or (0, 0)
        ours = cpu_seconds(lambda: metrics.evaluate(connection, "first_response_time", filters))  # noqa: B023
        floor = cpu_seconds(lambda: connection.execute(scan).fetchall(), rounds=7)  # noqa: B023
        yield Comparison(
            f"P4 Percentiles of {matching:,} of {count:,} waits: {name}, {clock} time", "",
            "first_response_time", ours, 1, "the filtered scan", floor, 1,
            "at most 8 x the CPU", "the whole page in 100 ms",
        )  # fmt: skip


def waits(count: int, file: Path) -> duckdb.DuckDBPyConnection:
    """marts.fct_waits in a file, as far as the metric reads it: two years, log-normal durations, one in seven open."""
    connection = duckdb.connect(file)
    run = connection.execute
    run(
        "set timezone = 'UTC'; set preserve_insertion_order = false; create schema marts; select setseed(0.5)"
    )
    run(f"""
        create table marts.fct_waits as
        select
            date '2025-01-01' + (number * 730 // {count})::integer as opened_day,
            if(number % 3 = 0, 'zendesk', 'facebook') as source,
            if(number % 3 = 0, 'ticket_system', 'facebook') as platform,
            ['mail', 'chat', 'web_form', 'comment', 'direct_message'][1 + (hash(number) % 5)::integer] as channel,
            if(number % 2 = 0, 'private', 'public') as visibility,
            ['service', 'marketing', 'press', 'sales', 'legal', null][1 + (hash(number + 1) % 6)::integer]
                as department_id,
            null::varchar as stakeholder,
            1 + (number // 3 % 3) as ordinal,
            observed_seconds,
            ['answered', 'answered', 'answered', 'answered', 'answered', 'open', 'closed_unanswered'][
                1 + (hash(number + 2) % 7)::integer
            ] as outcome,
            round(observed_seconds * 0.4) as observed_business_seconds,
            observed_seconds as arrival_seconds,
            round(observed_seconds * 0.4) as arrival_business_seconds
        from (
            select number, round(exp(8 + 1.5 * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())))
                as observed_seconds
            from range({count}) as numbers (number)
        )
    """)
    run("checkpoint")
    return connection


if __name__ == "__main__":
    for row in compare():
        print(row.row())
