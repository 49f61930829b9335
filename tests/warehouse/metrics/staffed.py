"""A company with shifts, and conversations that are answered in a known time."""

from __future__ import annotations

from typing import Any

from tests.warehouse.conftest import COMPANY, inbound, reply

SHIFTS = (
    COMPANY
    + """
[[shifts]]
department = "service"
days = ["monday", "tuesday", "wednesday", "thursday", "friday"]
hours = ["09:00-12:00"]
headcount = 2
"""
)


def talk(
    name: str, written: Any, answered: Any, agent: str | None = "a", **given: Any
) -> list[dict[str, Any]]:
    """One customer's question and its answer, in a private conversation of their own: it is Service's."""
    place = {
        "conversation_id": name,
        "channel": "direct_message",
        "visibility": "private",
        "customer_id": name,
    }
    said = [inbound(f"{name}/q", written, author_id=name, **{**place, **given})]
    if answered:
        said.append(
            reply(f"{name}/r", answered, agent_id=agent, author_id=agent or "page", **{**place, **given})
        )
    return said
