"""
label = "Complaint share under posts"
label_de = "Beschwerdeanteil unter Beiträgen"
description = '''Share of complaints among the comments directly under a post of our own within 72 hours (unless set
    otherwise). Shares of small posts are drawn towards what all posts have in common (empirical Bayes), so that three
    comments top no list, and corrected for labels that are wrong, as a sample of public messages read by
    people shows them (Rogan-Gladen). Beside it the share as labelled, complaints per 1,000 impressions, and complaints
    that take up what an advert promised.'''
description_de = '''Anteil der Beschwerden an den Kommentaren direkt unter einem eigenen Beitrag binnen 72 Stunden (wenn
    nicht anders eingestellt). Anteile kleiner Beiträge werden zum Gemeinsamen aller Beiträge hingezogen (empirischer
    Bayes), damit drei Kommentare keine Liste anführen, und um falsche Zuordnungen berichtigt, wie eine von Menschen
    gelesene Stichprobe öffentlicher Nachrichten sie zeigt (Rogan-Gladen). Daneben der Anteil wie zugeordnet,
    Beschwerden je 1.000 Einblendungen und Beschwerden, die ein Werbeversprechen aufgreifen.'''
unit = "share"
better = "lower"
dimensions = ["source", "platform", "department_id", "campaign_id", "post_id", "kind", "is_paid"]
table_by = ["post_id"]
time = "published_day"
statistics = ["value", "observed", "claim", "per_1000"]
excludes = '''replies within a thread; hidden comments and those of own accounts; what was written after the 72 hours'''
excludes_de = '''Antworten innerhalb eines Kommentarverlaufs; verborgene Kommentare und die eigener Konten; was nach den
    72 Stunden geschrieben wurde'''
others = "Others count negative words, take every label for true, and let three comments top the list."
others_de = '''Andere zählen negative Wörter, halten jede Zuordnung für wahr und lassen drei Kommentare die Liste
    anführen.'''
example = [
    "a post has 40 comments, 8 of them labelled complaints: 20%",
    "of 100 read complaints 90 are labelled so, of 100 others 5",
    "= (20% - 5%) / (90% - 5%) = 17.6%, before it is drawn towards the other posts",
]
example_de = [
    "ein Beitrag hat 40 Kommentare, 8 davon als Beschwerde zugeordnet: 20 %",
    "von 100 gelesenen Beschwerden sind 90 so zugeordnet, von 100 anderen 5",
    "= (20 % - 5 %) / (90 % - 5 %) = 17,6 %, ehe zu den anderen Beiträgen hingezogen wird",
]
source = '''conflict C1; Rogan and Gladen (1978); Spiegelhalter (2005), funnel plots; Kass and Steffey (1989); shares as
    labelled: Wilson (1927)'''
"""

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from warehouse.funnel import limits, overdispersion
from warehouse.grades import INDICATIVE, NOT_COMPUTABLE, SOLID, TOO_FEW, grade_expr
from warehouse.intervals import FEW, wilson_bounds
from warehouse.label_correction import LabelQuality, bounds, correct
from warehouse.shrinkage import Floats, shrink

QUERIES = {
    "posts": """
select
    published_day as date_day,
    source,
    platform,
    department_id,
    campaign_id,
    post_id,
    kind,
    is_paid,
    comment_count,
    complaint_count,
    claim_count,
    impressions,
    impressions_reason
from marts.fct_post_comments
""",
    "quality": """
select
    true_positive_count,
    positive_count,
    true_negative_count,
    negative_count
from marts.dim_intent_quality
where intent = 'complaint' and visibility = 'public'
""",
}
FUNNEL = {"low_95": 0.95, "high_95": 0.95, "low_998": 0.998, "high_998": 0.998}
_ADDED = ("grade", "reason", "centre", *FUNNEL)


def compute(frames: Mapping[str, pl.DataFrame], by: Sequence[str]) -> pl.DataFrame:
    """Each group's share as it is, as labelled, of complaints about adverts, and per 1,000 impressions.

    `posts` has a row a post, `quality` at most one. Groups are drawn towards one another where there are at least 20
    with comments; fewer keep their own share, graded as too few where they are single posts. Rows of `observed` carry
    `centre` and the funnel's limits at their number of comments.
    """
    groups = _summed(frames["posts"], by)
    if groups.is_empty():
        return _empty(groups, by)
    quality = _quality(frames["quality"])
    successes = groups["complaints"].to_numpy().astype(float)
    trials = groups["comments"].to_numpy().astype(float)
    is_drawn = int((trials > 0).sum()) >= FEW
    share, variance = _shares(successes, trials, is_drawn)
    if quality and not quality.is_weak:
        share, variance = correct(share, variance, quality)
    lower, upper = bounds(share, variance)
    reason = _reason(quality, is_drawn, "post_id" in by)
    value = groups.with_columns(
        metric_value=pl.Series(np.clip(share, 0.0, 1.0)),
        lower=pl.Series(lower),
        upper=pl.Series(upper),
        sample_size="comments",
        numerator=pl.col("complaints").cast(pl.Float64),
        reason=pl.when(pl.col("comments") == 0).then(pl.lit("no_comments")).otherwise(pl.lit(reason)),
    )
    unknown = (pl.col("comments") == 0) | (pl.lit(reason) == "weak_labels").fill_null(False)
    value = value.with_columns(
        [
            pl.when(unknown).then(None).otherwise(pl.col(name)).alias(name)
            for name in ("metric_value", "lower", "upper")
        ]
    )
    value = value.with_columns(grade=_graded(reason))
    per_reach = _per_reach(value)
    named = [
        value.with_columns(statistic=pl.lit("value")),
        per_reach.with_columns(statistic=pl.lit("per_1000")),
    ]
    observed = _as_labelled(groups, "complaints").with_columns(statistic=pl.lit("observed"))
    named.append(observed.with_columns(**_funnel(successes, trials)))
    named.append(_as_labelled(groups, "claims").with_columns(statistic=pl.lit("claim")))
    return pl.concat([_shaped(frame, by) for frame in named])


def _summed(posts: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    sums = [
        pl.col("comment_count").sum().cast(pl.Int64).alias("comments"),
        pl.col("complaint_count").sum().cast(pl.Int64).alias("complaints"),
        pl.col("claim_count").sum().cast(pl.Int64).alias("claims"),
        # Comments of posts of which reach isn't known can't be set against it.
        pl.col("comment_count").filter(pl.col("impressions") > 0).sum().alias("shown_comments"),
        (pl.col("impressions") * 1000).round().cast(pl.Int64).sum().alias("milli_impressions"),
        pl.col("impressions_reason").drop_nulls().sort().first().alias("reach_reason"),
    ]
    if not by:
        return posts.select(sums) if posts.height else posts.select(sums).head(0)
    return posts.group_by(by).agg(sums).sort(by, nulls_last=True)


def _quality(frame: pl.DataFrame) -> LabelQuality | None:
    if frame.is_empty():
        return None
    row = frame.row(0, named=True)
    return LabelQuality.counted(
        row["true_positive_count"], row["positive_count"], row["true_negative_count"], row["negative_count"]
    )


def _shares(successes: Floats, trials: Floats, is_drawn: bool) -> tuple[Floats, Floats]:
    """Mean and variance of each group's labelled share."""
    if is_drawn:
        drawn = shrink(successes, trials)
        return drawn.mean, drawn.variance
    # A share by itself; half a comment on either side, as nobody's share is exactly none (Jeffreys).
    size = trials + 1
    mean = (successes + 0.5) / size
    return mean, mean * (1 - mean) / (size + 1)


def _reason(quality: LabelQuality | None, is_drawn: bool, is_by_post: bool) -> str | None:
    if quality is None:
        return "no_audit"
    if quality.is_weak:
        return "weak_labels"
    return "few_posts" if is_by_post and not is_drawn else None


def _graded(reason: str | None) -> pl.Expr:
    """Posts that can't be compared are too few; labels that nobody has checked are indicative at best."""
    found = grade_expr(pl.col("metric_value"), pl.col("lower"), pl.col("upper"), pl.col("sample_size"))
    if reason == "few_posts":
        return pl.when(found == NOT_COMPUTABLE).then(found).otherwise(pl.lit(TOO_FEW))
    if reason == "no_audit":
        return pl.when(found == SOLID).then(pl.lit(INDICATIVE)).otherwise(found)
    return found


def _per_reach(value: pl.DataFrame) -> pl.DataFrame:
    """Complaints per 1,000 impressions: the share as it is, times the comments of posts of which reach is known."""
    times = pl.when(pl.col("milli_impressions") > 0).then(
        1e6 * pl.col("shown_comments") / pl.col("milli_impressions")
    )
    return value.with_columns(
        [(pl.col(name) * times).alias(name) for name in ("metric_value", "lower", "upper")],
        sample_size="shown_comments",
        numerator=pl.col("milli_impressions") / 1000,
        reason=pl.when(pl.col("milli_impressions") > 0)
        .then(pl.coalesce("reason", "reach_reason"))
        .otherwise(pl.coalesce("reach_reason", pl.lit("no_reach"))),
        grade=pl.when(pl.col("milli_impressions") > 0)
        .then(pl.col("grade"))
        .otherwise(pl.lit(NOT_COMPUTABLE)),
    )


def _as_labelled(groups: pl.DataFrame, counted: str) -> pl.DataFrame:
    lower, upper = wilson_bounds(pl.col(counted), pl.col("comments"))
    some = pl.col("comments") > 0
    share = groups.with_columns(
        metric_value=pl.when(some).then(pl.col(counted) / pl.col("comments")),
        lower=lower,
        upper=upper,
        sample_size="comments",
        numerator=pl.col(counted).cast(pl.Float64),
        reason=pl.when(~some).then(pl.lit("no_comments")),
    )
    return share.with_columns(
        grade=grade_expr(pl.col("metric_value"), pl.col("lower"), pl.col("upper"), pl.col("sample_size"))
    )


def _funnel(successes: Floats, trials: Floats) -> dict[str, pl.Series | pl.Expr]:
    """The common share as labelled, and how far from it chance reaches at each number of comments."""
    if not trials.sum() or not 0 < successes.sum() < trials.sum():
        return {name: pl.lit(None, pl.Float64) for name in ("centre", *FUNNEL)}
    centre, spread = float(successes.sum() / trials.sum()), overdispersion(successes, trials)
    found: dict[str, pl.Series | pl.Expr] = {"centre": pl.lit(centre)}
    for name, confidence in FUNNEL.items():
        side = limits(centre, trials, confidence, spread)[name.startswith("high")]
        found[name] = pl.Series(name, np.where(trials > 0, side, np.nan)).fill_nan(None)
    return found


def _shaped(frame: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    missing = [pl.lit(None, pl.Float64).alias(name) for name in _ADDED if name not in frame.columns]
    return frame.with_columns(missing).select(
        *by,
        "statistic",
        "metric_value",
        "lower",
        "upper",
        pl.col("sample_size").cast(pl.Int64),
        pl.col("numerator").cast(pl.Float64),
        pl.col("grade").cast(pl.String),
        pl.col("reason").cast(pl.String),
        *("centre", *FUNNEL),
    )


def _empty(groups: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    shape = {
        "statistic": pl.String, "metric_value": pl.Float64, "lower": pl.Float64, "upper": pl.Float64,
        "sample_size": pl.Int64, "numerator": pl.Float64, "grade": pl.String, "reason": pl.String,
    } | dict.fromkeys(("centre", *FUNNEL), pl.Float64)  # fmt: skip
    return pl.DataFrame(schema={**{name: groups.schema[name] for name in by}, **shape})
