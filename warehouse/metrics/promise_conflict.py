"""
label = "Promises across departments"
label_de = "Zusagen über Abteilungen hinweg"
description = '''How much more often a promise is kept where the department that gave it also fulfils it than where
    another one has to: the share kept in time on either side (`same`, `cross`), and the difference. Beside it the
    share kept for each pair of departments, and how long fulfilment takes (Kaplan-Meier; what is open counts as
    waiting so far, what was broken as never fulfilled).'''
description_de = '''Um wie viel öfter eine Zusage gehalten wird, wenn die Abteilung sie selbst einlöst, die sie gab,
    als wenn es eine andere muss: der rechtzeitig gehaltene Anteil auf beiden Seiten (`same`, `cross`) und die
    Differenz. Daneben der gehaltene Anteil je Abteilungspaar, und wie lange das Einlösen dauert (Kaplan-Meier;
    Offenes zählt als bisher wartend, Gebrochenes als nie eingelöst).'''
unit = "share"
better = "lower"
dimensions = [
    "promised_by_department_id", "fulfilled_by_department_id", "due_source", "source", "platform", "channel",
    "visibility", "department_id",
]
table_by = ["promised_by_department_id", "fulfilled_by_department_id"]
time = "promised_day"
smallest = 0.10
statistics = ["value", "same", "cross", "kept", "p50_same", "p50_cross", "fulfilled_same", "fulfilled_cross"]
excludes = "from the shares, promises that aren't due yet; promises of which giver or fulfiller isn't known"
excludes_de = "aus den Anteilen noch nicht fällige Zusagen; Zusagen, deren Geber oder Einlösende unbekannt sind"
others = "Others know neither promises nor who has to keep somebody else's."
others_de = "Andere kennen weder Zusagen noch, wer die von anderen einlösen muss."
example = [
    "Marketing promises 10 refunds that Service pays: 7 in time",
    "Service promises 50 call-backs and makes them itself: 46 in time",
    "= 92% less 70%: 22 points",
]
example_de = [
    "Marketing sagt 10 Erstattungen zu, die der Service auszahlt: 7 rechtzeitig",
    "der Service sagt 50 Rückrufe zu und ruft selbst zurück: 46 rechtzeitig",
    "= 92 % weniger 70 %: 22 Punkte",
]
source = "metrics definition 18; conflict C11; interval: Newcombe (1998), method 10"
"""

from collections.abc import Sequence

import polars as pl

from warehouse import graded_rows, survival
from warehouse.graded_rows import Row
from warehouse.intervals import wilson

SMALLEST = 0.10  # a difference of ten points is the least that anybody would reorganise for
GRID = (3_600.0, 14_400.0, 28_800.0, 86_400.0, 172_800.0, 259_200.0, 432_000.0, 604_800.0, 1_209_600.0)

QUERY = """
select
    promises.promised_day as date_day,
    promises.promised_by_department_id,
    promises.fulfilled_by_department_id,
    promises.due_source,
    promises.source,
    promises.platform,
    promises.channel,
    promises.visibility,
    promises.department_id,
    -- Once more under names that no grouping folds away.
    promises.promise_id,
    promises.is_cross,
    if(promises.is_mature, promises.state = 'kept', null) as is_kept,
    promises.kept_at is not null as is_fulfilled,
    promises.broken_at is not null as is_broken,
    greatest(
        0, epoch_us(coalesce(promises.kept_at, snapshots.as_of)) - epoch_us(promises.promised_at)
    ) / 1e6 as seconds
from marts.fct_promises as promises
cross join marts.dim_snapshot as snapshots
where promises.is_cross is not null
"""


def compute(promises: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """The rows of every group; `promises` has a row each. The curve's points carry `seconds`."""
    rows: list[Row] = []
    for key, part in graded_rows.parts(promises, by):
        counts = {}
        for side, own in (("same", part.filter(~pl.col("is_cross"))), ("cross", part.filter("is_cross"))):
            due = own["is_kept"].drop_nulls()
            counts[side] = (int(due.sum()), len(due))
            rows.append(graded_rows.share(key, side, *counts[side], reason=_few(len(due))))
            rows += _fulfilment(key, side, own)
        kept = (sum(one for one, _ in counts.values()), sum(n for _, n in counts.values()))
        rows.append(graded_rows.share(key, "kept", *kept, reason=_few(kept[1])))
        reason = "one_side" if 0 in (counts["same"][1], counts["cross"][1]) else None
        rows.append(
            graded_rows.difference(key, "value", counts["same"], counts["cross"], SMALLEST, reason=reason)
        )
    return graded_rows.table(rows, promises, by, seconds=pl.Float64)


def _few(n: int) -> str | None:
    return None if n else "none_due"


def _fulfilment(key: Row, side: str, own: pl.DataFrame) -> list[Row]:
    """The time by which half were fulfilled, and the share fulfilled by the times of the grid."""
    if own.is_empty():
        return []
    # Broken ones are watched for ever: nobody waits for them to be fulfilled any more, and they never were.
    longest = max(GRID[-1] + 1, float(own["seconds"].max()))  # type: ignore[arg-type]
    watched = own.select(
        pl.when(pl.col("is_broken")).then(longest).otherwise(pl.col("seconds")).alias("seconds"),
        "is_fulfilled",
    )
    curve = survival.kaplan_meier(watched, [], "seconds", "is_fulfilled")
    half = survival.percentiles(curve, [], [0.5]).row(0, named=True)
    found = [
        graded_rows.row(
            key, f"p50_{side}", half["value"], (half["lower"], half["upper"]), half["sample_size"], half["events"],
            reason="not_reached" if half["value"] is None else None,
        )
    ]  # fmt: skip
    for point in survival.at_times(curve, [], GRID).to_dicts():
        if point["survival"] is not None:
            bounds = _bounds(point, own.height)
            found.append(
                graded_rows.row(
                    key, f"fulfilled_{side}", 1 - point["survival"], bounds, own.height, point["at_risk"],
                    seconds=point["time"],
                )
            )  # fmt: skip
    return found


def _bounds(point: Row, n: int) -> tuple[float | None, float | None]:
    """Where none or all are fulfilled the variance is none; the score interval of as many knows better."""
    if point["survival"] in (0.0, 1.0):
        return wilson(0 if point["survival"] else n, n) or (None, None)
    return 1 - point["upper"], 1 - point["lower"]
