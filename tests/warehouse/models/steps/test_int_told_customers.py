"""Who somebody is, by the CRM that names them and by an address that their source knows."""

from datetime import date
from typing import Any

from tests.warehouse.conftest import Build
from tests.warehouse.persons import TWO, asks, known

COLUMNS = ("subject", "leading_source", "leading_value", "other_source", "other_value", "disagrees")


def told(build: Build, by_id: str, by_mail: str, company: str = TWO) -> list[tuple[Any, ...]]:
    links = [(by_id, "ticket_requester", "files", "anna"), (by_mail, "mail", None, "a1")]
    built = known(build, [asks(1, "anna"), asks(2, "ben")], links, [("files", "anna", "mail", "a1")], company)
    assert {row["told_day"] for row in built.rows("steps.int_told_customers", "told_day")} == {
        date(2026, 11, 18)
    }
    return [tuple(row.values()) for row in built.rows("steps.int_told_customers", *COLUMNS)]


def test_two_ways_to_one_record_agree_and_to_two_do_not(build: Build) -> None:
    assert told(build, "K1", "K1") == [("anna", "crm", "K1", "files", "K1", False)]
    assert told(build, "K1", "K2") == [("anna", "crm", "K1", "files", "K2", True)]


def test_the_case_store_may_lead(build: Build) -> None:
    found = told(build, "K1", "K2", TWO + '[leading]\ncustomer = ["files"]\n')

    assert found == [("anna", "files", "K2", "crm", "K1", True)]
