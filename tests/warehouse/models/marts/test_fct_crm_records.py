"""marts.fct_crm_records: which records of a CRM stand for somebody who stands there already."""

from typing import Any

from tests.warehouse.models.customers import customer
from tests.warehouse.models.money import table


def test_a_second_record_of_a_key_and_a_second_key_of_an_address_are_duplicates(stage: Any) -> None:
    rows = table(
        customer("K1"),
        customer("K1"),
        customer("K2", mail="a@b.example"),
        customer("K3", mail="A@b.example"),
        customer("K4", mail="a@b.example", deleted="ja"),
        customer("K5", mail="c@d.example"),
    )
    staged = stage("marts.fct_crm_records", "crm_record_id", crm_rows=rows)
    place, by_key, by_mail = zip(*staged.columns("place", "shares_key", "shares_mail"), strict=True)

    assert place == tuple(f"t.csv, row {line}" for line in (2, 3, 4, 5, 7))
    assert by_key == (False, True, False, False, False)
    assert sorted(by_mail[2:4]) == [False, True]
    assert not any(by_mail[:2]) and not by_mail[4]


def test_a_record_is_of_the_day_on_which_it_changed_else_came(stage: Any) -> None:
    rows = table(customer("K1", updated_at="3.11.2026"), customer("K2"))
    staged = stage("marts.fct_crm_records", "place", crm_rows=rows)

    assert [str(day) for (day,) in staged.columns("changed_day")] == ["2026-11-03", "2026-11-20"]
