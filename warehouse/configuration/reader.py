"""Reads the tables of leitstand.toml, one section at a time."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from warehouse.configuration import checks, environment, history
from warehouse.configuration.conflict import ConflictSection, topic_problems
from warehouse.configuration.identity import IdentitySection
from warehouse.configuration.incidents import Incident, IncidentTime, incident_problems
from warehouse.configuration.intents import IntentRule, rule_problems
from warehouse.configuration.links import LeadingSection, leading_problems
from warehouse.configuration.opening_hours import Calendar, Closure
from warehouse.configuration.organisation import OrganisationChange, organisation_problems
from warehouse.configuration.problems import ConfigError, Problems, suggestion
from warehouse.configuration.sections import (
    AssignRule,
    CalendarPart,
    Department,
    FormerName,
    Member,
    Shift,
    Target,
)
from warehouse.configuration.staffing import StaffedTime, read_staffing

TABLES = (
    "company",
    "episodes",
    "sources",
    "calendars",
    "staffing",
    "answers",
    "promises",
    "conflict",
    "capacity",
    "identity",
    "intents_audit",
    "contact_links",
    "leading",
)
ARRAYS = ("departments", "targets", "assign", "shifts", "intents", "incidents", "organisation")
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


def read_toml(path: Path, problems: Problems) -> dict[str, Any]:
    """The tables of the file.

    Raises:
        ConfigError: there is no such file, or it is no TOML.
    """
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


class Reader:
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
        """The section [name]; None where it is wrong."""
        return self._validated(f"[{name}]", model, self.tables[name])

    def sources(self, environ: Mapping[str, str], need_sources: bool) -> list[Source]:
        """The [sources.*], with what stands in the environment."""
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
        """The [[departments]], in order."""
        tables = self.arrays["departments"]
        if not tables:
            self.problems.add("[[departments]]", "", "none is configured; add at least one with id and name")
        lists: dict[str, type[BaseModel]] = {
            "calendars": CalendarPart,
            "former_names": FormerName,
            "groups": Member,
            "agents": Member,
        }
        known = {"": _keys(Department), **{name: _keys(model) for name, model in lists.items()}}
        found = self._listed("departments", Department, known)
        for position, table in enumerate(tables):
            for check in (
                history.member_problems(table),
                history.name_problems(table),
                history.calendar_problems(table, self.tables["calendars"]),
            ):
                for field, text in check:
                    self.problems.add(self._label("departments", position), field, text)
        for position, field, text in history.shared_members(tables):
            self.problems.add(self._label("departments", position), field, text)
        return found

    def calendars(self) -> list[Calendar]:
        """The [calendars.*]."""
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
        """The [[targets]], in order."""
        found = self._listed("targets", Target)
        for position, table in enumerate(self.arrays["targets"]):
            label = self._label("targets", position)
            for field, text in (*checks.target_problems(table), *history.validity_problems(table)):
                self.problems.add(label, field, text)
            for field, text in checks.unknown_names(table, "department", "department", self.department_ids):
                self.problems.add(label, field, text)
        return found

    def assign(self) -> list[AssignRule]:
        """The [[assign]] rules, in order."""
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

    def shifts(self) -> list[Shift]:
        """The [[shifts]]."""
        found = self._listed("shifts", Shift)
        for position, table in enumerate(self.arrays["shifts"]):
            label = self._label("shifts", position)
            names = checks.unknown_names(table, "department", "department", self.department_ids)
            for field, text in (*names, *history.validity_problems(table)):
                self.problems.add(label, field, text)
        return found

    def incidents(self, zone: ZoneInfo) -> list[IncidentTime]:
        """The [[incidents]] in order of time."""
        found = self._listed("incidents", Incident)
        for position, table in enumerate(self.arrays["incidents"]):
            for field, text in incident_problems(table, zone):
                self.problems.add(self._label("incidents", position), field, text)
        return sorted((one.instants(zone) for one in found), key=lambda one: one[:3])

    def intents(self) -> list[IntentRule]:
        """The [[intents]] rules, in order."""
        found = self._listed("intents", IntentRule)
        for position, table in enumerate(self.arrays["intents"]):
            for field, text in rule_problems(table):
                self.problems.add(self._label("intents", position), field, text)
        return found

    def conflict(self) -> ConflictSection | None:
        """[conflict]."""
        found = self.section("conflict", ConflictSection)
        for field, text in topic_problems(self.tables["conflict"], self.department_ids):
            self.problems.add("[conflict]", field, text)
        return found

    def leading(self) -> LeadingSection | None:
        """[leading]."""
        found = self.section("leading", LeadingSection)
        for field, text in leading_problems(found, list(self.tables["sources"])) if found else ():
            self.problems.add("[leading]", field, text)
        return found

    def identity(self) -> IdentitySection | None:
        """[identity]."""
        names = list(self.tables["sources"])
        for field, text in checks.unknown_names(self.tables["identity"], "key_sources", "source", names):
            self.problems.add("[identity]", field, text)
        return self.section("identity", IdentitySection)

    def organisation(self) -> list[OrganisationChange]:
        """The [[organisation]] entries, in order of time."""
        found = self._listed("organisation", OrganisationChange)
        for position, field, text in organisation_problems(self.arrays["organisation"], self.department_ids):
            self.problems.add(self._label("organisation", position), field, text)
        return sorted(found, key=lambda one: (one.first is not None, one.first, one.member))

    def staffing(
        self, file: Path, departments: list[Department], calendars: list[Calendar], zone: str
    ) -> list[StaffedTime]:
        """The rows of the staffing file, by the clocks of the departments' calendars or else of `zone`."""
        zones_of = {calendar.name: calendar.zone for calendar in calendars}
        zones, names = {}, {}
        for department in departments:
            calendar = next((zones_of.get(part.name) for part in department.history), None)
            zones[department.id] = ZoneInfo(calendar or zone)
            former = (one for old in department.former_names for one in (old.name, old.name_en))
            for name in (*former, department.name_en, department.name, department.id):
                names[name.casefold()] = department.id
        staffed = read_staffing(file, zones, names, self.problems)
        for position, table in enumerate(self.arrays["shifts"]):
            for field, text in history.staffed_twice(table, staffed, file.name):
                self.problems.add(self._label("shifts", position), field, text)
        return staffed

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

    def _listed(
        self, name: str, model: type[Model], known: Mapping[str, set[str]] | None = None
    ) -> list[Model]:
        tables = self.arrays[name]
        for position, given in checks.duplicate_ids(tables):
            self.problems.add(
                f"[[{name}]] no. {position + 1}", "id", f'"{given}" is taken already; choose another'
            )
        found = (
            self._validated(self._label(name, at), model, table, known) for at, table in enumerate(tables)
        )
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
