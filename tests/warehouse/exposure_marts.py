"""Models about exposures on rows made by hand, in a database of their own: posts, campaigns, incidents, hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from tests.warehouse.conftest import at
from warehouse import catalog

MACROS = Path(catalog.__file__).parent / "macros.sql"
SHAPES = {
    "marts.dim_post": {
        "post_id": "p", "campaign_id": None, "published_at": "12:00", "is_paid": True, "is_reactive": False,
        "kind": "usual",
    },
    "marts.dim_campaign": {"campaign_id": "c", "starts_at": "12:00", "ends_at": "+7 12:00"},
    "marts.dim_observed_hour": {
        "hour_at": "12:00", "date_day": date(2026, 11, 18), "hour_of_week": 60, "length_us": 3_600_000_000,
    },
    "company.incidents": {"from_at": "11:00", "until_at": "14:00", "name": "Netzausfall", "topic": None},
    "company.business_days": {"calendar_name": "office", "day": date(2026, 11, 18)},
    "company.settings": {"zone": "Europe/Berlin"},
}  # fmt: skip
TYPES = {"date_day": "date", "day": "date", "hour_of_week": "bigint", "length_us": "bigint"}


def made(
    model: str, now: str | datetime = "+5 00:00", **tables: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Rows of a mart in order of its first column, after those that it reads; what isn't given is empty."""
    with duckdb.connect() as connection:
        run = connection.execute
        run("set timezone = 'UTC'")
        run(MACROS.read_text("utf-8"))
        run("create schema marts; create schema company")
        run("set variable as_of = ?::timestamptz", [at(now)])
        for name, usual in SHAPES.items():
            run(f"create table {name} ({', '.join(f'{column} {_kind(column)}' for column in usual)})")
            rows = tables.get(name.partition(".")[2], [{}] if name == "company.settings" else [])
            for row in rows:
                run(f"insert into {name} values ({', '.join('?' * len(usual))})", _values({**usual, **row}))
        if model != "fct_exposures":
            run(f"create table marts.fct_exposures as {_sql('fct_exposures')}")
        return run(f"select * from ({_sql(model)}) order by 1").pl().to_dicts()


def _sql(model: str) -> str:
    return (catalog.FOLDER / "models" / "marts" / f"{model}.sql").read_text("utf-8")


def _kind(column: str) -> str:
    if column.endswith("_at"):
        return "timestamptz"
    return "boolean" if column.startswith("is_") else TYPES.get(column, "varchar")


def _values(row: Mapping[str, Any]) -> list[Any]:
    return [at(v) if column.endswith("_at") and v is not None else v for column, v in row.items()]
