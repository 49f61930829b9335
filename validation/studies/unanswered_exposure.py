"""C4: complaints under posts whose reach is known in closed form, so that the truth is too."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from math import exp
from typing import Any

import duckdb
import polars as pl

from validation.study import Study, Trial
from warehouse import catalog
from warehouse.metrics.unanswered_exposure import QUERY, compute

MODEL = "warehouse/models/marts/fct_complaint_exposure.sql"
BEGIN = datetime(2026, 3, 2, 8, tzinfo=UTC)
CPM, POSTS, COMPLAINTS, HOURS = 6.0, 6, 12, 120
Curve = Callable[[float], float]


def steady(seed: int) -> list[tuple[Curve, Curve]]:
    """Organic and paid impressions until an hour after publication, both fading exponentially."""
    dice = random.Random(f"steady reach:{seed}")

    def fading(total: float, fades: float) -> Curve:
        return lambda hour: total * (1 - exp(-hour / fades))

    return [
        (
            fading(dice.uniform(8e3, 6e4), dice.uniform(10, 30)),
            fading(dice.uniform(2e4, 2e5), dice.uniform(30, 80)),
        )
        for _ in range(POSTS)
    ]


def bursty(seed: int) -> list[tuple[Curve, Curve]]:
    """Reach that ebbs by a power of time, is passed on once more at some hour, and ads that stop when money does."""
    dice = random.Random(f"bursty reach:{seed}")

    def ebbing(total: float, scale: float, again: float, more: float) -> Curve:
        def until(hour: float) -> float:
            later = max(0.0, hour - again)
            return total * (1 - (1 + hour / scale) ** -0.7) + more * (1 - (1 + later / scale) ** -0.7)

        return until

    def capped(rate: float, lasts: float) -> Curve:
        return lambda hour: rate * min(hour, lasts)

    return [
        (
            ebbing(dice.uniform(1e4, 8e4), dice.uniform(3, 9), dice.uniform(6, 60), dice.uniform(0, 5e4)),
            capped(dice.uniform(400, 4000), dice.uniform(24, 90)),
        )
        for _ in range(POSTS)
    ]


def ask(seed: int, style: str, every: int) -> tuple[dict[str, float], dict[str, dict[str, Any]]]:
    """The truth, and the metric's rows, where reach was read `every` so many hours."""
    curves = steady(seed) if style == "steady" else bursty(seed)
    dice = random.Random(f"complaints on show:{style}:{seed}")
    waits: list[Any] = []
    readings: list[Any] = []
    spend: list[Any] = []
    truth = {"value": 0.0, "late": 0.0, "spent_eur": 0.0}
    for number, (organic, paid) in enumerate(curves):
        post = f"p{number}"
        spend.append((post, round(paid(HOURS)) * CPM / 1000))
        for kind, curve in (("paid", paid), ("organic", organic)):
            for hour in range(0, HOURS, every):
                shown = round(curve(hour + every)) - round(curve(hour))
                readings.append((post, _at(hour), _at(hour + every), kind, shown, every * 3600.0))
        spans: list[tuple[float, float]] = []
        for _ in range(COMPLAINTS):
            opened = dice.uniform(0.2, 60)
            waited, due = dice.lognormvariate(1.8, 0.9), dice.choice((5.0, 5.0, 14.0))
            ended = min(opened + waited, HOURS - 1.0)
            waits.append((f"{post}/{len(waits)}", post, _at(opened), _at(ended), _at(opened + due)))
            both = organic(ended) - organic(opened) + paid(ended) - paid(opened)
            late = min(ended, opened + due)
            truth["value"] += both
            truth["late"] += organic(ended) - organic(late) + paid(ended) - paid(late)
            spans.append((opened, ended))
        # While at least one complaint waited, whichever it was.
        until = 0.0
        for opened, ended in sorted(spans):
            if ended > until:
                truth["spent_eur"] += (paid(ended) - paid(max(opened, until))) * CPM / 1000
                until = ended
    return truth, _rows(waits, readings, spend)


def _at(hour: float) -> datetime:
    return BEGIN + timedelta(hours=hour)


def _rows(waits: list[Any], readings: list[Any], spend: list[Any]) -> dict[str, dict[str, Any]]:
    """The model and the metric on these marts."""
    with duckdb.connect() as connection:
        run = connection.execute
        run("set timezone = 'UTC'; create schema marts; create schema company")
        run((catalog.FOLDER / "macros.sql").read_text("utf-8"))
        run("set variable as_of = ?::timestamptz", [_at(HOURS)])
        for name, rows, columns in (
            ("waits", waits, ["wait_id", "post_id", "opened_at", "ended_at", "due_at"]),
            ("readings", readings, ["post_id", "from_at", "until_at", "kind", "shown", "seconds"]),
            ("money", spend, ["post_id", "amount"]),
        ):
            connection.register(name, pl.DataFrame(rows, schema=columns, orient="row").to_arrow())
        run("create table company.settings as select 1.0::double as visible_share")
        run("""
            create table marts.dim_post as
            select distinct post_id, 'c' as campaign_id, true as is_paid, 'campaign' as kind from money
        """)
        run("""
            create table marts.fct_waits as
            select
                wait_id, wait_id as message_id, wait_id as conversation_id, wait_id as case_id, wait_id as customer_id,
                'f' as source, 'facebook' as platform, 'comment' as channel, 'public' as visibility, post_id,
                'marketing' as department_id, null::varchar as topic, 'complaint' as intent, opened_at,
                opened_at::date as opened_day, ended_at, due_at, 'answered' as outcome
            from waits
        """)
        run("""
            create table marts.fct_reach as
            select
                post_id, 'c' as campaign_id, from_at, until_at, if(kind = 'paid', shown, null) as paid_impressions,
                if(kind = 'organic', shown, null) as organic_impressions, seconds, 'hourly' as quality
            from readings
        """)
        run("create table marts.fct_spend as select *, 'c' as campaign_id, 'media' as category from money")
        model = (catalog.FOLDER / "models" / "marts" / "fct_complaint_exposure.sql").read_text("utf-8")
        run(f"create table marts.fct_complaint_exposure as {model}")
        found = compute(run(QUERY).pl(), ())
    return {row["statistic"]: row for row in found.to_dicts()}


def plant_hourly(seed: int, style: str) -> Trial:
    """Hourly readings: is the number of impressions within 2 % of the truth, all of it and the late part?"""
    truth, rows = ask(seed, style, every=1)
    near = [abs(rows[name]["metric_value"] - truth[name]) <= 0.02 * truth[name] for name in ("value", "late")]
    return Trial(truth["value"], rows["value"]["metric_value"], hit=all(near), badge=rows["value"]["grade"])


def plant_money(seed: int, style: str) -> Trial:
    """Hourly readings: is the money within 2 % of the truth?"""
    truth, rows = ask(seed, style, every=1)
    found = rows["spent_eur"]["metric_value"]
    hit = abs(found - truth["spent_eur"]) <= 0.02 * truth["spent_eur"]
    return Trial(truth["spent_eur"], found, hit=hit, badge=rows["spent_eur"]["grade"])


def plant_daily(seed: int, style: str) -> Trial:
    """Daily readings: do the bounds hold the truth, however the day's impressions fell?"""
    truth, rows = ask(seed, style, every=24)
    row = rows["value"]
    return Trial(
        truth["value"],
        row["metric_value"],
        hit=row["lower"] <= truth["value"] <= row["upper"],
        badge=row["grade"],
    )


STUDIES = [
    Study(
        "impressions with hourly readings", "unanswered_exposure",
        "72 complaints under 6 posts whose reach fades in closed form; found within 2 %", "recovery", plant_hourly,
        nominal=0.95, files=(MODEL,),
    ),
    Study(
        "money with hourly readings", "unanswered_exposure", "the same, paid ones at 6 EUR a thousand; within 2 %",
        "recovery", plant_money, nominal=0.95, files=(MODEL,),
    ),
    Study(
        "bounds with daily readings", "unanswered_exposure", "the same, read once a day: the bounds hold the truth",
        "recovery", plant_daily, nominal=1.0, files=(MODEL,),
    ),
]  # fmt: skip
