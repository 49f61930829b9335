"""The [[intents]] rules as SQL functions of a text: `intent_rule`, `topic_rule` and `claim_rule`.

Each gives the number of the first rule that fits (company.intents, from 0), or NULL. The database compiles patterns
that are constants once, and those of a joined table for every row; so each function is a CASE over the rules.
"""

from __future__ import annotations

import duckdb

from warehouse.company import Company


def define(connection: duckdb.DuckDBPyConnection, company: Company) -> None:
    """Create the three functions."""
    for name in ("intent", "topic", "claim"):
        cases = " ".join(
            f"when regexp_matches(message_text, {_quoted(rule.pattern)}, 'i') then {rank}"
            for rank, rule in enumerate(company.intents)
            if rule.pattern and getattr(rule, name)
        )
        body = f"case {cases} end" if cases else "null::integer"
        connection.execute(f"create or replace temp macro {name}_rule(message_text) as ({body})")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
