"""The demo's customers are recognised on several channels as its CRM and their addresses say, and nobody else is."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.demo_truth import truth
from warehouse import catalog

pytestmark = pytest.mark.server


def by_contact(demo: Path) -> dict[str, dict[str, Any]]:
    """What is true of the account that made each contact."""
    return {one["wait_id"]: row for row in truth(demo, "persons") for one in row["contacts"]}


def grouped(persons: dict[str, str]) -> set[frozenset[str]]:
    """The contacts of each person, whatever that is called."""
    found: dict[str, set[str]] = defaultdict(set)
    for contact, person in persons.items():
        found[person].add(contact)
    return {frozenset(contacts) for contacts in found.values()}


def test_contacts_are_one_persons_where_the_crm_or_an_address_says_so(
    demo: Path, snapshot: duckdb.DuckDBPyConnection
) -> None:
    expected = by_contact(demo)
    found = snapshot.execute("select wait_id, person_id, basis from marts.fct_person_contacts").fetchall()

    assert {basis for _, _, basis in found} == {"crm", "address", "none"}
    assert {contact: basis for contact, _, basis in found} == {
        contact: row["basis"] for contact, row in expected.items()
    }
    assert grouped({contact: person for contact, person, _ in found}) == grouped(
        {contact: row["person"] for contact, row in expected.items()}
    )


def test_nobody_is_taken_for_somebody_else(demo: Path, snapshot: duckdb.DuckDBPyConnection) -> None:
    accounts = {contact: row["account"].split(":", 1)[1] for contact, row in by_contact(demo).items()}
    found = snapshot.execute("select wait_id, person_id from marts.fct_person_contacts").fetchall()
    names: dict[str, set[str]] = defaultdict(set)
    for contact, person in found:
        names[person].add(accounts[contact])

    assert all(len(those) == 1 for those in names.values())


def test_persons_have_the_accounts_and_channels_that_they_have(
    demo: Path, snapshot: duckdb.DuckDBPyConnection
) -> None:
    accounts: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in truth(demo, "persons"):
        accounts[row["person"]].append(row)
    expected = Counter(
        (
            any(row["basis"] == "crm" for row in rows),
            len(rows),
            len({row["source"] for row in rows}),
            sum(len(row["contacts"]) for row in rows),
            len({one["channel"] for row in rows for one in row["contacts"]}),
        )
        for rows in accounts.values()
    )
    found = snapshot.execute(
        "select is_in_crm, customer_count, source_count, contact_count, channel_count from marts.dim_person"
    ).fetchall()

    assert max(sources for _, _, sources, _, _ in expected) >= 4
    assert Counter(found) == expected


def test_customers_were_entered_before_they_wrote_after_it_or_not_at_all(
    demo: Path, snapshot: duckdb.DuckDBPyConnection
) -> None:
    opened = {row["wait_id"]: row["opened_at"] for row in truth(demo, "waits")}
    firsts: dict[str, Any] = {}
    known: dict[str, Any] = {}
    for row in truth(demo, "persons"):
        known[row["person"]] = row["known_at"]
        for one in row["contacts"]:
            at = opened[one["wait_id"]]
            firsts[row["person"]] = min(at, firsts.get(row["person"], at))
    expected: Counter[tuple[str, float | None]] = Counter()
    for person, first in firsts.items():
        entered = known[person]
        late = max(0.0, (entered - first).total_seconds()) if entered else None
        expected["waiting" if late is None else "consolidated" if late else "known", late] += 1
    found = snapshot.execute("select state, lag_seconds from marts.fct_consolidations").fetchall()

    assert {state for state, _ in expected} == {"known", "consolidated", "waiting"}
    assert Counter(found) == expected


def test_the_figures_on_customers_are_those_of_the_truth(
    demo: Path, snapshot: duckdb.DuckDBPyConnection
) -> None:
    known = by_contact(demo)
    basis = Counter(row["basis"] for row in known.values())
    (crm,) = truth(demo, "crm")
    asked = {
        name: {
            row["statistic"]: (row["numerator"], row["sample_size"])
            for row in catalog.load().evaluate(snapshot, name).to_dicts()
        }
        for name in ("identity_match", "contacts_per_person", "duplicate_customers")
    }
    persons = {row["person"] for row in known.values()}
    channels = {(row["person"], one["channel"]) for row in truth(demo, "persons") for one in row["contacts"]}

    assert asked["identity_match"] == {
        "value": (basis["crm"], len(known)),
        "address": (basis["address"], len(known)),
        "unmatched": (basis["none"], len(known)),
    }
    assert asked["contacts_per_person"] == {
        "value": (len(known), len(persons)),
        "channels": (len(channels), len(persons)),
    }
    assert crm["by_key"] > 20 < crm["by_mail"]
    assert asked["duplicate_customers"] == {
        "value": (crm["by_key"] + crm["by_mail"], crm["records"]),
        "key": (crm["by_key"], crm["records"]),
        "mail": (crm["by_mail"], crm["records"]),
    }
