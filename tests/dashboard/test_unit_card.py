"""The card on units, on a snapshot to which units were added: their money, and the way to their departments."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from dashboard.cards.budget import unit_card
from dashboard.components.static import markup
from dashboard.data import Reader, Snapshot
from dashboard.pages import budget
from dashboard.urls import parse
from dashboard.view import View
from warehouse.database import current_snapshot

UNITS = (
    "create or replace table marts.dim_organisation as select * from (values"
    " ('department', 'service', 'Zentrale', ['DE'], ['Nordfunk'], true),"
    " ('department', 'marketing', 'Handel', ['AT'], [], true), ('department', 'sales', 'Handel', ['AT'], [], true),"
    " ('department', 'sales', 'Früher', [], [], false)"
    ") as known (member_kind, member_id, unit, countries, brands, is_current)",
    "create or replace table marts.fct_unit_budgets as select * from (values"
    " (date '2026-11-10', 'Zentrale', 'people', 'own', 200.0), (date '2026-11-10', 'Handel', 'people', 'hub', 400.0),"
    " (date '2026-11-11', 'Handel', 'media', 'own', 1000.0), (date '2026-11-11', null, 'media', 'own', 50.0),"
    " (date '2020-01-01', 'Handel', 'media', 'own', 9999.0)"
    ") as known (budget_day, org_unit, cost_category, kind, amount)",
)


@pytest.fixture(scope="module")
def united(var: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    folder = tmp_path_factory.mktemp("united")
    shutil.copytree(var / "serving", folder / "serving")
    with duckdb.connect(str(current_snapshot(folder))) as connection:
        for sql in UNITS:
            connection.execute(sql)
    with Reader(folder).snapshot() as held:
        yield held


def page(snapshot: Snapshot, address: str) -> View:
    path, _, search = address.partition("?")
    return View(parse(path, search), snapshot)


def test_each_unit_has_its_own_money_and_what_hubs_do_for_it(united: Snapshot) -> None:
    card = unit_card.card(page(united, "/budget?lang=en&p=90d&f.platform=facebook"))

    columns = ("name", "belongs", "own", "hub", "together")
    assert [tuple(row[name] for name in columns) for row in card.rows] == [
        ("Handel", "Marketing, Sales, AT", 1000.0, 400.0, 1400.0),
        ("Zentrale", "Customer service, DE, Nordfunk", 200.0, 0.0, 200.0),
        ("no unit", "", 50.0, 0.0, 50.0),
    ]
    assert "f.department_id=marketing,sales" in markup(card.body)


def test_the_page_has_the_card_only_where_somebody_belongs_somewhere(
    united: Snapshot, snapshot: Snapshot
) -> None:
    question = "What may each unit spend"

    assert question in markup(budget.layout(page(united, "/budget?lang=en&p=90d")).children)
    assert question not in markup(budget.layout(page(snapshot, "/budget?lang=en&p=90d")).children)
    assert "marts.dim_organisation" in markup(unit_card.card(page(snapshot, "/budget?lang=en")).body)
