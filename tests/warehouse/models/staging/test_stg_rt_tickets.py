"""staging.stg_rt_tickets: tickets as they are today, whichever way they were asked for."""

from typing import Any

from tests.warehouse.models.tracker import ticket, z

MODEL = "stg_rt_tickets"


def test_a_listed_ticket_has_its_queue_owner_and_requestors(stage: Any) -> None:
    staged = stage(MODEL, order="ticket", rt_tickets=[ticket(requestors=("kunde", "klara"), Status="Open")])

    assert staged.columns("case_id", "status", "queue_id", "owner", "requestors") == [
        ("rt:1", "open", "3", "Nobody", ["kunde", "klara"])
    ]


def test_of_two_versions_the_later_counts_also_of_a_ticket_that_came_back(stage: Any) -> None:
    deleted = ("1", ticket()[1] | {"id": 1, "Status": "deleted", "LastUpdated": z(40)})

    gone = stage(MODEL, order="ticket", rt_tickets=[ticket()], rt_deleted_tickets=[deleted])
    back = stage(MODEL, order="ticket", rt_tickets=[ticket(LastUpdated=z(50))], rt_deleted_tickets=[deleted])

    assert [row["status"] for row in (*gone.rows, *back.rows)] == ["deleted", "open"]


def test_what_the_user_may_not_see_is_unknown(stage: Any) -> None:
    staged = stage(MODEL, order="ticket", rt_tickets=[ticket(Queue="", Requestor="")])

    assert staged.columns("queue_id", "requestors") == [(None, [])]
