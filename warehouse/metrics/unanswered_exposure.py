"""
label = "Unanswered complaints on show"
label_de = "Sichtbare unbeantwortete Beschwerden"
description = '''How often posts of our own were shown while a complaint stood under them unanswered: the impressions
    from the complaint to the answer (or until now), added up over complaints, times the share of viewers who see
    comments (1 unless set otherwise). Paid impressions while at least one complaint waited, each once,
    at what a thousand cost, are money spent on showing them. `late` is what was shown after an answer was due.'''
description_de = '''Wie oft eigene Beiträge gezeigt wurden, während darunter eine Beschwerde unbeantwortet stand: die
    Einblendungen von der Beschwerde bis zur Antwort (oder bis jetzt), über die Beschwerden addiert, mal dem Anteil der
    Betrachter, die Kommentare sehen (1, wenn nicht anders eingestellt). Bezahlte Einblendungen, während mindestens eine
    Beschwerde wartete, jede einmal, zum Tausenderpreis sind Geld, das ihr Zeigen gekostet hat. `late` ist, was nach dem
    Zeitpunkt gezeigt wurde, zu dem die Antwort fällig war.'''
unit = "impressions"
better = "lower"
dimensions = [
    "source", "platform", "channel", "visibility", "department_id", "campaign_id", "post_id", "kind", "topic", "is_open"
]
detail = ["post_id", "topic", "is_open"]
time = "opened_day"
statistics = ["value", "paid", "late", "spent_eur", "late_eur"]
excludes = "complaints in private; complaints under posts of which no reach is known (counted beside it)"
excludes_de = "private Beschwerden; Beschwerden unter Beiträgen, deren Reichweite unbekannt ist (daneben gezählt)"
others = "Others show how long a comment waited, and not how many people watched it wait."
others_de = "Andere zeigen, wie lange ein Kommentar wartete, und nicht, wie viele dabei zusahen."
example = [
    "09:00 a complaint; the post is shown 400 times an hour, 300 of them paid at 6 € a thousand",
    "17:00 the answer, due at 14:00",
    "= 8 h x 400 = 3,200 impressions; 2,400 paid = 14.40 €; 1,200 of them late",
]
example_de = [
    "09:00 eine Beschwerde; der Beitrag wird 400-mal je Stunde gezeigt, 300-mal bezahlt zu 6 € je Tausend",
    "17:00 die Antwort, fällig um 14:00",
    "= 8 Std. x 400 = 3.200 Einblendungen; 2.400 bezahlte = 14,40 €; 1.200 davon verspätet",
]
source = '''conflict C4; trapezoids between readings, bounds by the best and the worst that readings allow; settings
    visible_share of [conflict] and the target that holds for the complaint'''
"""

from collections.abc import Sequence

import polars as pl

from warehouse.grades import grade_expr

# Thousandths in whole numbers: sums are the same in any order.
QUERY = """
select
    opened_day as date_day,
    source,
    platform,
    channel,
    visibility,
    department_id,
    campaign_id,
    post_id,
    kind,
    topic,
    is_open,
    reason,
    eur_reason,
    (impressions * 1000)::bigint as value,
    (impressions_lower * 1000)::bigint as value_lower,
    (impressions_upper * 1000)::bigint as value_upper,
    (paid_impressions * 1000)::bigint as paid,
    null::bigint as paid_lower,
    null::bigint as paid_upper,
    (late_impressions * 1000)::bigint as late,
    (late_lower * 1000)::bigint as late_lower,
    (late_upper * 1000)::bigint as late_upper,
    if(eur_reason is null, (spent_once_eur * 1000)::bigint, null) as spent_eur,
    (spent_once_lower * 1000)::bigint as spent_eur_lower,
    (spent_once_upper * 1000)::bigint as spent_eur_upper,
    if(
        eur_reason is null,
        (spent_once_eur * if(impressions > 0, late_impressions / impressions, 0.0) * 1000)::bigint, null
    ) as late_eur,
    null::bigint as late_eur_lower,
    null::bigint as late_eur_upper
from marts.fct_complaint_exposure
"""
STATISTICS = {
    "value": "reason",
    "paid": "eur_reason",
    "late": "reason",
    "spent_eur": "eur_reason",
    "late_eur": "eur_reason",
}


def compute(complaints: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Sums over the complaints of which something is known; the sample is these, `unknown_count` the others.

    `complaints` has a row each, in thousandths. Where nothing is known of any, the sum isn't either; a bound that one
    of them lacks (a counter fell, readings ended) is none of the sum.
    """
    grouped = complaints.group_by(by) if by else complaints.group_by(pl.lit(1).alias("all"))
    frames = []
    for name, reason in STATISTICS.items():
        known = pl.col(name).is_not_null()
        found = grouped.agg(
            metric_value=pl.when(known.any()).then(pl.col(name).sum() / 1000),
            lower=_bound(f"{name}_lower", known),
            upper=_bound(f"{name}_upper", known),
            sample_size=known.sum().cast(pl.Int64),
            numerator=known.sum().cast(pl.Float64),
            unknown_count=(~known).sum().cast(pl.Int64),
            reason=pl.col(reason).drop_nulls().sort().first(),
        )
        frames.append(
            found.with_columns(
                statistic=pl.lit(name),
                grade=grade_expr(
                    pl.col("metric_value"), pl.col("lower"), pl.col("upper"), pl.col("sample_size")
                ),
            )
        )
    return pl.concat(frames).select(
        *by, "statistic", "metric_value", "lower", "upper", "sample_size", "numerator", "grade", "reason",
        "unknown_count",
    )  # fmt: skip


def _bound(name: str, known: pl.Expr) -> pl.Expr:
    """The sum of a bound over what is known; none where one of them has none."""
    bounds = pl.col(name).filter(known)
    return pl.when(known.any() & bounds.is_not_null().all()).then(bounds.sum() / 1000)
