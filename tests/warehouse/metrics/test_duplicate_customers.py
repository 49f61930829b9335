"""metrics.duplicate_customers on five records of a CRM."""

from tests.warehouse.conftest import Build
from tests.warehouse.persons import known

RECORDS = [("K1", []), ("K1", []), ("K2", ["a"]), ("K3", ["a"]), ("K4", ["b"])]


def test_one_key_twice_and_one_address_twice_are_two_of_five(build: Build) -> None:
    built = known(build, [])
    built.make("staging.stg_crm_records")
    for number, (person, mails) in enumerate(RECORDS):
        built.change(
            "insert into work.staging.stg_crm_records (source, crm_record_id, person_id, mail_ids, updated_at,"
            " is_deleted) values ('crm', ?, ?, ?, timestamptz '2026-11-03 09:00:00+00', false)",
            [f"r{number}", person, mails],
        )
    rows = built.rows("metrics.duplicate_customers", "statistic", "numerator", "sample_size", "metric_value")

    assert [tuple(row.values()) for row in rows] == [
        ("key", 1, 5, 0.2),
        ("mail", 1, 5, 0.2),
        ("value", 2, 5, 0.4),
    ]
