"""Amounts that two sources both say of one thing."""

from __future__ import annotations

from typing import Any

from tests.warehouse.models.leading import led_by
from tests.warehouse.models.money import ad, ad_campaign, ad_day, campaign, shift, spend, table

KNOWN: dict[str, Any] = {
    "campaigns_rows": table(campaign()), "meta_ads_campaigns": [ad_campaign()], "meta_ads_ads": [ad()],
}  # fmt: skip
SAID = ("leading_source", "other_source", "leading_amount", "other_amount")


def test_an_account_and_a_table_on_one_campaigns_day(stage: Any) -> None:
    rows = table(
        spend(platform="Facebook", amount=25), spend(platform="Facebook", amount=5, date="4.11.2026")
    )
    staged = stage(
        "steps.int_told_amounts", "1", meta_ads_insights=[ad_day("2026-11-03")], spend_rows=rows, **KNOWN
    )

    assert staged.columns("fact", "subject", "unit") == [("spend", "herbst", "eur")]
    assert staged.columns(*SAID) == [("ads", "spend", 12.5, 25.0)]


def test_rows_of_one_day_are_added_up_before_they_are_compared(stage: Any) -> None:
    rows = table(spend(platform="Facebook", amount=10), spend(platform="Meta", amount=2.5))
    staged = stage(
        "steps.int_told_amounts", "1", meta_ads_insights=[ad_day("2026-11-03")], spend_rows=rows, **KNOWN
    )

    assert staged.columns("other_amount") == [(12.5,)]


def test_the_configuration_says_who_leads(stage: Any, workspace: Any) -> None:
    rows = table(spend(platform="Facebook", amount=99))
    with led_by(workspace, "spend", "spend", "ads"):
        staged = stage(
            "steps.int_told_amounts", "1", meta_ads_insights=[ad_day("2026-11-03")], spend_rows=rows, **KNOWN
        )

    assert staged.columns(*SAID) == [("spend", "ads", 99.0, 12.5)]


def test_shifts_add_up_and_contradict_nobody_unless_somebody_leads(stage: Any, workspace: Any) -> None:
    rows = table(shift(headcount=2))
    assert stage("steps.int_told_amounts", "1", shifts_rows=rows).rows == []
    workspace.connection.execute(
        "insert into work.company.shifts (department_id, started_at, ended_at, headcount) values"
        " ('service', timestamptz '2026-11-18 09:00:00+00', timestamptz '2026-11-18 12:00:00+00', 2)"
    )
    with led_by(workspace, "shift", "shifts", "configuration"):
        staged = stage("steps.int_told_amounts", "1", shifts_rows=rows)
    workspace.connection.execute("delete from work.company.shifts")

    assert staged.columns(*SAID) == [("shifts", "configuration", 16.0, 6.0)]
