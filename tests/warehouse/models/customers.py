"""Rows of a CRM's table, and what the house makes of addresses."""

from typing import Any


def customer(key: str = "K1", **cells: Any) -> dict[str, Any]:
    """A customer who is known by nothing but the key."""
    return {"customer": key} | cells
