"""What if: sliders whose state is the address, and what a quarter then looks like beside what it looks like now.

Place it on a page with `card(view)`; the page's address then carries `people`, `money`, `reach`, `kind` and `in`. Saved
scenarios are addresses by name (scenario_store.py); the browser fetches them, as answers of pages are kept.
"""

from typing import Any

from dash import dcc, html

from dashboard import formats
from dashboard.cards.capacity import overload, scenario
from dashboard.cards.capacity.scenario import DAYS, MONEY, PEOPLE, REACH, Moved
from dashboard.components.card import Card
from dashboard.components.states import unknown
from dashboard.components.strip import scaled
from dashboard.components.table import Column
from dashboard.view import View
from warehouse.scenario import Estimate, Line

KINDS = ("campaign", "usual", "help")


def card(view: View) -> Card:
    """Return the card of the department that is shown."""
    question = view.t("capacity.what_if.question")
    department = overload.chosen(view)
    found = scenario.moved(view)
    if found is None:
        until = overload.figures(view, department).get("days_until") if department else None
        reason = (until.reason if until else None) or "no_forecast"
        body = unknown(view, view.t(f"capacity.reason.{reason}"), view.t(f"capacity.mend.{reason}"))
        return Card(question, body=body, metric=overload.METRIC)
    rows = [_row(view, line) for line in found.lines]
    return Card(
        _heading(view, found),
        sub=view.t("capacity.what_if.sub", name=view.name("department_id", department)),
        body=[*_sliders(view, found), _table(view, rows), _actions(view, found)],
        footer=[html.Span(_footnote(view, found))],
        rows=rows,
        columns=[
            Column("name", view.t("capacity.what_if.figure")),
            Column("now", view.t("capacity.what_if.now")),
            Column("then", view.t("capacity.what_if.then")),
            Column("lower", view.t("capacity.what_if.lower")),
            Column("upper", view.t("capacity.what_if.upper")),
            Column("reason", view.t("capacity.departments.reason")),
        ],
        metric=(overload.METRIC, "spillover"),
        notes=[view.t("capacity.what_if.note")],
    )


def _heading(view: View, found: Moved) -> str:
    if found.scenario.is_nothing:
        return view.t("capacity.what_if.question")
    days = next(line for line in found.lines if line.name == "days_until")
    if days.then.reason not in (None, "beyond_horizon"):
        return view.t("capacity.what_if.question")
    before, after = (_value(view, "days_until", one) for one in (days.now, days.then))
    if before == after:
        return view.t("capacity.what_if.same", days=after)
    return view.t("capacity.what_if.finding", before=before, after=after)


def _sliders(view: View, found: Moved) -> list[Any]:
    wanted = found.scenario
    today = next(line for line in found.lines if line.name == "people")
    people = view.number(today.now.value, 1)
    then = view.number(today.then.value, 1)
    money = view.t("capacity.what_if.a_quarter", amount=_money(view, wanted.money))
    seen = view.t("capacity.what_if.impressions", number=view.number(wanted.reach))
    parts = [
        _slider(view, "people", PEOPLE, 1, wanted.people, people if people == then else f"{people} → {then}"),
        _slider(view, "money", MONEY, 5000, int(wanted.money), money),
        _slider(view, "reach", REACH, 50_000, wanted.reach, seen),
    ]
    if wanted.reach:
        parts.append(
            _slider(
                view,
                "in",
                DAYS,
                1,
                wanted.campaign_in,
                view.date(overload.day(view, wanted.campaign_in), "short"),
            )
        )
        names = {kind: view.t(f"capacity.what_if.kind.{kind}") for kind in KINDS}
        parts.append(overload.switch(view, "kind", view.t("capacity.what_if.kind.label"), names, wanted.kind))
    parts.append(overload.growth_switch(view))
    return parts


def _slider(view: View, key: str, ends: tuple[int, int], step: int, value: int, text: str) -> html.Div:
    label = view.t(f"capacity.what_if.{key}")
    slider = dcc.Input(
        id=f"ls-scenario-{key}", type="range", min=ends[0], max=ends[1], step=step, value=value, debounce=True
    )
    return html.Div(
        html.Label([html.Span([html.Span(label), html.B(text)], className="ls-slider-head"), slider]),
        className="ls-slider",
        **{"data-scenario": key, "data-href": scenario.address(view, **{key: "VALUE"})},
    )


def _row(view: View, line: Line) -> dict[str, Any]:
    name = (
        overload.target_name(view, line.target_id)
        if line.name == "kept"
        else view.t(f"capacity.what_if.line.{line.name}")
    )
    then = line.then
    return {
        "line": line,
        "name": name,
        "now": _value(view, line.name, line.now),
        "then": _value(view, line.name, then),
        "lower": _number(view, line.name, then.lower),
        "upper": _number(view, line.name, then.upper),
        "reason": view.t(f"capacity.reason.{then.reason}") if then.reason else None,
    }


def _table(view: View, rows: list[dict[str, Any]]) -> html.Table:
    head = html.Tr(
        [
            html.Th("", scope="col"),
            html.Th(view.t("capacity.what_if.now"), scope="col", className="r"),
            html.Th(view.t("capacity.what_if.then"), scope="col", className="r"),
            html.Th(view.t("capacity.what_if.strip"), scope="col"),
        ]
    )
    body = []
    for row in rows:
        line: Line = row["line"]
        is_unsaid = line.then.value is None and line.then.reason != "beyond_horizon"
        end = html.Td(row["reason"], className="ls-meta") if is_unsaid else html.Td(_strip(line, row))
        body.append(
            html.Tr(
                [
                    html.Th(row["name"], scope="row"),
                    html.Td(row["now"], className="r"),
                    html.Td(html.B(row["then"]), className="r"),
                    end,
                ]
            )
        )
    return html.Table([html.Thead(head), html.Tbody(body)], className="ls-table ls-scenario")


def _strip(line: Line, row: dict[str, Any]) -> Any:
    """The scenario's interval; the mark is the goal of a share, and else what there is without it."""
    then, now = line.then, line.now
    if line.name == "people" or then.lower is None:
        return None
    title = f"{row['lower']}–{row['upper']}"
    if line.name == "kept":
        low, high, mark = 0.0, 1.0, line.goal
    elif line.name == "days_until":
        low, high, mark = 0.0, float(overload.HORIZON), now.value
    else:
        known = [
            value for one in (now, then) for value in (one.lower, one.upper, one.value) if value is not None
        ]
        low, high, mark = 0.0, max(known) * 1.1 or 1.0, now.value
    upper = then.upper if then.upper is not None else high
    value = then.value if then.value is not None else high
    tone = ""
    if line.name == "kept" and line.goal is not None:
        tone = "good" if then.lower > line.goal else "bad" if upper < line.goal else ""
    return html.Span(scaled(value, then.lower, upper, mark, low, high, tone), title=title)


def _actions(view: View, found: Moved) -> html.Div:
    reset = view.href(extra=scenario.without(view).state.extra)
    export = view.href(path="/export/scenario.xlsx", extra=dict(view.state.extra))
    save = html.Button(
        view.t("capacity.what_if.save"), className="ls-link", **{"data-action": "save-scenario"}
    )
    parts: list[Any] = [save]
    if not found.scenario.is_nothing:
        parts += [" · ", html.A(view.t("capacity.what_if.reset"), href=reset)]
    parts += [" · ", html.A("XLSX", href=export, **{"data-native": "1"})]
    return html.Div(
        [
            html.P(parts),
            html.Div(
                className="ls-saved",
                **{
                    "data-scenarios": "1",
                    "data-ask": view.t("capacity.what_if.ask"),
                    "data-title": view.t("capacity.what_if.saved"),
                    "data-remove": view.t("capacity.what_if.remove"),
                },
            ),
        ],
        className="ls-scenario-actions",
    )


def _footnote(view: View, found: Moved) -> str:
    """What the scenario was reckoned with."""
    parts = [view.t("capacity.what_if.one_person", hours=view.number(_hours_of_one(found)))]
    if found.inputs.euro_per_hour is None:
        parts.append(view.t("capacity.reason.no_rate"))
    else:
        parts.append(view.t("capacity.what_if.rate", amount=view.number(found.inputs.euro_per_hour, 2)))
    known = found.kinds.get(found.scenario.kind)
    if known:
        parts.append(
            view.t(
                "capacity.what_if.brings",
                known.posts,
                contacts=view.number(known.contacts, 2),
                low=view.number(known.contacts - 1.96 * known.error, 2),
                high=view.number(known.contacts + 1.96 * known.error, 2),
                posts=view.number(known.posts),
            )
        )
    return " · ".join(parts)


def _hours_of_one(found: Moved) -> float:
    coming = found.inputs.department.coming
    return found.inputs.person_share * float(coming.people.sum()) / max(coming.days / 7, 1)


def _value(view: View, name: str, found: Estimate) -> str:
    if found.value is None:
        beyond = name == "days_until" and found.reason == "beyond_horizon"
        return f">{formats.NBSP}{view.number(overload.HORIZON)}" if beyond else formats.DASH
    return _number(view, name, found.value)


def _number(view: View, name: str, value: float | None) -> str:
    if value is None:
        return f">{formats.NBSP}{view.number(overload.HORIZON)}" if name == "days_until" else formats.DASH
    if name == "kept":
        return view.share(value)
    if name == "cost":
        return _money(view, value)
    return view.number(value, 1 if name == "people" else 0)


def _money(view: View, value: float) -> str:
    return view.t("capacity.euro", amount=view.number(value))
