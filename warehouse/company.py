"""The company as leitstand.toml describes it: sources, departments, calendars, targets, and who owns what."""

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from warehouse import company_checks as checks
from warehouse import company_environment as environment
from warehouse.company_problems import ConfigError as ConfigError
from warehouse.company_problems import Problems, suggestion, unknown
from warehouse.company_sections import AssignRule, CompanySection, Department, EpisodesSection, Target
from warehouse.opening_hours import Calendar, Closure

TABLES = ("company", "episodes", "sources", "calendars")
ARRAYS = ("departments", "targets", "assign")
_SOURCE_NAME = re.compile(r"[a-z][a-z0-9_]*")

Model = TypeVar("Model", bound=BaseModel)


class Source(BaseModel):
    """One source system.

    `settings` belong to its connector, with "env:NAME" resolved: never log or store them. `declared` is the
    same as the file writes it, and safe to store.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    type: str
    settings: dict[str, Any] = Field(repr=False)
    declared: dict[str, Any]


class Company(BaseModel):
    """All of leitstand.toml, checked. `base` is the folder that relative paths in it refer to.

    `config_hash` (sha256) changes with the meaning of the file only: not with its order where that means
    nothing, its place, `as_of`, or what stands in the environment.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    zone: str
    language: str
    as_of: datetime | None
    gap_hours: int
    reopen_days: int
    sources: dict[str, Source]
    departments: tuple[Department, ...]
    calendars: dict[str, Calendar]
    targets: tuple[Target, ...]
    assign: tuple[AssignRule, ...]
    config_hash: str
    path: Path
    base: Path


def load(path: Path, environ: Mapping[str, str], need_sources: bool = True) -> Company:
    """Read and check leitstand.toml.

    Without `need_sources` (nothing will be fetched) variables of sources may be unset; their settings then
    hold "env:NAME".

    Raises:
        ConfigError: every problem of the file, one line each.
    """
    problems = Problems(path.name)
    reader = _Reader(_read_toml(path, problems), problems)
    general = reader.section("company", CompanySection)
    episodes = reader.section("episodes", EpisodesSection)
    sources = reader.sources(environ, need_sources)
    departments = reader.departments()
    calendars = reader.calendars()
    targets = reader.targets()
    assign = reader.assign()
    problems.raise_if_any()
    assert general and episodes
    meaning = {
        "company": general.model_dump(exclude={"as_of"}),
        "episodes": episodes.model_dump(),
        "sources": {source.name: [source.type, source.declared] for source in sources},
        "departments": _unordered([_plain(department) for department in departments]),
        "calendars": {calendar.name: _calendar_meaning(calendar) for calendar in calendars},
        "targets": [_plain(target) for target in targets],
        "assign": [_plain(rule) for rule in assign],
    }
    return Company(
        id=general.id,
        name=general.name or general.id,
        zone=general.zone,
        language=general.language,
        as_of=general.as_of,
        gap_hours=episodes.gap_hours,
        reopen_days=episodes.reopen_days,
        sources={source.name: source for source in sources},
        departments=tuple(departments),
        calendars={calendar.name: calendar for calendar in calendars},
        targets=tuple(targets),
        assign=tuple(assign),
        config_hash=hashlib.sha256(_canonical(meaning).encode()).hexdigest(),
        path=path,
        base=path.resolve().parent,
    )


def _read_toml(path: Path, problems: Problems) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        problems.add(
            "", "", f"no such file in {path.resolve().parent}; create it, or name one with --config FILE"
        )
    except OSError as error:
        problems.add("", "", f"can't be read ({error.strerror}); name another with --config FILE")
    except UnicodeDecodeError as error:
        problems.add("", "", f"is not UTF-8 text (byte {error.start}); save it as UTF-8")
    except tomllib.TOMLDecodeError as error:
        problems.add("", "", f"is not valid TOML: {error}; mend that line")
    raise ConfigError(problems.lines)


class _Reader:
    """Reads the tables of one file section by section, so that one mistake doesn't hide the next."""

    def __init__(self, tables: dict[str, Any], problems: Problems):
        self.problems = problems
        for key in tables:
            if key not in TABLES + ARRAYS:
                problems.add(f"[{key}]", "", f"unknown section; {suggestion(key, TABLES + ARRAYS)}")
        self.tables = {name: self._table(name, tables.get(name, {})) for name in TABLES}
        self.arrays = {name: self._array(name, tables.get(name, [])) for name in ARRAYS}
        self.department_ids = [
            one["id"] for one in self.arrays["departments"] if isinstance(one.get("id"), str)
        ]

    def section(self, name: str, model: type[Model]) -> Model | None:
        return self._validated(f"[{name}]", model, self.tables[name])

    def sources(self, environ: Mapping[str, str], need_sources: bool) -> list[Source]:
        found = []
        for name, table in self.tables["sources"].items():
            section = f"[sources.{name}]"
            if not _SOURCE_NAME.fullmatch(name):
                text = 'is no name for a source; take a to z, digits and "_", beginning with a letter'
                self.problems.add(section, "", text)
            if not isinstance(table, dict):
                self.problems.add(section, "", "must be a table of its own")
                continue
            kind = table.get("type")
            if not isinstance(kind, str):
                text = 'is missing; add type = "facebook", "zendesk", "files" or another'
                self.problems.add(section, "type", text)
            declared = {key: value for key, value in table.items() if key != "type"}
            for field, text in environment.problems(declared, environ if need_sources else None):
                self.problems.add(section, field, text)
            settings = environment.resolve(declared, environ)
            found.append(Source(name=name, type=str(kind), settings=settings, declared=declared))
        return found

    def departments(self) -> list[Department]:
        tables = self.arrays["departments"]
        if not tables:
            self.problems.add("[[departments]]", "", "none is configured; add at least one with id and name")
        found = self._listed("departments", Department)
        for position, table in enumerate(tables):
            calendar = table.get("calendar")
            if isinstance(calendar, str) and calendar not in self.tables["calendars"]:
                text = unknown("calendar", calendar, self.tables["calendars"])
                self.problems.add(self._label("departments", position), "calendar", text)
        for position, field, text in checks.shared_members(tables):
            self.problems.add(self._label("departments", position), field, text)
        return found

    def calendars(self) -> list[Calendar]:
        found = []
        for name, table in self.tables["calendars"].items():
            section = f"[calendars.{name}]"
            if not isinstance(table, dict):
                self.problems.add(section, "", "must be a table of its own")
                continue
            known = {"": _keys(Calendar) - {"name"}, "closures": _keys(Closure)}
            if "name" in table:
                self.problems.add(section, "name", "unknown key; the name stands in the section's heading")
            calendar = self._validated(section, Calendar, {**table, "name": name}, known)
            closures = table.get("closures", [])
            closures = (
                [one for one in closures if isinstance(one, dict)] if isinstance(closures, list) else []
            )
            for field, text in checks.calendar_problems(table):
                self.problems.add(section, field, text)
            for number, closure in enumerate(closures, start=1):
                for field, text in checks.closure_problems(closure):
                    self.problems.add(section, f"closures no. {number} {field}", text)
            for field, text in checks.closure_overlaps(closures):
                self.problems.add(section, field, text)
            if calendar:
                found.append(calendar)
        return found

    def targets(self) -> list[Target]:
        found = self._listed("targets", Target)
        for position, table in enumerate(self.arrays["targets"]):
            label = self._label("targets", position)
            for field, text in checks.target_problems(table):
                self.problems.add(label, field, text)
            for field, text in checks.unknown_names(table, "department", "department", self.department_ids):
                self.problems.add(label, field, text)
        return found

    def assign(self) -> list[AssignRule]:
        found = self._listed("assign", AssignRule)
        for position, table in enumerate(self.arrays["assign"]):
            label = self._label("assign", position)
            references = [
                *checks.assign_problems(table),
                *checks.unknown_names(table, "department", "department", self.department_ids),
                *checks.unknown_names(table, "source", "source", list(self.tables["sources"])),
            ]
            for field, text in references:
                self.problems.add(label, field, text)
        return found

    def _table(self, name: str, value: object) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        self.problems.add(f"[{name}]", "", f"must be a table; write [{name}]")
        return {}

    def _array(self, name: str, value: object) -> list[dict[str, Any]]:
        if isinstance(value, list) and all(isinstance(table, dict) for table in value):
            return value
        self.problems.add(
            f"[[{name}]]", "", f"must be a list of tables; write [[{name}]] with double brackets"
        )
        return []

    def _label(self, name: str, position: int) -> str:
        given = self.arrays[name][position].get("id")
        return f'[[{name}]] "{given}"' if isinstance(given, str) else f"[[{name}]] no. {position + 1}"

    def _listed(self, name: str, model: type[Model]) -> list[Model]:
        tables = self.arrays[name]
        for position, given in checks.duplicate_ids(tables):
            self.problems.add(
                f"[[{name}]] no. {position + 1}", "id", f'"{given}" is taken already; choose another'
            )
        found = (self._validated(self._label(name, at), model, table) for at, table in enumerate(tables))
        return [one for one in found if one is not None]

    def _validated(
        self,
        section: str,
        model: type[Model],
        table: dict[str, Any],
        known: Mapping[str, set[str]] | None = None,
    ) -> Model | None:
        try:
            return model.model_validate(table)
        except ValidationError as error:
            self.problems.add_invalid(section, error, known or {"": _keys(model)})
        return None


def _keys(model: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)


def _unordered(values: list[Any]) -> list[Any]:
    return sorted(values, key=_canonical)


def _plain(section: BaseModel) -> dict[str, Any]:
    # Lists within a section name alternatives or members: their order means nothing.
    fields = section.model_dump(mode="json")
    return {key: _unordered(value) if isinstance(value, list) else value for key, value in fields.items()}


def _calendar_meaning(calendar: Calendar) -> list[Any]:
    closures = _unordered([_plain(closure) for closure in calendar.closures])
    return [calendar.zone, calendar.week, calendar.holidays, closures]
