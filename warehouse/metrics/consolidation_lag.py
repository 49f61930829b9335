"""
label = "Time until a customer is in the CRM"
label_de = "Zeit, bis ein Kunde im CRM steht"
description = '''How long after somebody first contacted the company the CRM had a record of them, of those whom it
    didn't know before; who still isn't in it counts for as long as that has been so (Kaplan-Meier). Beside it the
    share of first contacts whose customer the CRM knew (`known`), and how many wait to this day.'''
description_de = '''Wie lange nach dem ersten Kontakt das CRM einen Datensatz hatte, von jenen, die es vorher nicht
    kannte; wer noch immer nicht darin steht, zählt so lange, wie das schon so ist (Kaplan-Meier). Daneben der Anteil
    der Erstkontakte, deren Kunde dem CRM bekannt war (`known`), und wie viele bis heute warten.'''
unit = "seconds"
better = "lower"
dimensions = ["source", "platform", "channel", "visibility", "department_id"]
time = "contact_day"
statistics = ["p50", "p90", "known", "waiting", "history"]
excludes = '''those whom nobody knows; where the CRM doesn't say when its records were made, contacts from before it
    was first read (`history`)'''
excludes_de = '''wen niemand kennt; wo das CRM nicht sagt, wann seine Datensätze entstanden, Kontakte aus der Zeit,
    bevor es zum ersten Mal gelesen wurde (`history`)'''
others = "Others count who is in the CRM, and not how late they came to be."
others_de = "Andere zählen, wer im CRM steht, und nicht, wie spät er hineinkam."
example = [
    "anna has been in the CRM for a year when she writes: known",
    "ben and carla write at 9:00; ben's record is made at 10:00, carla's a day after she wrote",
    "= of the two, half after 1 h",
]
example_de = [
    "Anna steht seit einem Jahr im CRM, als sie schreibt: bekannt",
    "Ben und Carla schreiben um 9:00; Bens Datensatz entsteht um 10:00, Carlas einen Tag nach ihrer Nachricht",
    "= von den beiden die Hälfte nach 1 Std.",
]
source = "requirement R57; marts.fct_consolidations"
"""

from collections.abc import Sequence

import polars as pl

from warehouse import survival
from warehouse.intervals import wilson_bounds

SHARES = {0.5: "p50", 0.9: "p90"}

QUERY = """
select
    people.contact_day as date_day,
    people.source,
    people.platform,
    people.channel,
    people.visibility,
    people.department_id,
    people.state,
    coalesce(people.lag_seconds, seconds_between(people.contacted_at, snapshots.as_of)) as observed_seconds
from marts.fct_consolidations as people
cross join (select as_of from marts.dim_snapshot) as snapshots
"""


def compute(people: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Percentiles of those who were new to the CRM, the share whom it knew, and how many wait or say nothing.

    `people` has a row per person: *by, state (known, consolidated, waiting, history), observed_seconds (until the
    record, or now).
    """
    fresh = people.filter(pl.col("state").is_in(["consolidated", "waiting"])).with_columns(
        arrived=pl.col("state") == "consolidated"
    )
    curve = survival.kaplan_meier(fresh, by, "observed_seconds", "arrived")
    percentiles = survival.percentiles(curve, by, list(SHARES)).select(
        *by,
        pl.col("share").replace_strict(SHARES, return_dtype=pl.String).alias("statistic"),
        pl.col("value").alias("metric_value"),
        "lower",
        "upper",
        pl.col("sample_size").cast(pl.Int64),
        pl.col("events").cast(pl.Float64).alias("numerator"),
    )
    counts = {name: (pl.col("state") == name).sum() for name in ("known", "waiting", "history")}
    totals = (
        people.group_by(by).agg(total=pl.len(), **counts)
        if by
        else people.select(total=pl.len(), **counts).filter(pl.col("total") > 0)
    )
    dated = pl.col("total") - pl.col("history")
    lower, upper = wilson_bounds(pl.col("known"), dated)
    unknown = pl.lit(None, dtype=pl.Float64)
    share = pl.when(dated > 0).then(pl.col("known") / dated)
    rows = [
        _row(totals, by, "known", share, lower, upper, dated),
        *(
            _row(totals, by, name, pl.col(name), unknown, unknown, pl.col("total"))
            for name in ("waiting", "history")
        ),
    ]
    return pl.concat([percentiles, *rows], how="vertical_relaxed")


def _row(
    totals: pl.DataFrame,
    by: Sequence[str],
    name: str,
    value: pl.Expr,
    lower: pl.Expr,
    upper: pl.Expr,
    size: pl.Expr,
) -> pl.DataFrame:
    return totals.select(
        *by,
        pl.lit(name).alias("statistic"),
        value.cast(pl.Float64).alias("metric_value"),
        lower.cast(pl.Float64).alias("lower"),
        upper.cast(pl.Float64).alias("upper"),
        size.cast(pl.Int64).alias("sample_size"),
        pl.col(name).cast(pl.Float64).alias("numerator"),
    )
