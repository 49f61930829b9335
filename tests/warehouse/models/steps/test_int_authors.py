"""Whose people wrote what the company sent, then and not today."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import COMPANY, Build, inbound, reply

MOVED = COMPANY.replace(
    'handles = ["brand"]',
    'handles = ["brand"]\nagents = [{ id = "lea", until = 2026-11-20 }]',
).replace(
    'groups = ["Marketing"]',
    'groups = ["Marketing"]\nagents = [{ id = "lea", from = 2026-11-20, until = 2026-12-01 }]',
)


@pytest.mark.demand(9)
def test_who_moves_or_leaves_keeps_what_they_wrote_where_they_wrote_it(build: Build) -> None:
    built = build(company=MOVED, now="+20 12:00")
    lea = built.workspace.connection.execute("select pseudonym('files', 'lea')").fetchone()[0]
    who = {"agent_id": lea, "author_id": lea}
    built = build(
        [
            inbound("m1", "09:00"),
            reply("r1", "+1 23:59", **who),  # 19 November
            inbound("m2", "+2 00:00:00"),
            reply("r2", "+2 09:00", **who),
            inbound("m3", "+14 09:00"),
            reply("r3", "+14 10:00", **who),  # after she left: the message's own owner
        ],
        company=MOVED,
        now="+20 12:00",
    )

    assert built.rows("steps.int_authors", "message_id", "department_id", "department_source") == [
        {"message_id": "r1", "department_id": "service", "department_source": "author"},
        {"message_id": "r2", "department_id": "marketing", "department_source": "author"},
        {"message_id": "r3", "department_id": "marketing", "department_source": "rule"},
    ]
    assert [row["answered_by_department_id"] for row in built.rows("marts.fct_waits", order="opened_at")] == [
        "service",
        "marketing",
        "marketing",
    ]
