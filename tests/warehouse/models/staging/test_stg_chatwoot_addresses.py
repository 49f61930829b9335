"""staging.stg_chatwoot_addresses: by which addresses Chatwoot's contacts are known."""

from typing import Any

from tests.warehouse.models.addresses import found, told
from tests.warehouse.models.chatwoot_desk import gone, seen


def test_a_contact_has_a_mail_address_and_a_number_however_often_it_was_seen(stage: Any) -> None:
    sender = {"id": 77, "email": "Anna@home.example", "phone_number": "+491511234567"}
    meta = {"sender": sender, "channel": "Channel::WebWidget"}
    landed = [seen(1, meta=meta), seen(9, meta=meta), seen(2, number=2), gone(20, number=2)]
    staged = stage("stg_chatwoot_addresses", order="1", chatwoot_conversations=landed)

    assert found(staged) == told(
        staged, "chatwoot", ("contact:77", "mail", "anna@home.example"), ("contact:77", "phone", "+491511234567")
    )  # fmt: skip
    assert {row["case_id"] for row in staged.rows} == {"chatwoot:1"}
