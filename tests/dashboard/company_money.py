"""The money of the tests' company: budgets by quarter, cost rates, spend beside media, and the contacts that cost.

Service has 120,000 € a quarter, marketing 180,000 €, sales plans by the month, and nobody for the others. Production of
Black Week stands in row 7 of spend.xlsx.
"""

from datetime import date, datetime
from typing import Any

import duckdb
import polars as pl

from warehouse.catalog import load

QUARTERS = ((date(2026, 7, 1), date(2026, 10, 1)), (date(2026, 10, 1), date(2027, 1, 1)))
BUDGETS = {
    "service": {"people": 112_000.0, "tools": 8_000.0},
    "marketing": {"people": 54_000.0, "media": 96_000.0, "production": 30_000.0},
}
SALES_A_MONTH = 21_000.0
FILES = ["budgets.xlsx [Plan]", "spend.xlsx"]
RATES = {
    # euro an hour, and for the tools of a contact
    "service": (42.0, 0.4), "marketing": (52.0, 0.2), "press": (61.0, 0.1), "sales": (46.0, 0.3), "legal": (74.0, 0.0),
    "product": (58.0, 0.1),
}  # fmt: skip
SPEND = (
    ("black", date(2026, 10, 12), "production", 12_000.0, 7),
    ("black", date(2026, 10, 20), "agency", 4_000.0, 8),
    (None, date(2026, 11, 2), "tools", 900.0, 9),
)


def tables(as_of: datetime) -> dict[str, pl.DataFrame]:
    """Return marts.fct_budgets and marts.dim_cost_rate."""
    budgets: list[dict[str, Any]] = []
    for start, end in QUARTERS:
        for department, parts in BUDGETS.items():
            for kind, amount in parts.items():
                budgets.append(_budget(len(budgets), department, start, end, kind, amount))
    for month in range(7, 13):
        end = date(2026, month + 1, 1) if month < 12 else date(2027, 1, 1)
        budgets.append(_budget(len(budgets), "sales", date(2026, month, 1), end, "people", SALES_A_MONTH))
    rates = [
        {"department_id": name, "from_day": date(2025, 1, 1), "until_day": date(2100, 1, 1), "euro_per_hour": hour,
         "tool_euro_per_contact": tool}
        for name, (hour, tool) in RATES.items()
    ]  # fmt: skip
    return {"marts.fct_budgets": pl.DataFrame(budgets), "marts.dim_cost_rate": pl.DataFrame(rates)}


def derive(connection: duckdb.DuckDBPyConnection) -> None:
    """Add to what was spent; the warehouse's own queries make budgets by day and what posts are compared with."""
    run = connection.execute
    for campaign, day, category, amount, line in SPEND:
        run(
            "insert into marts.fct_spend by name select ? as spend_id, ? as campaign_id, null as post_id, ? as"
            " spent_day, ? as category, ? as amount, 'EUR' as currency, 'sheets' as source, 'spend.xlsx' as file,"
            " ? as line",
            [f"sheets:{line}", campaign, day, category, amount, line],
        )
    run(
        "create table if not exists company.incidents (from_at timestamptz, until_at timestamptz, name varchar,"
        " topic varchar); create table if not exists company.business_days (calendar_name varchar, day date)"
    )
    models = load().models
    for name in ("fct_budget_days", "fct_exposures", "dim_clean_hour", "fct_contact_hours"):
        run(f"create table if not exists marts.{name} as {models[f'marts.{name}'].sql}")
    run("""
        create table if not exists marts.fct_contacts as
        select
            waits.message_id as contact_id, waits.opened_at as contacted_at, waits.opened_day as contact_day,
            waits.source, waits.platform, waits.channel, waits.visibility, waits.post_id, posts.campaign_id,
            waits.topic, waits.intent, is_service_intent(waits.intent) as is_service, waits.department_id,
            waits.case_id, waits.customer_id, handles.handle_seconds
        from marts.fct_waits as waits
        left join marts.fct_handles as handles on waits.answer_message_id = handles.message_id
        left join marts.dim_post as posts on waits.post_id = posts.post_id
        where waits.ordinal = 1
    """)


def _budget(
    number: int, department: str, start: date, end: date, category: str, amount: float
) -> dict[str, Any]:
    return {
        "budget_id": f"sheets:{number}", "department_id": department, "quarter_start": start, "quarter_end": end,
        "category": category, "amount": amount, "item": None, "source": "sheets", "file": FILES[0],
        "line": number + 2,
    }  # fmt: skip
