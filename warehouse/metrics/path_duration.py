"""
label = "Paths and their duration"
label_de = "Wege und ihre Dauer"
description = '''Which ways cases take through departments and states, how often, and how long each way takes from
    opening to the last close (Kaplan-Meier: open cases count as running so far). A way is told in places; a round
    that repeats the one before it stands once. depth is how often a case changed hands in the house.'''
description_de = '''Welche Wege Fälle durch Abteilungen und Zustände nehmen, wie oft, und wie lange jeder Weg vom
    Öffnen bis zum letzten Schließen dauert (Kaplan-Meier: offene Fälle zählen als bisher laufend). Ein Weg besteht
    aus Orten; eine Runde, die die vorige wiederholt, steht einmal da. depth sagt, wie oft ein Fall im Haus in
    andere Hände kam.'''
unit = "seconds"
better = "lower"
dimensions = ["clock", "path", "depth", "source", "platform", "channel", "visibility", "department_id"]
derived = ["clock"]
detail = ["path", "source", "platform", "channel", "visibility"]
time = "opened_day"
statistics = ["cases", "share", "p50", "p90"]
excludes = "nothing around the clock; in business time, cases that a department without a calendar held"
excludes_de = "rund um die Uhr nichts; in Geschäftszeit Fälle, die eine Abteilung ohne Kalender hatte"
others = "Others show how long the finished cases of a path took, so that paths on which many are stuck look quick."
others_de = '''Andere zeigen, wie lange fertige Fälle eines Weges brauchten: Wege, auf denen viele feststecken,
    sehen schnell aus.'''
example = [
    "new and open with the service, with the customer, with the service, with the customer, resolved",
    "= service:open > service:waiting_customer > resolved, depth 0",
]
example_de = [
    "neu und offen beim Service, beim Kunden, beim Service, beim Kunden, gelöst",
    "= service:open > service:waiting_customer > resolved, Tiefe 0",
]
source = "metrics definition 8; survival: Kaplan and Meier (1958)"
"""

from collections.abc import Sequence

import polars as pl

from warehouse import statistic_rows
from warehouse.intervals import wilson_bounds

QUERY = """
select
    opened_day as date_day,
    path,
    depth,
    source,
    platform,
    channel,
    visibility,
    department_id,
    is_resolved,
    clock,
    if(clock = 'business', observed_business_seconds, observed_seconds) as seconds
from marts.fct_case_paths
cross join (values ('business'), ('calendar')) as clocks (clock)
"""


def compute(cases: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """How many take each way, what share, and how long it takes; `cases` has a row per case and clock."""
    return pl.concat(
        [
            statistic_rows.count(cases, by, "cases"),
            _shares(cases, by),
            statistic_rows.percentiles(cases, by, "seconds", "is_resolved", {"p50": 0.5, "p90": 0.9}),
        ]
    )


def _shares(cases: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Of all cases, whatever their way and depth."""
    wider = [name for name in by if name not in ("path", "depth")]
    found = statistic_rows.grouped(cases, by, found=pl.len())
    sizes = statistic_rows.grouped(cases, wider, sample_size=pl.len())
    joined = found.join(sizes, on=wider, nulls_equal=True) if wider else found.join(sizes, how="cross")
    lower, upper = wilson_bounds(pl.col("found"), pl.col("sample_size"))
    return statistic_rows.shaped(
        joined.filter(pl.col("sample_size") > 0).with_columns(statistic=pl.lit("share")),
        by,
        value=pl.col("found") / pl.col("sample_size"),
        lower=lower,
        upper=upper,
        numerator=pl.col("found"),
    )
