"""The sections of leitstand.toml except calendars and sources: their keys, and what may stand in them."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from warehouse.configuration.durations import parse_duration
from warehouse.configuration.opening_hours import Intervals, Zone
from warehouse.configuration.patterns import check_pattern
from warehouse.vocabulary import (
    AssignBy,
    Channel,
    Clock,
    DepartmentKind,
    Language,
    PausingState,
    Platform,
    TargetMetric,
    Visibility,
    Weekday,
)

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


def check_id(name: str) -> str:
    """Return an id that fits into an address and a file name.

    Raises:
        ValueError: other letters, or "none", which means "no owner" in addresses.
    """
    if not _ID.fullmatch(name):
        raise ValueError(f'"{name}" is no id; use letters a to z, digits, "_", "-" and "."')
    if name == "none":
        raise ValueError('"none" stands for "no owner"; take another id')
    return name


def _one_or_more(value: object) -> object:
    if isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, list) else value


def _member(value: object) -> object:
    if not isinstance(value, str | dict):
        shown = str(value).lower() if isinstance(value, bool) else value
        raise ValueError(f'must be text in quotes, not {shown}; or {{ id = "…", from = 2026-01-01 }}')
    return {"id": value} if isinstance(value, str) else value


def _list(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _headcount(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"must be a number of people without quotes, not {value}")
    return Decimal(str(value)).quantize(Decimal("0.01"))


def _handle(name: str) -> str:
    return name.removeprefix("@").lower()


def _offset(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError(f"{instant} has no offset; write it like 2026-11-21T06:00:00+01:00")
    return instant


Id = Annotated[str, AfterValidator(check_id)]
Words = Annotated[tuple[str, ...], BeforeValidator(_one_or_more)]
Handles = Annotated[tuple[Annotated[str, AfterValidator(_handle)], ...], BeforeValidator(_one_or_more)]
Platforms = Annotated[tuple[Platform, ...], BeforeValidator(_one_or_more)]
Channels = Annotated[tuple[Channel, ...], BeforeValidator(_one_or_more)]
Visibilities = Annotated[tuple[Visibility, ...], BeforeValidator(_one_or_more)]
Weekdays = Annotated[tuple[Weekday, ...], BeforeValidator(_one_or_more)]
PausingStates = Annotated[tuple[PausingState, ...], BeforeValidator(_one_or_more)]
Seconds = Annotated[int, BeforeValidator(parse_duration)]
Headcount = Annotated[Decimal, BeforeValidator(_headcount), Field(gt=0, le=9999)]


class Section(BaseModel):
    """One table of the file: no unknown keys, no silent conversions."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Member(Section):
    """A person or queue by its native id, from the local day `first` until before `until` (None: open).

    `provider` is the service provider whose people a person belongs to; empty for the company's own.
    """

    id: str
    first: date | None = Field(default=None, alias="from")
    until: date | None = None
    provider: str = ""


class FormerName(Section):
    """What a department was called before the local day `until`."""

    name: str
    name_en: str = Field(default_factory=lambda given: given.get("name", ""))
    until: date


class CalendarPart(Section):
    """The calendar that held before the local day `until`; None: to this day."""

    name: str
    until: date | None = None


Members = Annotated[tuple[Annotated[Member, BeforeValidator(_member)], ...], BeforeValidator(_list)]


class Department(Section):
    """A department, and how the source systems call its queues, accounts, handles and people (native ids).

    `category` is the number of its colour, 1 to 6, or 0; handles are lower case without "@". It has one `calendar`
    or a history of `calendars`, oldest first; `history` reads both.
    """

    id: Id
    name: str
    name_en: str = Field(default_factory=lambda given: given.get("name", ""))
    kind: DepartmentKind = "other"
    former_names: Annotated[tuple[FormerName, ...], BeforeValidator(_list)] = ()
    calendar: str | None = None
    calendars: Annotated[tuple[CalendarPart, ...], BeforeValidator(_list)] = ()
    category: Annotated[int, Field(ge=0, le=6)] = 0
    groups: Members = ()
    accounts: Words = ()
    handles: Handles = ()
    agents: Members = ()

    @property
    def history(self) -> tuple[CalendarPart, ...]:
        """Its calendars, oldest first; empty where it has none."""
        return self.calendars or ((CalendarPart(name=self.calendar),) if self.calendar else ())

    @property
    def effective_calendar(self) -> str | None:
        """The name under which its opening hours are found in the calendars' tables."""
        parts = [part.name + (f" until {part.until}" if part.until else "") for part in self.history]
        return ", ".join(parts) or None


class Target(Section):
    """A promise: `metric` within `seconds` of `clock`, or by the end of the next business day.

    `goal` is the share that should be met. Empty conditions hold for everything; the first target that fits
    is the one that counts, and those with `also` are measured beside it. It held for what started from the local
    day `first` until before `until`; its clock stands while the case is in one of the states of `pause`.
    """

    id: Id
    name: str
    name_en: str = Field(default_factory=lambda given: given.get("name", ""))
    metric: TargetMetric
    channel: Channels = ()
    visibility: Visibilities = ()
    platform: Platforms = ()
    department: Words = ()
    seconds: Seconds | None = Field(default=None, alias="within")
    due: Literal["end_of_next_business_day"] | None = None
    clock: Clock = "business"
    goal: Annotated[float, Field(ge=0, le=1)]
    first: date | None = Field(default=None, alias="from")
    until: date | None = None
    pause: PausingStates = Field(default_factory=lambda given: _usual_pause(given))
    also: bool = False

    @property
    def end_of_next_business_day(self) -> bool:
        """True where the target is a day and not a span."""
        return self.due is not None


def _usual_pause(given: dict[str, Any]) -> tuple[PausingState, ...]:
    # While the customer is asked, a resolution waits for them; a day target has no clock that could stand.
    return ("waiting_customer",) if given.get("metric") == "resolution" and not given.get("due") else ()


class Shift(Section):
    """`headcount` people of a department on these days and hours, by the clock of its calendar's zone.

    Not on days on which the calendar says holiday, and on days that a closure names only within its hours, unless
    `on_holidays`.
    """

    department: str
    days: Weekdays = Field(min_length=1)
    hours: Annotated[Intervals, Field(min_length=1)]
    headcount: Headcount
    first: date | None = Field(default=None, alias="from")
    until: date | None = None
    on_holidays: bool = False


class AssignRule(Section):
    """Who owns a message: `department`, or the one whose list holds its value of `by`. Empty = any."""

    source: Words = ()
    platform: Platforms = ()
    channel: Channels = ()
    visibility: Visibilities = ()
    group: Words = ()
    account: Words = ()
    mention: Handles = ()
    department: str | None = None
    by: AssignBy | None = None


class CompanySection(Section):
    """[company]."""

    id: Id
    name: str = ""
    zone: Zone
    language: Language = "en"
    as_of: Annotated[datetime, AfterValidator(_offset)] | None = None


class EpisodesSection(Section):
    """[episodes]: the silence that ends an episode, and the days in which a closed one reopens."""

    gap_hours: Annotated[int, Field(ge=1)] = 72
    reopen_days: Annotated[int, Field(ge=0)] = 7


class StaffingSection(Section):
    """[staffing]: a CSV file of staffed hours, relative to the folder of the configuration."""

    file: str = ""


class AnswersSection(Section):
    """[answers]: what is no double answer, within which time two are one too many, and the longest handle time."""

    split_pattern: Annotated[str, AfterValidator(check_pattern)] = r"\(\s*\d\s*/\s*\d\s*\)"
    double_within: Seconds = 1800
    handle_cap: Seconds = 1800


class PromisesSection(Section):
    """[promises]: when a promise is due that names no date, in calendar days."""

    default_within: Seconds = 3 * 86400
