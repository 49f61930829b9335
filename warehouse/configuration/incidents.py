"""Outages and other incidents: hours that say nothing about a usual week, and in which posts answer what happened.

[[incidents]]
name = "Netzausfall Nord"
from = 2026-09-14T06:20:00        # by the clock of the company's zone, or with an offset
until = 2026-09-14T13:00:00
topic = "outage"                  # optional
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Any, NamedTuple
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field

from warehouse.calendars import clock_reaches
from warehouse.configuration.checks import Found
from warehouse.configuration.sections import Section


class IncidentTime(NamedTuple):
    """An incident over [from_at, until_at), UTC."""

    from_at: datetime
    until_at: datetime
    name: str
    topic: str | None


def _moment(value: object) -> object:
    # A day stands for its midnight, as everywhere in the file.
    if type(value) is date:
        return datetime(value.year, value.month, value.day)
    if not isinstance(value, datetime):
        raise ValueError(f"must be a time without quotes like 2026-09-14T06:20:00, not {value}")
    return value


Moment = Annotated[datetime, BeforeValidator(_moment)]


class Incident(Section):
    """Something that happened over [first, until): an outage, a recall, a strike."""

    name: str
    first: Moment = Field(alias="from")
    until: Moment
    topic: str | None = None

    def instants(self, zone: ZoneInfo) -> IncidentTime:
        """Its instants; a time without an offset is one of the clock of `zone`."""
        return IncidentTime(_utc(self.first, zone), _utc(self.until, zone), self.name, self.topic)


def incident_problems(table: Mapping[str, Any], zone: ZoneInfo) -> Found:
    """An incident that ends before it begins."""
    try:
        first, until = (_utc(_moment(table.get(name)), zone) for name in ("from", "until"))  # type: ignore[arg-type]
    except ValueError:
        return  # said already by the field itself
    if first >= until:
        yield "until", f"{table['until']} doesn't lie after from = {table['from']}; until is when it was over"


def _utc(moment: datetime, zone: ZoneInfo) -> datetime:
    if moment.tzinfo is not None:
        return moment.astimezone(UTC)
    minutes, rest = divmod(moment.hour * 3600 + moment.minute * 60 + moment.second, 60)
    return clock_reaches(zone, moment.date(), minutes).replace(second=rest)
