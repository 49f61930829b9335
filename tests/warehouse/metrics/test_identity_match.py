"""metrics.identity_match on customers few enough to know them all."""

from tests.warehouse.conftest import Build
from tests.warehouse.persons import asks, known


def test_one_is_in_the_crm_one_known_by_an_address_and_two_are_not_recognised(build: Build) -> None:
    messages = [asks(1, "anna"), asks(2, "ben"), asks(3, "carla"), asks(4, "dora")]
    messages.append(asks(5, "bens ticket", source="shop"))
    addresses = [
        ("files", "anna", "mail", "a1"),
        ("files", "ben", "phone", "n1"),
        ("shop", "bens ticket", "phone", "n1"),
    ]
    built = known(build, messages, [("p", "mail", None, "a1")], addresses)
    rows = built.rows(
        "metrics.identity_match", "source", "statistic", "numerator", "sample_size", order="1, 2"
    )

    assert [tuple(row.values()) for row in rows] == [
        ("files", "address", 1, 4),
        ("files", "unmatched", 2, 4),
        ("files", "value", 1, 4),
        ("shop", "address", 1, 1),
        ("shop", "unmatched", 0, 1),
        ("shop", "value", 0, 1),
    ]
