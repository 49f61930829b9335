"""Text to instant where a source's configuration says how it is written: `source_instant(source, text)` in SQL.

DuckDB wants date formats as constants, so the function is a CASE over the configured sources.
"""

from __future__ import annotations

import duckdb

from warehouse.company import Company


def define(connection: duckdb.DuckDBPyConnection, company: Company) -> None:
    """Create `source_instant`: a timestamptz, or NULL for text that doesn't match the source's format."""
    cases = [
        f"when {_quoted(source.name)} then {_expression(source.declared)}"
        for source in company.sources.values()
    ]
    body = f"case source_name {' '.join(cases)} end" if cases else "null::timestamptz"
    connection.execute(f"create or replace temp macro source_instant(source_name, instant_text) as {body}")


def _expression(settings: dict[str, object]) -> str:
    zone = _quoted(str(settings.get("zone", "UTC")))
    form = str(settings.get("date_format", "iso"))
    if form == "epoch_s":
        return "make_timestamptz((try_cast(instant_text as decimal(20, 6)) * 1000000)::bigint)"
    if form == "epoch_ms":
        return "make_timestamptz((try_cast(instant_text as decimal(20, 3)) * 1000)::bigint)"
    if form == "iso":
        # Text with an offset means what it says; without one it is local time of the source's zone. DuckDB takes
        # words such as "infinity" for instants, too: nobody wrote a message then.
        has_offset = "regexp_matches(trim(instant_text), ':.*(Z|[+-]\\d{2}:?\\d{0,2})$')"
        return (
            "case when not regexp_matches(instant_text, '^\\s*\\d') then null "
            f"when {has_offset} then try_cast(instant_text as timestamptz) "
            f"else timezone({zone}, try_cast(instant_text as timestamp)) end"
        )
    parsed = f"try_strptime(instant_text, {_quoted(form)})"
    return f"{parsed}::timestamptz" if "%z" in form or "%Z" in form else f"timezone({zone}, {parsed})"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
