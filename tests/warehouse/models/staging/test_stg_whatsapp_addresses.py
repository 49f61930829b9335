"""staging.stg_whatsapp_addresses: whoever writes by WhatsApp is known by the number."""

from typing import Any

from tests.warehouse.models.staging.test_stg_whatsapp_messages import ANNA, asked, told


def test_a_writer_is_a_number_with_its_country(stage: Any) -> None:
    staged = stage("stg_whatsapp_addresses", "1", whatsapp_events=[asked(1), asked(2), told(3, "sent", 600)])

    assert staged.columns("customer_id", "kind", "address_id") == [
        (staged.pseudonym("whatsapp", ANNA), "phone", staged.pseudonym("person", f"phone:+{ANNA}"))
    ]
