"""Changes of the organisation: what each did, against what was to be expected; and how the house is lived."""

from typing import Any

from dash import html

from dashboard import formats
from dashboard.cards.conflict.conflict_edges import NONE
from dashboard.cards.conflict.conflict_measures import ask, interval, shown
from dashboard.cards.conflict.conflict_strip import reason
from dashboard.components.card import Card, badge
from dashboard.components.chart import chart
from dashboard.components.ranking import ranking
from dashboard.components.states import unknown
from dashboard.components.strip import change_strip
from dashboard.components.table import Column
from dashboard.figures import gap_plot
from dashboard.verdict import estimate
from dashboard.view import View

METRIC = "organisation_change"
OUTCOMES = {
    "wait": ("change", 0.6),
    "compliance": ("points", 0.3),
    "doubles": ("points", 0.1),
    "handoffs": ("count", 1.0),
}
"""Outcomes with their unit, and how far their scale reaches to either side."""


def change(view: View) -> Card:
    """Did the reorganisation help?"""
    question = view.t("conflict.organisation.question")
    dated = _changes(view)
    frame = ask(view, METRIC, ("change_id",))
    if not dated or frame is None:
        text = view.t("conflict.organisation.none")
        return Card(question, body=unknown(view, text, view.t("conflict.organisation.mend")), metric=METRIC)
    latest = dated[-1]
    rows = [row for row in frame.to_dicts() if row["change_id"] == latest["change_id"]]
    by_name = {row["statistic"]: row for row in rows if row["week_start"] is None}
    series = {
        name: sorted((row for row in rows if row["statistic"] == name), key=lambda row: row["week_start"])
        for name in ("observed", "expected")
    }
    name = view.name("department_id", latest["department_id"])
    title = view.t(
        "conflict.organisation.title",
        name=name,
        model=view.t(f"conflict.model.{latest['model']}"),
        date=view.date(latest["from_day"]),
    )
    heading = _heading(view, name, by_name) or title
    figure = gap_plot.gap_plot(
        series["observed"], series["expected"], latest["from_day"], lang=view.lang, scheme=view.scheme
    )
    body: list[Any] = []
    if series["observed"]:
        body.append(chart(view, "conflict-organisation", figure, gap_plot.HEIGHT, heading))
    body.append(_outcomes(view, by_name))
    return Card(
        heading,
        sub=view.t("conflict.organisation.sub", title=title),
        body=body,
        footer=_footer(view, by_name),
        rows=[_row(view, outcome, by_name.get(outcome)) for outcome in OUTCOMES],
        columns=[
            Column("outcome", view.t("conflict.organisation.outcome")),
            Column("value", view.t("conflict.organisation.step")),
            Column("interval", view.t("conflict.interval")),
            Column("grade", view.t("conflict.strip.grade")),
            Column("n", view.t("conflict.organisation.weeks"), "number"),
            Column("reason", view.t("conflict.strip.reason")),
        ],
        metric=METRIC,
        has_figure=bool(series["observed"]),
    )


def _changes(view: View) -> list[dict[str, Any]]:
    """Changes with a date, the earliest first."""
    if not view.has("marts.dim_org_change"):
        return []
    sql = "select * from marts.dim_org_change where from_day is not null order by from_day, change_id"
    return view.rows(sql).to_dicts()


def _outcomes(view: View, by_name: dict[str, dict[str, Any]]) -> html.Table:
    head = [
        (view.t("conflict.organisation.outcome"), ""), (view.t("conflict.organisation.step"), "r"), ("", "w"),
        (view.t("conflict.interval"), "r i"), ("", "r"),
    ]  # fmt: skip
    return ranking(head, [_line(view, name, by_name.get(name)) for name in OUTCOMES], "ls-bars")


def _line(view: View, name: str, row: dict[str, Any] | None) -> html.Tr:
    kind, reach = OUTCOMES[name]
    e = estimate(row) if row else NONE
    grade = (row or {}).get("grade") or "not_computable"
    few = "few" if grade == "too_few" else ""
    drawn: Any = ""
    if e.value is not None and e.lower is not None and e.upper is not None:
        drawn = change_strip(e.value, e.lower, e.upper, reach, few)
    beside = (
        interval(view, kind, e)
        if e.value is not None
        else reason(view, (row or {}).get("reason") or "unknown")
    )
    text = shown(view, "signed" if kind == "count" else kind, e.value)
    return html.Tr(
        [
            html.Th(view.t(f"conflict.organisation.{name}"), scope="row"),
            html.Td(text, className=f"r {few}"),
            html.Td(drawn, className="w"),
            html.Td(beside, className=f"r i {few}"),
            html.Td(badge(view.t(f"conflict.grade.{grade}")), className="r"),
        ]
    )


def _row(view: View, name: str, row: dict[str, Any] | None) -> dict[str, Any]:
    kind = OUTCOMES[name][0]
    e = estimate(row) if row else NONE
    grade = (row or {}).get("grade") or "not_computable"
    why = (row or {}).get("reason")
    return {
        "outcome": view.t(f"conflict.organisation.{name}"),
        "value": shown(view, "signed" if kind == "count" else kind, e.value),
        "interval": interval(view, kind, e),
        "grade": view.t(f"conflict.grade.{grade}"),
        "n": e.n,
        "reason": reason(view, why) if why else "",
    }


def _footer(view: View, by_name: dict[str, dict[str, Any]]) -> list[Any]:
    found: list[Any] = []
    placebo, wait = by_name.get("placebo_p"), by_name.get("wait")
    if placebo and placebo["metric_value"] is not None:
        found.append(
            html.Span(
                view.t(
                    "conflict.organisation.placebo",
                    p=view.number(placebo["metric_value"], 2),
                    units=view.number(placebo["sample_size"]),
                )
            )
        )
    if wait and wait["metric_value"] is not None:
        drifts = wait["reason"] == "pretrend"
        found.append(html.Span(view.t(f"conflict.organisation.{'drift' if drifts else 'no_drift'}")))
    return [*found, html.Span(view.t("conflict.organisation.note"))]


def _heading(view: View, name: str, by_name: dict[str, dict[str, Any]]) -> str | None:
    wait = by_name.get("wait")
    if not wait or wait["metric_value"] is None or wait["grade"] == "too_few":
        return None
    low, high = wait["lower"], wait["upper"]
    if low is None or high is None or low <= 0 <= high:
        return view.t("conflict.organisation.unclear", name=name)
    key = "less" if high < 0 else "more"
    return view.t(f"conflict.organisation.{key}", name=name, share=view.share(abs(wait["metric_value"]), 0))


def lived(view: View) -> Card:
    """Is the house organised as its chart says?"""
    question = view.t("conflict.lived.question")
    whole, by_unit = ask(view, "organisation_model"), ask(view, "organisation_model", ("department_id",))
    if whole is None or by_unit is None or whole.is_empty():
        return Card(question, body=unknown(view, view.t("conflict.lived.what")), metric="organisation_model")
    total = {row["statistic"]: row for row in whole.to_dicts()}
    units: dict[str | None, dict[str, dict[str, Any]]] = {}
    for row in by_unit.to_dicts():
        units.setdefault(row["department_id"], {})[row["statistic"]] = row
    model = (total.get("lived") or {}).get("model")
    facts = [
        html.Div(
            [
                html.Dt(view.t(f"conflict.lived.{name}")),
                html.Dd([html.B(view.share(e.value, 0)), html.Small(interval(view, "share", e))]),
            ]
        )
        for name in ("herfindahl", "hub_share", "cross_edges")
        if (e := estimate(total.get(name))).value is not None
    ]
    known = [one for one in view.departments if "standardised" in units.get(one, {})]
    head = [
        (view.t("common.department"), ""), (view.t("conflict.lived.declared"), ""),
        (view.t("conflict.lived.crude"), "r"), (view.t("conflict.lived.standardised"), "r"),
        (view.t("conflict.interval"), "r i"), ("n", "r"),
    ]  # fmt: skip
    declared = _declared(view)
    lines = [_unit(view, one, units[one], declared) for one in known]
    return Card(
        view.t("conflict.lived.finding", model=view.t(f"conflict.model.{model}")) if model else question,
        sub=view.t("conflict.lived.sub"),
        body=[html.Dl(facts, className="ls-figures"), ranking(head, lines)],
        footer=[html.Span(view.t("conflict.lived.note"))],
        rows=[
            {
                "name": view.name("department_id", one), "declared": declared.get(one, ""),
                "crude": units[one]["crude"]["metric_value"],
                "standardised": units[one]["standardised"]["metric_value"],
                "lower": units[one]["standardised"]["lower"], "upper": units[one]["standardised"]["upper"],
                "n": units[one]["standardised"]["sample_size"],
            }
            for one in known
        ],
        columns=[
            Column("name", view.t("common.department")),
            Column("declared", view.t("conflict.lived.declared")),
            Column("crude", view.t("conflict.lived.crude"), "share"),
            Column("standardised", view.t("conflict.lived.standardised"), "share"),
            Column("lower", view.t("conflict.lower"), "share"),
            Column("upper", view.t("conflict.upper"), "share"),
            Column("n", "n", "number"),
        ],
        metric="organisation_model",
        badge=(view.t("conflict.lived.association"), "warn"),
    )  # fmt: skip


def _declared(view: View) -> dict[str, str]:
    """The model that each department is said to work by now."""
    if not view.has("marts.dim_org_change"):
        return {}
    sql = (
        "select department_id, arg_max(model, coalesce(from_day, date '1970-01-01')) as model"
        " from marts.dim_org_change group by department_id"
    )
    return {unit: view.t(f"conflict.model.{model}") for unit, model in view.rows(sql).iter_rows()}


def _unit(view: View, unit: str, own: dict[str, dict[str, Any]], declared: dict[str, str]) -> html.Tr:
    e, crude = estimate(own["standardised"]), estimate(own["crude"])
    few = "few" if e.is_few else ""
    href = view.link("/waits", {"department_id": unit}, sla_state="met,breached")
    return html.Tr(
        [
            html.Th(view.name("department_id", unit), scope="row"),
            html.Td(declared.get(unit, formats.DASH)),
            html.Td(view.share(crude.value, 0), className=f"r {few}"),
            html.Td(view.share(e.value, 0), className=f"r {few}"),
            html.Td(interval(view, "share", e), className=f"r i {few}"),
            html.Td(html.A(view.number(e.n), href=href), className=f"r {few}"),
        ]
    )
