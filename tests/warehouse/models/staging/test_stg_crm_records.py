"""staging.stg_crm_records: what a CRM knows of its customers, without an address that could be read."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.warehouse.models.customers import customer
from tests.warehouse.models.money import by_line, table

MODEL = "stg_crm_records"


def test_one_address_is_one_pseudonym_however_it_is_written(stage: Any) -> None:
    rows = table(
        customer("K1", mail="Anna Abt <Anna@Home.example>", phone="0151 / 123 45-67"),
        customer("K2", mail="anna@home.example; a@b.example", phone="+49 (0)151 1234567"),
        customer("K3", phone="00491511234567"),
    )
    staged = stage(MODEL, "line", crm_rows=rows)
    mail, phone = (
        staged.pseudonym("person", one) for one in ("mail:anna@home.example", "phone:+491511234567")
    )

    assert staged.columns("mail_ids", "phone_ids") == [
        ([mail], [phone]),
        ([mail, staged.pseudonym("person", "mail:a@b.example")], [phone]),
        ([], [phone]),
    ]
    assert "home.example" not in json.dumps(staged.rows, default=str)


def test_an_address_that_is_not_verified_is_not_used(stage: Any) -> None:
    rows = table(customer(mail="anna@home.example", mail_verified="nein"))

    assert stage(MODEL, "1", crm_rows=rows).columns("mail_ids") == [([],)]


def test_a_key_is_one_person_and_says_when_it_changed_and_whether_it_is_gone(stage: Any) -> None:
    rows = table(customer("K1", updated_at="24.11.2026 08:00"), customer("7.0", deleted="Ja"))
    staged = stage(MODEL, "line", crm_rows=rows)

    assert staged.columns("person_id", "updated_at", "is_deleted") == [
        (staged.pseudonym("person", "crm:crm:K1"), datetime(2026, 11, 24, 8, tzinfo=UTC), False),
        (staged.pseudonym("person", "crm:crm:7"), None, True),
    ]


def test_rows_of_a_file_as_it_was_before_do_not_count(stage: Any) -> None:
    rows = [*table(customer("old"), digest="before")[:-1], *table(customer("new"), file="u.csv")]

    assert len(stage(MODEL, "1", crm_rows=rows).rows) == 1


BAD: list[tuple[dict[str, Any], str]] = [
    ({"customer": None}, "customer: is empty"),
    ({"mail": "anna at home"}, "mail: is no address; write it like anna@example.org"),
    (
        {"phone": "1234"},
        "phone: is no number with its country; write it like +49 30 123456, or set country_code in [identity]",
    ),
    (
        {"updated_at": "neulich"},
        "updated_at: 'neulich' is no day or instant; write it like 2026-11-24 08:00",
    ),
    ({"created_at": "früher"}, "created_at: 'früher' is no day or instant; write it like 2026-11-24 08:00"),
    ({"updated_at": "1.1.1970"}, "updated_at: '1.1.1970' is before 1990 or after 2099"),
]


@pytest.fixture
def bad(stage: Any) -> Any:
    return stage(MODEL, "1", crm_rows=table(*(customer() | cells for cells, _ in BAD), customer()))


def test_what_cannot_be_used_says_why_and_never_which_address(bad: Any) -> None:
    assert [reason for _, reason in by_line(bad.rejected)] == [reason for _, reason in BAD]
    assert len(bad.rows) == 1
