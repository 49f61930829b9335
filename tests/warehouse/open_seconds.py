"""Open seconds between two instants in two ways: by walking the days, and looked up as the product does."""

from datetime import UTC, datetime, timedelta

from warehouse.calendars import clock_reaches, slot_seconds, slots
from warehouse.configuration.opening_hours import AnyCalendar, Calendar, periods

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def walked(calendar: AnyCalendar, start: datetime, end: datetime) -> float:
    """Interval by interval; slow, and plain enough to be believed. Negative where `end` lies before `start`.

    Of a history each calendar counts what lies between its local midnights.
    """
    if end < start:
        return -walked(calendar, end, start)
    total = timedelta()
    for period in periods(calendar):
        zone = period.calendar.tz
        since = clock_reaches(zone, period.first, 0) if period.first else start
        until = clock_reaches(zone, period.until, 0) if period.until else end
        total += _open_time(period.calendar, max(start, since), min(end, until))
    return total.total_seconds()


def looked_up(calendar: AnyCalendar, start: datetime, end: datetime) -> float:
    """The difference of two look-ups in the table of slots, of which the lists of calendar_curve are made."""
    first, last = sorted([start.astimezone(UTC).date(), end.astimezone(UTC).date()])
    width = slot_seconds(calendar, first, last) * 1_000_000
    table = slots(calendar, first, last)
    first_slot = table["slot"][0]

    def microseconds_before(instant: datetime) -> int:
        slot, into = divmod((instant - EPOCH) // timedelta(microseconds=1), width)
        _, is_open, open_before = table.row(slot - first_slot)
        return int(open_before * 1_000_000 + (into if is_open else 0))

    return (microseconds_before(end) - microseconds_before(start)) / 1e6


def _open_time(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    total = timedelta()
    reached = start.astimezone(UTC)
    day = reached.astimezone(calendar.tz).date() - 2 * DAY  # a shift may have begun the day before
    last = end.astimezone(calendar.tz).date() + DAY
    while day <= last:
        for opens, closes in calendar.hours_on(day):
            opened = max(clock_reaches(calendar.tz, day, opens), reached)
            closed = min(clock_reaches(calendar.tz, day, closes), end)
            if opened < closed:
                total += closed - opened
                reached = closed.astimezone(UTC)
        day += DAY
    return total
