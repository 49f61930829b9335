"""The company as leitstand.toml describes it: sources, departments, calendars, targets, and who owns what."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from warehouse.configuration.capacity import CapacitySection
from warehouse.configuration.conflict import ConflictSection
from warehouse.configuration.fingerprint import fingerprint
from warehouse.configuration.identity import IdentitySection
from warehouse.configuration.incidents import IncidentTime
from warehouse.configuration.intents import Audited, IntentRule, IntentsAuditSection, audit_path, read_audit
from warehouse.configuration.links import ContactLinksSection, LeadingSection
from warehouse.configuration.opening_hours import AnyCalendar, Calendar, CalendarHistory, Period
from warehouse.configuration.organisation import OrganisationChange
from warehouse.configuration.problems import ConfigError as ConfigError
from warehouse.configuration.problems import Problems
from warehouse.configuration.reader import Reader, read_toml
from warehouse.configuration.reader import Source as Source
from warehouse.configuration.sections import (
    AnswersSection,
    AssignRule,
    CompanySection,
    Department,
    EpisodesSection,
    PromisesSection,
    Shift,
    StaffingSection,
    Target,
)
from warehouse.configuration.staffing import StaffedTime


class Company(BaseModel):
    """All of leitstand.toml, checked. `base` is the folder that relative paths in it refer to.

    `staffed` is what the staffing file says, `audited` what the audit of intents does. `config_hash` (sha256) changes
    with the meaning of the configuration and the staffing file only: not with their order where that means nothing,
    their place, `as_of`, or what stands in the environment.
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
    shifts: tuple[Shift, ...]
    staffed: tuple[StaffedTime, ...]
    incidents: tuple[IncidentTime, ...]
    answers: AnswersSection
    promises: PromisesSection
    conflict: ConflictSection
    capacity: CapacitySection
    identity: IdentitySection
    contact_links: ContactLinksSection
    leading: LeadingSection
    organisation: tuple[OrganisationChange, ...]
    intents: tuple[IntentRule, ...]
    audited: tuple[Audited, ...]
    config_hash: str
    path: Path
    base: Path

    def calendar_of(self, department: Department) -> AnyCalendar | None:
        """The opening hours of a department, whatever calendars it had; None where it has none."""
        name, parts = department.effective_calendar, department.history
        if name is None or len(parts) == 1:
            return self.calendars[parts[0].name] if parts else None
        starts = [None, *(part.until for part in parts)]
        periods = (
            Period(self.calendars[part.name], first, part.until)
            for part, first in zip(parts, starts, strict=False)
        )
        return CalendarHistory(name, tuple(periods))

    @property
    def effective_calendars(self) -> dict[str, AnyCalendar]:
        """All calendars by name, and the histories of departments that changed theirs."""
        composed = (self.calendar_of(department) for department in self.departments)
        return {**self.calendars, **{one.name: one for one in composed if one}}


def load(path: Path, environ: Mapping[str, str], need_sources: bool = True) -> Company:
    """Read and check leitstand.toml.

    Without `need_sources` (nothing will be fetched) variables of sources may be unset; their settings then
    hold "env:NAME".

    Raises:
        ConfigError: every problem of the file, one line each.
    """
    problems = Problems(path.name)
    base = path.resolve().parent
    reader = Reader(read_toml(path, problems), problems)
    general = reader.section("company", CompanySection)
    episodes = reader.section("episodes", EpisodesSection)
    sources = reader.sources(environ, need_sources)
    departments = reader.departments()
    calendars = reader.calendars()
    targets = reader.targets()
    assign = reader.assign()
    shifts = reader.shifts()
    staffing = reader.section("staffing", StaffingSection)
    answers = reader.section("answers", AnswersSection)
    promises = reader.section("promises", PromisesSection)
    conflict = reader.conflict()
    capacity = reader.section("capacity", CapacitySection)
    links = reader.section("contact_links", ContactLinksSection)
    leading = reader.leading()
    identity = reader.identity()
    organisation = reader.organisation()
    intents = reader.intents()
    audit = reader.section("intents_audit", IntentsAuditSection)
    audited: list[Audited] = []
    # A folder of the environment is there while something is fetched, as the sources are.
    if audit and audit.file and (place := audit_path(audit.file, base, environ)):
        audited = read_audit(place, problems)
    staffed = []
    if staffing and staffing.file and general:
        staffed = reader.staffing(base / staffing.file, departments, calendars, general.zone)
    incidents = reader.incidents(ZoneInfo(general.zone)) if general else []
    problems.raise_if_any()
    assert identity
    assert general and episodes and answers and promises and conflict and capacity and links and leading
    company = Company(
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
        shifts=tuple(shifts),
        staffed=tuple(staffed),
        incidents=tuple(incidents),
        answers=answers,
        promises=promises,
        conflict=conflict,
        capacity=capacity,
        identity=identity,
        contact_links=links,
        leading=leading,
        organisation=tuple(organisation),
        intents=tuple(intents),
        audited=tuple(audited),
        config_hash="",
        path=path,
        base=base,
    )
    audit_file = audit.file if audit else None
    return company.model_copy(update={"config_hash": fingerprint(company, audit_file)})
