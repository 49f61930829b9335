"""The demo's contacts are tied to the tickets that name them, and to no others."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.demo_truth import truth

pytestmark = pytest.mark.server


def test_each_ticket_that_names_a_message_is_its_contacts(
    demo: Path, snapshot: duckdb.DuckDBPyConnection
) -> None:
    contacts = dict(
        snapshot.execute("""
            select messages.message_id, waits.message_id
            from marts.fct_messages as messages
            inner join marts.fct_waits as waits on messages.episode_id = waits.episode_id
            where waits.ordinal = 1""").fetchall()
    )
    told = truth(demo, "case_links")
    expected = {
        (contacts[row["message_id"]], row["case_id"]) for row in told if row["message_id"] in contacts
    }

    found = snapshot.execute(
        "select contact_id, case_id from marts.fct_case_links where rule = 'id'"
    ).fetchall()
    assert len(expected) > 100
    assert set(found) == expected


def test_what_stands_in_the_ticket_system_is_its_own_case_and_nothing_else_is(
    snapshot: duckdb.DuckDBPyConnection,
) -> None:
    rows = snapshot.execute("""
        select source, count(*), count_if(rule = 'own') from marts.fct_contact_cases group by source""").fetchall()

    assert {source for source, total, own in rows if own == total} == {"zendesk"}
    assert all(own == 0 for source, _, own in rows if source != "zendesk")
