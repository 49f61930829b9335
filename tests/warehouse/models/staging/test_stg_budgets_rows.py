"""From tables of budgets to euros a period."""

from datetime import date
from typing import Any

import pytest

from tests.warehouse.models.leading import led_by
from tests.warehouse.models.money import budget, by_line, table

MODEL = "stg_budgets_rows"
QUARTER = (date(2026, 10, 1), date(2027, 1, 1))


def test_the_period_may_be_put_together_of_columns(stage: Any) -> None:
    rows = [
        budget(),
        budget(quarter="4", year=2026, department="Werbung"),
        budget(quarter=None, month="Okt", year="2026", category="Tools"),
        budget(quarter=None, year=2026, category="Sonstiges"),
    ]
    staged = stage(MODEL, "line", budgets_rows=table(*rows))

    month, year = (date(2026, 10, 1), date(2026, 11, 1)), (date(2026, 1, 1), date(2027, 1, 1))
    assert staged.columns("starts_day", "ends_day") == [QUARTER, QUARTER, month, year]
    assert staged.columns("department_id", "category")[1:3] == [("marketing", "people"), ("service", "tools")]


def test_the_sources_own_sign_tells_thousands_from_fractions(stage: Any) -> None:
    assert stage(MODEL, "1", budgets_rows=table(budget(amount="90.000"))).columns("amount") == [(90_000.0,)]


def test_rows_of_one_period_add_up_and_a_copy_of_one_does_not(stage: Any) -> None:
    rows = [budget(line="Gehälter"), budget(line="Boni", amount=5000), budget(line="Boni", amount=5000)]
    staged = stage(MODEL, "amount", budgets_rows=table(*rows))

    assert staged.columns("item", "amount") == [("Boni", 5000.0), ("Gehälter", 90_000.0)]
    assert [place for place, _ in staged.rejected] == ["t.csv!4"]


def test_of_two_budgets_for_one_month_the_longer_period_holds(stage: Any) -> None:
    staged = stage(MODEL, "1", budgets_rows=table(budget(quarter="2026-11", amount=30_000), budget()))

    assert staged.columns("amount") == [(90_000.0,)]
    assert staged.rejected == [
        ("t.csv!2", "quarter: '2026-11' overlaps the budget of t.csv, row 3; leave one of them")
    ]


def test_other_categories_and_departments_may_overlap(stage: Any) -> None:
    rows = [
        budget(),
        budget(quarter="2026-11", category="Tools"),
        budget(quarter="2026-11", department="Werbung"),
    ]

    assert len(stage(MODEL, "1", budgets_rows=table(*rows)).rows) == 3


BAD: list[tuple[dict[str, Any], str]] = [
    (
        {"department": "Einkauf"},
        "department: 'Einkauf' is none of the configured ones; use its id or its name",
    ),
    ({"department": None}, "department: is empty"),
    ({"quarter": None}, "quarter: is empty"),
    ({"quarter": "Q4"}, "quarter: 'Q4' is no quarter, month or year; write it like 2026-Q4 or 10/2026"),
    ({"category": "Spaß"}, "category: 'spaß' is none of people, tools, media, production, other"),
    ({"amount": None}, "amount: is empty"),
    ({"amount": "-1,00"}, "amount: '-1,00' is below 0; mend the sign"),
    (
        {"currency": "GBP"},
        "currency: GBP has no rate; set exchange = { GBP = euros for one } in the source's section",
    ),
]


def test_a_row_that_cannot_be_read_says_why(stage: Any) -> None:
    staged = stage(MODEL, "1", budgets_rows=table(*(budget(**cells) for cells, _ in BAD)))

    assert staged.rows == []
    assert [reason for _, reason in by_line(staged.rejected)] == [reason for _, reason in BAD]


@pytest.mark.parametrize(("leads", "rejected"), [(False, ["s.csv!2", "s.csv!3"]), (True, ["s.csv!3"])])
def test_where_somebody_leads_a_source_is_held_against_itself_only(
    stage: Any, workspace: Any, leads: bool, rejected: list[str]
) -> None:
    same, month = budget(), budget(quarter="2026-11", amount=30_000)
    rows = [*table(budget())[:-1], *table(same, month, file="s.csv", digest="s")[:-1]]
    lists = [("files", {"files": {"t.csv": "d"}}), ("more", {"files": {"s.csv": "s"}})]
    run = workspace.connection.execute
    with led_by(workspace, "budget", *(["budgets", "sap"] if leads else [])):
        stage(MODEL, "1", budgets_rows=[*rows, *lists])
        run("update work.raw.budgets_rows set source = 'sap' where file = 's.csv'")
        run("update work.raw.budgets_rows set source = 'sap', record_id = 'files' where record_id = 'more'")
        run(
            "insert into work.company.sources"
            " select 'sap', type, settings from company.sources where source = 'budgets'"
        )
        workspace.forget()
        for name in ("staging.stg_sheets_departments", "staging.stg_sheets_files", f"staging.{MODEL}"):
            workspace.build(workspace.catalog.models[name])
        run("delete from work.company.sources where source = 'sap'")
    found = run(
        "select record_id from steps.rejects where model = ? order by all", [f"staging.{MODEL}"]
    ).fetchall()

    assert [record for (record,) in found] == rejected
