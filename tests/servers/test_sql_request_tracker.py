"""The ready queries for Request Tracker's own tables beside its REST2: one server, two doors, the same facts.

Read from the SQLite file in which it lives, and from PostgreSQL and MariaDB with the tables that it makes there.

What type "rt" can be told and a query can't, neither is told here: which custom field holds what (so no approvals), and
which users are programs. What else differs is named below, in `SAYS_IT_ITS_OWN_WAY`.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.servers.mariadb import MariaDB
from tests.servers.postgresql import PostgreSQL
from tests.servers.reading import Company, rows
from tests.servers.request_tracker import READER, RequestTracker
from tests.servers.tracker_town import Town

pytestmark = pytest.mark.server
SETTINGS = """
[company]
id = "nordfunk"
zone = "Europe/Berlin"

[sources.rt]
{source}
states = {{ at_workshop = "waiting_third_party" }}

[[departments]]
id = "service"
name = "Service"
groups = ["Complaints", "General"]

[[departments]]
id = "workshop"
name = "Workshop"
groups = ["Workshop"]

[[assign]]
by = "group"
"""
BY_REST = f'type = "rt"\nbase_url = "{{url}}"\nuser = "{READER[0]}"\npassword = "env:RT_PASSWORD"\nstart = 2026-01-01'
BY_SQL = 'type = "sql"\nurl = "{url}"\npreset = "request_tracker"'
MESSAGES = {
    # The mail gateway ends each text with a line of its own, which type "rt" takes off.
    "text": r"regexp_replace(text, '\s+$', '')",
    # An out-of-office mail: of a program to one, of a customer and not human to the other.
    "author_kind": "if(is_human, author_kind, 'program')",
    # What an employee asks as a requestor is nobody's answer; a query has no agent for it.
    "agent_id": "if(direction = 'outbound', agent_id, null)",
}
SAYS_IT_ITS_OWN_WAY = ", ".join(f"{how} as {column}" for column, how in MESSAGES.items())
FACTS = {
    "messages": "select message_id, platform, channel, visibility, conversation_id, case_id, customer_id, author_id,"
    f" direction, is_human, sent_at, {SAYS_IT_ITS_OWN_WAY} from staging.stg_{{}}_messages order by message_id",
    # Ours are numbered anew within a case; the transaction's number stands beside it.
    "events": "select case_id, source_order, event_at, state, group_name, agent_id, priority, channel, platform,"
    " visibility, customer_id, merged_into_case_id from staging.stg_{}_case_events order by source_order",
    "cases": "select case_id, status, opened_at, customer_id, department_id, channel, agent_id, handoff_count"
    " from marts.fct_cases order by case_id",
    "waits": "select case_id, turn, outcome, opened_at, ended_at, department_id, wait_seconds from marts.fct_waits"
    " where outcome != 'open' order by all",
    "open waits": "select case_id, opened_at, department_id from marts.fct_waits where outcome = 'open' order by all",
    "handles": "select message_id, agent_id, tier, handle_seconds from marts.fct_handles order by all",
    "rejected": "select reason from quality.rejected",
}
TABLES = ("Attachments", "GroupMembers", "Groups", "Queues", "Tickets", "Transactions", "Users")
SCHEMAS = Path("/usr/share/request-tracker5/etc")  # by which Request Tracker makes its tables
Facts = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Copies:
    """Request Tracker's tables in other databases, with the rows of its own."""

    rows: dict[str, tuple[list[str], list[tuple[Any, ...]]]]

    def into_postgresql(self, database: PostgreSQL) -> str:
        with psycopg.connect(database.owner_url, autocommit=True) as connection:
            connection.execute("create schema rt; set search_path to rt")
            connection.execute((SCHEMAS / "schema.Pg").read_bytes())
            with connection.cursor() as cursor:
                for table, (columns, found) in self.rows.items():
                    cursor.executemany(insert(table, columns).encode(), found)
            connection.execute(
                "grant usage on schema rt to reader; grant select on all tables in schema rt to reader"
            )
        return f'{database.url}"\nschema = "rt'

    def into_mariadb(self, database: MariaDB) -> str:
        database.run("create database rt; grant select on rt.* to reader")
        with database.owner("rt") as connection, connection.cursor() as cursor:
            cursor.execute((SCHEMAS / "schema.mysql").read_text("utf-8"))
            while cursor.nextset():
                pass
            for table, (columns, found) in self.rows.items():
                cursor.executemany(insert(f"`{table}`", columns), found)
            connection.commit()
        return database.url.replace("/cases", "/rt")


def insert(table: str, columns: list[str]) -> str:
    return f"insert into {table} ({', '.join(columns)}) values ({', '.join(['%s'] * len(columns))})"


def facts(company: Company, kind: str) -> Facts:
    """What a company knows after a pass; `kind` of its staging tables."""
    outcomes = company.fetch()
    assert [outcome.error for outcome in outcomes.values()] == [None]
    tables = [f"staging.stg_{kind}_{name}" for name in ("messages", "case_events")]
    tables += [f"marts.fct_{name}" for name in ("cases", "waits", "handles")]
    with company.tables(*tables, "quality.rejected") as connection:
        return {name: rows(connection, query.format(kind)) for name, query in FACTS.items()}


def made(folder: Path, source: str) -> Company:
    folder.mkdir()
    (folder / "leitstand.toml").write_text(SETTINGS.format(source=source), encoding="utf-8")
    return Company(folder, {"RT_PASSWORD": READER[1]})


@pytest.fixture(scope="module")
def by_rest(rt: RequestTracker, town: Town, tmp_path_factory: pytest.TempPathFactory) -> Facts:
    return facts(made(tmp_path_factory.mktemp("rest") / "co", BY_REST.format(url=rt.url)), "rt")


@pytest.fixture(scope="module")
def by_sql(rt: RequestTracker, by_rest: Facts, tmp_path_factory: pytest.TempPathFactory) -> Facts:
    url = f"sqlite:///{rt.database}"
    return facts(made(tmp_path_factory.mktemp("sql") / "co", BY_SQL.format(url=url)), "files")


@pytest.fixture(scope="module")
def copies(rt: RequestTracker, by_sql: Facts) -> Copies:
    with closing(sqlite3.connect(f"file:{rt.database}?mode=ro", uri=True)) as connection:
        found = {table: connection.execute(f"select * from {table}") for table in TABLES}
        return Copies(
            {table: ([c[0] for c in one.description], one.fetchall()) for table, one in found.items()}
        )


@pytest.mark.parametrize("what", FACTS)
def test_its_tables_say_what_its_interface_says(by_rest: Facts, by_sql: Facts, what: str) -> None:
    assert by_sql[what] == by_rest[what]


def test_there_is_something_of_all_that_is_compared(by_sql: Facts) -> None:
    assert [name for name, found in by_sql.items() if not found] == ["rejected"]
    assert {state for _, _, _, state, *_ in by_sql["events"]} == {
        "new", "open", "waiting_customer", "waiting_third_party", "resolved", "closed", "deleted", "merged",
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["postgresql", "mariadb"])
def test_the_queries_say_the_same_in_other_databases_with_its_tables(
    server: Callable[[str], Any], copies: Copies, by_sql: Facts, kind: str, tmp_path: Path
) -> None:
    url = getattr(copies, f"into_{kind}")(server(kind))

    assert facts(made(tmp_path / "co", BY_SQL.format(url=url)), "files") == by_sql
