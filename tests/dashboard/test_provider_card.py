"""The card on service providers, on a snapshot to which one was added."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from dashboard.cards.responses import provider_card
from dashboard.components.static import markup
from dashboard.data import Reader, Snapshot
from dashboard.pages import sla
from dashboard.urls import parse
from dashboard.view import View
from warehouse.database import current_snapshot

PROVIDERS = (
    "create or replace table marts.dim_provider as"
    " select 'zendesk' as source, 'a' as agent_id, null::varchar as department_id, 'Callhaus' as provider",
    "create or replace table marts.fct_provider_waits as"
    " select wait_id, customer_id, 'Callhaus' as provider_name from marts.fct_waits where source = 'zendesk'",
)


@pytest.fixture(scope="module")
def outsourced(var: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    folder = tmp_path_factory.mktemp("outsourced")
    shutil.copytree(var / "serving", folder / "serving")
    with duckdb.connect(str(current_snapshot(folder))) as connection:
        for sql in PROVIDERS:
            connection.execute(sql)
    with Reader(folder).snapshot() as held:
        yield held


def page(snapshot: Snapshot, address: str) -> View:
    path, _, search = address.partition("?")
    return View(parse(path, search), snapshot)


def test_house_and_provider_stand_beside_each_other_and_are_all_due_waits(outsourced: Snapshot) -> None:
    shown = page(outsourced, "/sla?lang=en&p=90d")
    card = provider_card.card(shown)

    sql = """select source = 'zendesk' as is_theirs, count(*), avg((sla_state = 'met')::int) from marts.fct_waits
        where sla_state in ('met', 'breached') and opened_day >= ? and opened_day < ? group by all order by 1"""
    expected = shown.rows(sql, (shown.period.since, shown.period.until)).rows()
    assert [row["name"] for row in card.rows] == ["The company's own people", "Callhaus"]
    assert [(row["n"], pytest.approx(row["share"])) for row in card.rows] == [row[1:] for row in expected]


def test_the_page_has_the_card_only_where_there_is_a_provider(
    outsourced: Snapshot, snapshot: Snapshot
) -> None:
    question = "seine Dienstleister?"

    assert question in markup(sla.layout(page(outsourced, "/sla?lang=de&p=90d")).children)
    assert question not in markup(sla.layout(page(snapshot, "/sla?lang=de&p=90d")).children)
    assert "marts.dim_provider" in markup(provider_card.card(page(snapshot, "/sla?lang=de")).body)
