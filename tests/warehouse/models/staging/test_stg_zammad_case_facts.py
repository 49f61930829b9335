"""staging.stg_zammad_case_facts: what attributes of a ticket say, since when, and with which reply."""

from typing import Any

from tests.warehouse.models.zammad_tickets import article, at, entry, ticket

MODEL = "stg_zammad_case_facts"
FIELDS = {"zammad": {"fields": {"topic": "thema", "promise": "zusage", "promise_due": "bis"}}}


def custom(number: int, second: int, attribute: str, old: str, new: str) -> Any:
    return entry(number, second, attribute=attribute, value_from=old, value_to=new)


def test_a_fact_is_told_by_its_changes_and_before_them_by_what_they_replaced(stage: Any) -> None:
    staged = stage(
        MODEL, order="event_order, fact", settings=FIELDS,
        zammad_tickets=[ticket(thema="Rechnung", zusage="Gutschrift")],
        zammad_histories=[
            entry(10, 0, "created"), custom(11, 5, "thema", "Netz", "Rechnung"), custom(12, 6, "thema", "Rechnung", ""),
            custom(13, 7, "titel", "a", "b"),
        ],
    )  # fmt: skip

    assert staged.columns("fact", "value", "event_at", "event_order") == [
        ("promise", "Gutschrift", at(0), 10), ("topic", "Netz", at(0), 10), ("topic", "Rechnung", at(5), 11),
        ("topic", None, at(6), 12),
    ]  # fmt: skip


def test_a_fact_belongs_to_the_public_reply_written_with_it(stage: Any) -> None:
    staged = stage(
        MODEL, order="event_order", settings=FIELDS, zammad_tickets=[ticket()],
        zammad_articles=[
            article(1, 4, "Agent", 3, internal=True), article(2, 6, "Agent", 3), article(3, 5, "Agent", 4),
            article(4, 20, "Agent", 3),
        ],
        zammad_histories=[
            entry(10, 0, "created"), custom(11, 5, "zusage", "", "Techniker"), custom(12, 40, "zusage", "", "Rabatt"),
        ],
    )  # fmt: skip

    anna = staged.pseudonym("zammad", "3")
    assert staged.columns("message_id", "agent_id") == [("zammad:2", anna), (None, anna)]


def test_an_instant_is_read_with_the_zone_behind_it_and_what_is_none_is_rejected(stage: Any) -> None:
    staged = stage(
        MODEL, order="1", settings=FIELDS, zammad_tickets=[ticket()],
        zammad_histories=[
            entry(10, 0, "created"), custom(11, 1, "bis", "", "2026-11-20 10:00:00 UTC"),
            custom(12, 2, "bis", "", "bald"),
        ],
    )  # fmt: skip

    assert [row["value"] for row in staged.rows] == ["2026-11-20 10:00:00+00"]
    assert [record for record, _ in staged.rejected] == ["12"]
