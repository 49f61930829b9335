"""Addresses as people write them, and which of them are one."""

from collections.abc import Iterator

import duckdb
import pytest

from warehouse.database import ADDRESS_MACROS


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute(ADDRESS_MACROS.read_text(encoding="utf-8"))
        yield connection


@pytest.mark.parametrize(
    ("written", "mail"),
    [
        ("Anna@Home.Example", "anna@home.example"),
        ("Anna Abt <anna@home.example>", "anna@home.example"),
        ("mailto:anna@home.example", "anna@home.example"),
        ("jörg+bestellung@büro.example", "jörg+bestellung@büro.example"),
        ("@anna@social.example", None),
        ("@anna", None),
        ("anna at home", None),
        ("", None),
        (None, None),
    ],
)
def test_a_mail_address_is_what_stands_between_names_and_signs(
    connection: duckdb.DuckDBPyConnection, written: str | None, mail: str | None
) -> None:
    assert connection.execute("select person_mail(?::varchar)", [written]).fetchone() == (mail,)


@pytest.mark.parametrize(
    ("written", "country", "phone"),
    [
        ("+49 151 1234567", "", "+491511234567"),
        ("+49 (0)151 / 123-45.67", "", "+491511234567"),
        ("0049 151 1234567", "", "+491511234567"),
        ("tel:+491511234567", "", "+491511234567"),
        ("0151 1234567", "49", "+491511234567"),
        ("0151 1234567", "", None),
        ("01 234567", "43", "+431234567"),
        ("201", "49", None),
        ("anonymous", "49", None),
        ("+49 151 12345678901234", "", None),
        (None, "49", None),
    ],
)
def test_a_number_is_one_with_its_country(
    connection: duckdb.DuckDBPyConnection, written: str | None, country: str, phone: str | None
) -> None:
    assert connection.execute("select person_phone(?::varchar, ?)", [written, country]).fetchone() == (phone,)
