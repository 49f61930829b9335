"""A SQL database as a source: order, cursor and overlap, read-only, and queries that don't give what they must."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

from connectors import registry
from connectors.errors import ConnectorError, SettingsError, SourceChanged, SourceUnavailable

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
MESSAGES = (
    "select id as message_id, who as author, at as sent_at, way as direction, body as text, changed as updated_at, id"
    " from notes where body != ':x' or body like '%y%'"
)
ROWS = [
    (3, "ben", "2026-11-01 09:30:00", "outbound", "see: 10 % off", "2026-11-01 09:30:00"),
    (1, "anna", "2026-11-01 09:00:00", "inbound", "hello?", "2026-11-01 09:00:00"),
    (2, "carl", "2026-11-01 09:30:00", "inbound", "and mine?", "2026-11-01 09:30:00"),
]


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, ROWS)
    return tmp_path


def write(folder, rows, columns="id integer, who text, at text, way text, body text, changed text"):
    with closing(sqlite3.connect(folder / "cases.db")) as connection, connection:
        connection.execute(f"create table if not exists notes ({columns})")
        connection.executemany(f"insert into notes values ({', '.join('?' * len(rows[0]))})", rows)


def database(folder, **settings):
    given = {"url": "sqlite:///cases.db", "messages": MESSAGES} | settings
    return registry.connect("desk", "sql", given, base=folder)


def read(source, cursor=None):
    pages = list(source.fetch("messages", cursor or {}, until=NOW))
    return [record.record_id for page in pages for record in page.records], pages


def test_rows_come_by_change_and_id_as_the_query_names_them(folder):
    ids, pages = read(database(folder))

    assert ids == ["1", "2", "3"]
    assert pages[0].records[2].payload["text"] == "see: 10 % off"
    assert pages[-1].cursor == {"at": "2026-11-01 09:30:00", "id": 3, "kind": "text"}


def test_every_page_has_a_cursor_from_which_nothing_is_lost(folder):
    source = database(folder, page_rows=1, overlap_seconds=0)
    _, pages = read(source)

    assert [len(page.records) for page in pages] == [1, 1, 1]
    for number, page in enumerate(pages, start=1):
        assert set("123"[number:]) <= set(read(source, page.cursor)[0])


def test_what_was_committed_late_is_found_within_the_overlap(folder):
    _, pages = read(database(folder))
    write(folder, [(4, "dora", "2026-11-01 09:28:00", "inbound", "late", "2026-11-01 09:28:00")])

    assert "4" in read(database(folder, overlap_seconds=300), pages[-1].cursor)[0]
    assert "4" not in read(database(folder, overlap_seconds=60), pages[-1].cursor)[0]


def test_seconds_since_1970_are_an_order_too(tmp_path):
    rows = [
        (1, "anna", "x", "inbound", "hi", 1_780_000_000),
        (2, "anna", "x", "inbound", "hi", 1_780_000_100),
    ]
    write(tmp_path, rows, "id integer, who text, at text, way text, body text, changed integer")
    source = database(tmp_path, overlap_seconds=60)
    ids, pages = read(source)

    assert ids == ["1", "2"]
    assert read(source, pages[-1].cursor)[0] == ["2"]


def test_a_version_that_is_no_instant_goes_on_exactly_where_it_ended(tmp_path):
    rows = [(n, "anna", "x", "inbound", "hi", "v1") for n in (1, 2, 3)]
    write(tmp_path, rows)
    source = database(tmp_path, page_rows=2)
    _, pages = read(source)

    assert read(source, pages[0].cursor)[0] == ["3"]


def test_nothing_can_be_written(folder):
    with pytest.raises(SettingsError, match="messages: begins with 'delete'"):
        database(folder, messages="delete from notes")
    # What hides behind a reading word meets a session that is read-only.
    hidden = database(folder, messages="select 1 as x) q; delete from notes; --")
    with pytest.raises(ConnectorError):
        read(hidden)
    assert read(database(folder))[0] == ["1", "2", "3"]


def test_a_column_that_is_missing_is_named_with_those_there_are(folder):
    short = MESSAGES.replace("way as direction, ", "")
    with pytest.raises(
        SettingsError, match=r'messages: source desk: the query gives no column "direction"; add it'
    ):
        read(database(folder, messages=short))


def test_a_query_that_the_database_does_not_take_is_said_in_its_words(folder):
    with pytest.raises(SettingsError, match="doesn't take the query: no such table: nots"):
        read(database(folder, messages=MESSAGES.replace("from notes", "from nots")))


def test_a_row_without_a_key_ends_the_reading_and_says_what_to_write(folder):
    write(folder, [(5, "eva", "x", "inbound", "hi", None)])
    with pytest.raises(SourceChanged, match=r"a row without updated_at or id; give each row both"):
        read(database(folder, page_rows=1))


def test_a_locked_database_is_waited_for_and_then_unavailable(folder):
    with closing(sqlite3.connect(folder / "cases.db")) as other:
        other.execute("pragma locking_mode = exclusive")
        other.execute("begin exclusive")
        with pytest.raises(SourceUnavailable, match="locked"):
            read(database(folder, statement_timeout=1))


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"url": "cases.db"}, "url: is no database URL"),
        ({"url": "oracle://h/d"}, "url: 'oracle' is no database that can be read"),
        ({"url": "sqlite:///none.db"}, "url: there is no file"),
        ({"messages": None}, "name a preset"),
        ({"zone": "Berlin"}, "zone"),
        ({"states": {"odd": "strange"}}, "states.odd"),
    ],
)
def test_settings_that_cannot_be_used_are_named(folder, settings, said):
    with pytest.raises(SettingsError, match=said):
        database(folder, **settings)


def test_the_password_is_in_no_word(folder):
    url = "postgresql://reader:hush-hush@127.0.0.1:1/desk"
    source = database(folder, url=url)
    with pytest.raises(SourceUnavailable) as error:
        read(source)

    assert "hush-hush" not in str(error.value) + repr(source) + str(list(source.check()))
    assert "postgresql at 127.0.0.1" in str(error.value)


def test_doctor_signs_in_and_tries_each_query(folder):
    assert [(check.name, check.ok) for check in database(folder).check()] == [
        ("login", True),
        ("read-only", True),
        ("messages", True),
    ]
    wrong = list(database(folder, messages="select 1 as id").check())
    assert not wrong[-1].ok and "updated_at" in wrong[-1].detail + wrong[-1].mend
