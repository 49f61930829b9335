"""Campaigns as they are published."""

from datetime import date
from typing import Any

from tests.warehouse.models.money import campaign, table


def test_a_campaign_has_the_day_on_which_it_starts(stage: Any) -> None:
    staged = stage("marts.dim_campaign", "1", campaigns_rows=table(campaign(planned_cost=500)))

    assert staged.columns("campaign_id", "campaign_day", "planned_cost") == [
        ("herbst", date(2026, 11, 1), 500.0)
    ]
