"""Load against capacity: work a week, seen and forecast, the people there are, and the window in which it breaks."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dash import html

from dashboard import formats, urls
from dashboard.cards.capacity import overload
from dashboard.components.card import Card, key_item
from dashboard.components.chart import chart
from dashboard.components.states import empty, unknown
from dashboard.components.table import Column
from dashboard.figures.load_fan import HEIGHT, load_fan
from dashboard.view import View

WEEK = timedelta(days=6)


def weeks(view: View, department: str | None) -> list[dict[str, Any]]:
    """Return a department's weeks (marts.fct_forecast_weeks) under the growth of the address."""
    return view.rows(
        "select * from marts.fct_forecast_weeks where department_id = ? and growth = ? order by week_start",
        [department, overload.growth(view)],
    ).to_dicts()


def campaigns(view: View) -> list[tuple[date, date, str]]:
    """Return campaigns as (first day, last day, name), by their beginning; one without an end lasts a fortnight."""
    if not view.has("marts.dim_campaign"):
        return []
    zone = ZoneInfo(view.snapshot.about.zone)
    found = view.rows(
        "select starts_at, ends_at, name from marts.dim_campaign where starts_at is not null order by starts_at, name"
    )
    return [
        (
            begin.astimezone(zone).date(),
            end.astimezone(zone).date() if end else begin.astimezone(zone).date() + timedelta(days=13),
            name,
        )
        for begin, end, name in found.iter_rows()
    ]


def card(view: View) -> Card:
    """Return the fan of one department."""
    department = overload.chosen(view)
    question = view.t("capacity.load.question")
    if department is None:
        return Card(question, body=empty(view, view.t("capacity.load.what")))
    found = overload.figures(view, department)
    until = found.get("days_until")
    rows = weeks(view, department)
    if not rows:
        reason = (until.reason if until else None) or "no_forecast"
        return Card(
            question,
            body=[
                overload.department_switch(view),
                unknown(view, view.t(f"capacity.reason.{reason}"), view.t(f"capacity.mend.{reason}")),
            ],
            metric=overload.METRIC,
        )
    estimate = until.estimate if until and until.reason in (None, "beyond_horizon") else None
    window = (
        tuple(overload.day(view, days) for days in (estimate.value, estimate.lower, estimate.upper))
        if estimate
        else (None, None, None)
    )
    heading = _heading(view, department, until)
    figure = load_fan(
        rows,
        today=view.snapshot.about.today,
        overload=window,  # type: ignore[arg-type]
        campaigns=campaigns(view),
        lang=view.lang,
        scheme=view.scheme,
        empty_reason=view.t("capacity.load.what"),
        title=_title(view, until),
        drill=lambda day: _address(view, department, day),
    )
    return Card(
        heading,
        sub=view.t("capacity.load.sub", name=view.name("department_id", department)),
        body=[
            html.Div(
                [overload.department_switch(view), overload.growth_switch(view)], className="ls-switches"
            ),
            chart(view, "capacity-load", figure, HEIGHT, heading),
        ],
        footer=[
            key_item("ls-fan50", "50 %" if view.lang == "de" else "50%"),
            key_item("ls-fan80", "80 %" if view.lang == "de" else "80%"),
            key_item("ls-fan95", "95 %" if view.lang == "de" else "95%"),
            key_item("ls-campaign", view.t("capacity.load.campaign")),
            html.Span(_footnote(view, until)),
        ],
        badge=(view.t(f"capacity.grade.{until.grade}"), "") if until else None,
        rows=[{**row, "campaigns": _running(view, row["week_start"])} for row in rows],
        columns=[
            Column("week_start", view.t("capacity.load.week"), "date"),
            Column("load_hours", view.t("capacity.load.seen"), "decimal"),
            Column("load_p50", view.t("capacity.load.forecast"), "decimal"),
            Column("load_p10", view.t("capacity.load.low"), "decimal"),
            Column("load_p90", view.t("capacity.load.high"), "decimal"),
            Column("capacity_hours", view.t("capacity.load.people"), "decimal"),
            Column("contacts", view.t("capacity.load.contacts"), "number"),
            Column("campaigns", view.t("capacity.load.campaigns")),
        ],
        metric=overload.METRIC,
        has_figure=True,
        notes=[view.t("capacity.load.note")],
    )


def _heading(view: View, department: str, until: overload.Figure | None) -> str:
    name = view.name("department_id", department)
    if until is None or (until.reason and until.reason != "beyond_horizon"):
        return view.t("capacity.load.question")
    if until.value is None:
        return view.t("capacity.load.holds", name=name, weeks=overload.HORIZON // 7)
    if until.estimate.upper is None or until.grade == "too_few":
        return view.t("capacity.load.may", name=name, days=view.number(until.value))
    return view.t("capacity.load.breaks", round(until.value), name=name, days=view.number(until.value))


def _title(view: View, until: overload.Figure | None) -> list[str]:
    """The lines above the window of the date."""
    if until is None or until.value is None:
        return []
    low, high = (overload.day(view, days) for days in (until.estimate.lower, until.estimate.upper))
    end = view.date(high, "short") if high else view.t("capacity.load.later")
    span = f"{view.date(low, 'short')} – {end}"
    return [
        view.t("capacity.load.title", round(until.value), number=view.number(until.value)),
        view.t("capacity.load.span", date=view.date(overload.day(view, until.value), "short"), range=span),
    ]


def _footnote(view: View, until: overload.Figure | None) -> str:
    if until is None or until.target_id is None:
        return view.t("capacity.load.means")
    return view.t("capacity.load.means_target", target=overload.target_name(view, until.target_id))


def _running(view: View, week: date) -> str:
    names = [name for begin, end, name in campaigns(view) if begin <= week + WEEK and end >= week]
    return formats.listed(names, view.lang) if names else ""


def _address(view: View, department: str, week: date) -> str:
    """The waits that were opened in a week that is over."""
    span = f"{week.isoformat()}..{(week + WEEK).isoformat()}"
    state = view.state.__class__(
        path="/waits",
        period=span,
        clock=view.state.clock,
        lang=view.state.lang,
        scheme=view.state.scheme,
        chips=(urls.Chip("department_id", (department,)),),
        extra={"from": urls.format(view.state)},
    )
    return urls.format(state)
