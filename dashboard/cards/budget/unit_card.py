"""What each unit of the house may spend, hubs' work for it counted in, and who belongs to it; each leads to its waits.

Budgets know departments and days only, so that no other filter of the page holds.
"""

from typing import Any

from dash import html

from dashboard import formats, urls
from dashboard.cards.process.process_tables import bar, table
from dashboard.components.card import Card
from dashboard.components.states import empty, outdated
from dashboard.components.table import Column
from dashboard.view import View
from warehouse.catalog import Filters

TABLE, METRIC = "marts.dim_organisation", "unit_budget"


def is_known(view: View) -> bool:
    """Whether the configuration says to which unit anybody belongs."""
    return view.has(TABLE) and bool(view.rows(f"select count(*) from {TABLE} where unit is not null").item())


def card(view: View) -> Card:
    """What may each unit spend?"""
    question = view.t("units.question")
    if not view.has(TABLE):
        return Card(question, body=outdated(view, TABLE))
    found: dict[str | None, dict[str, float]] = {}
    asked = Filters(view.period.since, view.period.until)
    for row in view.snapshot.evaluate(METRIC, asked, ("org_unit",)).to_dicts():
        found.setdefault(row["org_unit"], {})[row["statistic"]] = row["metric_value"]
    if not found:
        return Card(question, body=empty(view, view.t("units.what")), metric=METRIC)
    members = _members(view)
    rows = [_row(view, unit, amounts, members.get(unit, [])) for unit, amounts in found.items()]
    rows.sort(key=lambda row: (row["unit"] is None, -row["together"], row["name"]))
    most = max(row["together"] for row in rows)
    heads = [
        (view.t("units.column.unit"), ""), (view.t("units.column.together"), "bar"), ("", "r"),
        (view.t("units.column.own"), "r"), (view.t("units.column.hub"), "r"),
    ]  # fmt: skip
    return Card(
        question,
        sub=view.t("units.sub"),
        body=table(heads, [_line(view, row, most) for row in rows], question),
        rows=rows,
        columns=[
            Column("name", view.t("units.column.unit")),
            Column("belongs", view.t("units.column.belongs")),
            Column("own", view.t("units.column.own"), "price"),
            Column("hub", view.t("units.column.hub"), "price"),
            Column("together", view.t("units.column.together"), "price"),
        ],
        metric=METRIC,
        notes=[view.t("units.note")],
    )


def _members(view: View) -> dict[str | None, list[dict[str, Any]]]:
    """Departments of each unit by now, with their countries and brands."""
    members: dict[str | None, list[dict[str, Any]]] = {}
    for row in view.rows(f"""
        select unit, member_id, countries, brands from {TABLE}
        where is_current and member_kind = 'department' order by member_id""").to_dicts():
        members.setdefault(row["unit"], []).append(row)
    return members


def _row(
    view: View, unit: str | None, amounts: dict[str, float], members: list[dict[str, Any]]
) -> dict[str, Any]:
    words = [view.name("department_id", one["member_id"]) for one in members if unit is not None]
    words += sorted({word for one in members for word in (*one["brands"], *one["countries"])})
    return {
        "unit": unit,
        "name": unit or view.t("units.none"),
        "belongs": ", ".join(words),
        "departments": tuple(one["member_id"] for one in members) if unit is not None else (),
        "own": amounts.get("own", 0.0),
        "hub": amounts.get("hub", 0.0),
        "together": amounts.get("value", 0.0),
    }


def _line(view: View, row: dict[str, Any], most: float) -> html.Tr:
    name: Any = row["name"]
    if row["departments"]:
        others = tuple(chip for chip in view.state.chips if chip.column != "department_id")
        chips = (*others, urls.Chip("department_id", row["departments"]))
        name = html.A(name, href=urls.format(view.state, path="/sla", chips=chips))
    return html.Tr(
        [
            html.Th([name, html.Small(row["belongs"])], scope="row"),
            html.Td(bar(row["together"], most), className="bar"),
            html.Td(view.euro(row["together"]), className="r"),
            html.Td(view.euro(row["own"]), className="r"),
            html.Td(view.euro(row["hub"]) if row["hub"] else formats.DASH, className="r"),
        ]
    )
