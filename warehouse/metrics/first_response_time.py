"""
label = "First response time"
label_de = "Zeit bis zur ersten Antwort"
description = '''How long customers wait for the first human reply, as the times by which half, three quarters and
    nine tenths have it. Waits that are still open count as waiting so far (Kaplan-Meier), so that
    nobody who still waits is left out.'''
description_de = '''Wie lange Kundinnen und Kunden auf die erste menschliche Antwort warten: die Zeiten, nach denen die
    Hälfte, drei Viertel und neun Zehntel sie haben. Offene Wartezeiten zählen als bisher gewartet
    (Kaplan-Meier), niemand wird ausgelassen.'''
unit = "seconds"
better = "lower"
dimensions = ["clock", "source", "platform", "channel", "visibility", "department_id", "stakeholder"]
derived = ["clock"]
detail = ["stakeholder"]
time = "opened_day"
statistics = ["p50", "p75", "p90", "unanswered_7d", "answered_only_p50", "answered_only_p90"]
excludes = '''automatic replies and internal notes (they end no wait); messages that need no answer; in business
    time, departments without a calendar'''
excludes_de = '''automatische Antworten und interne Notizen (sie beenden keine Wartezeit); Nachrichten ohne
    Antwortbedarf; in Geschäftszeit Abteilungen ohne Kalender'''
others = '''Others take the answered only: whoever still waits is left out, and the median looks shorter than it
    is.'''
others_de = '''Andere nehmen nur Beantwortetes: Wer noch wartet, fehlt, und der Median sieht kürzer aus, als er
    ist.'''
example = [
    "09:00 a customer writes",
    "09:01 an automatic reply: doesn't count",
    "09:30 a person answers",
    "10:00 another customer writes and still waits at 12:00",
    "= 30 min for one; the other counts as more than 2 h",
]
example_de = [
    "09:00 eine Kundin schreibt",
    "09:01 automatische Antwort: zählt nicht",
    "09:30 ein Mensch antwortet",
    "10:00 eine zweite schreibt und wartet um 12:00 noch",
    "= 30 Min. für die eine; die andere zählt als mehr als 2 Std.",
]
source = "metrics definitions 4 and 5"
"""

from collections.abc import Sequence

import polars as pl
from polars.dataframe.group_by import GroupBy

from warehouse import survival
from warehouse.intervals import wilson_bounds

WEEK = 7 * 86400.0
SHARES = {0.5: "p50", 0.75: "p75", 0.9: "p90"}
_ROUNDING = 1e-9

# `clock` is business or around the clock, from the platform's publishing or (_arrival) from reaching this system.
CLOCKS = {
    "business": "observed_business_seconds",
    "calendar": "observed_seconds",
    "business_arrival": "arrival_business_seconds",
    "calendar_arrival": "arrival_seconds",
}
# A select for each clock, so that one by itself reads its own column only.
QUERY = " union all ".join(
    f"""
select
    opened_day as date_day,
    source,
    platform,
    channel,
    visibility,
    department_id,
    stakeholder,
    observed_seconds,
    case outcome when 'answered' then 1 when 'closed_unanswered' then 2 else 0 end::utinyint as ending,
    '{clock}' as clock,
    {seconds} as seconds
from marts.fct_waits
where ordinal = 1 and {seconds} is not null
"""
    for clock, seconds in CLOCKS.items()
)


def compute(waits: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Percentiles, the share unanswered after seven days, and what other tools show.

    `waits` has a row per first wait and clock: *by, seconds, observed_seconds, ending (0 censored, 1 answered,
    2 closed without a reply). Waits without a figure on a clock (no calendar) are left out on that clock.
    """
    curve = survival.kaplan_meier(
        waits.with_columns(answered=pl.col("ending") == 1), by, "seconds", "answered"
    )
    return pl.concat(
        [_percentiles(curve, by), _unanswered(waits, by), _answered_only(curve, by)], how="vertical_relaxed"
    )


def _percentiles(curve: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    rows = survival.percentiles(curve, by, list(SHARES))
    return _shaped(rows.rename({"value": "metric_value", "events": "numerator"}), by, _named("p"))


def _unanswered(waits: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """One less the share answered by then, around the clock on either clock: a week is a week."""
    curve = survival.cumulative_incidence(waits, by, "observed_seconds", "ending")
    rows = survival.at_times(curve, by, [WEEK])
    in_time = pl.col("events").filter(pl.col("time") <= WEEK).sum()
    totals = _by(curve, by).agg(sample_size=pl.col("at_risk").max(), numerator=in_time)
    joined = (
        rows.join(totals, on=list(by), nulls_equal=True) if by else rows.join(totals.drop("all"), how="cross")
    )
    share = 1 - pl.col("incidence")
    # At none or all the delta method knows no error; the score interval of as many waits does (Wilson, 1927).
    is_edge = (share < _ROUNDING) | (share > 1 - _ROUNDING)
    edge = pl.when(share < 0.5).then(0.0).otherwise(1.0)
    lowest, highest = wilson_bounds(edge * pl.col("sample_size"), pl.col("sample_size"))
    return _shaped(
        joined.with_columns(
            metric_value=pl.when(is_edge).then(edge).otherwise(share),
            lower=pl.when(is_edge).then(lowest).otherwise(1 - pl.col("upper")),
            upper=pl.when(is_edge).then(highest).otherwise(1 - pl.col("lower")),
        ),
        by,
        pl.lit("unanswered_7d"),
    )


def _by(curve: pl.DataFrame, by: Sequence[str]) -> GroupBy:
    """Groups, also where there is only one."""
    return curve.group_by(by) if by else curve.group_by(pl.lit(1).alias("all"))


def _answered_only(curve: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    rows = survival.answered_only(curve, by, [0.5, 0.9])
    unknown = pl.lit(None, dtype=pl.Float64)
    return _shaped(
        rows.with_columns(
            metric_value=pl.col("value"), lower=unknown, upper=unknown, numerator=pl.col("sample_size")
        ),
        by,
        _named("answered_only_p"),
    )


def _named(prefix: str) -> pl.Expr:
    """ "p50" from a share of 0.5."""
    return pl.lit(prefix) + (pl.col("share") * 100).round().cast(pl.Int64).cast(pl.String)


def _shaped(rows: pl.DataFrame, by: Sequence[str], statistic: pl.Expr) -> pl.DataFrame:
    return rows.select(
        *by,
        statistic.alias("statistic"),
        pl.col("metric_value", "lower", "upper").cast(pl.Float64),
        pl.col("sample_size").cast(pl.Int64),
        pl.col("numerator").cast(pl.Float64),
    )
