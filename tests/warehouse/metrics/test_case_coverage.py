"""metrics.case_coverage: contacts with a case, of all contacts."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import COMPANY, Build, case_event, case_fact, inbound

DESK = COMPANY + '[sources.desk]\ntype = "files"\npath = "none.csv"\n'


def test_the_handbooks_example(build: Build) -> None:
    built = build(
        messages=[
            inbound(
                "desk:1", "09:00", source="desk", case_id="desk:1", conversation_id="desk:1", channel="mail"
            ),
            inbound("files:m_10002", "09:10", conversation_id="files:m_10002", author_id="ben"),
            inbound("files:m_10003", "09:20", conversation_id="files:m_10003", author_id="cem"),
            inbound("files:m_10004", "09:30", conversation_id="files:m_10004", author_id="dan", text="👍"),
        ],
        events=[
            case_event("desk:1", "09:00", "new", source="desk", customer_id="unknown"),
            case_event("desk:48211", "09:30", "new", source="desk", customer_id="unknown"),
        ],
        facts=[case_fact("desk:48211", "09:30", "contact", "m_10002", source="desk")],
        company=DESK,
    )
    rows = built.rows(
        "metrics.case_coverage", "source", "channel", "numerator", "sample_size", order="source"
    )

    assert [tuple(row.values()) for row in rows] == [("desk", "mail", 1, 1), ("files", "comment", 1, 2)]


def test_the_interval_is_wilsons(build: Build) -> None:
    built = build(messages=[inbound("files:m_10003", "09:20")], company=DESK)
    (row,) = built.rows("metrics.case_coverage", "metric_value", "lower", "upper")

    # None of one: 0 to z²/(1 + z²) with z = 1.96
    assert row == {
        "metric_value": 0.0,
        "lower": pytest.approx(0, abs=1e-9),
        "upper": pytest.approx(0.7935, abs=1e-4),
    }
