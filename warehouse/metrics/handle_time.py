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
example = [
    "the tool says 4 min: measured",
    "09:00 the agent's last reply elsewhere, 09:12 this one: inferred, 12 min",
    "09:12 the last reply elsewhere, 10:30 this one: capped at 30 min",
    "= half within 12 min; measured 1 of 3, inferred 2 of 3",
]
example_de = [
    "das System sagt 4 Min.: gemessen",
    "09:00 letzte Antwort derselben Person, 09:12 diese: geschlossen, 12 Min.",
    "09:12 letzte Antwort derselben Person, 10:30 diese: gekappt auf 30 Min.",
    "= die Hälfte binnen 12 Min.; gemessen 1 von 3, geschlossen 2 von 3",
]
source = "metrics definition 12"
"""

from collections.abc import Sequence

import polars as pl

from warehouse import statistic_rows

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
    # In order, so that the same replies give the same bits.
    ordered = handles.sort("handle_seconds", nulls_last=True)
    totals = statistic_rows.grouped(ordered, by, sample_size=pl.len(), total=pl.col("handle_seconds").sum())
    return pl.concat(
        [
            statistic_rows.percentiles(known, by, "handle_seconds", "is_done", {"p50": 0.5, "p90": 0.9}),
            statistic_rows.shaped(
                totals.with_columns(statistic=pl.lit("total")),
                by,
                value=pl.col("total"),
                lower=statistic_rows.UNKNOWN,
                upper=statistic_rows.UNKNOWN,
                numerator=pl.col("total"),
            ),
            *(
                statistic_rows.share(
                    handles.with_columns(is_tier=pl.col("tier") == tier), by, "is_tier", tier
                )
                for tier in TIERS
            ),
            statistic_rows.share(handles, by, "is_capped", "capped"),
        ]
    )
