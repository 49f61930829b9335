"""The one row that says what a snapshot is."""

from __future__ import annotations

from datetime import date

from tests.warehouse.conftest import Build, at, inbound


def test_it_says_as_of_when_of_whom_and_over_which_days(build: Build) -> None:
    (row,) = build([inbound("m1", "-2 09:00")], now="12:00").rows("marts.dim_snapshot")

    assert (row["as_of"], row["company_id"], row["run_id"], row["zone"]) == (
        at("12:00"),
        "test",
        "test",
        "Europe/Berlin",
    )
    assert (row["data_from"], row["data_to"]) == (date(2026, 11, 16), date(2026, 11, 18))
