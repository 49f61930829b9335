"""From tables of campaigns to when they run."""

from datetime import UTC, datetime
from typing import Any

from tests.warehouse.models.money import by_line, campaign, table

MODEL = "stg_campaigns_rows"


def test_the_last_day_belongs_to_the_campaign(stage: Any) -> None:
    staged = stage(MODEL, "1", campaigns_rows=table(campaign(planned_cost="21.000,00 €")))

    assert staged.columns("campaign", "name", "starts_at", "ends_at", "planned_cost") == [
        ("herbst", "Herbst", datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 21, tzinfo=UTC), 21_000.0)
    ]


def test_one_without_an_end_or_a_name_is_known_by_its_key(stage: Any) -> None:
    staged = stage(MODEL, "1", campaigns_rows=table(campaign(end=None, name=None)))

    assert staged.columns("name", "ends_at") == [("herbst", None)]


BAD: list[tuple[dict[str, Any], str]] = [
    ({"campaign": None}, "campaign: is empty"),
    ({"start": "bald"}, "start: 'bald' is no day; write it like 24.12.2026 or 2026-12-24"),
    ({"end": "1.10.2026"}, "end: '1.10.2026' is before start '1.11.2026'"),
    ({"planned_cost": "-5"}, "planned_cost: '-5' is below 0; mend the sign"),
]


def test_a_row_that_cannot_be_read_says_why(stage: Any) -> None:
    staged = stage(MODEL, "1", campaigns_rows=table(*(campaign(**cells) for cells, _ in BAD)))

    assert staged.rows == []
    assert [reason for _, reason in by_line(staged.rejected)] == [reason for _, reason in BAD]


def test_of_two_rows_of_one_campaign_the_first_holds(stage: Any) -> None:
    staged = stage(MODEL, "1", campaigns_rows=table(campaign(), campaign(campaign="HERBST", name="Anders")))

    assert staged.columns("name") == [("Herbst",)]
    assert staged.rejected == [
        ("t.csv!3", "campaign: 'HERBST' stands in t.csv, row 2 already; leave one of them")
    ]
