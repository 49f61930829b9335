"""The ready queries for Asterisk's calls on databases that companies keep them in."""

import pytest

from tests.connectors.sql_cases import rows
from tests.connectors.test_sql_asterisk import COLUMNS, EXPECTED, TABLES, said

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("sql databases")]


@pytest.mark.parametrize(("kind", "instant"), [("postgresql", "timestamp"), ("mariadb", "datetime")])
def test_the_ready_queries_say_the_same_here_as_on_sqlite(server, kind, instant, tmp_path):
    database = server(kind)
    database.run("drop table if exists cdr;" + TABLES.replace("calldate datetime", f"calldate {instant}"))
    found = rows(tmp_path, "messages", {"url": database.url, "preset": "asterisk"}, *COLUMNS)

    assert sorted(said(row) for row in found) == EXPECTED
