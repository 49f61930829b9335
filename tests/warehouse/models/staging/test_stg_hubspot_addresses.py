"""staging.stg_hubspot_addresses: from which addresses contacts wrote to HubSpot's inbox."""

from typing import Any

from tests.warehouse.models.addresses import found, told
from tests.warehouse.models.hubspot_desk import message, thread

MODEL = "stg_hubspot_addresses"


def by(kind: str, value: str) -> list[dict[str, Any]]:
    return [{"actorId": "V-500", "deliveryIdentifier": {"type": kind, "value": value}}]


def test_a_sender_is_the_threads_contact_by_mail_or_phone(stage: Any) -> None:
    staged = stage(
        MODEL, order="1", hubspot_threads=[thread(), thread(81, contact="501")],
        hubspot_messages=[
            message("m1", 1, "V-500", senders=by("HS_EMAIL_ADDRESS", "Anna@home.example")),
            message("m2", 2, "V-500", senders=by("HS_PHONE_NUMBER", "+491511234567")),
            message("m3", 3, "V-500", senders=by("CHANNEL_SPECIFIC_OPAQUE_ID", "anna@home.invalid")),
            message("m4", 4, "E-ben@home.example", conversationsThreadId="81"),
            message("m5", 5, "A-9071", senders=by("HS_EMAIL_ADDRESS", "help@firm.example")),
        ],
    )  # fmt: skip

    assert found(staged) == told(
        staged, "hubspot", ("500", "mail", "anna@home.example"), ("500", "phone", "+491511234567"),
        ("501", "mail", "ben@home.example"),
    )  # fmt: skip


def test_of_two_who_write_from_outside_each_keeps_their_own(stage: Any) -> None:
    staged = stage(
        MODEL, order="1", hubspot_threads=[thread()],
        hubspot_messages=[
            message("m1", 1, "V-500", senders=by("HS_EMAIL_ADDRESS", "anna@home.example")),
            message("m2", 2, "E-ben@home.example"),
        ],
    )  # fmt: skip

    assert found(staged) == told(
        staged, "hubspot", ("500", "mail", "anna@home.example"), ("E-ben@home.example", "mail", "ben@home.example")
    )  # fmt: skip
