"""Sources and how fresh they are."""

from __future__ import annotations

from tests.warehouse.conftest import Build


def test_a_source_that_was_never_read_says_so(build: Build) -> None:
    assert build().rows("marts.dim_source", "source", "type", "state", "row_count") == [
        {"source": "files", "type": "files", "state": "never", "row_count": 0}
    ]
