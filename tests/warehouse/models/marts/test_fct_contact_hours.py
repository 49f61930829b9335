"""Contacts by the hour in which they began."""

from __future__ import annotations

from datetime import timedelta

from tests.warehouse.conftest import DAY, Build, inbound


def test_every_contact_counts_in_its_hour_and_only_once(build: Build) -> None:
    built = build(
        [
            inbound("a", "09:00"),
            inbound("b", "09:59", author_id="ben"),
            inbound("c", "10:00", author_id="cem"),
            inbound("d", "10:30"),
        ]
    )

    assert built.rows("marts.fct_contact_hours", "hour_at", "hour_of_week", "contacts") == [
        {
            "hour_at": DAY + timedelta(hours=8),
            "hour_of_week": 57,
            "contacts": 2,
        },  # Wednesday, nine o'clock in Berlin
        {"hour_at": DAY + timedelta(hours=9), "hour_of_week": 58, "contacts": 1},
    ]
    total = built.query("select sum(contacts)::int as hours, (select count(*) from marts.fct_contacts) as contacts"
                        " from marts.fct_contact_hours")  # fmt: skip
    assert total == [{"hours": 3, "contacts": 3}]
