"""staging.stg_rt_addresses: requestors who are known by their mail address."""

from typing import Any

from tests.warehouse.models.tracker import ticket


def test_a_requestor_by_mail_has_an_address_and_one_by_login_has_none(stage: Any) -> None:
    tickets = [ticket(1, requestors=("Anna@home.example",)), ticket(2, requestors=("kunde",))]
    staged = stage("stg_rt_addresses", "1", rt_tickets=tickets)

    assert staged.columns("customer_id", "address_id") == [
        (
            staged.pseudonym("rt", "Anna@home.example"),
            staged.pseudonym("person", "mail:anna@home.example"),
        )
    ]
