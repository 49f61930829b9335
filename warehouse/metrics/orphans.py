"""
label = "Orphaned conversations"
label_de = "Verwaiste Vorgänge"
description = '''Share of cases that were left alone within a week of opening (Aalen-Johansen: answered and closed
    before is over, what is still open counts for as long as it was watched): without an owner for longer than 15
    minutes (private) or 5 hours (public) of the house's opening hours, not touched by their owner for 10 business
    hours, or handed over and not picked up; these times can be set. Beside it the three kinds, the incidence by
    age, and the share dropped at each hand-off between departments.'''
description_de = '''Anteil der Vorgänge, die binnen einer Woche nach Eröffnung liegen blieben (Aalen-Johansen:
    vorher Beantwortetes und Geschlossenes ist vorbei, Offenes zählt, so lange es beobachtet wurde): länger als 15
    Minuten (privat) oder 5 Stunden (öffentlich) der Öffnungszeiten des Hauses ohne Zuständige, 10 Geschäftsstunden
    von den Zuständigen nicht angefasst, oder übergeben und nicht angenommen; die Zeiten sind einstellbar. Daneben
    die drei Arten, die Inzidenz nach Alter und der Anteil, der an jeder Übergabe zwischen Abteilungen liegen
    blieb.'''
unit = "share"
better = "lower"
dimensions = [
    "from_department_id", "to_department_id", "source", "platform", "channel", "visibility", "department_id",
]
table_by = ["from_department_id", "to_department_id"]
time = "opened_day"
times = ["handed_day"]
statistics = ["value", "no_owner", "no_action", "not_picked_up", "dropped", "incidence"]
excludes = '''cases without a message that needs an answer; time without an owner where no department has a
    calendar; at hand-offs, those still waited for and of cases that were closed already'''
excludes_de = '''Vorgänge ohne Nachricht mit Antwortbedarf; Zeit ohne Zuständige, wenn keine Abteilung einen
    Kalender hat; an Übergaben noch wartende und solche schon geschlossener Fälle'''
others = "Others begin to count with the first assignment, so that what nobody took isn't there."
others_de = "Andere zählen ab der ersten Zuweisung; was niemand nahm, gibt es dort nicht."
example = [
    "100 tickets go from Marketing to Service",
    "7 are closed or passed on before anybody there wrote a word",
    "= 7% on that edge",
]
example_de = [
    "100 Tickets gehen vom Marketing an den Service",
    "7 werden geschlossen oder weitergereicht, ehe dort jemand ein Wort schrieb",
    "= 7 % an dieser Übergabe",
]
source = "metrics definition 13; conflict C5; Aalen and Johansen (1978), interval: Wilson (1927)"
"""

from collections.abc import Mapping, Sequence

import polars as pl

from warehouse import graded_rows, survival
from warehouse.graded_rows import Row
from warehouse.intervals import wilson

WEEK = 604_800.0
AGES = (900.0, 3_600.0, 18_000.0, 43_200.0, 86_400.0, 172_800.0, 259_200.0, WEEK)
KINDS = {"no_owner": "is_unowned", "no_action": "is_untouched", "not_picked_up": "is_dropped"}

QUERIES = {
    "cases": """
        select
            opened_day as date_day,
            source,
            platform,
            channel,
            visibility,
            department_id,
            null::varchar as from_department_id,
            null::varchar as to_department_id,
            is_unowned,
            is_untouched,
            is_dropped,
            ending,
            age_seconds
        from marts.fct_orphans
    """,
    "handoffs": """
        select
            handed_day as date_day,
            source,
            platform,
            channel,
            visibility,
            department_id,
            from_department_id,
            to_department_id,
            is_dropped
        from marts.fct_handoffs
        where kind = 'department' and is_dropped is not null
    """,
}


def compute(frames: Mapping[str, pl.DataFrame], by: Sequence[str]) -> pl.DataFrame:
    """Incidence and kinds of the cases, and the share dropped at hand-offs; points of the curve carry `seconds`.

    Grouped by giver or receiver there are hand-offs only: a case lies on no edge before it is handed over.
    """
    rows: list[Row] = []
    if not {"from_department_id", "to_department_id"} & set(by):
        for key, part in graded_rows.parts(frames["cases"], by):
            rows += _incidence(key, part)
            settled = part.filter(pl.col("ending") > 0)
            for statistic, column in KINDS.items():
                found = int(settled[column].sum())
                rows.append(graded_rows.share(key, statistic, found, settled.height, _unless(settled.height)))
    for key, part in graded_rows.parts(frames["handoffs"], by):
        rows.append(graded_rows.share(key, "dropped", int(part["is_dropped"].sum()), part.height))
    return graded_rows.table(rows, frames["handoffs"], by, seconds=pl.Float64)


def _unless(n: int) -> str | None:
    return None if n else "none_settled"


def _incidence(key: Row, cases: pl.DataFrame) -> list[Row]:
    """The share orphaned by each age; `value` is that by a week, or by the last age of which anything is known."""
    orphaned = int((cases["ending"] == 1).sum())
    curve = survival.cumulative_incidence(cases, [], "age_seconds", "ending")
    points = [
        graded_rows.row(
            key, "incidence", point["incidence"], _bounds(point, cases.height), cases.height, point["at_risk"],
            seconds=point["time"],
        )
        for point in survival.at_times(curve, [], AGES).to_dicts()
        if point["incidence"] is not None
    ]  # fmt: skip
    last = points[-1] if points else None
    value = graded_rows.row(
        key,
        "value",
        last["metric_value"] if last else None,
        (last["lower"], last["upper"]) if last else None,
        cases.height,
        orphaned,
        reason=None if last else "unmatured",
    )
    return [value, *points]


def _bounds(point: Row, n: int) -> tuple[float | None, float | None]:
    """Where none has happened yet the variance is none; the score interval of as many knows better."""
    if point["incidence"] in (0.0, 1.0):
        return wilson(round(point["incidence"] * n), n) or (None, None)
    return point["lower"], point["upper"]
