"""staging.stg_webhook_addresses: authors of mentions who are called by an address."""

from typing import Any

from tests.warehouse.models.addresses import found, told


def mention(number: int, author: str, network: str) -> tuple[str, dict[str, Any]]:
    return str(number), {
        "id": number,
        "author": {"name": author},
        "network": network,
        "published": "2026-11-18",
    }


def test_a_mail_address_is_one_and_a_number_only_where_people_are_numbers(stage: Any) -> None:
    landed = [
        mention(1, "Anna@home.example", "mail"), mention(2, "0151 1234567", "WhatsApp"),
        mention(3, "0151 1234567", "Twitter"), mention(4, "ben", "sms"),
    ]  # fmt: skip
    staged = stage("stg_webhook_addresses", order="1", webhook_messages=landed)

    assert found(staged) == told(
        staged, "webhook", ("Anna@home.example", "mail", "anna@home.example"),
        ("0151 1234567", "phone", "+491511234567"),
    )  # fmt: skip
    assert {row["message_id"] for row in staged.rows} == {"webhook:1", "webhook:2"}
