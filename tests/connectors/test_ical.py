"""Calendars: entries that repeat, were moved or taken out, zones, whole days, and what can't be read."""

from datetime import date

from connectors.ical import Entry, entries

FIRST, LAST = date(2026, 10, 1), date(2026, 12, 31)
BERLIN = ";TZID=Europe/Berlin"


def calendar(*events: list[str], head: tuple[str, ...] = ()) -> bytes:
    """A calendar of entries, each a list of content lines."""
    inside = [line for event in events for line in ("BEGIN:VEVENT", *event, "END:VEVENT")]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//", *head, *inside, "END:VCALENDAR", ""]
    return "\r\n".join(lines).encode()


def read(*events: list[str], head: tuple[str, ...] = ()) -> list[Entry]:
    return list(entries(calendar(*events, head=head), "roster", FIRST, LAST))


def times(*events: list[str], head: tuple[str, ...] = ()) -> list[tuple[str | None, str | None]]:
    return [(one.start, one.end) for one in read(*events, head=head)]


def test_an_entry_says_where_it_stands_what_it_is_called_and_how_many_come():
    [one] = read(
        [
            "UID:a", "DTSTART:20261118T070000Z", "DTEND:20261118T150000Z", "SUMMARY:Früh\\, 3 x",
            "CATEGORIES:Service,Früh", "LOCATION:Köln", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:anna@firm.example",
            "ATTENDEE:mailto:ben@firm.example",
            "ATTENDEE;PARTSTAT=DECLINED:mailto:cem@firm.example", "ATTENDEE;CUTYPE=ROOM:mailto:r1@firm.example",
        ],
        head=("X-WR-CALNAME:Dienstplan",),
    )  # fmt: skip

    assert one == Entry(
        "Dienstplan", "a", "2026-11-18T07:00:00+00:00", "2026-11-18T15:00:00+00:00", summary="Früh, 3 x",
        categories=("Service", "Früh"), location="Köln", attendees=2,
    )  # fmt: skip


def test_a_night_shift_repeats_by_the_clock_but_for_what_was_taken_out_and_moved():
    night = [
        "UID:n", f"DTSTART{BERLIN}:20261017T220000", f"DTEND{BERLIN}:20261018T060000", "RRULE:FREQ=WEEKLY;COUNT=4",
        f"EXDATE{BERLIN}:20261031T220000",
    ]  # fmt: skip
    moved = [
        "UID:n", f"RECURRENCE-ID{BERLIN}:20261107T220000", f"DTSTART{BERLIN}:20261108T220000",
        f"DTEND{BERLIN}:20261109T060000",
    ]  # fmt: skip

    assert times(night, moved) == [
        ("2026-10-17T22:00:00+02:00", "2026-10-18T06:00:00+02:00"),
        ("2026-10-24T22:00:00+02:00", "2026-10-25T06:00:00+01:00"),  # an hour longer
        ("2026-11-08T22:00:00+01:00", "2026-11-09T06:00:00+01:00"),
    ]


def test_what_repeats_without_end_ends_with_the_days_that_were_asked_for():
    found = times(["UID:e", "DTSTART:20200101T080000", "DTEND:20200101T160000", "RRULE:FREQ=DAILY"])

    assert (found[0], found[-1], len(found)) == (
        ("2026-10-01T08:00:00", "2026-10-01T16:00:00"),
        ("2026-12-31T08:00:00", "2026-12-31T16:00:00"),
        92,
    )


def test_zones_come_from_the_file_from_outlooks_names_and_from_the_calendar():
    own = [
        "BEGIN:VTIMEZONE", "TZID:Werk", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0300",
        "TZOFFSETTO:+0300", "END:STANDARD", "END:VTIMEZONE",
    ]  # fmt: skip
    assert times(["UID:a", "DTSTART;TZID=Werk:20261118T080000", "DURATION:PT8H"], head=tuple(own)) == [
        ("2026-11-18T08:00:00+03:00", "2026-11-18T16:00:00+03:00")
    ]
    outlook = ["UID:b", "DTSTART;TZID=W. Europe Standard Time:20261118T080000", "DURATION:PT8H"]
    assert times(outlook)[0][0] == "2026-11-18T08:00:00+01:00"
    google = times(
        ["UID:c", "DTSTART:20261118T070000Z", "DTEND:20261118T080000Z"],
        head=("X-WR-TIMEZONE:Europe/Berlin",),
    )
    assert google[0][0] == "2026-11-18T08:00:00+01:00"


def test_whole_days_and_cancelled_entries_say_so():
    [days, off] = read(
        ["UID:d", "DTSTART;VALUE=DATE:20261116", "DTEND;VALUE=DATE:20261121"],
        ["UID:o", "DTSTART:20261116T080000", "DTEND:20261116T160000", "STATUS:CANCELLED"],
    )

    assert (days.all_day, days.start, days.end) == (True, "2026-11-16", "2026-11-21")
    assert (off.all_day, off.status) == (False, "CANCELLED")


MINUTES = ",".join(str(minute) for minute in range(60))


def test_an_entry_that_cannot_be_read_costs_no_other():
    found = read(
        ["UID:1", "DTSTART:18.11.2026", "DTEND:20261118T160000"],
        ["UID:2", "DTSTART;TZID=Nowhere:20261118T080000", "DURATION:PT8H"],
        ["UID:3", "DTSTART:20261118T080000", "DURATION:PT8H", "RRULE:FREQ=SOMETIMES"],
        ["UID:4", "SUMMARY:no time"],
        ["UID:5", "DTSTART:20261118T080000", "DURATION:PT1M", "RRULE:FREQ=SECONDLY"],
        [
            "UID:7",
            "DTSTART:20261118T080000",
            "DURATION:PT1M",
            "RRULE:FREQ=DAILY;BYHOUR=8,9;BYMINUTE=" + MINUTES,
        ],
        ["UID:8", "DTSTART:20261118T080000", "DURATION:PT8H", "RRULE:FREQ=DAILY;INTERVAL=0"],
        ["UID:6", "no content line", "DTSTART:20261118T080000", "DURATION:PT8H"],
        ["DTSTART:20261118T080000", "DURATION:PT8H"],
    )

    problems = {one.uid: one.problem for one in found}
    assert [(uid, str(said).partition(":")[0]) for uid, said in problems.items()] == [
        ("1", "DTSTART"), ("2", "DTSTART"), ("3", "RRULE"), ("4", "DTSTART"), ("5", "RRULE"),
        ("7", "RRULE"), ("8", "RRULE"), ("6", "VEVENT"),
        ("entry 1", "None"),
    ]  # fmt: skip
    assert "'Nowhere' is no zone" in str(problems["2"])


def test_what_is_no_calendar_says_so():
    whole = calendar(["UID:a", "DTSTART:20261118T080000", "DURATION:PT8H"])
    for data in (b"", b"Mon;Tue", b"\x00\xff", whole[:80]):
        [one] = entries(data, "roster", FIRST, LAST)
        assert str(one.problem).startswith("file: ")
    assert [one.problem for one in entries(b"\xef\xbb\xbf" + whole, "roster", FIRST, LAST)] == [None]
