"""When a source was first read."""

from __future__ import annotations

from tests.warehouse.conftest import Build, at, inbound


def test_a_source_was_first_read_when_its_earliest_record_came(build: Build) -> None:
    built = build(
        [
            inbound("m1", "09:00", received_at="12:00"),
            inbound("m2", "10:00", received_at="11:00"),
            inbound("m3", "10:00", received_at="10:30", source="other"),
        ]
    )

    assert built.rows("steps.int_first_arrivals", order="source") == [
        {"source": "files", "first_received_at": at("11:00")},
        {"source": "other", "first_received_at": at("10:30")},
    ]
