"""The lists that arithmetic finds open time in, read by the macros as models read them."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import duckdb
import polars as pl
import pytest

from tests.warehouse.open_seconds import walked
from tests.warehouse.test_calendar_history import history
from tests.warehouse.test_calendars import HOUR, SERVICE, calendar, daily, local
from warehouse.calendar_curve import make_curve
from warehouse.database import MACROS

FIRST, LAST = date(2026, 3, 1), date(2026, 11, 30)
NAMED = {
    "split": calendar(**SERVICE, holidays="DE-NW"),
    "nights": calendar(**daily("22:00-06:00")),
    "odd": calendar("Asia/Kolkata", monday=["08:45-17:00"]),
    "always": calendar(always=True),
    "changed": history(calendar(**daily("08:00-12:00")), calendar(**daily("20:00-04:00"))),
}
Read = Callable[[str, str, datetime], object]


@pytest.fixture(scope="module")
def read() -> Iterator[Read]:
    """`read(calendar, what, instant)` with the macros; a number for what="open_us"."""
    lists = make_curve(NAMED, FIRST, LAST)
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    connection.execute(MACROS.read_text(encoding="utf-8"))
    frame = pl.DataFrame(
        {"curve": [pl.Series(lists.curve)], "open_slots": [pl.Series(lists.open_slots)],
         "next_closes": [lists.next_closes], "slot_us": lists.slot_us, "first_day": lists.first_day}
    )  # fmt: skip
    connection.register("axis", frame.to_arrow())

    def ask(name: str, what: str, *values: object) -> object:
        stretch = lists.stretches[name]._asdict()
        for key, value in stretch.items():
            connection.execute(f"set variable {key} = {value}")
        found = connection.execute(f"select {what} from axis", list(values)).fetchone()
        return found[0] if found else None

    yield ask
    connection.close()


OPEN = "open_us(curve, slot_us, epoch_us(?::timestamptz) + getvariable('shift_us'))"
INSTANT = """make_timestamptz(epoch_us_of_open_us(
    open_slots, slot_us, getvariable('open_slots_before'), getvariable('open_slot_count'), getvariable('shift_us'),
    ?::bigint
))"""
CLOSE = "next_closes[getvariable('days_before') + 1 + (?::date - first_day)]"


@pytest.mark.thorough
@pytest.mark.parametrize("name", NAMED)
def test_open_time_is_that_of_the_walk_for_each_calendar_in_the_list(read, name):
    start = datetime(2026, 3, 1, tzinfo=UTC)
    instants = [
        start + timedelta(hours=103 * step, seconds=step, microseconds=7 * step) for step in range(60)
    ]
    first = read(name, OPEN, instants[0])

    found = [(read(name, OPEN, instant) - first) / 1e6 for instant in instants]
    assert found == [walked(NAMED[name], instants[0], instant) for instant in instants]


@pytest.mark.parametrize("name", NAMED)
def test_the_instant_of_an_open_time_is_the_first_at_which_it_has_passed(read, name):
    start = datetime(2026, 9, 25, 13, 7, 3, 250_000, tzinfo=UTC)
    begun = read(name, OPEN, start)
    for seconds in (0.000001, 1, 900, 4 * HOUR, 5 * HOUR + 0.5, 40 * HOUR):
        due = read(name, INSTANT, begun + round(seconds * 1e6))
        just_before = due - timedelta(microseconds=1)
        assert walked(NAMED[name], start, due) == pytest.approx(seconds, abs=1e-9)
        assert walked(NAMED[name], start, just_before) == pytest.approx(seconds - 1e-6, abs=1e-9)


def test_what_lies_beyond_the_end_of_a_calendar_is_unknown_and_not_the_next_ones(read):
    for name in NAMED:
        whole = read(name, OPEN, datetime(2026, 12, 1, 23, 59, 59, 999_999, tzinfo=UTC))
        assert read(name, INSTANT, whole) is not None
        assert read(name, INSTANT, whole + 3600 * 1_000_000 * 24) is None


@pytest.mark.demand(23)
@pytest.mark.parametrize(
    ("written", "due"),
    [("2026-11-20", "2026-11-23"), ("2026-11-21", "2026-11-23"), ("2026-11-22", "2026-11-23"),
     ("2026-11-23", "2026-11-24"), ("2026-04-02", "2026-04-07")],
)  # fmt: skip
def test_the_end_of_the_next_business_day_skips_week_ends_and_holidays(read, written, due):
    assert read("split", CLOSE, date.fromisoformat(written)) == local(f"{due}T20:00")


def test_after_the_last_business_day_none_is_known(read):
    assert read("split", CLOSE, LAST + timedelta(days=2)) is None
    assert read("always", CLOSE, LAST - timedelta(days=1)) == local("2026-12-01T00:00")


def test_without_calendars_there_is_nothing_to_find():
    empty = make_curve({}, FIRST, LAST)
    assert (len(empty.curve), len(empty.open_slots), len(empty.next_closes), empty.stretches) == (0, 0, 0, {})
