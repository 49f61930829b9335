"""Readings of Freshdesk's tickets, in their order."""

from typing import Any

from tests.warehouse.models.freshdesk_tickets import SETTINGS, ticket, z


def test_versions_are_numbered_by_their_change_whenever_they_were_read(stage: Any) -> None:
    records = [ticket(30, source=3), ticket(10, source=2), ticket(5, 2, source=99)]
    staged = stage("stg_freshdesk_versions", "case_id, version", settings=SETTINGS, freshdesk_tickets=records)

    assert staged.columns("case_id", "version", "channel", "ticket") == [
        ("freshdesk:1", 1, "portal", "1"), ("freshdesk:1", 2, "phone", "1"), ("freshdesk:2", 1, "other", "2"),
    ]  # fmt: skip


def test_what_lacks_its_times_is_rejected(stage: Any) -> None:
    records = [("1", {"id": 1, "created_at": z(0)}), ("2", {"id": 2, "created_at": "x", "updated_at": z(0)})]
    staged = stage("stg_freshdesk_versions", "1", settings=SETTINGS, freshdesk_tickets=records)

    assert staged.rejected == [("1", "updated_at: '' is no instant"), ("2", "created_at: 'x' is no instant")]
