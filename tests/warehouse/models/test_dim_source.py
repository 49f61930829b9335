"""Sources and how fresh they are."""

from __future__ import annotations

from tests.warehouse.conftest import Build, case_event, inbound


def test_a_source_that_was_never_read_says_so(build: Build) -> None:
    assert build().rows("marts.dim_source", "source", "type", "state", "row_count") == [
        {"source": "files", "type": "files", "state": "never", "row_count": 0}
    ]


def test_it_counts_what_is_known_and_not_what_was_fetched(build: Build) -> None:
    built = build([inbound("m1", "09:00"), inbound("m2", "10:00")], [case_event("T", "09:00", "new")])

    assert built.rows("marts.dim_source", "row_count") == [{"row_count": 3}]
