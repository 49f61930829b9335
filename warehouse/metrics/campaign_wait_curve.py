"""
label = "Answered within, campaign and usual hours"
label_de = "Beantwortet binnen, in Kampagnen- und üblichen Stunden"
description = '''Share of customers answered within each time: of those who write within a day of a campaign's post,
    and of those who write in usual weeks to the same departments, on the same channels, at the same hours, in the same
    mix. Open waits count as waiting so far (Kaplan-Meier).'''
description_de = '''Anteil der Kundinnen und Kunden, die nach jeder Zeit eine Antwort haben: wer binnen eines Tages
    nach einem Kampagnenpost schreibt, und wer in üblichen Wochen dieselben Abteilungen auf denselben Kanälen zu
    denselben Stunden in gleicher Mischung anschreibt. Offene Wartezeiten zählen als bisher gewartet
    (Kaplan-Meier).'''
unit = "share"
better = "higher"
dimensions = ["campaign_id", "post_id", "source", "platform", "channel", "visibility", "department_id"]
table_by = ["campaign_id"]
time = "started_day"
statistics = ["campaign", "usual"]
excludes = "posts near an incident; waits of hours near other events; departments that campaigns don't reach"
excludes_de = '''Posts im Umfeld einer Störung; Wartezeiten im Umfeld anderer Ereignisse; Abteilungen, die Kampagnen
    nicht erreichen'''
others = "Others draw the answered only, and compare a campaign with all other days, nights and Sundays included."
others_de = '''Andere zeichnen nur Beantwortetes und vergleichen eine Kampagne mit allen anderen Tagen, samt Nächten
    und Sonntagen.'''
example = [
    "two write after a post: one is answered after 2 h, one still waits",
    "= 50% within 5 h",
]
example_de = [
    "zwei schreiben nach einem Post: eine hat nach 2 Std. Antwort, eine wartet noch",
    "= 50 % binnen 5 Std.",
]
source = "definition C3; Kaplan and Meier (1958), weighted to the same mix"
"""

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite

import polars as pl

from warehouse import graded_rows
from warehouse.event_study import Hours
from warehouse.graded_rows import Row
from warehouse.matched_curves import Curve, matched_curves
from warehouse.metrics import campaign_waits
from warehouse.metrics.response_curve import GRID
from warehouse.wait_contrast import Waits

QUERIES = campaign_waits.QUERIES


def compute(frames: Mapping[str, pl.DataFrame], by: Sequence[str]) -> pl.DataFrame:
    """Points of two rising curves, `campaign` and `usual`: *by, seconds, the share with its band.

    numerator is who was watched so long, of usual hours weighted to the campaign's number.
    """
    clock = Hours.of(frames["hours"])
    outer = [name for name in by if name in frames["exposures"].columns]
    inner = [name for name in by if name not in outer]
    rows: list[Row] = []
    for key, part in graded_rows.parts(frames["waits"], inner):
        waits = Waits.of(clock, campaign_waits.reached(part))
        for group, events in graded_rows.parts(frames["exposures"], outer):
            first, last = campaign_waits.spans(clock, events)
            if found := matched_curves(clock, waits, first, last, GRID):
                rows += _points(key | group, "campaign", found[0])
                rows += _points(key | group, "usual", found[1])
    shapes = frames["exposures"].head(0).select(outer).hstack(frames["waits"].head(0).select(inner))
    return graded_rows.table(rows, shapes, by, seconds=pl.Float64)


def _points(key: Row, statistic: str, curve: Curve) -> Iterator[Row]:
    for place, seconds in enumerate(GRID):
        # Where nobody is watched any more, it ends; once all are answered it is known for good.
        if curve.at_risk[place] <= 0 and curve.answered[place] < 1:
            return
        low, high = float(curve.lower[place]), float(curve.upper[place])
        yield graded_rows.row(
            key,
            statistic,
            float(curve.answered[place]),
            (low, high) if isfinite(low) else None,
            curve.count,
            float(curve.at_risk[place]),
        ) | {"seconds": float(seconds)}
