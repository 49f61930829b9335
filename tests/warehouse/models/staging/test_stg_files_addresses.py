"""staging.stg_files_addresses: customers whom a file or a database calls by mail address or number."""

from typing import Any

COLUMNS = {"author": "who", "customer": "from", "sent_at": "at", "platform": "network"}
SETTINGS = {"files": {"shape": "messages", "columns": COLUMNS}}


def row(number: int, who: str, customer: str = "", network: str = "web") -> tuple[str, dict[str, Any]]:
    return str(number), {"who": who, "from": customer, "at": "2026-11-20 09:00", "network": network}


def test_what_is_written_like_an_address_is_one_and_a_number_only_where_people_are_numbers(
    stage: Any,
) -> None:
    rows = [
        row(1, "Anna@home.example"),
        row(2, "agent 7", "0151 1234567", "sms"),
        row(3, "0151 1234567"),
        row(4, "ben"),
    ]
    staged = stage("stg_files_addresses", "kind", settings=SETTINGS, files_messages=rows)

    assert staged.columns("customer_id", "kind", "address_id") == [
        (
            staged.pseudonym("files", "Anna@home.example"),
            "mail",
            staged.pseudonym("person", "mail:anna@home.example"),
        ),
        (
            staged.pseudonym("files", "0151 1234567"),
            "phone",
            staged.pseudonym("person", "phone:+491511234567"),
        ),
    ]
