"""marts.fct_consolidations: when somebody who had written came into the CRM."""

from tests.warehouse.conftest import Build, at
from tests.warehouse.crm_times import entered

COLUMNS = ("person_id", "known_at", "state", "lag_seconds")


def rows(built):
    found = built.rows("marts.fct_consolidations", *COLUMNS, order="contacted_at")
    return [tuple(row.values()) for row in found]


def test_a_record_counts_from_when_it_was_made(build: Build) -> None:
    built = entered(
        build, ("anna", "ben", "carla"), [("anna", "08:00", "+1 00:00"), ("ben", "12:00", "+1 00:00")]
    )

    assert rows(built) == [
        ("p-anna", at("08:00"), "known", 0.0), ("p-ben", at("12:00"), "consolidated", 7200.0),
        ("a-carla", None, "waiting", None),
    ]  # fmt: skip


def test_where_the_crm_does_not_say_it_counts_from_its_arrival_and_nothing_from_before_the_first_reading(
    build: Build,
) -> None:
    records = [("anna", None, "10:30"), ("ben", None, "10:30"), ("dora", None, "20:00")]
    built = entered(build, ("anna", "ben", "carla", "dora"), records)

    assert rows(built) == [
        ("p-anna", at("10:30"), "history", None), ("p-ben", at("10:30"), "history", None),
        ("a-carla", None, "waiting", None), ("p-dora", at("20:00"), "consolidated", 28800.0),
    ]  # fmt: skip


def test_without_a_crm_nobody_waits_for_one(build: Build) -> None:
    assert rows(entered(build, ("anna",), [])) == []
