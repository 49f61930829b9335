"""
label = "Change of organisation"
label_de = "Umstellung der Organisation"
description = '''What changed in a department when it began to work by another model or policy: the step in its
    weekly figures against the departments that changed nothing (interrupted time series), for the mean wait of the
    first 24 hours (`wait`, relative), the share within target (`compliance`), double answers (`doubles`) and
    hand-offs a ticket (`handoffs`). `placebo_p` is how often a department that changed nothing shows as large a
    step in the wait, counted with itself. `observed` and `expected` are the mean waits by week, with what the
    department's past and the others say.'''
description_de = '''Was sich in einer Abteilung änderte, als sie nach einem anderen Modell oder anderen Regeln zu
    arbeiten begann: die Stufe in ihren Wochenwerten gegenüber den Abteilungen, die nichts änderten (unterbrochene
    Zeitreihe), in der mittleren Wartezeit der ersten 24 Stunden (`wait`, relativ), im Anteil in der Zielzeit
    (`compliance`), in doppelten Antworten (`doubles`) und Übergaben je Ticket (`handoffs`). `placebo_p` sagt, wie
    oft eine Abteilung, die nichts änderte, eine so große Stufe in der Wartezeit zeigt, sie selbst mitgezählt.
    `observed` und `expected` sind die mittleren Wartezeiten je Woche und das, was die Vergangenheit der Abteilung
    und die anderen erwarten lassen.'''
unit = "share"
better = "lower"
dimensions = ["change_id"]
table_by = ["change_id"]
time = "opened_week"
smallest = 0.10
statistics = ["wait", "compliance", "doubles", "handoffs", "placebo_p", "drift_p", "observed", "expected"]
excludes = '''the period of a page: it takes all complete weeks; departments that changed something themselves
    within these weeks aren't compared with; fewer than 8 weeks before or 4 after, no other department: not
    computable'''
excludes_de = '''der Zeitraum einer Seite: es zählen alle vollen Wochen; verglichen wird nicht mit Abteilungen, die
    in diesen Wochen selbst etwas änderten; weniger als 8 Wochen davor oder 4 danach oder keine andere Abteilung:
    nicht berechenbar'''
others = "Others compare the month before with the month after, so that a quiet month looks like a success."
others_de = '''Andere vergleichen den Monat davor mit dem danach; ein ruhiger Monat sieht dort wie ein Erfolg
    aus.'''
example = [
    "Press becomes a hub on 12 October; its mean wait falls from 100 to 72 min",
    "meanwhile that of the others falls from 100 to 90 min, by 10%",
    "= 72 against 90 expected: 20% less",
]
example_de = [
    "Die Presse wird am 12. Oktober zur Drehscheibe; ihre mittlere Wartezeit fällt von 100 auf 72 Min.",
    "bei den anderen fällt sie zugleich von 100 auf 90 Min., um 10 %",
    "= 72 statt erwarteter 90: 20 % weniger",
]
source = '''conflict C14; Bernal, Cummins and Gasparrini (2017), placebo: Abadie, Diamond and Hainmueller (2010);
    warehouse/interruption.py'''
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl

from warehouse import graded_rows, interruption
from warehouse.graded_rows import Row
from warehouse.interruption import Floats, Step

OUTCOMES = ("wait", "compliance", "doubles", "handoffs")
# The least step that matters: a tenth of the wait, five points, a point, a tenth of a hand-off.
SMALLEST = {"wait": 0.10, "compliance": 0.05, "doubles": 0.01, "handoffs": 0.10}
LEAST = 5  # waits of a week, below which it says nothing

QUERIES = {
    "weeks": """
        select
            week_start,
            unit_id,
            timed_count,
            timed_us,
            due_count,
            met_count,
            answered_count,
            double_count,
            ticket_count,
            handoff_count
        from marts.fct_unit_weeks
        where is_complete
    """,
    "changes": """
        select
            change_id,
            change_id as change,
            department_id as unit_id,
            from_day
        from marts.dim_org_change
        where from_day is not null
    """,
}


def compute(frames: Mapping[str, pl.DataFrame], by: Sequence[str]) -> pl.DataFrame:
    """The rows of each change, or without `by` of the latest one; points of the two series carry `week_start`."""
    changes = frames["changes"].sort("from_day", "change")
    rows: list[Row] = []
    chosen = changes if by else changes.tail(1)
    for change in chosen.to_dicts():
        key = {"change_id": change["change_id"]} if by else {}
        rows += _change(key, change, changes, frames["weeks"])
    if not by and changes.is_empty():
        rows.append(graded_rows.row({}, "wait", None, None, 0, reason="no_change"))
    return graded_rows.table(rows, frames["changes"], by, week_start=pl.Date)


def _change(key: Row, change: Row, changes: pl.DataFrame, weeks: pl.DataFrame) -> list[Row]:
    """Steps of all outcomes at one change, its placebo, and the two series of the wait."""
    unit, day = change["unit_id"], change["from_day"]
    if weeks.is_empty():
        return [graded_rows.row(key, one, None, None, 0, reason="few_weeks") for one in OUTCOMES]
    first, last = weeks["week_start"].min(), weeks["week_start"].max()
    assert isinstance(first, date) and isinstance(last, date)
    # The week of the change belongs to neither side where it doesn't begin on a Monday.
    begin = (day - first).days // 7 + (1 if day.weekday() else 0)
    moved = changes.filter(pl.col("from_day") > first, pl.col("from_day") <= last)["unit_id"]
    controls = sorted(set(weeks["unit_id"].unique()) - set(moved) - {unit})
    count = (last - first).days // 7 + 1
    rows = []
    for outcome in OUTCOMES:
        series = _series(weeks, outcome, first, count, None if day.weekday() == 0 else begin - 1)
        if unit not in series:
            rows.append(graded_rows.row(key, outcome, None, None, 0, reason="few_weeks"))
            continue
        controls_known = [one for one in controls if one in series]
        found = interruption.step(series, unit, controls_known, begin)
        rows += _rows(key, outcome, found, bool(controls_known))
        if outcome == "wait" and found:
            rows += _placebo(key, series, unit, controls_known, begin)
            rows += _points(key, series[unit], found, first)
    return rows


def _series(
    weeks: pl.DataFrame, outcome: str, first: date, count: int, skipped: int | None
) -> dict[str, Floats]:
    """A value a week by unit; NaN where too little happened. The wait is on the log scale: its step is relative."""
    above, below = {
        "wait": ("timed_us", "timed_count"),
        "compliance": ("met_count", "due_count"),
        "doubles": ("double_count", "answered_count"),
        "handoffs": ("handoff_count", "ticket_count"),
    }[outcome]
    found: dict[str, Floats] = {}
    for unit, week, total, n in weeks.select("unit_id", "week_start", above, below).iter_rows():
        at = (week - first).days // 7
        if n < LEAST or at == skipped or (outcome == "wait" and total <= 0):
            continue
        values = found.setdefault(unit, np.full(count, np.nan))
        values[at] = np.log(total / n) if outcome == "wait" else total / n
    return found


def _rows(key: Row, outcome: str, found: Step | None, has_controls: bool) -> list[Row]:
    if found is None:
        missing = "few_weeks" if has_controls else "no_controls"
        return [graded_rows.row(key, outcome, None, None, 0, reason=missing)]
    ends = (found.value, found.lower, found.upper)
    value, lower, upper = (float(np.expm1(one)) for one in ends) if outcome == "wait" else ends
    reason = "pretrend" if found.drift < 0.05 else None
    n = found.before + found.after
    rows = [
        graded_rows.row(
            key, outcome, value, (lower, upper), n, found.after, smallest=SMALLEST[outcome], reason=reason
        )
    ]
    if outcome == "wait":
        rows.append(graded_rows.count(key, "drift_p", found.drift, found.before))
    return rows


def _placebo(key: Row, series: Mapping[str, Floats], unit: str, controls: list[str], begin: int) -> list[Row]:
    placebo = interruption.placebo_p(series, unit, controls, begin)
    if placebo is None:
        return [graded_rows.row(key, "placebo_p", None, None, 0, reason="no_controls")]
    return [graded_rows.count(key, "placebo_p", placebo[0], placebo[1])]


def _points(key: Row, own: Floats, found: Step, first: date) -> list[Row]:
    """Mean waits by week in seconds, as they were and as they would have been without the change."""
    rows: list[Any] = []
    for name, values in (("observed", own), ("expected", found.expected)):
        for at, value in enumerate(values):
            if not np.isnan(value):
                seconds = float(np.exp(value)) / 1e6
                week = first + timedelta(days=7 * at)
                rows.append(graded_rows.count(key, name, seconds, 1, week_start=week))
    return rows
