"""staging.stg_crm_links: by what a CRM knows its customers in which source."""

from typing import Any

from tests.warehouse.models.customers import customer
from tests.warehouse.models.money import table

MODEL = "stg_crm_links"


def links(stage: Any, *customers: dict[str, Any]) -> tuple[Any, list[tuple[Any, ...]]]:
    staged = stage(MODEL, "rule, in_source, value_id", crm_rows=table(*customers))
    return staged, staged.columns("rule", "in_source", "value_id")


def test_an_address_holds_in_every_source(stage: Any) -> None:
    staged, found = links(stage, customer(mail="a@b.example", phone="+4930123456"))

    assert [link for link in found if link[0] in ("mail", "phone")] == [
        ("mail", None, staged.pseudonym("person", "mail:a@b.example")),
        ("phone", None, staged.pseudonym("person", "phone:+4930123456")),
    ]


def test_a_handle_is_looked_for_where_its_platform_is_by_id_and_by_name(stage: Any) -> None:
    staged, found = links(stage, customer(mastodon="@Anna@social.example"))
    sources = {link[1] for link in found if link[0] == "handle"}

    assert {"mastodon", "webhook"} <= sources
    assert "x" not in sources
    ids = {link[2] for link in found if link[:2] == ("handle", "mastodon")}
    assert ids == {
        staged.pseudonym("mastodon", name) for name in ("@Anna@social.example", "anna@social.example")
    }


def test_a_requester_is_one_of_the_ticket_systems_and_a_key_of_the_sources_that_use_it(stage: Any) -> None:
    staged, found = links(stage, customer("K1", ticket_requester=9001))

    assert ("ticket_requester", "zd", staged.pseudonym("zd", "9001")) in found
    assert ("ticket_requester", "rt", staged.pseudonym("rt", "9001")) in found
    assert [link for link in found if link[0] == "crm_key"] == [
        ("crm_key", "imap", staged.pseudonym("imap", "K1"))
    ]


def test_a_deleted_customer_is_known_by_nothing(stage: Any) -> None:
    assert links(stage, customer(mail="a@b.example", mastodon="anna", deleted="x"))[1] == []
