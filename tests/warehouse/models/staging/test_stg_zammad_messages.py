"""staging.stg_zammad_messages: who said what to whom in an article."""

from typing import Any

from tests.warehouse.models.zammad_tickets import AGENTS, STATES, article, at, ticket

MODEL = "stg_zammad_messages"


def test_zammad_itself_says_who_sent_it_and_what_is_internal(stage: Any) -> None:
    staged = stage(
        MODEL, order="sent_at", zammad_tickets=[ticket(create_article_type="web")],
        zammad_articles=[
            article(1, 0, "Customer", 77, type="web"), article(2, 1, "Agent", 3, type="note", internal=True),
            article(3, 2, "Agent", 3), article(4, 3, "System", 1),
        ],
    )  # fmt: skip

    assert staged.columns("message_id", "direction", "visibility", "author_kind", "is_human", "channel") == [
        ("zammad:1", "inbound", "private", "customer", True, "web_form"),
        ("zammad:2", "outbound", "internal", "employee", True, "web_form"),
        ("zammad:3", "outbound", "private", "employee", True, "mail"),
        ("zammad:4", "outbound", "private", "system", False, "mail"),
    ]
    anna, kunde = staged.pseudonym("zammad", "3"), staged.pseudonym("zammad", "77")
    assert [row["agent_id"] for row in staged.rows] == [None, anna, anna, None]
    assert {(row["customer_id"], row["case_id"]) for row in staged.rows} == {(kunde, "zammad:1")}
    assert staged.rows[0]["sent_at"] == at(0)


def test_what_an_agent_typed_in_for_a_customer_is_the_customers(stage: Any) -> None:
    staged = stage(
        MODEL, order="sent_at", zammad_tickets=[ticket(create_article_type="phone")], zammad_users=AGENTS,
        zammad_articles=[
            article(1, 0, "Customer", 3, type="phone"), article(2, 1, "Customer", 3, origin_by_id=88),
            article(3, 2, "Customer", 77),
        ],
    )  # fmt: skip

    people = [staged.pseudonym("zammad", number) for number in ("77", "88", "77")]
    assert [row["author_id"] for row in staged.rows] == people
    assert {(row["author_kind"], row["direction"]) for row in staged.rows} == {("customer", "inbound")}


def test_an_agent_who_asks_for_something_is_an_employee_and_a_customer(stage: Any) -> None:
    staged = stage(
        MODEL, order="1", zammad_tickets=[ticket(customer_id=3)], zammad_users=AGENTS,
        zammad_articles=[article(1, 0, "Customer", 3)],
    )  # fmt: skip

    assert staged.columns("author_kind", "direction") == [("employee", "inbound")]


def test_out_of_office_replies_and_what_a_merge_leaves_behind_are_not_human(stage: Any) -> None:
    staged = stage(
        MODEL, order="message_id", zammad_tickets=[ticket(), ticket(2, state_id=5)], zammad_states=STATES,
        zammad_articles=[
            article(1, 0, "Customer", 77, preferences={"is-auto-response": True, "send-auto-response": False}),
            article(2, 1, "Agent", 3, type="note", body="merged"),
            article(3, 2, "Agent", 3, type="note", body="merged", ticket_id=2),
        ],
    )  # fmt: skip

    assert staged.columns("message_id", "is_human", "author_kind") == [
        ("zammad:1", False, "customer"), ("zammad:2", True, "employee"), ("zammad:3", False, "system"),
    ]  # fmt: skip


def test_a_text_in_html_is_read_as_text(stage: Any) -> None:
    staged = stage(
        MODEL, order="message_id", zammad_tickets=[ticket()],
        zammad_articles=[
            article(1, 0, "Agent", 3, content_type="text/html", body="<p>Guten <b>Tag</b></p>"),
            article(2, 0, "Agent", 3, body=" \n"),
        ],
    )  # fmt: skip

    assert [row["text"] for row in staged.rows] == ["Guten Tag", None]


def test_what_can_not_be_read_is_rejected_with_the_reason(stage: Any) -> None:
    staged = stage(
        MODEL, order="1",
        zammad_articles=[
            article(1, 0, "Customer", 77, created_at="gestern"), article(2, 0, "Robot", 77),
            article(3, 0, "Customer", 77, ticket_id=None), article(4, 0, "Agent", 3, internal=None),
        ],
    )  # fmt: skip

    assert staged.rows == []
    assert staged.rejected == [
        ("1", "created_at: 'gestern' is no instant"), ("2", "sender: 'robot' is none of Customer, Agent and System"),
        ("3", "ticket_id: is empty"), ("4", "internal: is empty"),
    ]  # fmt: skip
