"""
label = "Response rate"
label_de = "Antwortquote"
description = '''Share of what needed an answer that had a human reply within seven days, among waits that began more
    than seven days ago. Beside it an estimate that counts the younger ones in, as far as they have been watched
    (Aalen-Johansen).'''
description_de = '''Anteil dessen, was eine Antwort brauchte, der binnen sieben Tagen eine menschliche Antwort hatte,
    unter den Wartezeiten, die vor mehr als sieben Tagen begannen. Daneben eine Schätzung, die auch die jüngeren
    mitzählt, soweit sie schon beobachtet sind (Aalen-Johansen).'''
unit = "share"
better = "higher"
dimensions = ["source", "platform", "channel", "visibility", "department_id", "stakeholder"]
detail = ["stakeholder"]
time = "opened_day"
recent = 9
statistics = ["value", "estimate", "young", "excluded"]
excludes = '''waits that are not seven days old; withdrawn or merged within seven days without a reply; messages that
    need no answer'''
excludes_de = '''Wartezeiten, die noch keine sieben Tage alt sind; binnen sieben Tagen ohne Antwort zurückgezogene oder
    zusammengeführte; Nachrichten ohne Antwortbedarf'''
others = '''Facebook counts first messages after a day's silence, leaves out the slowest tenth and what was marked
    done.'''
others_de = '''Facebook zählt erste Nachrichten nach einem Tag Stille und lässt das langsamste Zehntel und als erledigt
    Markiertes weg.'''
example = [
    "four customers wrote eight days ago",
    "one has a reply after an hour, one after six days, one after eight, one took the message back",
    "= 2 of 3, 66.7%",
]
example_de = [
    "vier Personen schrieben vor acht Tagen",
    "eine Antwort nach einer Stunde, eine nach sechs Tagen, eine nach acht, eine Nachricht wurde zurückgezogen",
    "= 2 von 3, 66,7 %",
]
source = "metrics definition 16"
"""

from collections.abc import Sequence

import polars as pl

from warehouse import survival
from warehouse.intervals import wilson_bounds
from warehouse.survival import ANSWERED

WEEK = 7 * 86400.0
_ROUNDING = 1e-9

QUERY = """
select
    waits.opened_day as date_day,
    waits.source,
    waits.platform,
    waits.channel,
    waits.visibility,
    waits.department_id,
    waits.stakeholder,
    waits.observed_seconds,
    case waits.outcome when 'answered' then 1 when 'closed_unanswered' then 2 else 0 end as ending,
    waits.outcome in ('withdrawn', 'merged') as is_cancelled,
    seconds_between(waits.opened_at, snapshots.as_of) > 604800 as is_mature
from marts.fct_waits as waits
cross join (select as_of from marts.dim_snapshot) as snapshots
"""


def compute(waits: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """The rate of the matured, the estimate with the younger ones, and how many of either kind were left out.

    `waits` has a row per wait: *by, observed_seconds, ending (0 censored, 1 answered, 2 closed without a reply),
    is_cancelled (withdrawn or merged), is_mature (began more than seven days ago).
    """
    in_time = pl.col("observed_seconds") <= WEEK
    cancelled = pl.col("is_cancelled") & in_time
    counted = pl.col("is_mature") & ~cancelled
    totals = _grouped(
        waits,
        by,
        answered=(counted & (pl.col("ending") == ANSWERED) & in_time).sum(),
        counted=counted.sum(),
        young=(~pl.col("is_mature")).sum(),
        excluded=(pl.col("is_mature") & cancelled).sum(),
        total=pl.len(),
    )
    lower, upper = wilson_bounds(pl.col("answered"), pl.col("counted"))
    share = pl.when(pl.col("counted") > 0).then(pl.col("answered") / pl.col("counted"))
    unknown = pl.lit(None, dtype=pl.Float64)
    rows = [
        _shaped(totals, by, "value", share, lower, upper, "counted", pl.col("answered")),
        *(
            _shaped(totals, by, name, pl.col(name), unknown, unknown, "total", pl.col(name))
            for name in ("young", "excluded")
        ),
        _estimate(waits, by),
    ]
    return pl.concat(rows, how="vertical_relaxed")


def _estimate(waits: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """All waits, the younger ones for as long as they have been watched."""
    curve = survival.cumulative_incidence(waits, by, "observed_seconds", "ending")
    sizes = _grouped(
        waits,
        by,
        total=pl.len(),
        answered=((pl.col("ending") == ANSWERED) & (pl.col("observed_seconds") <= WEEK)).sum(),
    )
    read = survival.at_times(curve, by, [WEEK])
    joined = read.join(sizes, on=list(by), nulls_equal=True) if by else read.join(sizes, how="cross")
    share = pl.col("incidence")
    # At none or all the delta method knows no error; the score interval of as many waits does (Wilson, 1927).
    is_edge = (share < _ROUNDING) | (share > 1 - _ROUNDING)
    lowest, highest = wilson_bounds(share.round() * pl.col("total"), pl.col("total"))
    lower = pl.when(is_edge).then(lowest).otherwise(pl.col("lower"))
    upper = pl.when(is_edge).then(highest).otherwise(pl.col("upper"))
    return _shaped(joined, by, "estimate", share, lower, upper, "total", pl.col("answered"))


def _grouped(waits: pl.DataFrame, by: Sequence[str], **sums: pl.Expr) -> pl.DataFrame:
    return waits.group_by(by).agg(**sums) if by else waits.select(**sums)


def _shaped(
    rows: pl.DataFrame,
    by: Sequence[str],
    statistic: str,
    value: pl.Expr,
    lower: pl.Expr,
    upper: pl.Expr,
    size: str,
    found: pl.Expr,
) -> pl.DataFrame:
    return rows.select(
        *by,
        pl.lit(statistic).alias("statistic"),
        value.cast(pl.Float64).alias("metric_value"),
        lower.cast(pl.Float64).alias("lower"),
        upper.cast(pl.Float64).alias("upper"),
        pl.col(size).cast(pl.Int64).alias("sample_size"),
        found.cast(pl.Float64).alias("numerator"),
    )
