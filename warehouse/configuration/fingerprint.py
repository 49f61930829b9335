"""What a configuration means, as one number: files that say the same in other words or another order have the same."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from warehouse.configuration.opening_hours import Calendar
from warehouse.configuration.sections import Department

if TYPE_CHECKING:
    from warehouse.company import Company

SECTIONS = ("answers", "promises", "conflict", "capacity", "identity", "contact_links", "leading")


def fingerprint(company: Company, audit_file: str | None) -> str:
    """The sha256 of what the configuration and its staffing file mean; `audit_file` as [intents_audit] names it.

    Its place, `as_of`, and what stands in the environment are no part of it. The order of targets and rules is.
    """
    meaning = {
        "company": [company.id, company.name, company.zone, company.language],
        "episodes": [company.gap_hours, company.reopen_days],
        "sources": {name: [source.type, source.declared] for name, source in company.sources.items()},
        "departments": _unordered([_department(department) for department in company.departments]),
        "calendars": {name: _calendar(calendar) for name, calendar in company.calendars.items()},
        "targets": [_plain(target) for target in company.targets],
        "assign": [_plain(rule) for rule in company.assign],
        "shifts": _unordered([_plain(shift) for shift in company.shifts]),
        "staffed": company.staffed,
        "incidents": company.incidents,
        "organisation": [_plain(change) for change in company.organisation],
        "intents": [_plain(rule) for rule in company.intents],
        "intents_audit": audit_file,
        **{name: getattr(company, name).model_dump() for name in SECTIONS},
    }
    return hashlib.sha256(_canonical(meaning).encode()).hexdigest()


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)


def _unordered(values: list[Any]) -> list[Any]:
    return sorted(values, key=_canonical)


def _plain(section: BaseModel) -> dict[str, Any]:
    # Lists within a section name alternatives or members: their order means nothing.
    fields = section.model_dump(mode="json")
    return {key: _unordered(value) if isinstance(value, list) else value for key, value in fields.items()}


def _department(department: Department) -> dict[str, Any]:
    # A history of one calendar means the same as that calendar.
    return _plain(department) | {"calendar": None, "calendars": department.effective_calendar}


def _calendar(calendar: Calendar) -> list[Any]:
    closures = _unordered([_plain(closure) for closure in calendar.closures])
    return [calendar.zone, calendar.week, calendar.holidays, closures]
