"""
label = "Handle time"
label_de = "Bearbeitungszeit"
description = '''Time that a reply takes, half and nine tenths of them at most: as the tool measured it, else from when
    it could be begun until it was sent, at most 30 minutes. Replies of unknown authors are taken to need the
    median of those like them, and don't enter the percentiles. The shares say on which of these a figure rests.'''
description_de = '''Zeit, die eine Antwort braucht, höchstens für die Hälfte und für neun Zehntel: wie das System sie
    maß, sonst vom frühesten Beginn bis zum Senden, höchstens 30 Minuten. Für Antworten unbekannter Verfasser gilt der
    Median ähnlicher; in die Perzentile gehen sie nicht ein. Die Anteile sagen, worauf eine Zahl beruht.'''
unit = "seconds"
better = "neutral"
dimensions = ["source", "platform", "channel", "visibility", "department_id", "topic"]
detail = ["topic"]
time = "handled_day"
statistics = ["p50", "p90", "total", "measured", "inferred", "modelled", "unknown", "capped"]
excludes = "internal notes; automatic replies; from the percentiles, replies of unknown authors"
excludes_de = "interne Notizen; automatische Antworten; bei den Perzentilen Antworten unbekannter Verfasser"
others = '''Others add up the time in which a case stood open somewhere, or ask for an open draft; none says on which
    share of the replies that rests.'''
others_de = '''Andere addieren die Zeit, in der ein Fall irgendwo offen stand, oder verlangen einen offenen Entwurf; auf
    welchem Anteil der Antworten das beruht, sagt keiner.'''
source = "metrics definition 12"
"""

from collections.abc import Sequence

import polars as pl

from warehouse import survival
from warehouse.intervals import wilson_bounds

TIERS = ("measured", "inferred", "modelled", "unknown")

QUERY = """
select
    handled_day as date_day,
    source,
    platform,
    channel,
    visibility,
    department_id,
    topic,
    coalesce(tier, 'unknown') as tier,
    handle_seconds,
    is_capped
from marts.fct_handles
"""


def compute(handles: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Percentiles, all seconds together, and what share of the replies is known how; a row per reply comes in."""
    known = handles.filter(pl.col("tier").is_in(["measured", "inferred"])).with_columns(is_done=pl.lit(True))
    curve = survival.kaplan_meier(known, by, "handle_seconds", "is_done")
    percentiles = survival.percentiles(curve, by, [0.5, 0.9]).select(
        *by,
        pl.when(pl.col("share") == 0.5).then(pl.lit("p50")).otherwise(pl.lit("p90")).alias("statistic"),
        pl.col("value").alias("metric_value"),
        "lower",
        "upper",
        "sample_size",
        pl.col("events").alias("numerator"),
    )
    groups = handles.sort("handle_seconds", nulls_last=True).group_by(by or pl.lit(1).alias("all"))
    counted = groups.agg(
        sample_size=pl.len(),
        total=pl.col("handle_seconds").sum(),
        capped=pl.col("is_capped").sum(),
        **{tier: (pl.col("tier") == tier).sum() for tier in TIERS},
    )
    totals = counted.select(
        *by,
        pl.lit("total").alias("statistic"),
        pl.col("total").alias("metric_value"),
        pl.lit(None).alias("lower"),
        pl.lit(None).alias("upper"),
        "sample_size",
        pl.col("total").alias("numerator"),
    )
    shares = [_share(counted, by, name) for name in (*TIERS, "capped")]
    return pl.concat([_shaped(frame, by) for frame in (percentiles, totals, *shares)])


def _share(counted: pl.DataFrame, by: Sequence[str], name: str) -> pl.DataFrame:
    lower, upper = wilson_bounds(pl.col(name), pl.col("sample_size"))
    return counted.select(
        *by,
        pl.lit(name).alias("statistic"),
        (pl.col(name) / pl.col("sample_size")).alias("metric_value"),
        lower.alias("lower"),
        upper.alias("upper"),
        "sample_size",
        pl.col(name).alias("numerator"),
    )


def _shaped(rows: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    return rows.select(
        *by,
        "statistic",
        pl.col("metric_value", "lower", "upper").cast(pl.Float64),
        pl.col("sample_size").cast(pl.Int64),
        pl.col("numerator").cast(pl.Float64),
    )
