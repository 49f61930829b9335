"""
label = "Misroutes"
label_de = "Fehlläufer"
description = '''How much longer customers wait for a first answer where their case first reached a department whose
    topic it isn't: the mean of these waits, each cut at 72 hours, less that of direct cases of the same topic and
    channel at the same time of the week. Beside it the share of such cases (`misrouted`), the added wait for each
    hand-off (`per_hop`), the share that came back to a department that had had it (`ping_pong`), the added handle
    time of a case, and what that costs. Whose a topic is says the configuration, else who solved most of its
    tickets.'''
description_de = '''Um wie viel länger Kundinnen und Kunden auf die erste Antwort warten, wenn ihr Vorgang zuerst
    bei einer Abteilung ankam, deren Thema es nicht ist: das Mittel dieser Wartezeiten, jede bei 72 Stunden gekappt,
    weniger das direkter Vorgänge gleichen Themas und Kanals zur gleichen Zeit der Woche. Daneben der Anteil solcher
    Vorgänge (`misrouted`), die Zusatzwartezeit je Übergabe (`per_hop`), der Anteil, der zu einer früheren Abteilung
    zurückkam (`ping_pong`), die zusätzliche Bearbeitungszeit je Vorgang und was sie kostet. Wem ein Thema gehört,
    sagt die Konfiguration, sonst, wer die meisten seiner Tickets löste.'''
unit = "seconds"
better = "lower"
dimensions = [
    "first_department_id", "topic_department_id", "topic", "source", "platform", "channel", "visibility",
    "department_id",
]
table_by = ["first_department_id", "topic_department_id"]
time = "opened_day"
smallest = 1800
statistics = ["value", "misrouted", "per_hop", "ping_pong", "added_handle", "cost"]
excludes = '''cases whose topic, its department or first receiver is unknown; from the waits, those withdrawn or
    merged, and those younger than 72 hours without an answer; misrouted cases that no direct one resembles'''
excludes_de = '''Vorgänge, deren Thema, dessen Abteilung oder erster Empfänger unbekannt ist; aus den Wartezeiten
    zurückgezogene, zusammengeführte und unbeantwortete, die jünger als 72 Stunden sind; Fehlläufer, denen kein
    direkter Vorgang gleicht'''
others = "Others count reassignments, also those that nobody waited for."
others_de = "Andere zählen Neuzuweisungen, auch die, auf die niemand wartete."
example = [
    "09:00 a customer asks Marketing about a bill, a topic of Service",
    "10:30 Marketing hands it over, 10:40 Service answers: 100 min",
    "bills that reach Service at that hour are answered after 10 min",
    "= 90 min more, for one hand-off",
]
example_de = [
    "09:00 ein Kunde fragt das Marketing nach einer Rechnung, einem Thema des Service",
    "10:30 das Marketing übergibt, 10:40 der Service antwortet: 100 Min.",
    "Rechnungsfragen, die um diese Zeit gleich beim Service ankommen, sind nach 10 Min. beantwortet",
    "= 90 Min. mehr, für eine Übergabe",
]
source = "metrics definition 13; conflict C7; interval: bootstrap (Efron, 1979), warehouse/matching.py"
"""

from collections.abc import Sequence

import polars as pl

from warehouse import graded_rows, matching
from warehouse.graded_rows import Row

HORIZON = 259_200.0
SMALLEST = 1800.0  # seconds: half an hour is the least that a customer notices

QUERY = """
select
    routes.opened_day as date_day,
    routes.first_department_id,
    routes.topic_department_id,
    routes.topic,
    routes.source,
    routes.platform,
    routes.channel,
    routes.visibility,
    routes.department_id,
    routes.case_id,
    routes.match_key,
    routes.hour_of_week,
    routes.is_misrouted,
    routes.hop_count,
    routes.handoff_count,
    routes.is_ping_pong,
    routes.wait_seconds,
    (
        routes.outcome not in ('withdrawn', 'merged')
        and (routes.outcome = 'answered' or routes.wait_seconds >= 259200)
    ) as is_timed,
    routes.handle_us / 1e6 as handle_seconds,
    routes.euro_per_hour
from marts.fct_routes as routes
order by routes.case_id
"""


def compute(routes: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """The rows of every group of misrouted cases; direct cases of all groups are what they are compared with."""
    # Numbers in the order of the texts: these are grouped and joined for each group of cases.
    keys = pl.Enum(routes["match_key"].unique().sort())
    timed = routes.with_row_index("place").filter("is_timed", pl.col("is_misrouted").is_not_null()).select(
        *by, pl.col("place").alias("case_id"), pl.col("match_key").cast(keys), "is_misrouted", "handle_seconds",
        "euro_per_hour",
        wait=pl.col("wait_seconds").clip(upper_bound=HORIZON),
        hops=pl.col("hop_count").cast(pl.Float64),
        block=matching.block_of(pl.col("hour_of_week")),
    )  # fmt: skip
    direct = timed.filter(~pl.col("is_misrouted"))
    rows: list[Row] = []
    for key, part in graded_rows.parts(routes, by):
        known = part["is_misrouted"].drop_nulls()
        rows.append(
            graded_rows.share(key, "misrouted", int(known.sum()), len(known), _unless(len(known), "no_topic"))
        )
        handed = part.filter(pl.col("handoff_count") > 0)
        returned = int(handed["is_ping_pong"].sum())
        rows.append(
            graded_rows.share(key, "ping_pong", returned, handed.height, _unless(handed.height, "no_handoff"))
        )
    for key, part in graded_rows.parts(timed.filter("is_misrouted"), by):
        rows += _added(key, part, direct)
    return graded_rows.table(rows, routes, by)


def _unless(n: int, reason: str) -> str | None:
    return None if n else reason


def _added(key: Row, misrouted: pl.DataFrame, direct: pl.DataFrame) -> list[Row]:
    """Added wait, wait per hand-off, handle time and cost of one group."""
    found = matching.added(misrouted, direct, ["wait", "hops"])
    if found is None:
        names = ("value", "per_hop", "added_handle", "cost")
        return [
            graded_rows.row(key, name, None, None, misrouted.height, reason="no_direct") for name in names
        ]
    per_hop, bounds = found.ratio("wait", "hops")
    rows = [
        graded_rows.row(
            key, "value", found.means["wait"], found.bounds("wait"), found.n, found.treated, smallest=SMALLEST
        ),
        graded_rows.row(
            key, "per_hop", per_hop, bounds, found.n, found.treated, smallest=SMALLEST,
            reason=None if per_hop is not None else "no_hops",
        ),
    ]  # fmt: skip
    return rows + _cost(key, misrouted, direct)


def _cost(key: Row, misrouted: pl.DataFrame, direct: pl.DataFrame) -> list[Row]:
    """Handle time that a case took more, and the euros of all of them by the first receiver's rate."""
    own, others = (frame.filter(pl.col("handle_seconds").is_not_null()) for frame in (misrouted, direct))
    handled = matching.added(own, others, ["handle_seconds"])
    if handled is None:
        return [
            graded_rows.row(key, name, None, None, 0, reason="no_handle_time")
            for name in ("added_handle", "cost")
        ]
    value, bounds = handled.means["handle_seconds"], handled.bounds("handle_seconds")
    time = graded_rows.row(key, "added_handle", value, bounds, handled.n, handled.treated, smallest=60.0)
    rates = own["euro_per_hour"].drop_nulls().sort()
    if len(rates) < own.height:
        return [time, graded_rows.row(key, "cost", None, None, handled.n, reason="no_rate")]
    factor = float(rates.mean()) / 3600 * handled.n  # type: ignore[arg-type]
    ends = (bounds[0] * factor, bounds[1] * factor) if bounds else None
    cost = graded_rows.row(
        key, "cost", value * factor, ends, handled.n, handled.treated, smallest=60.0 * factor
    )
    return [time, cost]
