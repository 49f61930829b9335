"""staging.stg_rt_case_facts: what custom fields of Request Tracker say, since when, and with which reply."""

from typing import Any

from tests.warehouse.models.tracker import FIELDS, custom, ticket, txn, written

MODEL = "stg_rt_case_facts"
FACT = ("event_order", "fact", "value", "message_id")


def test_a_field_holds_from_creation_on_by_its_first_old_value_or_todays(stage: Any) -> None:
    staged = stage(
        MODEL, order="event_order, fact", rt_custom_fields=FIELDS,
        rt_tickets=[ticket(custom={"2": ["discount"], "4": ["Delivery"], "3": []})],
        rt_transactions=[txn(10, 0, "Create"), custom(11, 9, "4", "Billing", "Delivery")],
    )  # fmt: skip

    assert staged.columns(*FACT) == [
        (10, "promise", "discount", None),
        (10, "topic", "Billing", None),
        (11, "topic", "Delivery", None),
    ]
    assert staged.rows[2]["agent_id"] == staged.pseudonym("rt", "anna")


def test_a_fact_belongs_to_the_reply_of_the_same_person_at_that_time(stage: Any) -> None:
    staged = stage(
        MODEL, order="event_order", rt_custom_fields=FIELDS, rt_tickets=[ticket()],
        rt_transactions=[
            txn(10, 0, "Create"), written(11, 20, "Correspond", "anna"), custom(12, 21, "2", "", "discount"),
            custom(13, 21, "3", "", "requested", creator="ben"), custom(14, 40, "4", "", "Billing"),
        ],
    )  # fmt: skip

    assert staged.columns("fact", "message_id") == [("promise", "rt:11"), ("approval", None), ("topic", None)]


def test_of_several_values_the_latest_counts_until_it_goes(stage: Any) -> None:
    staged = stage(
        MODEL, order="event_order", rt_custom_fields=FIELDS, rt_tickets=[ticket()],
        rt_transactions=[
            txn(10, 0, "Create"), custom(11, 1, "4", "", "a"), custom(12, 2, "4", "", "b"), custom(13, 3, "4", "a", ""),
            custom(14, 4, "4", "b", ""),
        ],
    )  # fmt: skip

    assert staged.columns("event_order", "value") == [(11, "a"), (12, "b"), (14, None)]


def test_a_date_is_utc_and_one_of_1970_is_none(stage: Any) -> None:
    staged = stage(
        MODEL, order="event_order", rt_custom_fields=FIELDS,
        rt_tickets=[ticket(custom={"5": ["2026-12-01T09:00:00Z"]})],
        rt_transactions=[
            txn(10, 0, "Create"), custom(11, 1, "5", "1970-01-01 00:00:00", "2026-12-01 09:00:00"),
            custom(12, 2, "5", "2026-12-01 09:00:00", "1970-01-01 00:00:00"),
        ],
    )  # fmt: skip

    assert staged.columns("event_order", "value") == [(10, None), (11, "2026-12-01 09:00:00+00"), (12, None)]


def test_minutes_that_a_reply_took_are_seconds_of_it(stage: Any) -> None:
    staged = stage(
        MODEL, order="event_order", rt_tickets=[ticket()],
        rt_transactions=[txn(10, 0, "Create"), written(11, 1, "Correspond", "anna", TimeTaken="7")],
    )  # fmt: skip

    assert staged.columns(*FACT) == [(11, "handle_seconds", "420", "rt:11")]


def test_a_value_that_means_nothing_is_rejected_with_the_facts_name(stage: Any) -> None:
    staged = stage(
        MODEL, order="1", rt_custom_fields=FIELDS, rt_tickets=[ticket()],
        rt_transactions=[txn(10, 0, "Create"), custom(11, 1, "3", "", "maybe")],
    )  # fmt: skip

    assert staged.rows == []
    assert staged.rejected == [("11", "approval: 'maybe' is none of requested, approved, rejected")]
