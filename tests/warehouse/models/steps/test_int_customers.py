"""Who has written as a customer, and by which name others call them."""

from tests.warehouse.conftest import Build, at, inbound, reply


def test_customers_have_their_names_and_the_instant_of_their_first_message(build: Build) -> None:
    messages = [
        inbound("m1", "10:00", author_id="anna", author_handle="annak"),
        inbound("m2", "09:00", author_id="anna", author_handle="annak"),
        inbound("m3", "08:00", author_id="ben", customer_id="family", visibility="private"),
        reply("r1", "11:00"),
        inbound("m4", "12:00", author_id="380", author_kind="employee"),
    ]
    rows = build(messages=messages).rows("steps.int_customers", "customer_id", "handle", "first_at")

    assert [tuple(row.values()) for row in rows] == [
        ("anna", "annak", at("09:00")),
        ("family", None, at("08:00")),
    ]
