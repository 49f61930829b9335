"""From tables of spend to euros a day."""

from datetime import date
from typing import Any

from tests.warehouse.models.money import by_line, spend, table

MODEL = "stg_spend_rows"


AMOUNTS = {1234.5: 1234.5, "1.235,50": 1235.5, "1,236.50 €": 1236.5, "12,50": 12.5, "1.234.567": 1_234_567.0}


def test_amounts_are_read_as_people_write_them(stage: Any) -> None:
    staged = stage(MODEL, "line", spend_rows=table(*(spend(amount=written) for written in AMOUNTS)))

    assert staged.columns("amount") == [(amount,) for amount in AMOUNTS.values()]
    assert staged.columns("spent_day", "category", "platform")[0] == (date(2026, 11, 3), "media", "google")


def test_other_currencies_need_a_rate(stage: Any) -> None:
    rows = table(spend(currency="CHF"), spend(currency="USD"), spend(currency="€", amount=5))
    staged = stage(MODEL, "amount", spend_rows=rows)

    assert staged.columns("amount", "currency") == [(5.0, "EUR"), (105.0, "CHF")]
    assert staged.rejected == [
        (
            "t.csv!3",
            "currency: USD has no rate; set exchange = { USD = euros for one } in the source's section",
        )
    ]


def test_spend_without_a_campaign_stays(stage: Any) -> None:
    assert stage(MODEL, "1", spend_rows=table(spend(campaign=None))).columns("campaign", "amount") == [
        (None, 100.0)
    ]


def test_the_same_row_twice_counts_once_and_says_where_it_stood(stage: Any) -> None:
    staged = stage(MODEL, "1", spend_rows=table(spend(), spend(), spend(post="9000_1")))

    assert len(staged.rows) == 2
    assert staged.rejected == [
        ("t.csv!3", "amount: the same row stands in t.csv, row 2; if both are meant, add them up in one")
    ]


BAD: list[tuple[dict[str, Any], str]] = [
    ({"date": None}, "date: is empty"),
    ({"date": "31.02.2026"}, "date: '31.02.2026' is no day; write it like 24.12.2026 or 2026-12-24"),
    ({"date": "11/03/2026"}, "date: '11/03/2026' is no day; write it like 24.12.2026 or 2026-12-24"),
    ({"date": "1.1.1970"}, "date: '1.1.1970' is before 1990 or after 2099"),
    ({"amount": None}, "amount: is empty"),
    ({"amount": "viel"}, "amount: 'viel' is no number; write it like 1234,56"),
    (
        {"amount": "1.234"},
        'amount: \'1.234\' may have thousands or a fraction; set decimal = "," or "." in the source\'s section',
    ),
    ({"category": "Kuchen"}, "category: 'kuchen' is none of media, production, tools, agency"),
]


def test_a_row_that_cannot_be_read_names_its_column_and_the_mend(stage: Any) -> None:
    staged = stage(MODEL, "1", spend_rows=table(*(spend(**cells) for cells, _ in BAD)))

    assert staged.rows == []
    assert [reason for _, reason in by_line(staged.rejected)] == [reason for _, reason in BAD]
