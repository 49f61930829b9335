"""staging.stg_imap_addresses: whom mails came from and went to."""

from typing import Any

from tests.warehouse.models.staging.test_stg_imap_messages import ANNA, HELP, mail


def test_both_ends_of_a_mail_are_known_and_a_mail_server_is_nobody(stage: Any) -> None:
    mails = [mail("a"), mail("b"), mail("c", "mailer-daemon@home.example"), mail("d", None)]
    staged = stage("stg_imap_addresses", "1", imap_messages=mails)

    assert sorted(staged.columns("customer_id", "kind", "address_id")) == sorted(
        (staged.pseudonym("imap", one), "mail", staged.pseudonym("person", f"mail:{one}"))
        for one in (ANNA, HELP)
    )
