"""staging.stg_zammad_addresses: by which addresses Zammad's customers are known."""

from typing import Any

from tests.warehouse.models.addresses import found, told
from tests.warehouse.models.zammad_tickets import AGENTS, article, ticket

MODEL = "stg_zammad_addresses"


def test_a_login_and_the_sender_of_a_mail_or_text_are_the_customers(stage: Any) -> None:
    staged = stage(
        MODEL, order="1", zammad_tickets=[ticket(customer="Anna@Home.example"), ticket(2, customer="anna")],
        zammad_users=AGENTS,
        zammad_articles=[
            article(1, 0, "Customer", 77, **{"from": "Anna <anna@work.example>"}),
            article(2, 1, "Customer", 77, ticket_id=2, type="sms", **{"from": "0151 1234567"}),
        ],
    )  # fmt: skip

    assert found(staged) == told(
        staged, "zammad", ("77", "mail", "anna@home.example"), ("77", "mail", "anna@work.example"),
        ("77", "phone", "+491511234567"),
    )  # fmt: skip
    assert {row["case_id"] for row in staged.rows} == {"zammad:1", "zammad:2"}


def test_what_an_agent_typed_in_or_wrote_says_nothing_of_the_customer(stage: Any) -> None:
    staged = stage(
        MODEL, order="1", zammad_tickets=[ticket()], zammad_users=AGENTS,
        zammad_articles=[
            article(1, 0, "Customer", 3, **{"from": "agent@firm.example"}),
            article(2, 1, "Agent", 3, **{"from": "help@firm.example"}),
            article(3, 2, "Customer", 77, type="note", **{"from": "someone@home.example"}),
        ],
    )  # fmt: skip

    assert staged.rows == []
