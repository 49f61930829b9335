"""From the values of HubSpot's properties to facts of a case."""

from typing import Any

from tests.warehouse.models.hubspot_desk import OWNERS, SETTINGS, at, ticket


def test_each_value_that_a_property_had_is_a_fact_from_its_instant_on(stage: Any) -> None:
    record = ticket(1, hs_topic=[(5, "Router"), (20, "")])
    staged = stage(
        "stg_hubspot_case_facts",
        "event_order",
        settings=SETTINGS,
        hubspot_tickets=[record],
        hubspot_owners=OWNERS,
    )

    anna = staged.pseudonym("hubspot", "owner:71")
    assert staged.columns("case_id", "fact", "value", "event_at", "agent_id") == [
        ("hubspot:1", "topic", "Router", at(5), anna), ("hubspot:1", "topic", None, at(20), anna),
    ]  # fmt: skip


def test_a_value_that_means_nothing_is_rejected(stage: Any) -> None:
    settings = {"hubspot": {"fields": {"stakeholder": "who"}}}
    staged = stage(
        "stg_hubspot_case_facts", "1", settings=settings, hubspot_tickets=[ticket(1, who=[(5, "Nachbar")])]
    )

    assert staged.rejected == [("1", "stakeholder: 'Nachbar' is none that is known; use other")]
