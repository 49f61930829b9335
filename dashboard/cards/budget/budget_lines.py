"""All departments' budgets in one table, and the rows of the files that they stand in."""

from typing import Any

from dash import html

from dashboard.cards.budget import budget_shares
from dashboard.cards.budget.budget_shares import CATEGORIES
from dashboard.cards.campaigns import campaign_costs
from dashboard.components.card import Card
from dashboard.components.states import unknown
from dashboard.components.table import SHOWN, Column, table
from dashboard.view import View

_FIRST = 8
_BUDGETS = """
select
    budgets.department_id, budgets.category, budgets.quarter_start as first_day,
    budgets.quarter_end - 1 as last_day, budgets.item, any_value(budgets.amount) as amount,
    sum(days.amount)::double as part, budgets.file, budgets.line
from marts.fct_budget_days as days
inner join marts.fct_budgets as budgets using (budget_id)
where days.budget_day >= ? and days.budget_day < ?
and days.budget_day in (select date_day from marts.dim_observed_hour)
group by all
order by budgets.file, budgets.line
"""
_SPEND = """
select campaign_id, post_id, spent_day as first_day, platform, category, amount, source, file, line
from marts.fct_spend
order by spent_day, source, file, line, spend_id
"""


def knows(view: View) -> bool:
    """Return whether the snapshot holds budgets."""
    return view.has("marts.fct_budget_days")


def consolidated(view: View) -> Card:
    """What may each department spend, and on what?"""
    question = view.t("budget.consolidated.question")
    amounts = {
        (row["department"], row["cost_category"]): row["metric_value"]
        for row in budget_shares.ask(view, ("department", "cost_category")).to_dicts()
    }
    if not amounts:
        body = unknown(view, view.t("budget.reason.no_budget"), view.t("budget.mend.no_budget"))
        return Card(question, body=body, metric=budget_shares.METRIC)
    kinds = [one for one in CATEGORIES if any(category == one for _, category in amounts)]
    names = [one for one in view.departments if any(department == one for department, _ in amounts)]
    rows = [_department(view, name, kinds, amounts) for name in names]
    total: dict[str, Any] = {"name": view.t("common.all"), "department": None}
    for kind in [*kinds, "total"]:
        total[kind] = sum(row[kind] or 0.0 for row in rows)
    shown = [_linked(view, row, kinds) for row in [*rows, total]]
    columns = [
        Column("name", view.t("common.department")),
        *(Column(kind, view.t(f"budget.category.{kind}"), "euro") for kind in kinds),
        Column("total", view.t("budget.column.total"), "euro"),
    ]
    return Card(
        question,
        sub=view.t("budget.consolidated.sub"),
        body=table(view, columns, shown, question),
        footer=[
            html.Span(view.t("budget.consolidated.missing", names=_missing(view, names)))
            if len(names) < len(view.departments)
            else None,
            html.A(view.t("budget.workbook"), href=_workbook(view), **{"data-reload": "1"}),
        ],
        rows=[*rows, total],
        columns=columns,
        metric=budget_shares.METRIC,
    )


def _department(
    view: View, name: str, kinds: list[str], amounts: dict[tuple[str, str], float]
) -> dict[str, Any]:
    found = {kind: amounts.get((name, kind)) for kind in kinds}
    return {
        "name": view.name("department_id", name),
        "department": name,
        **found,
        "total": sum(value for value in found.values() if value is not None),
    }


def _linked(view: View, row: dict[str, Any], kinds: list[str]) -> dict[str, Any]:
    """The row with a link to its lines in every cell that has an amount."""
    shown = dict(row)
    for kind in [*kinds, "total"]:
        if row[kind]:
            extra = {**view.state.extra, "lines": "budget"}
            for key, value in (("of", row["department"]), ("category", None if kind == "total" else kind)):
                extra.pop(key, None)
                if value:
                    extra[key] = value
            shown[kind] = html.A(view.euro(row[kind]), href=view.href(extra=extra) + "#budget-lines")
    return shown


def _missing(view: View, names: list[str]) -> str:
    return ", ".join(view.name("department_id", one) for one in view.departments if one not in names)


def _workbook(view: View) -> str:
    return view.href(path="/export/budget.xlsx")


def budget_rows(view: View) -> list[dict[str, Any]]:
    """Return the budgets of the period's days, a row each with its place in its file, and the period's part of it."""
    rows = view.rows(_BUDGETS, (view.period.since, view.period.until)).to_dicts()
    return [row | {"name": view.name("department_id", row["department_id"])} for row in rows]


def spend_rows(view: View) -> list[dict[str, Any]]:
    """Return all that was spent, a row each with its place in its file; ad accounts have no file."""
    known = campaign_costs.campaigns(view)
    rows = view.rows(_SPEND).to_dicts()
    return [
        row
        | {
            "name": known.get(row["campaign_id"], {}).get("name")
            or row["campaign_id"]
            or view.t("budget.none")
        }
        for row in rows
    ]


def lines(view: View) -> Card:
    """Where does an amount come from?"""
    asked = view.state.extra
    kind = "spend" if asked.get("lines") == "spend" else "budget"
    key = "campaign_id" if kind == "spend" else "department_id"
    rows = spend_rows(view) if kind == "spend" else budget_rows(view)
    of, category = asked.get("of"), asked.get("category")
    if of:
        rows = [row for row in rows if row[key] == (None if of == "none" else of)]
    if category:
        rows = [row for row in rows if row["category"] == category]
    chosen = budget_shares.chosen(view)
    if kind == "budget":
        rows = [row for row in rows if row["category"] in chosen]
    for row in rows:
        row["category_name"] = view.t(f"budget.category.{row['category']}")
        row["place"] = row["file"] or view.t("budget.lines.account", source=row.get("source"))
    part = "part" if kind == "budget" else "amount"
    total = sum(row[part] for row in rows)
    columns = [
        Column("name", view.t("common.department" if kind == "budget" else "budget.column.campaign")),
        Column("category_name", view.t("budget.column.category")),
        Column(
            "first_day", view.t("budget.column.from" if kind == "budget" else "budget.column.day"), "date"
        ),
    ]
    if kind == "budget":
        columns += [
            Column("last_day", view.t("budget.column.until"), "date"),
            Column("amount", view.t("budget.column.whole"), "euro"),
            Column("part", view.t("budget.column.part_of_period"), "euro"),
        ]
    else:
        columns += [
            Column("platform", view.t("common.column.platform")),
            Column("amount", view.t("budget.column.amount"), "euro"),
        ]
    columns += [
        Column("place", view.t("budget.column.file")),
        Column("line", view.t("budget.column.line"), "number"),
    ]
    heading = view.t(
        f"budget.lines.{kind}",
        len(rows),
        number=view.number(len(rows)),
        amount=view.euro(total),
        of=_of(view, kind),
    )
    # Unasked for, the list only shows that it is there.
    limit = SHOWN if of or category or "lines" in asked else _FIRST
    footer: list[Any] = [
        html.A(
            view.t(f"budget.lines.to_{other}"),
            href=view.href(extra=_without(asked) | {"lines": other}) + "#budget-lines",
        )
        for other in ("budget", "spend")
        if other != kind or limit == _FIRST or of or category
    ]
    body = table(view, columns, rows, heading, limit=limit) if rows else html.P(view.t("budget.lines.none"))
    return Card(heading, sub=view.t("budget.lines.sub"), body=body, footer=footer, rows=rows, columns=columns)


def _without(extra: Any) -> dict[str, str]:
    return {key: value for key, value in extra.items() if key not in ("lines", "of", "category")}


def _of(view: View, kind: str) -> str:
    """What the list is of: a department or campaign, with the category if one was asked for."""
    of, category = view.state.extra.get("of"), view.state.extra.get("category")
    parts = []
    if of:
        name = view.t("budget.none") if of == "none" else of
        if kind == "budget":
            name = view.name("department_id", None if of == "none" else of)
        elif of in campaign_costs.campaigns(view):
            name = campaign_costs.campaigns(view)[of]["name"]
        parts.append(name)
    if category:
        parts.append(view.t(f"budget.category.{category}"))
    return ": " + ", ".join(parts) if parts else ""
