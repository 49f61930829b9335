"""staging.stg_zendesk_addresses: whence requesters wrote or called."""

from typing import Any


def ticket(number: int, **sender: str) -> tuple[str, dict[str, Any]]:
    via = {"channel": "email", "source": {"from": sender, "to": {}}}
    return str(number), {"id": number, "requester_id": 500, "via": via}


def test_the_sender_of_a_ticket_is_known_by_mail_or_number(stage: Any) -> None:
    tickets = [ticket(1, address="Anna@home.example"), ticket(2, phone="+49 151 1234567"), ticket(3)]
    staged = stage("stg_zendesk_addresses", "case_id", zendesk_tickets=tickets)
    anna = staged.pseudonym("zd", "500")

    assert staged.columns("case_id", "customer_id", "kind", "address_id") == [
        ("zd:1", anna, "mail", staged.pseudonym("person", "mail:anna@home.example")),
        ("zd:2", anna, "phone", staged.pseudonym("person", "phone:+491511234567")),
    ]
