"""What a model's file says as text: the tables that it reads, and the staging models that stand behind a name for all.

`staging.all_messages` stands for the rows of every `staging.stg_<type>_messages` that a company has use for.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

SCHEMAS = ("landed", "raw", "company", "staging", "steps", "marts", "metrics", "quality")
_NOT_CODE = re.compile(r"/\*.*?\*/|--[^\n]*|'(?:[^']|'')*'", re.DOTALL)
_TABLE = re.compile(rf"\b({'|'.join(SCHEMAS)})\.([a-z_][a-z0-9_]*)\b(?!\s*\()")
_ALL = re.compile(r"\bstaging\.all_([a-z_]+)\b")


class CatalogError(Exception):
    """A model or metric file that cannot be used; the message names the file and the mend."""


@lru_cache(1024)
def tables_in(sql: str) -> frozenset[str]:
    """Names ("schema.table") that a query reads; comments and strings don't count."""
    return frozenset(f"{schema}.{table}" for schema, table in _TABLE.findall(_NOT_CODE.sub(" ", sql)))


def staging_models(
    texts: Mapping[Path, str], others: Sequence[str], types: Collection[str] | None
) -> list[str]:
    """Names of the staging models that are needed: those of these types, and those that a query asks for by name.

    A company with two sources has no use for the tables of thirty types, and each takes its time in every run.
    """
    reads = {path.stem: tables_in(text) for path, text in texts.items() if path.parent.name == "staging"}
    every = sorted(name for name in reads if name.startswith("stg_"))
    if types is None:
        return every
    asked = [text for path, text in texts.items() if path.parent.name != "staging"] + [*others]
    wanted = {table for text in asked for table in tables_in(text)}
    needed = {f"staging.{name}" for name in every} & wanted
    for kind in {name for text in asked for name in _ALL.findall(text)}:
        # A union has at least one side; exports of any kind are that of every company.
        sides = [name for name in every if name.endswith(f"_{kind}")]
        needed |= {
            f"staging.{name}" for name in [*(s for s in sides if s.startswith("stg_files_")), *sides][:1]
        }
    prefixes = tuple(f"raw.{type}_" for type in types)
    needed |= {f"staging.{name}" for name in every if any(raw.startswith(prefixes) for raw in reads[name])}
    # What reads a needed table of the same kind of source, and what a needed table reads.
    while True:
        more = {
            f"staging.{name}"
            for name in every
            if reads[name] & needed and not _reads_other_types(reads[name], prefixes)
        } | {
            table
            for name in every
            if f"staging.{name}" in needed
            for table in reads[name]
            if table.startswith("staging.")
        }
        if more <= needed:
            return [name for name in every if f"staging.{name}" in needed]
        needed |= more


def _reads_other_types(tables: Collection[str], prefixes: tuple[str, ...]) -> bool:
    raw = [table for table in tables if table.startswith("raw.")]
    return bool(raw) and not any(table.startswith(prefixes) for table in raw)


def with_every_platform(path: Path, sql: str, staging: Sequence[str]) -> str:
    """The query with each `staging.all_<kind>` in its place."""

    def union(match: re.Match[str]) -> str:
        tables = [table for table in staging if table.endswith(f"_{match[1]}")]
        if not tables:
            raise CatalogError(f"{path}: there is no staging model named stg_<type>_{match[1]}.")
        return "(" + " union all by name ".join(f"select * from staging.{table}" for table in tables) + ")"

    return _ALL.sub(union, sql)
