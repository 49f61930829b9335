"""From Freshdesk's fields to facts of a case."""

from typing import Any

from tests.warehouse.models.freshdesk_tickets import SETTINGS, at, ticket

MODEL = "stg_freshdesk_case_facts"


def test_a_field_that_is_met_with_another_value_is_a_fact_from_then_on(stage: Any) -> None:
    records = [
        ticket(10, custom_fields={"cf_topic": "Router"}),
        ticket(20, custom_fields={"cf_topic": "Router"}),
        ticket(30, custom_fields={"cf_topic": "Rechnung"}),
        ticket(40, custom_fields={"cf_topic": None}),
    ]
    staged = stage(MODEL, "fact, event_order", settings=SETTINGS, freshdesk_tickets=records)

    assert staged.columns("fact", "value", "event_at") == [
        ("category", "Question", at(0)),
        ("topic", "Router", at(0)), ("topic", "Rechnung", at(30)), ("topic", None, at(40)),
    ]  # fmt: skip


def test_a_value_that_means_nothing_is_rejected(stage: Any) -> None:
    record = ticket(10, custom_fields={"cf_approval": "vielleicht"}, type=None)
    staged = stage(MODEL, "1", settings=SETTINGS, freshdesk_tickets=[record])

    assert [reason for _, reason in staged.rejected] == [
        "approval: 'vielleicht' is none of requested, approved, rejected"
    ]
