"""A case store that is a database: from its rows to cases, waits and rejects, and what a second run adds."""

import sqlite3
from contextlib import closing

import pytest

from tests.examples.chain import ask, built

pytestmark = pytest.mark.thorough

CONFIG = """
[company]
id = "t"
zone = "Europe/Berlin"
as_of = 2026-11-03T12:00:00Z
[[departments]]
id = "billing"
name = "Billing"
groups = ["Billing"]
[[assign]]
by = "group"
[sources.desk]
type = "sql"
url = "sqlite:///cases.db"
zone = "Europe/Berlin"
channel = "mail"
messages = "select m.*, at as sent_at, at as updated_at from letters m"
case_events = "select e.*, at as event_at, at as updated_at, id as position from events e"
states.waits = "waiting_third_party"
"""
TABLES = """
create table letters (id integer, message_id text, case_id text, author text, direction text, text text, at text,
    visibility text);
create table events (id integer, case_id text, state text, group_name text, agent text, topic text, at text);
insert into letters values
    (1, 'a', '7', 'anna', 'inbound', 'My bill?', '2026-11-02 09:00:00', null),
    (2, 'b', '7', 'merle', 'outbound', 'look', '2026-11-02 09:05:00', 'internal'),
    (3, 'c', '7', 'merle', 'outbound', 'Here it is', '2026-11-02 10:00:00', null),
    (4, 'd', '7', 'anna', 'sideways', 'hm', '2026-11-02 10:30:00', null);
insert into events values
    (1, '7', 'new', 'Billing', null, null, '2026-11-02 09:00:00'),
    (2, '7', 'waits', 'Billing', 'merle', 'bill', '2026-11-02 09:05:00'),
    (3, '7', 'resolved', 'Billing', 'merle', 'bill', '2026-11-02 10:00:00'),
    (4, '8', 'lost', 'Billing', null, null, '2026-11-02 11:00:00');
"""


@pytest.fixture
def config(tmp_path):
    path = tmp_path / "leitstand.toml"
    path.write_text(CONFIG)
    fill(tmp_path, TABLES)
    return path


def fill(folder, statements):
    with closing(sqlite3.connect(folder / "cases.db")) as connection:
        connection.executescript(statements)


def test_rows_become_cases_and_waits_and_what_cannot_be_read_is_told(config):
    with built(config, "marts.fct_waits", "marts.fct_case_states", "steps.int_case_facts") as workspace:
        waits = ask(
            workspace,
            "select message_id, answer_message_id, wait_seconds, department_id from marts.fct_waits",
        )
        states = ask(
            workspace,
            "select state, strftime(started_at at time zone 'UTC', '%H:%M') from marts.fct_case_states order by 2",
        )
        facts = ask(workspace, "select fact, value from steps.int_case_facts")
        rejected = ask(workspace, "select record_id, reason from quality.rejected order by 1")

    assert waits == [("desk:a", "desk:c", 3600, "billing")]
    assert states == [("new", "08:00"), ("waiting_third_party", "08:05"), ("resolved", "09:00")]
    assert facts == [("topic", "bill")]
    assert rejected == [
        ("8:4", "state: 'lost' has no translation under states; add it or list it in unknown"),
        ("d", "inbound: 'sideways' is none of the values that mean inbound or outbound"),
    ]


def test_a_second_run_reads_what_is_new_and_a_correction_counts(config):
    with built(config, "marts.fct_waits"):
        pass
    fill(
        config.parent,
        "update letters set direction = 'inbound', at = '2026-11-02 10:31:00' where id = 4;"
        "insert into letters values (5, 'e', '7', 'merle', 'outbound', 'so', '2026-11-02 10:41:00', null);",
    )
    with built(config, "marts.fct_waits") as workspace:
        assert ask(workspace, "select message_id, wait_seconds from marts.fct_waits order by 1") == [
            ("desk:a", 3600),
            ("desk:d", 600),
        ]
        assert ask(workspace, "select record_id from quality.rejected") == [("8:4",)]
