"""staging.stg_rt_messages: who wrote to whom in a ticket of Request Tracker."""

from typing import Any

from tests.warehouse.models.tracker import person, ticket, written

MODEL = "stg_rt_messages"
ROLES = ("direction", "visibility", "author_kind", "is_human")


def test_a_requestor_asks_an_employee_answers_and_a_comment_is_internal(stage: Any) -> None:
    staged = stage(
        MODEL, order="sent_at", rt_tickets=[ticket()], rt_users=[person(27, "anna")],
        rt_transactions=[
            written(10, 0, "Create", "kunde", interface="Email"), written(11, 1, "Correspond", "anna"),
            written(12, 2, "Comment", "anna"), written(13, 3, "Correspond", "kunde"),
        ],
    )  # fmt: skip

    assert staged.columns(*ROLES) == [
        ("inbound", "private", "customer", True),
        ("outbound", "private", "employee", True),
        ("outbound", "internal", "employee", True),
        ("inbound", "private", "customer", True),
    ]
    assert staged.columns("message_id", "case_id", "channel")[:2] == [
        ("rt:10", "rt:1", "mail"),
        ("rt:11", "rt:1", "mail"),
    ]
    assert {row["customer_id"] for row in staged.rows} == {staged.pseudonym("rt", "kunde")}
    assert staged.rows[1]["agent_id"] == staged.pseudonym("rt", "anna")


def test_whoever_types_in_a_request_it_is_the_requestors(stage: Any) -> None:
    staged = stage(
        MODEL, order="sent_at", rt_tickets=[ticket()], rt_users=[person(27, "anna"), person(31, "webform")],
        rt_transactions=[
            written(10, 0, "Create", "anna"), written(11, 1, "Correspond", "webform"),
            written(12, 2, "Comment", "webform"),
        ],
    )  # fmt: skip

    assert staged.columns("direction", "author_id") == [
        ("inbound", staged.pseudonym("rt", "kunde")),
        ("inbound", staged.pseudonym("rt", "kunde")),
        ("outbound", staged.pseudonym("rt", "webform")),
    ]


def test_somebody_else_is_an_employee_unless_rt_knows_better(stage: Any) -> None:
    staged = stage(
        MODEL, order="sent_at", rt_tickets=[ticket()], rt_users=[person(55, "partner", privileged=0)],
        rt_transactions=[written(10, 0, "Correspond", "partner"), written(11, 1, "Correspond", "left-long-ago")],
    )  # fmt: skip

    assert staged.columns("direction", "author_kind") == [("inbound", "customer"), ("outbound", "employee")]


def test_an_employee_may_ask_and_rt_itself_is_nobody(stage: Any) -> None:
    staged = stage(
        MODEL, order="sent_at", rt_tickets=[ticket(requestors=("anna",))], rt_users=[person(27, "anna")],
        rt_transactions=[written(10, 0, "Create", "anna"), written(11, 1, "Correspond", "RT_System")],
    )  # fmt: skip

    assert staged.columns(*ROLES) == [
        ("inbound", "private", "employee", True),
        ("outbound", "private", "system", False),
    ]


def test_a_request_without_words_says_its_subject(stage: Any) -> None:
    landed = [written(10, 0, "Create", "kunde", ("text/plain", ""))]

    assert stage(MODEL, order="1", rt_tickets=[ticket()], rt_transactions=landed).columns("text") == [
        ("Broken",)
    ]
