"""
label = "Coverage gaps"
label_de = "Lücken der Besetzung"
description = '''What share of the messages that needed an answer arrived while nobody of their department was on shift,
    and how long those waited compared with the others (calendar time, Kaplan-Meier); and what share of the staffed
    hours nothing arrived in.'''
description_de = '''Welcher Anteil der Nachrichten, die eine Antwort brauchten, kam, als niemand ihrer Abteilung im
    Dienst war, und wie lange diese warteten, verglichen mit den anderen (Kalenderzeit, Kaplan-Meier); und in welchem
    Anteil der besetzten Stunden nichts kam.'''
unit = "share"
better = "lower"
dimensions = ["hour_of_week", "source", "platform", "channel", "visibility", "department_id"]
detail = ["hour_of_week", "source", "platform", "channel", "visibility"]
time = "date_day"
statistics = ["arrivals", "unstaffed", "unstaffed_p50", "staffed_p50", "idle"]
excludes = "messages without an owner; departments without shifts, and times before or after their plan"
excludes_de = "Nachrichten ohne Zuständige; Abteilungen ohne Schichten und Zeiten außerhalb ihres Plans"
others = "Others show arrivals and opening hours apart, and business time hides what the night costs."
others_de = "Andere zeigen Eingang und Öffnungszeiten getrennt, und Geschäftszeit verbirgt, was die Nacht kostet."
example = [
    "on shift from 08:00 to 16:00",
    "messages at 09:00, 12:00, 15:00 and 20:00",
    "= 1 of 4 arrived unstaffed, 25%",
]
example_de = [
    "im Dienst von 08:00 bis 16:00",
    "Nachrichten um 09:00, 12:00, 15:00 und 20:00",
    "= 1 von 4 kam unbesetzt, 25 %",
]
source = "metrics definition 12"
"""

from collections.abc import Sequence

import polars as pl

from warehouse import statistic_rows

QUERY = """
select
    date_day,
    hour_of_week,
    source,
    platform,
    channel,
    visibility,
    department_id,
    is_staffed,
    observed_seconds,
    is_answered,
    null::boolean as is_idle
from marts.fct_wait_staffing
union all by name
select
    date_day,
    hour_of_week,
    department_id,
    arrival_count = 0 as is_idle
from marts.fct_staffed_hours
"""


def compute(rows: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Counts, shares and medians; a row per wait (is_staffed, observed_seconds, is_answered) or per staffed hour."""
    waits = rows.filter(pl.col("is_idle").is_null()).with_columns(is_unstaffed=~pl.col("is_staffed"))
    medians = {"unstaffed_p50": pl.col("is_unstaffed"), "staffed_p50": pl.col("is_staffed")}
    return pl.concat(
        [
            statistic_rows.count(waits, by, "arrivals", pl.col("is_idle").is_null()),
            statistic_rows.share(waits, by, "is_unstaffed", "unstaffed"),
            *(
                statistic_rows.percentiles(
                    waits.filter(of), by, "observed_seconds", "is_answered", {name: 0.5}
                )
                for name, of in medians.items()
            ),
            statistic_rows.share(rows, by, "is_idle", "idle"),
        ]
    )
