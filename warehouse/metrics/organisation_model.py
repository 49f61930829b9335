"""
label = "Organisation as it is lived"
label_de = "Gelebte Organisation"
description = '''How the house works, whatever the chart says: how concentrated the answering is (`herfindahl`: 1
    where one department answers everything), the share of hand-offs that begin or end at the busiest department
    (`hub_share`), and the share of tickets that change departments (`cross_edges`). Beside it the share within
    target as it is (`crude`) and as it would be if every department had the house's mix of channel, topic and hour
    (`standardised`, direct standardisation): an association, no effect of any model.'''
description_de = '''Wie das Haus arbeitet, was immer das Organigramm sagt: wie gebündelt geantwortet wird
    (`herfindahl`: 1, wenn eine Abteilung alles beantwortet), der Anteil der Übergaben, die an der meistbeteiligten
    Abteilung beginnen oder enden (`hub_share`), und der Anteil der Tickets, die die Abteilung wechseln
    (`cross_edges`). Daneben der Anteil in der Zielzeit, wie er ist (`crude`), und wie er wäre, hätte jede Abteilung
    die Mischung des Hauses aus Kanal, Thema und Stunde (`standardised`, direkte Standardisierung): ein
    Zusammenhang, keine Wirkung eines Modells.'''
unit = "share"
better = "neutral"
dimensions = ["department_id"]
table_by = []
time = "opened_day"
times = ["handed_day"]
statistics = ["herfindahl", "hub_share", "cross_edges", "lived", "crude", "standardised"]
excludes = '''waits without a target or not yet due; kinds of waits that a department never has, which are left out
    of its mix (the numerator says how much of the house's mix is left)'''
excludes_de = '''Wartezeiten ohne Ziel oder noch nicht fällige; Arten von Wartezeiten, die eine Abteilung nie hat;
    sie fehlen in ihrer Mischung (der Zähler sagt, wie viel von der des Hauses bleibt)'''
others = "Others rank departments by their crude figures, so that whoever gets the hard questions looks bad."
others_de = '''Andere reihen Abteilungen nach den rohen Werten; wer die schweren Fragen bekommt, steht dort schlecht
    da.'''
example = [
    "of 100 answers Service gives 80, Marketing 20",
    "= 0.8^2 + 0.2^2 = 0.68",
]
example_de = [
    "von 100 Antworten gibt der Service 80, das Marketing 20",
    "= 0,8^2 + 0,2^2 = 0,68",
]
source = "conflict C14; Simpson (1949); direct standardisation: Kitagawa (1955)"
"""

from collections.abc import Mapping, Sequence
from math import sqrt

import polars as pl

from warehouse import graded_rows
from warehouse.graded_rows import Row
from warehouse.intervals import critical_value
from warehouse.matching import block_of

# What the lived model is called: one department answers most, most passes through one, or many pass on.
CENTRAL, HUB, CROSSED = 0.65, 0.75, 0.25

QUERIES = {
    "answers": """
        select
            opened_day as date_day,
            department_id,
            answered_by_department_id as answered_by,
            count(*) as answers
        from marts.fct_waits
        where outcome = 'answered' and answered_by_department_id is not null
        group by all
    """,
    "handoffs": """
        select
            handed_day as date_day,
            department_id,
            from_department_id as giver,
            to_department_id as receiver,
            count(*) as handoffs
        from marts.fct_handoffs
        where kind = 'department'
        group by all
    """,
    "tickets": """
        select
            opened_day as date_day,
            department_id,
            count(*) as tickets,
            count_if(handoff_count > 0)::bigint as crossed
        from marts.fct_routes
        where is_ticket
        group by all
    """,
    "due": """
        select
            opened_day as date_day,
            department_id,
            channel,
            visibility,
            topic,
            opened_hour_of_week as hour_of_week,
            count(*) as due,
            count_if(sla_state = 'met')::bigint as met
        from marts.fct_waits
        where sla_state in ('met', 'breached')
        group by all
    """,
}
STRATUM = ("channel", "visibility", "topic", "block")


def compute(frames: Mapping[str, pl.DataFrame], by: Sequence[str]) -> pl.DataFrame:
    """The fingerprint of every group, and its share within target under the mix of all groups together.

    `lived` has no value but its name in `model`.
    """
    rows: list[Row] = []
    handoffs = {tuple(key.values()): part for key, part in graded_rows.parts(frames["handoffs"], by)}
    tickets = {tuple(key.values()): part for key, part in graded_rows.parts(frames["tickets"], by)}
    for key, part in graded_rows.parts(frames["answers"], by):
        place = tuple(key.values())
        found = [_herfindahl(key, part), _hub(key, handoffs.get(place)), _crossed(key, tickets.get(place))]
        rows += [*found, _lived(key, found)]
    due = frames["due"].with_columns(block=block_of(pl.col("hour_of_week")))
    mix = due.group_by(STRATUM).agg(weight=pl.col("due").sum())
    for key, part in graded_rows.parts(due, by):
        rows += _standardised(key, part, mix)
    return graded_rows.table(rows, frames["answers"], by, model=pl.String)


def _herfindahl(key: Row, answers: pl.DataFrame) -> Row:
    """Sum of squared shares, with the variance of Simpson's index."""
    counts = sorted(answers.group_by("answered_by").agg(pl.col("answers").sum())["answers"].to_list())
    n = sum(counts)
    value = sum((count / n) ** 2 for count in counts)
    spread = 4 / n * max(0.0, sum((count / n) ** 3 for count in counts) - value * value)
    half = critical_value() * sqrt(spread)
    return graded_rows.row(key, "herfindahl", value, (max(0.0, value - half), min(1.0, value + half)), n, n)


def _hub(key: Row, handoffs: pl.DataFrame | None) -> Row:
    """The share of hand-offs at the busiest department."""
    if handoffs is None:
        return graded_rows.row(key, "hub_share", None, None, 0, reason="no_handoff")
    ends = pl.concat(
        [handoffs.select(pl.col(side).alias("unit"), "handoffs") for side in ("giver", "receiver")]
    )
    busiest = ends.group_by("unit").agg(pl.col("handoffs").sum()).sort("handoffs", "unit")["unit"][-1]
    n = int(handoffs["handoffs"].sum())
    through = handoffs.filter((pl.col("giver") == busiest) | (pl.col("receiver") == busiest))
    return graded_rows.share(key, "hub_share", int(through["handoffs"].sum()), n)


def _crossed(key: Row, tickets: pl.DataFrame | None) -> Row:
    if tickets is None:
        return graded_rows.row(key, "cross_edges", None, None, 0, reason="no_ticket")
    return graded_rows.share(key, "cross_edges", int(tickets["crossed"].sum()), int(tickets["tickets"].sum()))


def _lived(key: Row, found: Sequence[Row]) -> Row:
    """The name of the model that the three figures look like; none where one of them isn't known."""
    concentrated, hub, crossed = (one["metric_value"] for one in found)
    n = min(one["sample_size"] for one in found)
    if concentrated is None or hub is None or crossed is None:
        return graded_rows.row(key, "lived", None, None, n, reason="no_handoff")
    if concentrated >= CENTRAL:
        name = "central"
    elif hub >= HUB:
        name = "hub"
    else:
        name = "holistic" if crossed >= CROSSED else "decentral"
    return {**graded_rows.row(key, "lived", None, None, n), "grade": None, "model": name}


def _standardised(key: Row, due: pl.DataFrame, mix: pl.DataFrame) -> list[Row]:
    """The share within target as it is, and under the mix of all."""
    own = due.group_by(STRATUM).agg(pl.col("due").sum(), pl.col("met").sum())
    n, met = int(own["due"].sum()), int(own["met"].sum())
    joined = own.join(mix, on=list(STRATUM), nulls_equal=True).sort(STRATUM)
    total, everything = int(joined["weight"].sum()), int(mix["weight"].sum())
    value = spread = 0.0
    for cases, kept, weight in joined.select("due", "met", "weight").iter_rows():
        share = kept / cases
        # Of the variance only: one more of either kind, so that a stratum of three isn't taken for certain.
        damped = (kept + 1) / (cases + 2)
        value += weight / total * share
        spread += (weight / total) ** 2 * damped * (1 - damped) / cases
    half = critical_value() * sqrt(spread)
    bounds = (max(0.0, value - half), min(1.0, value + half))
    standardised = graded_rows.row(
        key, "standardised", value, bounds, n, total / everything, smallest=0.05, reason="association"
    )
    return [graded_rows.share(key, "crude", met, n), standardised]
