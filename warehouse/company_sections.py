"""The sections of leitstand.toml except calendars and sources: their keys, and what may stand in them."""

import re
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from warehouse.durations import parse_duration
from warehouse.opening_hours import Zone
from warehouse.vocabulary import (
    AssignBy,
    Channel,
    Clock,
    DepartmentKind,
    Language,
    Platform,
    TargetMetric,
    Visibility,
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
Seconds = Annotated[int, BeforeValidator(parse_duration)]


class Section(BaseModel):
    """One table of the file: no unknown keys, no silent conversions."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Department(Section):
    """A department, and how the source systems call its queues, accounts, handles and people (native ids).

    `category` is the number of its colour, 1 to 6, or 0; handles are lower case without "@".
    """

    id: Id
    name: str
    name_en: str = Field(default_factory=lambda given: given.get("name", ""))
    kind: DepartmentKind = "other"
    calendar: str | None = None
    category: Annotated[int, Field(ge=0, le=6)] = 0
    groups: Words = ()
    accounts: Words = ()
    handles: Handles = ()
    agents: Words = ()


class Target(Section):
    """A promise: `metric` within `seconds` of `clock`, or by the end of the next business day.

    `goal` is the share that should be met. Empty conditions hold for everything; the first target that fits
    is the one that counts.
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

    @property
    def end_of_next_business_day(self) -> bool:
        """True where the target is a day and not a span."""
        return self.due is not None


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
