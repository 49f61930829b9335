"""What a calendar section says: weekly opening hours, regional holidays, and days that differ from them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from itertools import pairwise
from typing import Annotated, Any, NamedTuple
from zoneinfo import ZoneInfo, available_timezones

import holidays as holidays_package
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from warehouse.configuration.problems import suggestion

DAY = 24 * 60
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_INTERVAL = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")


class Interval(NamedTuple):
    """Minutes after the local midnight of the day it begins on; past midnight `closes` exceeds 1440."""

    opens: int
    closes: int

    def __str__(self) -> str:
        closes = self.closes if self.closes <= DAY else self.closes - DAY
        return f"{self.opens // 60:02}:{self.opens % 60:02}-{closes // 60:02}:{closes % 60:02}"


ALL_DAY = Interval(0, DAY)


def parse_interval(text: str) -> Interval:
    """Read "08:00-12:00"; an end at or before the start lies on the next day, "24:00" is midnight at the end.

    Raises:
        ValueError: anything but whole minutes in this shape, or nothing between start and end.
    """
    match = _INTERVAL.fullmatch(text.strip())
    if not match:
        raise ValueError(f'"{text}" is no interval in whole minutes; write it like "08:00-12:00"')
    start_hour, start_minute, end_hour, end_minute = map(int, match.groups())
    opens, closes = start_hour * 60 + start_minute, end_hour * 60 + end_minute
    if start_minute > 59 or end_minute > 59 or opens >= DAY or closes > DAY:
        raise ValueError(f'"{text}" holds no time of day; hours run from 00:00 to 24:00, minutes to 59')
    if opens == closes:
        raise ValueError(f'"{text}" is empty; leave it out, or write "00:00-24:00" for the whole day')
    return Interval(opens, closes if closes > opens else closes + DAY)


def parse_intervals(value: object) -> tuple[Interval, ...]:
    """Read the list of one day, sorted.

    Raises:
        ValueError: no list of texts, an interval that can't be read, or two that overlap.
    """
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, Iterable) or isinstance(value, Mapping):
        raise ValueError('must be a list of intervals like ["08:00-12:00", "13:00-17:00"]')
    texts = list(value)
    wrong = next((text for text in texts if not isinstance(text, str)), None)
    if wrong is not None:
        raise ValueError(f'{wrong} must be an interval in quotes like "08:00-12:00"')
    intervals = sorted(parse_interval(text) for text in texts)
    for earlier, later in pairwise(intervals):
        if later.opens < earlier.closes:
            raise ValueError(f'"{earlier}" and "{later}" overlap; join them or move one')
    return tuple(intervals)


@cache
def _zones() -> frozenset[str]:
    """Names of all zones; to list them means to look through a few hundred files."""
    return frozenset(available_timezones())


def check_zone(zone: str) -> str:
    """Return the IANA zone as it is.

    Raises:
        ValueError: no such zone; names the nearest one.
    """
    if zone not in _zones():
        # Abbreviations such as EST are near to many a word and seldom meant.
        places = [known for known in _zones() if "/" in known]
        mend = suggestion(zone, places, otherwise='write it like "Europe/Berlin"')
        raise ValueError(f'"{zone}" is no IANA time zone; {mend}')
    return zone


def check_holidays(code: str) -> str:
    """Return "DE" or "DE-NW" as it is.

    Raises:
        ValueError: a country or subdivision that the holidays package doesn't know.
    """
    country, _, subdivision = code.partition("-")
    countries = holidays_package.list_supported_countries(include_aliases=True)
    if country not in countries:
        raise ValueError(
            f'no holidays are known for "{country}"; write a country code such as "DE", or "DE-NW"'
        )
    if "-" in code and subdivision not in countries[country]:
        known = ", ".join(countries[country]) or f'none, write "{country}"'
        raise ValueError(f'no subdivision "{subdivision}" of {country} is known; known: {known}')
    return code


@cache
def public_holidays(code: str, year: int) -> frozenset[date]:
    """The public holidays of one year in "DE" or "DE-NW"."""
    country, _, subdivision = code.partition("-")
    found = holidays_package.country_holidays(country, subdiv=subdivision or None, years=year)
    return frozenset(day for day in found if day.year == year)


Zone = Annotated[str, AfterValidator(check_zone)]
Intervals = Annotated[tuple[Interval, ...], BeforeValidator(parse_intervals)]


class Closure(BaseModel):
    """Days that differ from the usual week: closed, or open during `hours`."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    day: date | None = None
    first: date | None = Field(default=None, alias="from")
    last: date | None = Field(default=None, alias="to")
    hours: Intervals = ()
    name: str = ""

    def days(self) -> Iterator[date]:
        """Every day that it holds for."""
        first, last = self.day or self.first, self.day or self.last
        assert first and last
        return (first + timedelta(days=offset) for offset in range((last - first).days + 1))


class Calendar(BaseModel):
    """Opening hours of one part of the company; nothing is open outside of them.

    On a holiday no interval begins. A closure comes before holidays and the week: with a single `day`, its
    hours stand in place of the usual ones; over `from`/`to` only on days that would have been open.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: str
    zone: Zone
    always: bool = False
    monday: Intervals = ()
    tuesday: Intervals = ()
    wednesday: Intervals = ()
    thursday: Intervals = ()
    friday: Intervals = ()
    saturday: Intervals = ()
    sunday: Intervals = ()
    holidays: Annotated[str, AfterValidator(check_holidays)] | None = None
    closures: tuple[Closure, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _lists_as_tuples(cls, value: Any) -> Any:
        if isinstance(value, dict) and isinstance(value.get("closures"), list):
            return {**value, "closures": tuple(value["closures"])}
        return value

    @property
    def tz(self) -> ZoneInfo:
        """The zone that the hours are meant in."""
        return ZoneInfo(self.zone)

    @property
    def week(self) -> tuple[tuple[Interval, ...], ...]:
        """Seven days of intervals, Monday first."""
        if self.always:
            return ((ALL_DAY,),) * 7
        return tuple(getattr(self, weekday) for weekday in WEEKDAYS)

    @cached_property
    def special_days(self) -> Mapping[date, tuple[Interval, ...]]:
        """Hours of the days that closures name, () for closed."""
        special = {}
        for closure in self.closures:
            for day in closure.days():
                opens = closure.day is not None or (self.week[day.weekday()] and not self.is_holiday(day))
                special[day] = closure.hours if opens else ()
        return special

    def is_holiday(self, day: date) -> bool:
        """True on a public holiday of the calendar's region."""
        return self.holidays is not None and day in public_holidays(self.holidays, day.year)

    def hours_on(self, day: date) -> tuple[Interval, ...]:
        """The intervals that begin on this local day."""
        if day in self.special_days:
            return self.special_days[day]
        return () if self.is_holiday(day) else self.week[day.weekday()]


class Period(NamedTuple):
    """A calendar, valid from the local midnight of `first` until before that of `until`; None: open."""

    calendar: Calendar
    first: date | None
    until: date | None


@dataclass(frozen=True)
class CalendarHistory:
    """The calendars of one department, oldest first: at each instant the one holds that was valid then.

    They change at local midnight: what a shift of the old calendar has left by then is lost, and of a shift that the
    new one would have begun the day before the rest counts. All are in one zone.
    """

    name: str
    periods: tuple[Period, ...]

    @property
    def zone(self) -> str:
        """The zone that the hours are meant in."""
        return self.periods[0].calendar.zone

    @property
    def tz(self) -> ZoneInfo:
        """The same, to compute with."""
        return ZoneInfo(self.zone)


AnyCalendar = Calendar | CalendarHistory


def periods(calendar: AnyCalendar) -> tuple[Period, ...]:
    """Which calendar held when; one that never changed is a history of one."""
    return calendar.periods if isinstance(calendar, CalendarHistory) else (Period(calendar, None, None),)
