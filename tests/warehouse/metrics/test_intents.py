"""metrics.intents: what people want, and who says so."""

from __future__ import annotations

from tests.warehouse.conftest import COMPANY, Build, case_event, case_fact, inbound

RULES = r"""
[[intents]]
intent = "question"
pattern = '\?'
"""


def test_each_wait_counts_once_with_who_says_what_it_wants_and_unknown_ones_count_too(build: Build) -> None:
    ticket = {"case_id": "T", "conversation_id": "T", "channel": "mail", "visibility": "private"}
    built = build(
        [
            inbound("a", "09:00", text="Geht nicht", **ticket),
            inbound("b", "09:00", text="Gilt das?", author_id="ben"),
            inbound("c", "09:01", text="Auch heute?", author_id="ben"),
            inbound("d", "09:00", text="hm", author_id="cem"),
        ],
        [case_event("T", "09:00", "new")],
        company=COMPANY + RULES,
        facts=[case_fact("T", "09:00", "category", "complaint")],
    )

    assert built.rows("metrics.intents", "intent", "intent_source", "metric_value") == [
        {"intent": "complaint", "intent_source": "case_store", "metric_value": 1.0},
        {"intent": "question", "intent_source": "rule", "metric_value": 1.0},
        {"intent": None, "intent_source": "none", "metric_value": 1.0},
    ]
