"""Customers, and when a CRM had them."""

from __future__ import annotations

from collections.abc import Sequence

from tests.warehouse.conftest import Build, Built, at
from tests.warehouse.persons import TWO, asks


def entered(
    build: Build, people: Sequence[str], records: Sequence[tuple[str, str | None, str]], now: str = "+2 18:00"
) -> Built:
    """Each asks at 9:00, 10:00, ... in order; `records`: (who, when it was made, when it arrived here)."""
    messages = [asks(number, who) for number, who in enumerate(people, start=1)]
    built = build(messages=messages, company=TWO, now=now)
    for table in ("staging.stg_crm_links", "staging.stg_imap_addresses", "staging.stg_crm_records"):
        built.make(table)
    for who in people:
        built.change(
            "insert into work.staging.stg_imap_addresses values ('files', ?, 'mail', ?)", [who, f"a-{who}"]
        )
    for who, made, arrived in records:
        built.change(
            "insert into work.staging.stg_crm_links (person_id, rule, value_id, source) values (?, 'mail', ?, 'crm')",
            [f"p-{who}", f"a-{who}"],
        )
        built.change(
            "insert into work.staging.stg_crm_records (source, person_id, created_at, received_at, is_deleted)"
            " values ('crm', ?, ?, ?, false)",
            [f"p-{who}", at(made) if made else None, at(arrived)],
        )
    return built
