"""From tables of reach to counters."""

from datetime import UTC, datetime
from typing import Any

from tests.warehouse.models.money import by_line, reach, table

MODEL = "stg_reach_rows"


def test_counts_may_carry_any_sign_of_thousands_and_a_day_is_read_when_it_is_over(stage: Any) -> None:
    rows = table(
        reach("5.11.2026 10:00", "1.200", 7),
        reach("2026-11-05", None, "12,000"),
        reach("2026-11-05T23:00:00+0100", 1),
    )
    staged = stage(MODEL, "read_at", reach_rows=rows)

    assert staged.columns("read_at", "paid_impressions", "organic_impressions") == [
        (datetime(2026, 11, 5, 10, tzinfo=UTC), 1200, 7),
        (datetime(2026, 11, 5, 22, tzinfo=UTC), 1, None),
        (datetime(2026, 11, 6, tzinfo=UTC), None, 12_000),
    ]


BAD = [
    (reach("5.11.2026", 1, post=None), "post: is empty"),
    (reach("gestern", 1), "at: 'gestern' is no day and time; write it like 24.12.2026 08:00"),
    (reach("5.11.2026"), "organic_impressions: is empty, and so is paid_impressions"),
    (reach("5.11.2026", "-4"), "paid_impressions: '-4' is no count"),
    (reach("5.11.2026", None, "viele"), "organic_impressions: 'viele' is no count"),
]


def test_a_row_that_cannot_be_read_says_why(stage: Any) -> None:
    rejected = stage(MODEL, "1", reach_rows=table(*(row for row, _ in BAD))).rejected

    assert [reason for _, reason in by_line(rejected)] == [reason for _, reason in BAD]
