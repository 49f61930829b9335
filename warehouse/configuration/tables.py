"""The company as tables (`company.*`), so that models read it like any other input.

Every table is written with the fingerprint of its rows: a setting that didn't change rebuilds nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import polars as pl

from warehouse.calendars import clock_reaches
from warehouse.company import Company, Source
from warehouse.configuration.calendars import write_calendars as write_calendars
from warehouse.configuration.intents import INTENTS
from warehouse.configuration.organisation import external_people, reorganised, spells
from warehouse.configuration.sections import Department

# A target is at risk when less than this share of it is left, and solved for good after so long without a reopening
# (metrics definitions 9 and 7).
AT_RISK_SHARE = 0.2
STAYED_RESOLVED_SECONDS = 7 * 86400

_COLUMNS = {
    "settings": (
        "company_id varchar, name varchar, zone varchar, language varchar, gap_seconds bigint, "
        "reopen_seconds bigint, double_seconds bigint, handle_cap_seconds bigint, split_pattern varchar, "
        "promise_seconds bigint, at_risk_share double, stayed_resolved_seconds bigint, "
        "comment_hours bigint, visible_share double, no_owner_private_seconds bigint, "
        "no_owner_public_seconds bigint, no_action_seconds bigint"
    ),
    "sources": "source varchar, type varchar, settings json",
    "source_states": (
        "source varchar, state varchar, last_success_at timestamptz, last_attempt_at timestamptz, error "
        "varchar, read_until timestamptz"
    ),
    "departments": (
        "position integer, department_id varchar, name varchar, name_en varchar, kind varchar, category "
        "integer, calendar_name varchar"
    ),
    "department_names": (
        "department_id varchar, name varchar, name_en varchar, from_at timestamptz, until_at timestamptz"
    ),
    "identities": (
        "source varchar, kind varchar, value varchar, department_id varchar, from_at timestamptz, until_at "
        "timestamptz"
    ),
    "own_handles": "own_handle varchar",
    "assign_rules": (
        "rank integer, source varchar[], platform varchar[], channel varchar[], visibility varchar[], "
        "group_name varchar[], account varchar[], mention varchar[], department_id varchar, by_kind varchar"
    ),
    "targets": (
        "rank integer, target_id varchar, name varchar, name_en varchar, metric varchar, platform "
        "varchar[], channel varchar[], visibility varchar[], department varchar[], seconds bigint, "
        "end_of_next_business_day boolean, clock varchar, goal double, from_at timestamptz, "
        "until_at timestamptz, pause varchar[], also boolean"
    ),
    "incidents": "from_at timestamptz, until_at timestamptz, name varchar, topic varchar",
    "intents": (
        "rank integer, intent varchar, topic varchar, is_claim boolean, pattern varchar, language varchar"
    ),
    "intent_categories": "category varchar, intent varchar",
    "intents_audit": "message_id varchar, intent varchar",
    "conflict_limits": "metric varchar, most double",
    "topic_departments": "topic varchar, department_id varchar",
    "org_changes": (
        "change_id varchar, department_id varchar, model varchar, from_day date, from_at timestamptz, policy varchar"
    ),
    "organisation": (
        "member_kind varchar, member_id varchar, from_day date, until_day date, from_at timestamptz, until_at "
        "timestamptz, model varchar, policy varchar, unit varchar, countries varchar[], brands varchar[], "
        "provider varchar, serves_others boolean"
    ),
    "providers": (
        "source varchar, agent_id varchar, department_id varchar, provider varchar, from_at timestamptz, "
        "until_at timestamptz"
    ),
    "identity": "country_code varchar",
    "identity_rules": "rank integer, rule varchar",
    "identity_key_sources": "source varchar",
    "capacity": "availability double, hours_per_person double, planned_growth double",
    "contact_links": "rank integer, rule varchar, within_seconds bigint",
    "leading_sources": "fact varchar, rank integer, source varchar",
    "leading_limits": "tolerance double",
    "run": "run_id varchar, started_at timestamptz, config_hash varchar, code_version varchar",
}  # fmt: skip


def write(
    connection: duckdb.DuckDBPyConnection, company: Company, var: Path, run: tuple[str, datetime, str]
) -> dict[str, str]:
    """Write every `company.*` table except the calendars' times; returns each table's fingerprint."""
    tables: dict[str, Sequence[Sequence[Any]]] = {
        "settings": [_settings(company)],
        "sources": [(source.name, source.type, _settings_of(source)) for source in _sources(company)],
        "source_states": [_state(var, source.name) for source in _sources(company)],
        "departments": [
            (position, d.id, d.name, d.name_en, d.kind, d.category, d.effective_calendar)
            for position, d in enumerate(company.departments)
        ],
        "department_names": [row for department in company.departments for row in _names(company, department)],
        "own_handles": [(handle,) for handle in sorted(_own_handles(company))],
        "targets": [
            (rank, t.id, t.name, t.name_en, t.metric, list(t.platform), list(t.channel), list(t.visibility),
             list(t.department), t.seconds, t.end_of_next_business_day, t.clock, t.goal,
             _midnight(company, t.first), _midnight(company, t.until), sorted(t.pause), t.also)
            for rank, t in enumerate(company.targets)
        ],
        "incidents": [tuple(incident) for incident in company.incidents],
        "intents": [
            (rank, rule.intent, rule.topic, rule.claim, rule.pattern, rule.language)
            for rank, rule in enumerate(company.intents)
        ],
        "intent_categories": sorted(_categories(company).items()),
        "intents_audit": company.audited,
        "conflict_limits": sorted(company.conflict.limits.items()),
        "topic_departments": sorted(company.conflict.topic_departments.items()),
        "org_changes": [_change(company, change) for change in reorganised(company.organisation)],
        "organisation": [
            (one.kind, one.member, one.first, one.until, _midnight(company, one.first), _midnight(company, one.until),
             *one[4:])
            for one in spells(company.organisation)
        ],
        "identity": [(company.identity.country_code,)],
        "identity_rules": list(enumerate(company.identity.rules)),
        "identity_key_sources": [(source,) for source in sorted(company.identity.key_sources)],
        "capacity": [
            (company.capacity.availability, company.capacity.hours_per_person, company.capacity.planned_growth)
        ],
        "contact_links": [
            (rank, rule, company.contact_links.within) for rank, rule in enumerate(company.contact_links.rules)
        ],
        "leading_sources": company.leading.ranks(),
        "leading_limits": [(company.leading.tolerance,)],
        "run": [(run[0], run[1], company.config_hash, run[2])],
    }  # fmt: skip
    prints = {f"company.{name}": _replace(connection, name, rows) for name, rows in tables.items()}
    prints["company.identities"] = _replace(connection, "identities", _identities(connection, company))
    prints["company.providers"] = _replace(connection, "providers", _providers(connection, company))
    prints["company.assign_rules"] = _replace(connection, "assign_rules", _rules(connection, company))
    return prints


def _settings(company: Company) -> tuple[Any, ...]:
    answers, conflict = company.answers, company.conflict
    return (
        company.id, company.name, company.zone, company.language, company.gap_hours * 3600, company.reopen_days * 86400,
        answers.double_within, answers.handle_cap, answers.split_pattern, company.promises.default_within,
        AT_RISK_SHARE, STAYED_RESOLVED_SECONDS, conflict.comment_hours, conflict.visible_share,
        conflict.no_owner_private, conflict.no_owner_public, conflict.no_action,
    )  # fmt: skip


def _categories(company: Company) -> dict[str, str]:
    """What the words of case stores mean, in lower case: the intents themselves, and what the first rule says."""
    said = {
        word.casefold(): rule.intent
        for rule in reversed(company.intents)
        for word in rule.category
        if rule.intent
    }
    return {intent: intent for intent in INTENTS} | said


def _change(company: Company, change: tuple[str, str, date | None, str | None]) -> tuple[Any, ...]:
    department, model, first, policy = change
    since = first.isoformat() if first else "start"
    return f"{department}/{since}", department, model, first, _midnight(company, first), policy


def _midnight(company: Company, day: date | None) -> datetime | None:
    """The instant at which a local day begins."""
    return clock_reaches(ZoneInfo(company.zone), day, 0) if day else None


def _names(company: Company, department: Department) -> Iterator[tuple[Any, ...]]:
    """What a department was called from when until when, oldest first."""
    since = None
    for former in sorted(department.former_names, key=lambda name: name.until):
        until = _midnight(company, former.until)
        yield department.id, former.name, former.name_en, since, until
        since = until
    yield department.id, department.name, department.name_en, since, None


def _sources(company: Company) -> list[Source]:
    return [source for _, source in sorted(company.sources.items())]


def _own_handles(company: Company) -> set[str]:
    return {
        name.lower()
        for department in company.departments
        for name in (*department.handles, *department.accounts)
    }


def _settings_of(source: Source) -> str:
    """Settings as the file has them, so that no secret gets into a table."""
    return json.dumps(source.declared, default=str)


def _state(var: Path, source: str) -> tuple[Any, ...]:
    path = var / "raw" / source / "_state.json"
    state = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    instants = (state.get(name) for name in ("last_success_at", "last_attempt_at"))
    return (source, state.get("state", "never"), *instants, state.get("error"), state.get("read_until"))


def _pseudonyms(connection: duckdb.DuckDBPyConnection, pairs: list[tuple[str, str]]) -> list[str]:
    """Pseudonyms of (source, native id), in order."""
    if not pairs:
        return []
    frame = pl.DataFrame(pairs, schema=["source", "native"], orient="row").with_row_index("position")
    connection.register("people", frame.to_arrow())
    rows = connection.execute("select pseudonym(source, native) from people order by position").fetchall()
    connection.unregister("people")
    return [row[0] for row in rows]


def _identities(connection: duckdb.DuckDBPyConnection, company: Company) -> list[tuple[Any, ...]]:
    """How each source calls each department: groups and accounts as they are, people and handles as pseudonyms."""
    rows: list[tuple[Any, ...]] = []
    people: list[tuple[Any, ...]] = []
    for source in _sources(company):
        for department in company.departments:
            for kind, members, found in (
                ("group", department.groups, rows),
                ("agent", department.agents, people),
            ):
                for member in dict.fromkeys(members):
                    valid = (_midnight(company, member.first), _midnight(company, member.until))
                    found.append((source.name, kind, member.id, department.id, *valid))
            for kind, words, found in (
                ("account", department.accounts, rows),
                ("mention", department.handles, people),
            ):
                found += [
                    (source.name, kind, word, department.id, None, None) for word in dict.fromkeys(words)
                ]
    hidden = _pseudonyms(connection, [(row[0], row[2]) for row in people])
    return rows + [(*row[:2], value, *row[3:]) for row, value in zip(people, hidden, strict=True)]


def _providers(connection: duckdb.DuckDBPyConnection, company: Company) -> list[tuple[Any, ...]]:
    """Whose people work for a service provider, as pseudonyms of each source."""
    people = external_people(company.departments)
    found = [
        (source.name, agent, department, provider, _midnight(company, first), _midnight(company, until))
        for source in _sources(company)
        for agent, department, provider, first, until in people
    ]
    hidden = _pseudonyms(connection, [(row[0], row[1]) for row in found])
    return [(row[0], agent, *row[2:]) for row, agent in zip(found, hidden, strict=True)]


def _rules(connection: duckdb.DuckDBPyConnection, company: Company) -> list[tuple[Any, ...]]:
    rows = []
    for rank, rule in enumerate(company.assign):
        pairs = [(source.name, handle.lower()) for source in _sources(company) for handle in rule.mention]
        rows.append(
            (rank, list(rule.source), list(rule.platform), list(rule.channel), list(rule.visibility), list(rule.group),
             list(rule.account), _pseudonyms(connection, pairs), rule.department, rule.by)
        )  # fmt: skip
    return rows


def _replace(connection: duckdb.DuckDBPyConnection, name: str, rows: Sequence[Sequence[Any]]) -> str:
    connection.execute(f"create or replace table work.company.{name} ({_COLUMNS[name]})")
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"insert into work.company.{name} values ({marks})", rows)
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()
