"""staging.stg_chatwoot_case_facts: what custom attributes say, as of the version that showed it first."""

from typing import Any

from tests.warehouse.models.chatwoot_desk import at, seen

MODEL = "stg_chatwoot_case_facts"
FIELDS = {"chatwoot": {"fields": {"topic": "thema", "promise_due": "bis"}}}


def test_a_fact_holds_from_the_first_version_that_says_so(stage: Any) -> None:
    staged = stage(
        MODEL, order="event_order", settings=FIELDS,
        chatwoot_conversations=[
            seen(5, custom_attributes={"thema": "Netz", "laune": "gut"}), seen(9, custom_attributes={"thema": "Netz"}),
            seen(20, custom_attributes={"thema": "Rechnung"}), seen(30),
        ],
    )  # fmt: skip

    assert staged.columns("case_id", "fact", "value", "event_at") == [
        ("chatwoot:1", "topic", "Netz", at(0)), ("chatwoot:1", "topic", "Rechnung", at(20)),
        ("chatwoot:1", "topic", None, at(30)),
    ]  # fmt: skip


def test_a_value_that_means_nothing_is_rejected(stage: Any) -> None:
    landed = seen(5, custom_attributes={"bis": "bald"})
    staged = stage(MODEL, order="1", settings=FIELDS, chatwoot_conversations=[landed])

    assert [record for record, _ in staged.rejected] == [landed[0]]
