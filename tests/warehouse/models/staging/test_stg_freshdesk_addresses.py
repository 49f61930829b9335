"""staging.stg_freshdesk_addresses: by which addresses Freshdesk's requesters are known."""

from typing import Any

from tests.warehouse.models.addresses import found, told
from tests.warehouse.models.freshdesk_tickets import note, ticket

MODEL = "stg_freshdesk_addresses"


def test_a_ticket_names_its_requester_and_an_incoming_mail_its_sender(stage: Any) -> None:
    requester = {"id": 500, "email": "Anna@home.example", "phone": None, "mobile": "0151 1234567"}
    staged = stage(
        MODEL, order="1", freshdesk_tickets=[ticket(requester=requester), ticket(5, requester=requester)],
        freshdesk_conversations=[
            note(1, 2, by=501, incoming=True, from_email="Ben <ben@home.example>"),
            note(2, 3, from_email="help@firm.example"),
        ],
    )  # fmt: skip

    assert found(staged) == told(
        staged, "freshdesk", ("500", "mail", "anna@home.example"), ("500", "phone", "+491511234567"),
        ("501", "mail", "ben@home.example"),
    )  # fmt: skip


def test_without_an_address_nobody_is_known(stage: Any) -> None:
    assert (
        stage(MODEL, order="1", freshdesk_tickets=[ticket()], freshdesk_conversations=[note(1, 2)]).rows == []
    )
