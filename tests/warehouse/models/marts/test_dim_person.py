"""marts.dim_person: how many customers one person is, and on how many channels."""

from tests.warehouse.conftest import Build, at
from tests.warehouse.persons import asks, known


def test_a_person_has_the_contacts_of_all_sources(build: Build) -> None:
    messages = [asks(1, "anna"), asks(2, "other", source="shop", channel="mail"), asks(3, "ben")]
    links: list[tuple[str, str, str | None, str]] = [
        ("p", "handle", "files", "anna"),
        ("p", "ticket_requester", "shop", "other"),
    ]
    built = known(build, messages, links)

    assert built.query("select * from marts.dim_person where person_id = 'p'") == [
        {
            "person_id": "p",
            "is_in_crm": True,
            "customer_count": 2,
            "source_count": 2,
            "rules": ["handle", "ticket_requester"],
            "contact_count": 2,
            "channel_count": 2,
            "first_contact_at": at("09:00"),
            "last_contact_at": at("10:00"),
        }
    ]
    assert built.query("select rules, is_in_crm from marts.dim_person where person_id != 'p'") == [
        {"rules": [], "is_in_crm": False}
    ]
