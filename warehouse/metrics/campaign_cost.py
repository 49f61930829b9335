"""
label = "True cost of a campaign"
label_de = "Wahre Kosten einer Kampagne"
description = '''What was spent on a campaign, and what service had to carry for it: contacts beyond the usual within
    24 hours of its posts, by topic, times the handle time of the topic, times the rate of the department that took
    them, and the tools for each contact. `load_factor` is the service part divided by the media money.'''
description_de = '''Was für eine Kampagne ausgegeben wurde und was der Service dafür zu tragen hatte: Kontakte über das
    Übliche hinaus binnen 24 Stunden nach ihren Posts, je Thema, mal dessen Bearbeitungszeit, mal Stundensatz der
    Abteilung, die sie übernahm, dazu die Werkzeuge je Kontakt. `load_factor` ist der Serviceanteil durch das
    Mediageld.'''
unit = "euro"
better = "lower"
dimensions = ["campaign_id", "post_id"]
table_by = ["campaign_id"]
time = "campaign_day"
statistics = [
    "service_cost", "contacts", "spend", "media", "production", "tools", "agency", "planned", "true_cost",
    "load_factor", "per_thousand", "per_thousand_spend", "per_contact", "before_after",
]
smallest = 1000
excludes = '''posts near an incident, windows that aren't over yet, contacts that ask for no service; what a campaign
    earned: no source says so'''
excludes_de = '''Posts im Umfeld einer Störung, Fenster, die noch laufen, Kontakte ohne Serviceanliegen; was eine
    Kampagne einbrachte: Das sagt keine Quelle'''
others = '''Others stop at media and production, or count all contacts of the campaign's days as its own (`before_after`
    is what that would cost).'''
others_de = '''Andere hören bei Media und Produktion auf oder rechnen alle Kontakte der Kampagnentage ihr zu
    (`before_after` ist, was das kosten würde).'''
example = [
    "media 4,000 €, production 1,000 €",
    "60 contacts more than usual, 9 min each, 0.70 € a minute, tools 0.40 € a contact",
    "60 × (9 × 0.70 + 0.40) = 402 €",
    "= true cost 5,402 €, load factor 402 / 4,000 = 10%",
]
example_de = [
    "Media 4.000 €, Produktion 1.000 €",
    "60 Kontakte mehr als üblich, je 9 Min., 0,70 € je Minute, Werkzeuge 0,40 € je Kontakt",
    "60 × (9 × 0,70 + 0,40) = 402 €",
    "= wahre Kosten 5.402 €, Lastfaktor 402 / 4.000 = 10 %",
]
source = "definition C9; counterfactual and interval as spillover, handle times by the delta method"
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import sqrt
from typing import Any

import polars as pl

from warehouse import graded_rows
from warehouse.contact_prices import Prices, priced
from warehouse.event_study import Effect, Hours
from warehouse.graded_rows import Row
from warehouse.lagged_effects import Lagged, lagged_totals
from warehouse.metrics import spillover
from warehouse.metrics.spillover import FEW_WEEKS, measured, starts

SMALLEST = 1000.0
CATEGORIES = ("media", "production", "tools", "agency")

QUERIES = {
    "exposures": """
select
    exposures.exposure_id,
    exposures.campaign_id,
    exposures.post_id,
    exposures.starts_at,
    exposures.ends_at,
    exposures.is_event,
    exposures.is_reactive
from marts.fct_exposures as exposures
where exposures.kind = 'post' or exposures.is_event
""",
    "contacts": """
select
    hours.hour_at,
    hours.topic,
    rates.euro_per_hour,
    rates.tool_euro_per_contact,
    sum(hours.contacts)::bigint as contacts
from marts.fct_contact_hours as hours
left join marts.dim_cost_rate as rates
    on hours.department_id = rates.department_id
    and hours.contact_day >= rates.from_day
    and hours.contact_day < rates.until_day
where hours.is_service
group by all
order by hours.hour_at, hours.topic, rates.euro_per_hour, rates.tool_euro_per_contact
""",
    "times": """
select
    topic,
    count(*) as handled,
    sum(handle_seconds::decimal(18, 3))::double as seconds,
    sum((handle_seconds * handle_seconds)::decimal(28, 3))::double as squared
from marts.fct_contacts
where is_service and handle_seconds is not null
group by topic
order by topic
""",
    "hours": """
select
    hour_at,
    hour_of_week,
    event_count,
    incident_count,
    is_holiday
from marts.dim_clean_hour
""",
    "spend": """
select
    campaign_id,
    post_id,
    category,
    count(*) as lines,
    sum(round(amount * 100)::hugeint)::double / 100 as amount
from marts.fct_spend
group by all
""",
    "reach": """
select
    campaign_id,
    post_id,
    sum(coalesce(paid_impressions, 0) + coalesce(organic_impressions, 0))::bigint as impressions
from marts.fct_reach
group by all
""",
    "plans": """
select
    campaign_id,
    null::varchar as post_id,
    sum(round(planned_cost * 100)::hugeint)::double / 100 as planned
from marts.dim_campaign
group by all
""",
}


def compute(frames: Mapping[str, pl.DataFrame], by: Sequence[str]) -> pl.DataFrame:
    """Rows of each statistic by campaign or post; without `by` of all that marketing put out.

    `frames` as QUERIES. Adds grade, reason, `checks` and `events` as spillover does. sample_size counts contacts in the
    windows, or rows of spend; numerator the posts, or impressions.
    """
    clock = Hours.of(frames["hours"])
    contacts = frames["contacts"]
    series = clock.series(contacts)
    usual = clock.usual(series)
    prices = priced(clock, contacts, frames["times"])
    usual_cents = clock.usual(prices.cents)
    keys = _keys(frames, by)
    events = [_of(frames["exposures"], key) for key in keys]
    found = [
        measured(clock, usual, series, one) if len(one) else Effect(0, reason="no_posts") for one in events
    ]
    lagged: list[Lagged | None] = [None] * len(keys)
    # Of single posts whose windows overlap nobody can tell which brought what; of whole campaigns a model can.
    if "post_id" not in by and any(one.reason == FEW_WEEKS for one in found):
        lagged = lagged_totals(clock, series, [starts(clock, one) if len(one) else [] for one in events])
    rows: list[Row] = []
    for key, own, one, other in zip(keys, events, found, lagged, strict=True):
        money = _money(frames, key)
        if one.reason == FEW_WEEKS and other:
            rows += _rows(
                key,
                _by_model(one, other, 1.0),
                _by_model(one, other, prices.mean),
                prices,
                money,
                prices.mean,
            )
        else:
            cost = one if one.reason else measured(clock, usual_cents, prices.cents, own)
            rows += _rows(key, one, cost, prices, money)
    return graded_rows.table(
        rows, frames["exposures"].head(0).select(by), by, checks=pl.String, events=pl.Int64
    )


def _by_model(found: Effect, lagged: Lagged, unit: float) -> Effect:
    """The effect as the model of all hours has it, in contacts of so many cents; there are no clean weeks to ask."""
    return replace(
        found,
        total=lagged.total * unit,
        standard_error=lagged.standard_error * unit,
        quantile=lagged.quantile,
        checks=("overlap",),
        reason=None,
    )


def _keys(frames: Mapping[str, pl.DataFrame], by: Sequence[str]) -> list[Row]:
    """The campaigns or posts that anything is known of, in order; work or money of none comes last."""
    if not by:
        return [{}]
    names = ["exposures", "spend"] if "post_id" in by else ["exposures", "spend", "plans"]
    found = pl.concat([frames[name].select(by) for name in names]).unique().sort(by, nulls_last=True)
    return found.to_dicts()


def _of(frame: pl.DataFrame, key: Row) -> pl.DataFrame:
    for name, value in key.items():
        frame = frame.filter(pl.col(name).eq_missing(pl.lit(value, pl.String)))
    return frame


def _money(frames: Mapping[str, pl.DataFrame], key: Row) -> dict[str, Any]:
    """Euro by category, rows of spend, impressions and plan of one campaign; None for what nobody told."""
    spend = _of(frames["spend"], key)
    impressions = int(_of(frames["reach"], key)["impressions"].sum())
    plans = _of(frames["plans"], key)["planned"].drop_nulls() if "post_id" not in key else pl.Series([])
    money: dict[str, Any] = {
        "lines": int(spend["lines"].sum()),
        "impressions": impressions or None,
        "planned": float(plans.sum()) if len(plans) else None,
        "spend": float(spend["amount"].sort().sum()) if len(spend) else None,
    }
    for category in CATEGORIES:
        part = spend.filter(pl.col("category") == category)
        money[category] = float(part["amount"].sort().sum()) if len(part) else None
    return money


def _rows(
    key: Row, found: Effect, cost: Effect, prices: Prices, money: dict[str, Any], unit: float = 1.0
) -> list[Row]:
    """All statistics of one group; `cost` is in cents, told from a count of contacts of `unit` cents."""
    more: Row = {"checks": ",".join(found.checks), "events": found.events}
    why = found.reason or prices.reason
    doubt = next(iter(found.checks), None)

    def row(
        statistic: str,
        value: float | None,
        half: float | None = None,
        reason: str | None = None,
        smallest: float = SMALLEST,
    ) -> Row:
        bounds = (value - half, value + half) if value is not None and half is not None else None
        made = graded_rows.row(
            key,
            statistic,
            value,
            bounds,
            found.observed,
            found.events,
            smallest=smallest,
            reason=reason,
            **more,
        )
        # What a check speaks against is never solid.
        return made | {"grade": "indicative"} if made["grade"] == "solid" and found.checks else made

    def told(statistic: str, value: float | None, reason: str) -> Row:
        # What was written down is exact; there is no interval and nothing to doubt.
        made = graded_rows.row(key, statistic, value, None, money["lines"], reason=None, **more)
        return made | ({"grade": "solid"} if value is not None else {"reason": reason})

    half = None if why else cost.quantile * _standard_error(cost, prices, unit) / 100
    service = None if why else cost.total / 100
    spend, media, impressions = money["spend"], money["media"], money["impressions"]
    true_cost = service + (spend or 0.0) if service is not None and spend is not None else None
    unspent = why or ("no_spend" if spend is None else None)

    def ratio(statistic: str, value: float | None, scale: float | None, reason: str) -> Row:
        bounds_half = half / scale if half is not None and scale else None
        value = value / scale if value is not None and scale else None
        made = row(statistic, value, bounds_half, (why or reason) if value is None else doubt)
        return made | {"grade": _graded(made, service, half, found)}

    contacts_half = None if found.reason else found.quantile * found.standard_error
    thousand = impressions / 1000 if impressions else None
    return [
        row("service_cost", service, half, why or doubt),
        row(
            "contacts", None if found.reason else found.total, contacts_half, found.reason or doubt,
            spillover.SMALLEST * max(found.events, 1),
        ),
        told("spend", spend, "no_spend"),
        *(told(category, money[category], "no_spend") for category in CATEGORIES),
        told("planned", money["planned"], "no_plan"),
        row("true_cost", true_cost, half, unspent or doubt),
        ratio("load_factor", service, media, "no_spend"),
        ratio("per_thousand", true_cost, thousand, unspent or "no_reach"),
        told("per_thousand_spend", spend / thousand if spend is not None and thousand else None, unspent or "no_reach"),
        row("per_contact", None if prices.reason else prices.mean / 100,
            None if prices.reason else 1.96 * prices.mean / 100 * sqrt(prices.relative_error), prices.reason),
        row("before_after", None if why else found.before_after * found.events * prices.mean / 100, None, why),
    ]  # fmt: skip


def _standard_error(cost: Effect, prices: Prices, unit: float) -> float:
    """Of the cost in cents: the study's, which takes contacts for Poisson with `unit` cents each, what they vary more
    by, and the handle times' error."""
    spread = max(cost.total, 0.0) * (prices.effective - unit)
    return sqrt(max(cost.standard_error**2 + spread, 0.0) + cost.total**2 * prices.relative_error)


def _graded(made: Row, service: float | None, half: float | None, found: Effect) -> str:
    """A ratio is as sure as the cost that it divides: the smallest effect is one of euros."""
    if made["metric_value"] is None or service is None or half is None:
        return str(made["grade"])
    graded = graded_rows.row(
        {}, "", service, (service - half, service + half), found.observed, smallest=SMALLEST
    )
    return str(graded["grade"])
