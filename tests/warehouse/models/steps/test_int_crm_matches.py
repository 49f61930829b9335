"""What each rule of [identity] finds for a customer."""

from tests.warehouse.conftest import Build
from tests.warehouse.persons import asks, known


def test_each_rule_that_is_followed_finds_its_record_and_says_whose_word_it_is(build: Build) -> None:
    links = [
        ("by mail", "mail", None, "a1"), ("by id", "ticket_requester", "files", "anna"),
        ("elsewhere", "ticket_requester", "shop", "anna"), ("somebody", "mail", None, "a2"),
    ]  # fmt: skip
    built = known(
        build, [asks(1, "anna")], links, [("files", "anna", "mail", "a1"), ("files", "ben", "mail", "a2")]
    )
    rows = built.rows("steps.int_crm_matches", "customer_id", "rule", "is_by_id", "person_id", order="rank")

    assert [tuple(row.values()) for row in rows] == [
        ("anna", "mail", False, "by mail"), ("anna", "ticket_requester", True, "by id"),
    ]  # fmt: skip
