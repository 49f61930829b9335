"""From tables of rates to euros an hour."""

from datetime import date
from typing import Any

from tests.warehouse.models.money import by_line, rate, table

MODEL = "stg_rates_rows"


def test_the_last_day_of_a_rate_counts_and_one_without_end_goes_on(stage: Any) -> None:
    rows = table(rate(**{"from": None, "until": "30.06.2026"}), rate())
    staged = stage(MODEL, "from_day", rates_rows=rows)

    assert staged.columns(
        "department_id", "from_day", "until_day", "euro_per_hour", "tool_euro_per_contact"
    ) == [
        ("service", date(1990, 1, 1), date(2026, 7, 1), 38.5, 0.42),
        ("service", date(2026, 7, 1), date(2100, 1, 1), 38.5, 0.42),
    ]


BAD: list[tuple[dict[str, Any], str]] = [
    ({"euro_per_hour": None}, "euro_per_hour: is empty"),
    ({"euro_per_hour": "teuer"}, "euro_per_hour: 'teuer' is no number; write it like 1234,56"),
    ({"until": "1.1.2026"}, "until: '1.1.2026' is before from '1.7.2026'"),
    (
        {"department": "Einkauf"},
        "department: 'Einkauf' is none of the configured ones; use its id or its name",
    ),
]


def test_a_row_that_cannot_be_read_says_why(stage: Any) -> None:
    staged = stage(MODEL, "1", rates_rows=table(*(rate(**cells) for cells, _ in BAD)))

    assert staged.rows == []
    assert [reason for _, reason in by_line(staged.rejected)] == [reason for _, reason in BAD]


def test_two_rates_from_one_day_are_one_too_many(stage: Any) -> None:
    staged = stage(MODEL, "1", rates_rows=table(rate(), rate(euro_per_hour=50)))

    assert staged.columns("euro_per_hour") == [(38.5,)]
    assert staged.rejected == [
        ("t.csv!3", "from: two rates of this department begin on that day; leave one of them")
    ]
