"""marts.fct_person_contacts: each contact with the person that its customer is."""

from tests.warehouse.conftest import Build
from tests.warehouse.persons import asks, known


def test_contacts_of_two_sources_are_one_persons_and_nobody_is_nobody(build: Build) -> None:
    messages = [asks(1, "anna"), asks(2, "other", source="shop"), asks(3, None)]  # type: ignore[arg-type]
    links: list[tuple[str, str, str | None, str]] = [
        ("p", "handle", "files", "anna"),
        ("p", "handle", "shop", "other"),
    ]

    assert known(build, messages, links).rows(
        "marts.fct_person_contacts", "contact_id", "person_id", "basis", "contact_channel"
    ) == [
        {"contact_id": "m1", "person_id": "p", "basis": "crm", "contact_channel": "direct_message"},
        {"contact_id": "m2", "person_id": "p", "basis": "crm", "contact_channel": "direct_message"},
        {"contact_id": "m3", "person_id": None, "basis": "none", "contact_channel": "direct_message"},
    ]
