"""staging.stg_asterisk_addresses: whoever calls is known by the number."""

from typing import Any

from tests.warehouse.models.calls import leg, missed


def test_a_caller_is_known_by_the_number_and_who_hides_it_is_not(stage: Any) -> None:
    calls = [
        leg(src="0151 1234567"),
        missed(1, call="c2", src="anonymous"),
        missed(1, call="c3", src="201"),
        leg(1, call="o1", dcontext="to-customers", src="202", dst="00491511234567"),
    ]
    staged = stage("stg_asterisk_addresses", "1", asterisk_calls=calls)
    phone = staged.pseudonym("person", "phone:+491511234567")

    assert sorted(staged.columns("customer_id", "address_id")) == sorted(
        (staged.pseudonym("asterisk", number), phone) for number in ("0151 1234567", "00491511234567")
    )
