"""steps.int_identities: which customers of several sources are one person, and by which rule."""

from typing import Any

from tests.warehouse.conftest import Build, Built, inbound
from tests.warehouse.persons import TWO, asks, known


def found(built: Built) -> list[tuple[Any, ...]]:
    rows = built.rows(
        "steps.int_identities", "source", "customer_id", "person_id", "basis", "rule", order="1, 2"
    )
    return [tuple(row.values()) for row in rows]


def test_the_first_rule_of_the_configuration_that_fits_counts(build: Build) -> None:
    links = [("by mail", "mail", None, "a1"), ("by handle", "handle", "files", "anna")]
    addresses = [("files", "anna", "mail", "a1")]

    usual = known(build, [asks(1, "anna")], links, addresses)
    assert found(usual) == [("files", "anna", "by mail", "crm", "mail")]
    other = TWO + '[identity]\nrules = ["handle", "mail"]\n'
    assert found(known(build, [asks(1, "anna")], links, addresses, company=other)) == [
        ("files", "anna", "by handle", "crm", "handle")
    ]
    none = TWO + '[identity]\nrules = ["phone"]\n'
    assert found(known(build, [asks(1, "anna")], links, addresses, company=none))[0][3:] == ("none", None)


def test_each_rule_finds_the_person_where_it_holds(build: Build) -> None:
    messages = [
        asks(1, "key"),
        asks(2, "requester"),
        asks(3, "caller"),
        asks(4, "elsewhere", source="shop"),
        inbound("m5", "13:00", author_id="public", author_handle="handle", conversation_id="c5"),
    ]
    links: list[tuple[str, str, str | None, str]] = [
        ("p1", "crm_key", "files", "key"),
        ("p2", "ticket_requester", "files", "requester"),
        ("p3", "phone", None, "n1"),
        ("p4", "crm_key", "files", "elsewhere"),
        ("p5", "handle", "files", "handle"),
    ]

    assert [row[1:] for row in found(known(build, messages, links, [("files", "caller", "phone", "n1")]))][
        :4
    ] == [
        ("caller", "p3", "crm", "phone"),
        ("key", "p1", "crm", "crm_key"),
        ("public", "p5", "crm", "handle"),
        ("requester", "p2", "crm", "ticket_requester"),
    ]


def test_whom_no_crm_knows_is_one_person_by_an_address_in_two_sources(build: Build) -> None:
    messages = [asks(1, "anna"), asks(2, "shop anna", source="shop"), asks(3, "ben")]
    addresses = [
        ("files", "anna", "mail", "a1"),
        ("shop", "shop anna", "mail", "a1"),
        ("files", "ben", "mail", "a2"),
    ]
    rows = found(known(build, messages, addresses=addresses))

    assert rows == [
        ("files", "anna", "a1", "address", "mail"),
        ("files", "ben", "a2", "none", None),
        ("shop", "shop anna", "a1", "address", "mail"),
    ]


def test_somebody_without_any_address_is_a_person_of_their_own_in_each_source(build: Build) -> None:
    rows = found(known(build, [asks(1, "anna"), asks(2, "anna", source="shop")]))

    assert len({row[2] for row in rows}) == 2
    assert {row[3:] for row in rows} == {("none", None)}


def test_of_two_records_with_one_address_the_one_changed_last_counts(build: Build) -> None:
    links = [("old", "mail", None, "a1"), ("new", "mail", None, "a1")]
    built = known(build, [asks(1, "anna")], links, [("files", "anna", "mail", "a1")])
    built.change("update work.staging.stg_crm_links set updated_at = now() where person_id = 'new'")

    assert found(built)[0][2] == "new"
