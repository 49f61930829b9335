"""From rosters to people and times."""

from datetime import UTC, datetime
from typing import Any

from tests.warehouse.models.money import by_line, shift, table

MODEL = "stg_shifts_rows"
EIGHT, SIXTEEN = datetime(2026, 11, 18, 8, tzinfo=UTC), datetime(2026, 11, 18, 16, tzinfo=UTC)


def test_times_are_read_with_their_day_or_beside_it(stage: Any) -> None:
    ways = [
        {},
        {"start": "2026-11-18 08:00:00", "end": "2026-11-18T16:00:00Z", "headcount": 3.5},
        {"date": "18.11.2026", "start": "08:00", "end": "16:00"},
        {"date": "2026-11-18", "start": "08:00:00", "end": "16:00:00"},
    ]
    staged = stage(MODEL, "1", shifts_rows=table(*(shift(**cells) for cells in ways)))

    found = staged.columns("department_id", "started_at", "ended_at", "headcount")
    assert found == [("service", EIGHT, SIXTEEN, 3.5)] * 4


def test_a_night_shift_ends_on_the_next_day(stage: Any) -> None:
    staged = stage(MODEL, "1", shifts_rows=table(shift(date="18.11.2026", start="22:00", end="06:00")))

    assert staged.columns("started_at", "ended_at") == [
        (datetime(2026, 11, 18, 22, tzinfo=UTC), datetime(2026, 11, 19, 6, tzinfo=UTC))
    ]


def test_two_people_in_two_rows_are_two_and_two_files_with_one_plan_are_one(stage: Any) -> None:
    staged = stage(MODEL, "1", shifts_rows=table(shift(headcount=1), shift(headcount=1)))
    assert len(staged.rows) == 2

    copy = [
        *table(shift(), file="a.csv")[:-1],
        *table(shift(), file="b.csv")[:-1],
        ("files", {"files": {"a.csv": "d"}}),
    ]
    staged = stage(MODEL, "1", shifts_rows=copy)
    assert len(staged.rows) == 1
    assert staged.rejected == [
        ("b.csv!2", "start: the same shift stands in a.csv; leave one of the files out")
    ]


BAD: list[tuple[dict[str, Any], str]] = [
    ({"end": "18.11.2026 07:00"}, "end: '18.11.2026 07:00' doesn't lie after start '18.11.2026 08:00'"),
    (
        {"end": "20.11.2026 08:00"},
        "end: '20.11.2026 08:00' is more than a day after start; split the shift",
    ),
    ({"start": "acht"}, "start: 'acht' is no day and time; write it like 24.12.2026 08:00"),
    ({"headcount": 0}, "headcount: '0' is nobody; leave the row out"),
    ({"headcount": None}, "headcount: is empty"),
    ({"headcount": "drei"}, "headcount: 'drei' is no number; write it like 1234,56"),
    (
        {"department": "Nacht"},
        "department: 'Nacht' is none of the configured ones; use its id or its name",
    ),
]


def test_a_row_that_cannot_be_read_says_why(stage: Any) -> None:
    staged = stage(MODEL, "1", shifts_rows=table(*(shift(**cells) for cells, _ in BAD)))

    assert staged.rows == []
    assert [reason for _, reason in by_line(staged.rejected)] == [reason for _, reason in BAD]
