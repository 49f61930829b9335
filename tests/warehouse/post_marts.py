"""Models about posts on marts made by hand, in a database of their own: what stands under a post, and who saw it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from tests.warehouse.conftest import DAY, at
from warehouse import catalog

MACROS = Path(catalog.__file__).parent / "macros.sql"
SHAPES = {
    "dim_post": {
        "post_id": "p", "source": "f", "platform": "facebook", "account": None, "published_at": at("00:00"),
        "is_paid": True, "text": None, "campaign_id": "c", "department_id": "marketing", "is_reactive": False,
        "kind": "campaign",
    },
    "fct_messages": {
        "message_id": "m", "post_id": "p", "direction": "inbound", "in_reply_to_id": None, "sent_at": at("09:00"),
        "intent": None, "takes_up_claim": False, "no_answer_reason": None, "case_id": None, "wait_id": None,
    },
    "fct_waits": {
        "wait_id": "m", "message_id": "m", "conversation_id": "m", "case_id": "m", "customer_id": "anna", "source": "f",
        "platform": "facebook", "channel": "comment", "visibility": "public", "post_id": "p",
        "department_id": "marketing", "topic": "billing", "intent": "complaint", "opened_at": at("09:00"),
        "opened_day": DAY.date(), "ended_at": None, "due_at": None, "outcome": "open",
    },
    "fct_reach": {
        "post_id": "p", "campaign_id": "c", "from_at": at("00:00"), "until_at": at("01:00"), "paid_impressions": None,
        "organic_impressions": None, "seconds": 3600.0, "quality": "hourly",
    },
    "fct_spend": {"post_id": "p", "campaign_id": "c", "category": "media", "amount": 6.0},
    "settings": {"zone": "Europe/Berlin", "comment_hours": 72, "visible_share": 1.0},
}  # fmt: skip
TYPES = {
    "paid_impressions": "bigint", "organic_impressions": "bigint", "seconds": "double", "amount": "double",
    "comment_hours": "bigint", "visible_share": "double", "opened_day": "date",
}  # fmt: skip


def _kind(name: str) -> str:
    if name.endswith("_at"):
        return "timestamptz"
    return "boolean" if name.startswith(("is_", "takes_")) else TYPES.get(name, "varchar")


def hours(count: int, first: str = "00:00", **given: Any) -> list[dict[str, Any]]:
    """Hourly readings of reach, one after the other."""
    begin = at(first)
    return [
        {"from_at": begin + timedelta(hours=n), "until_at": begin + timedelta(hours=n + 1), **given}
        for n in range(count)
    ]


def made(
    model: str, now: str | datetime = "+5 00:00", **tables: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Rows of a model, ordered by its first column; tables not given are empty, but for a post and settings."""
    with duckdb.connect() as connection:
        run = connection.execute
        run("set timezone = 'UTC'")
        run(MACROS.read_text("utf-8"))
        run("create schema marts; create schema company")
        run("set variable as_of = ?::timestamptz", [at(now)])
        for name, usual in SHAPES.items():
            schema = "company" if name == "settings" else "marts"
            shape = ", ".join(f"{column} {_kind(column)}" for column in usual)
            run(f"create table {schema}.{name} ({shape})")
            default: list[Mapping[str, Any]] = [{}] if name in ("dim_post", "settings") else []
            for row in tables.get(name, default):
                values = [
                    at(value) if column.endswith("_at") and value is not None else value
                    for column, value in {**usual, **row}.items()
                ]
                run(f"insert into {schema}.{name} values ({', '.join('?' * len(values))})", values)
        if model == "fct_post_comments":
            run(f"create table marts.fct_comments as {query('fct_comments')}")
        return run(f"select * from ({query(model)}) order by 1").pl().to_dicts()


def query(model: str) -> str:
    """The text of a model."""
    return (catalog.FOLDER / "models" / "marts" / f"{model}.sql").read_text("utf-8")
