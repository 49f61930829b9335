"""metrics.contacts_per_person: somebody who tries three channels is one person with three contacts."""

from tests.warehouse.conftest import Build
from tests.warehouse.persons import asks, known
from warehouse.catalog import Filters


def test_four_contacts_of_two_persons_on_four_channels(build: Build) -> None:
    messages = [
        asks(1, "anna"),
        asks(2, "anna by mail", channel="mail", source="shop"),
        asks(3, "anna by phone", channel="phone", source="shop"),
        asks(4, "ben", channel="phone", source="shop"),
        asks(5, None),  # type: ignore[arg-type]
    ]
    addresses = [
        ("files", "anna", "mail", "a1"),
        ("shop", "anna by mail", "mail", "a1"),
        ("shop", "anna by phone", "mail", "a1"),
    ]
    built = known(build, messages, addresses=addresses)
    built.make("marts.fct_person_contacts")
    evaluate = built.workspace.catalog.evaluate
    whole = evaluate(built.workspace.connection, "contacts_per_person", Filters(), ())
    by_phone = evaluate(
        built.workspace.connection, "contacts_per_person", Filters(include={"channel": ["phone"]}), ()
    )

    columns = ("statistic", "numerator", "sample_size", "metric_value")
    assert whole.select(columns).rows() == [("channels", 4, 2, 2.0), ("value", 4, 2, 2.0)]
    assert by_phone.select(columns).rows() == [("channels", 2, 2, 1.0), ("value", 2, 2, 1.0)]
