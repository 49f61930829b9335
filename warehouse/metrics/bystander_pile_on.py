"""
label = "Bystanders joining in"
label_de = "Mitgerissene Zuschauer"
description = '''How much more often a comment complains while somebody else's complaint stands unanswered under the
    same post than while none does, in points, compared within each post (Mantel-Haenszel). `extra` is how many
    complaints more that makes. Associated: what makes one person complain may make the next one.'''
description_de = '''Um wie viel öfter ein Kommentar sich beschwert, während unter demselben Beitrag die Beschwerde eines
    anderen unbeantwortet steht, als während keine steht, in Punkten, verglichen innerhalb jedes Beitrags
    (Mantel-Haenszel). `extra` ist, wie viele Beschwerden das mehr sind. Ein Zusammenhang: Was den einen aufbringt, kann
    auch den nächsten aufbringen.'''
unit = "share"
better = "lower"
dimensions = ["source", "platform", "department_id", "campaign_id", "kind", "is_paid"]
table_by = []
time = "published_day"
smallest = 0.05
statistics = ["value", "extra", "beside", "alone"]
excludes = '''posts under which comments of only one of the two kinds were written; replies within a thread; hidden
    comments'''
excludes_de = '''Beiträge, unter denen nur Kommentare einer der beiden Arten stehen; Antworten innerhalb eines
    Kommentarverlaufs; verborgene Kommentare'''
others = "Others measure how long a comment waits, and not what waiting does to those who watch."
others_de = "Andere messen, wie lange ein Kommentar wartet, und nicht, was das Warten mit den Zuschauern macht."
example = [
    "of 40 comments beside an unanswered complaint 12 complain: 30%",
    "of 60 others under the same post 9: 15%",
    "= 15 points, 6 complaints more",
]
example_de = [
    "von 40 Kommentaren neben einer unbeantworteten Beschwerde beschweren sich 12: 30 %",
    "von 60 anderen unter demselben Beitrag 9: 15 %",
    "= 15 Punkte, 6 Beschwerden mehr",
]
source = "requirement R50; Mantel and Haenszel (1959); interval: Sato (1989)"
"""

from collections.abc import Sequence
from math import sqrt

import polars as pl

from warehouse import graded_rows
from warehouse.graded_rows import Row
from warehouse.intervals import critical_value, wilson

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
    beside_count,
    beside_complaint_count,
    comment_count - beside_count as alone_count,
    complaint_count - beside_complaint_count as alone_complaint_count
from marts.fct_post_comments
where beside_count > 0 and comment_count > beside_count
"""


def compute(posts: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """The difference within posts, the complaints that it makes, and both shares, for each group of posts."""
    rows: list[Row] = []
    for key, part in graded_rows.parts(posts, by):
        beside = int(part["beside_count"].sum())
        found = int(part["beside_complaint_count"].sum())
        alone, other = int(part["alone_count"].sum()), int(part["alone_complaint_count"].sum())
        value, bounds = _within_posts(part)
        more = tuple(bound * beside for bound in bounds)
        n = min(beside, alone)
        rows.append(graded_rows.row(key, "value", value, bounds, n, found, smallest=SMALLEST))
        rows.append(
            graded_rows.row(
                key, "extra", value * beside, (more[0], more[1]), n, found, smallest=SMALLEST * beside
            )
        )
        rows.append(graded_rows.row(key, "beside", found / beside, wilson(found, beside), beside, found))
        rows.append(graded_rows.row(key, "alone", other / alone, wilson(other, alone), alone, other))
    return graded_rows.table(rows, posts, by)


def _within_posts(part: pl.DataFrame) -> tuple[float, tuple[float, float]]:
    """Mantel and Haenszel's difference of shares over posts with comments of both kinds, and Sato's interval."""
    # Sums of whole numbers come as decimals.
    a, n1 = (part[name].cast(pl.Float64).to_numpy() for name in ("beside_complaint_count", "beside_count"))
    b, n0 = (part[name].cast(pl.Float64).to_numpy() for name in ("alone_complaint_count", "alone_count"))
    n = n1 + n0
    weight = float((n1 * n0 / n).sum())
    value = float(((a * n0 - b * n1) / n).sum()) / weight
    spread = float(((n1**2 * b - n0**2 * a + n1 * n0 * (n0 - n1) / 2) / n**2).sum())
    chance = float(((a * (n0 - b) + b * (n1 - a)) / (2 * n)).sum())
    half = critical_value() * sqrt(max(value * spread + chance, 0.0)) / weight
    return value, (value - half, value + half)
