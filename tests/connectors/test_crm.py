"""Customers from files and from a database; nothing is landed that isn't asked for."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from connectors import registry
from connectors.errors import SettingsError
from connectors.page import Cursor, Page, Record
from tests.connectors.sql_cases import made
from tests.connectors.subjects.crm import ROWS

NOW = datetime(2026, 11, 20, tzinfo=UTC)
TABLE = """
create table people (number text, name text, mail text, changed text, id integer);
insert into people values ('K1', 'Anna Abt', 'anna@home.example', '2026-11-01 09:00:00', 1),
    ('K2', 'Ben Bär', null, '2026-11-02 09:00:00', 2);
"""
QUERY = "select number as customer, mail, name, changed as updated_at, id from people"


def read(folder: Path, cursor: Cursor | None = None, **settings: Any) -> list[Page]:
    source = registry.connect("crm", "crm", settings, base=folder)
    return list(source.fetch("rows", cursor or {}, until=NOW))


def records(pages: list[Page]) -> list[Record]:
    return [record for page in pages for record in page.records]


def test_columns_are_known_by_what_people_call_them_and_names_are_not_landed(tmp_path: Path) -> None:
    (tmp_path / "crm.csv").write_text(ROWS, "utf-8")
    found = records(read(tmp_path, files="crm.csv"))

    assert found[0].payload["cells"] == {
        "customer": "K1",
        "mail": "anna@home.example",
        "phone": "0151 1234567",
    }
    assert "Abt" not in json.dumps([record.payload for record in found])


def test_a_database_gives_the_same_and_is_read_on_by_change(tmp_path: Path) -> None:
    settings = {**made(tmp_path / "crm.db", TABLE), "query": QUERY}
    first = read(tmp_path, **settings)
    with closing(sqlite3.connect(tmp_path / "crm.db")) as connection, connection:
        connection.execute(
            "insert into people values ('K3', 'Carl', 'c@x.example', '2026-11-03 09:00:00', 3)"
        )
    second = records(read(tmp_path, first[-1].cursor, **settings))

    assert records(first)[0].payload == {"files": {"query": "query"}}
    assert records(first)[1].payload["cells"] == {
        "customer": "K1",
        "mail": "anna@home.example",
        "updated_at": "2026-11-01 09:00:00",
    }
    assert [record.payload["cells"]["customer"] for record in second] == ["K2", "K3"]
    assert {records(first)[2].record_id, second[0].record_id} == {"query:2"}


def test_a_query_without_a_key_says_which_column_it_lacks(tmp_path: Path) -> None:
    settings = {**made(tmp_path / "crm.db", TABLE), "query": "select id, changed as updated_at from people"}
    with pytest.raises(SettingsError, match='no column "customer"'):
        read(tmp_path, **settings)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, "give files, or url and query"),
        ({"files": "a.csv", "url": "sqlite:///a.db", "query": "select 1"}, "give files, or url and query"),
        ({"url": "sqlite:///a.db"}, "needs url and query"),
        ({"url": "sqlite:///a.db", "query": "delete from people"}, "a query reads"),
    ],
)
def test_files_or_a_database_but_not_both(tmp_path: Path, settings: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        registry.connect("crm", "crm", settings, base=tmp_path)


def test_doctor_tries_the_query(tmp_path: Path) -> None:
    settings = {**made(tmp_path / "crm.db", TABLE), "query": QUERY}
    checks = list(registry.connect("crm", "crm", settings, base=tmp_path).check())

    assert [check.name for check in checks if check.ok] == ["login", "read-only", "rows"]
