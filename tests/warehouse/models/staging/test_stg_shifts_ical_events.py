"""From the entries of calendars to people and times."""

from datetime import UTC, datetime
from typing import Any

MODEL = "stg_shifts_ical_events"


def entry(
    uid: str = "a", file: str = "r.ics", digest: str = "d", **fields: Any
) -> tuple[str, dict[str, Any]]:
    own = {
        "file": file, "digest": digest, "calendar": "Plan", "uid": uid, "start": "2026-11-18T08:00:00+01:00",
        "end": "2026-11-18T16:00:00+01:00", "all_day": False, "summary": "Früh", "categories": ["Service"],
        "location": "", "status": "", "attendees": 0, "problem": None,
    } | fields  # fmt: skip
    return f"{file}!{uid}@{own['start']}", own


def staged(stage: Any, *records: Any, model: str = MODEL, order: str = "started_at", **settings: Any) -> Any:
    files = {record[1]["file"]: "d" for record in records}
    listed = [*records, ("files", {"files": files})]
    return stage(model, order, settings={"shifts_ical": settings}, shifts_ical_events=listed)


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def test_an_entry_is_a_shift_of_its_categorys_department(stage: Any) -> None:
    found = staged(
        stage,
        entry("a"),
        entry("b", start="2026-11-18T22:00:00", end="2026-11-19T06:00:00", categories=["Nacht", "marketing-team"]),
        entry("off", status="CANCELLED"),
        entry("old", digest="before"),
    )  # fmt: skip

    assert found.columns("department_id", "started_at", "ended_at", "headcount") == [
        ("service", at(18, 7), at(18, 15), 1.0),
        ("marketing", at(18, 22), at(19, 6), 1.0),  # by the company's clock, over midnight
    ]
    assert found.rejected == []


def test_the_department_stands_where_the_section_says_and_is_called_as_it_says(stage: Any) -> None:
    names = {"Telefon": "service", "Telefon Presse": "Werbung"}
    found = staged(
        stage,
        entry("a", summary="Telefon (früh), 2 x"),
        entry("b", summary="Dienst Telefon-Presse, 1,5 Personen", start="2026-11-18T09:00:00+01:00"),
        department_from="summary", departments=names, headcount="summary",
    )  # fmt: skip
    assert found.columns("department_id", "headcount") == [("service", 2.0), ("marketing", 1.5)]

    for way in (
        {"department": "Werbung"},
        {"department_from": "calendar", "departments": {"Plan": "marketing"}},
    ):
        assert staged(stage, entry("a"), **way).columns("department_id") == [("marketing",)]


def test_whole_days_are_a_shift_on_each_if_the_section_says_which_hours(stage: Any) -> None:
    days = entry("a", start="2026-11-18", end="2026-11-20", all_day=True)
    found = staged(stage, days, all_day_hours="22:00-06:00")

    assert found.columns("started_at", "ended_at") == [(at(18, 22), at(19, 6)), (at(19, 22), at(20, 6))]
    assert staged(stage, days).rejected[0][1].startswith("UID a, DTSTART: is a whole day; give")


def test_people_may_be_counted_by_who_comes_and_words_say_what_is_no_shift(stage: Any) -> None:
    found = staged(
        stage,
        entry("a", attendees=3),
        entry("b", attendees=0),
        entry("c", summary="Urlaub Anna"),
        headcount="attendees", ignore=["urlaub"],
    )  # fmt: skip

    assert found.columns("headcount") == [(3.0,)]
    assert [reason.partition(";")[0] for _, reason in found.rejected] == [
        "UID b, ATTENDEE: nobody is asked, or all declined"
    ]


def test_an_entry_that_cannot_be_used_says_why_with_its_uid(stage: Any) -> None:
    found = staged(
        stage,
        entry("1", categories=[]),
        entry("2", categories=["Kantine"]),
        entry("3", categories=["Service", "Marketing"]),
        entry("4", end="2026-11-18T07:00:00+01:00"),
        entry("5", end="2026-11-20T16:00:00+01:00"),
        entry("6", end=None),
        entry("7", start=None, end=None, problem="RRULE: is odd; write it anew"),
        entry("8", categories=["Werk"]),
        ("r.ics!", {**entry("")[1], "problem": "file: is no iCalendar file"}),
        departments={"Werk": "nobody"},
    )

    assert found.rows == []
    assert sorted(reason for _, reason in found.rejected) == sorted(
        [
            "UID 1, category: is empty; write the department there, or set department_from in the section",
            "UID 2, category: 'Kantine' names no department; add it to departments in the section",
            "UID 3, category: 'Service, Marketing' names several departments; leave one",
            "UID 4, DTEND: '2026-11-18T07:00:00+01:00' doesn't lie after '2026-11-18T08:00:00+01:00'",
            "UID 5, DTEND: '2026-11-20T16:00:00+01:00' is more than a day after the start; split the shift",
            "UID 6, DTEND: is missing; give the entry an end",
            "UID 7, RRULE: is odd; write it anew",
            "UID 8, category: 'Werk' stands in departments for one that isn't configured; use its id or its name",
            "file: is no iCalendar file",
        ]
    )


def test_one_entry_in_two_files_is_one_shift_and_it_staffs_beside_tables(stage: Any) -> None:
    found = staged(stage, entry("a"), entry("a", file="copy.ics"), entry("b"))
    assert len(found.rows) == 2
    assert found.rejected == [
        (
            "r.ics!a@2026-11-18T08:00:00+01:00",
            "UID a, the same entry stands in copy.ics; leave one of the files out",
        )
    ]

    shifts = staged(stage, entry("a"), entry("b"), model="steps.int_shifts", order="1")
    assert shifts.columns("department_id", "started_at") == [("service", at(18, 7))] * 2
