"""
label = "Bystanders joining in"
label_de = "Mitgerissene Zuschauer"
description = '''How much more often a comment complains while somebody else's complaint stands unanswered under the
    same post than while none does, in points. Each comment is held against what the comments before it under the same
    post let expect, so that a bad post isn't taken for what bystanders do. `extra` is how many complaints more that
    makes. Associated: what makes one person complain may make the next one.'''
description_de = '''Um wie viel öfter ein Kommentar sich beschwert, während unter demselben Beitrag die Beschwerde eines
    anderen unbeantwortet steht, als während keine steht, in Punkten. Jeder Kommentar wird an dem gemessen, was die
    Kommentare vor ihm unter demselben Beitrag erwarten lassen, damit ein schlechter Beitrag nicht für das gehalten
    wird, was Zuschauer tun. `extra` ist, wie viele Beschwerden das mehr sind. Ein Zusammenhang: Was den einen
    aufbringt, kann auch den nächsten aufbringen.'''
unit = "share"
better = "lower"
dimensions = ["source", "platform", "department_id", "campaign_id", "kind", "is_paid"]
table_by = []
time = "published_day"
smallest = 0.05
statistics = ["value", "extra", "beside", "alone"]
excludes = "replies within a thread; hidden comments and those of own accounts"
excludes_de = "Antworten innerhalb eines Kommentarverlaufs; verborgene Kommentare und die eigener Konten"
others = "Others measure how long a comment waits, and not what waiting does to those who watch."
others_de = "Andere messen, wie lange ein Kommentar wartet, und nicht, was das Warten mit den Zuschauern macht."
example = [
    "10:00 a complaint under a post that draws 15% of them; nobody answers until 14:00",
    "40 comments until then, of which the ones before let expect 6 complaints; 12 complain",
    "60 comments later, 9 of them complaints, as expected",
    "= 15 points, 6 complaints more",
]
example_de = [
    "10:00 eine Beschwerde unter einem Beitrag, der 15 % davon auf sich zieht; bis 14:00 antwortet niemand",
    "bis dahin 40 Kommentare, bei denen die früheren 6 Beschwerden erwarten lassen; 12 beschweren sich",
    "danach 60 Kommentare, davon 9 Beschwerden, wie zu erwarten",
    "= 15 Punkte, 6 Beschwerden mehr",
]
source = '''requirement R50; predictions in sequence (Dawid, 1984), as shares within short sequences are biased
    (Miller and Sanjurjo, 2018)'''
"""

from collections.abc import Sequence
from math import sqrt

import polars as pl

from warehouse import graded_rows
from warehouse.graded_rows import Row
from warehouse.intervals import critical_value, wilson
from warehouse.shrinkage import shrink

SMALLEST = 0.05  # five complaints more in a hundred comments are the least that anybody would hurry for

QUERY = """
select
    published_day as date_day,
    source,
    platform,
    department_id,
    campaign_id,
    kind,
    is_paid,
    post_id,
    is_beside,
    is_complaint
from marts.fct_comments
order by post_id, sent_at, message_id
"""


def compute(comments: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """The difference, the complaints that it makes, and both shares, for each group of comments.

    `comments` has a row each, those of a post in the order in which they were written. Groups without comments of both
    kinds have no row.
    """
    rows: list[Row] = []
    for key, part in graded_rows.parts(comments, by):
        beside, alone = part.filter("is_beside"), part.filter(~pl.col("is_beside"))
        if beside.is_empty() or alone.is_empty():
            continue
        n, other_n = beside.height, alone.height
        found, other = int(beside["is_complaint"].sum()), int(alone["is_complaint"].sum())
        value, half = _beyond_expectation(part)
        bounds, many = (value - half, value + half), min(n, other_n)
        more = (bounds[0] * n, bounds[1] * n)
        rows.append(graded_rows.row(key, "value", value, bounds, many, found, smallest=SMALLEST))
        rows.append(graded_rows.row(key, "extra", value * n, more, many, found, smallest=SMALLEST * n))
        rows.append(graded_rows.row(key, "beside", found / n, wilson(found, n), n, found))
        rows.append(graded_rows.row(key, "alone", other / other_n, wilson(other, other_n), other_n, other))
    return graded_rows.table(rows, comments, by)


def _beyond_expectation(comments: pl.DataFrame) -> tuple[float, float]:
    """How much more often comments beside a complaint complain than expected, and half the width of its interval.

    What is expected of a comment follows from those before it alone, drawn towards all posts; so the sum of what comes
    and what was expected is none if bystanders don't join in, whatever the post (a martingale). Shares of one post set
    against one another wouldn't do: of few comments, those after a complaint have one complaint less left. What the
    difference itself has added to the comments before is taken out again.
    """
    posts = comments.group_by("post_id").agg(k=pl.col("is_complaint").sum(), n=pl.len()).sort("post_id")
    common = shrink(posts["k"].to_numpy().astype(float), posts["n"].to_numpy().astype(float))
    y = pl.col("is_complaint").cast(pl.Float64)
    b = pl.col("is_beside").cast(pl.Float64)
    found = comments.select(
        y=y,
        b=b,
        before=pl.int_range(pl.len()).over("post_id") + common.weight,
        complaints=(y.cum_sum().over("post_id") - y) + common.centre * common.weight,
        beside=b.cum_sum().over("post_id") - b,
    ).with_columns(
        expected=pl.col("complaints") / pl.col("before"), added=pl.col("beside") / pl.col("before")
    )
    left = (pl.col("y") - pl.col("expected")).alias("left")
    chance = (pl.col("expected") * (1 - pl.col("expected"))).alias("chance")
    sides = found.with_columns(left, chance).group_by("b").agg(
        pl.col("left").mean(), pl.col("added").mean(), pl.col("chance").mean() / pl.len()
    ).sort("b")  # fmt: skip
    alone, beside = sides.to_dicts()
    scale = 1 - beside["added"] + alone["added"]
    value = (beside["left"] - alone["left"]) / scale
    return value, critical_value() * sqrt(beside["chance"] + alone["chance"]) / scale
