"""The SQL source against databases that companies run: types, order, what is forbidden, and a connection that dies."""

from datetime import UTC, datetime

import psycopg
import pytest

from connectors import registry
from connectors.errors import AccessDenied, ConnectorError, SettingsError, SourceUnavailable
from tests.connectors import test_sql_otrs, test_sql_zammad
from tests.connectors.sql_cases import made

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("sql databases")]
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
LETTERS = (
    "select id as message_id, who as author, at as sent_at, way as direction, body as text, changed as updated_at, id"
    " from letters where body <> ':none' and body not like '100%%'"
)
MADE = """
create table letters (id bigint, who varchar(50), at {instant}, way varchar(20), body text, changed {instant});
insert into letters values
    (3, 'ben', {z}'2026-11-01 09:30:00.25{zone}', 'outbound', 'see', {z}'2026-11-01 09:30:00{zone}'),
    (1, 'anna', {z}'2026-11-01 09:00:00{zone}', 'inbound', 'Grüße?', {z}'2026-11-01 09:00:00{zone}'),
    (2, 'carl', {z}'2026-11-01 09:30:00{zone}', 'inbound', 'mine?', {z}'2026-11-01 09:30:00{zone}');
"""
KINDS = ["postgresql", "mariadb"]


@pytest.fixture(scope="module")
def databases(server):
    """Each by name when it is asked for, with the table of letters."""
    made = {}

    def get(kind):
        if kind not in made:
            made[kind] = server(kind)
            words = (
                {"instant": "timestamptz", "z": "timestamptz ", "zone": "+01"}
                if kind == "postgresql"
                else {"instant": "datetime(6)", "z": "", "zone": ""}
            )
            made[kind].run(MADE.format(**words))
        return made[kind]

    return get


def source(url, **settings):
    return registry.connect("desk", "sql", {"url": url, "messages": LETTERS} | settings, base=None)


def read(connector, cursor=None, stream="messages"):
    pages = list(connector.fetch(stream, cursor or {}, until=NOW))
    return [record for page in pages for record in page.records], pages


@pytest.mark.parametrize("kind", KINDS)
def test_rows_come_in_order_with_instants_as_the_database_means_them(databases, kind):
    records, pages = read(source(databases(kind).url, page_rows=2))

    assert [record.record_id for record in records] == ["1", "2", "3"]
    assert [len(page.records) for page in pages] == [2, 1]
    said = records[2].payload["sent_at"]
    if kind == "postgresql":  # the session's zone is Tokyo's
        assert datetime.fromisoformat(said) == datetime(2026, 11, 1, 8, 30, 0, 250_000, tzinfo=UTC)
    else:
        assert said == "2026-11-01 09:30:00.250000"
    assert records[0].payload["text"] == "Grüße?"


@pytest.mark.parametrize("kind", KINDS)
def test_a_later_run_begins_at_the_cursor_less_the_overlap(databases, kind):
    connector = source(databases(kind).url, overlap_seconds=60)
    _, pages = read(connector)

    assert [record.record_id for record in read(connector, pages[-1].cursor)[0]] == ["2", "3"]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_can_be_written_even_by_who_may_write(databases, kind):
    database = databases(kind)
    owner = database.url if kind == "mariadb" else database.owner_url
    hidden = "select 1 as x) q; insert into letters (id) values (9); select * from (select * from letters"
    with pytest.raises(ConnectorError):
        read(source(owner, messages=hidden))
    writing = "with w as (insert into letters (id) values (9) returning *) select *, at as sent_at from w"
    with pytest.raises(ConnectorError):
        read(source(owner, messages=writing))
    assert len(read(source(database.url))[0]) == 3


@pytest.mark.parametrize("kind", KINDS)
def test_a_query_that_takes_too_long_is_given_up_and_the_mend_named(databases, kind):
    slow = "pg_sleep(3)::text" if kind == "postgresql" else "sleep(3)"
    query = LETTERS.replace("body as text", f"{slow} as text")
    with pytest.raises(SourceUnavailable, match="took too long; raise statement_timeout"):
        read(source(databases(kind).url, messages=query, statement_timeout=1))


def test_a_wrong_password_is_refused_and_not_shown(databases):
    url = databases("mariadb").url.replace(":reads@", ":guessed-wrong@")
    with pytest.raises(AccessDenied) as error:
        read(source(url))
    assert "guessed-wrong" not in str(error.value)


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_that_may_not_be_read_is_named(databases, kind):
    database = databases(kind)
    if kind == "postgresql":
        with psycopg.connect(database.owner_url, autocommit=True) as connection:
            connection.execute("create table if not exists wages (id bigint)")
        secret = "wages"
    else:
        secret = "mysql.user"
    with pytest.raises(AccessDenied, match=secret.rpartition(".")[2]):
        read(source(database.url, messages=f"select *, 1 as updated_at from {secret}"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_wrong_query_is_said_in_the_databases_words(databases, kind):
    with pytest.raises(SettingsError, match="nothere"):
        read(source(databases(kind).url, messages="select * from nothere"))


def test_a_database_that_dies_in_the_middle_keeps_what_was_read(databases):
    database = databases("postgresql")
    connector = source(database.url, page_rows=1)
    pages = connector.fetch("messages", {}, until=NOW)
    first = next(pages)
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'reader'")
    with pytest.raises(SourceUnavailable, match="source desk: postgresql at 127"):
        list(pages)

    assert [record.record_id for record in read(connector, first.cursor)[0]] == ["1", "2", "3"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("system", ["zammad", "otrs"])
def test_the_ready_queries_say_the_same_here_as_on_sqlite(databases, kind, system, tmp_path):
    if (kind, system) == ("mariadb", "zammad"):
        quoted = test_sql_zammad.TABLES.replace("table groups", "table `groups`").replace(
            "into groups", "into `groups`"
        )
    else:
        quoted = {"zammad": test_sql_zammad, "otrs": test_sql_otrs}[system].TABLES
    instant = "timestamp" if kind == "postgresql" else "datetime"
    statements = quoted.replace("_at text", f"_at {instant}").replace("_time text", f"_time {instant}")
    if kind == "postgresql" and system == "zammad":
        statements = statements.replace(" internal boolean", " internal integer")
        statements += "alter table ticket_articles alter internal type boolean using internal = 1;"
    databases(kind).run("drop table if exists users;" + statements)
    here = source(databases(kind).url, preset=system, messages=None)
    there = made(tmp_path / "cases.db", {"zammad": test_sql_zammad, "otrs": test_sql_otrs}[system].TABLES)
    expected = registry.connect("desk", "sql", there | {"preset": system}, base=tmp_path)
    for stream in ("messages", "case_events"):
        assert [record.payload for record in read(here, stream=stream)[0]] == [
            record.payload for record in read(expected, stream=stream)[0]
        ]
