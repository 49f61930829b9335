"""When a campaign runs, by a table and by an ad account."""

from typing import Any

from tests.warehouse.models.leading import led_by
from tests.warehouse.models.money import ad_campaign, campaign, table

MODEL = "steps.int_told_campaigns"
SAID = ("subject", "leading_source", "leading_value", "other_source", "other_value", "disagrees")


def told(stage: Any, row: dict[str, Any], **fields: Any) -> list[tuple[Any, ...]]:
    begins = {"start_time": "2026-11-01T00:00:00+0000"}
    staged = stage(MODEL, "1", campaigns_rows=table(row), meta_ads_campaigns=[ad_campaign(**begins | fields)])
    return staged.columns(*SAID)


def test_both_name_the_days_and_an_evening_is_no_other_day(stage: Any) -> None:
    end = "2026-11-21T00:00:00+0000"

    assert told(stage, campaign(), stop_time=end) == [
        ("herbst", "campaigns", "2026-11-01 - 2026-11-20", "ads", "2026-11-01 - 2026-11-20", False)
    ]


def test_another_end_contradicts_and_none_does_not(stage: Any) -> None:
    later = told(stage, campaign(), stop_time="2026-11-28T00:00:00+0000")
    assert later[0][2:] == ("2026-11-01 - 2026-11-20", "ads", "2026-11-01 - 2026-11-27", True)
    assert told(stage, campaign())[0][-2:] == ("2026-11-01 - ", False)


def test_the_account_leads_where_the_configuration_says_so_and_its_days_are_the_campaigns(
    stage: Any, workspace: Any
) -> None:
    with led_by(workspace, "campaign", "ads"):
        (row,) = told(stage, campaign(start="3.11.2026"))
        known = stage(
            "marts.dim_campaign",
            "1",
            campaigns_rows=table(campaign(start="3.11.2026")),
            meta_ads_campaigns=[ad_campaign(start_time="2026-11-01T00:00:00+0000")],
        )

    assert row[1:4] == ("ads", "2026-11-01 - ", "campaigns")
    assert [str(row["campaign_day"]) for row in known.rows] == ["2026-11-01"]
    assert known.columns("name", "pattern") == [("Herbst", "#herbst")]  # the table's words still hold
