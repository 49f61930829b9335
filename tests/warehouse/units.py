"""Budgets of departments in units, and a hub's cases by topic."""

from __future__ import annotations

from tests.warehouse.conftest import COMPANY, Build, Built, case_event, case_fact, inbound

# Service is the hub of the headquarters; Marketing belongs to retail.
UNITS = COMPANY + (
    '[conflict.topic_departments]\nprice = "marketing"\nbill = "legal"\n'
    '[[organisation]]\ndepartment = "service"\nunit = "headquarters"\nserves_others = true\n'
    '[[organisation]]\ndepartment = "legal"\nunit = "headquarters"\n'
    '[[organisation]]\ndepartment = "marketing"\nunit = "retail"\n'
)


def budgeted(build: Build, topics: tuple[str, ...], company: str = UNITS) -> Built:
    """1,000 EUR for Marketing and 600 for Service on 18 November; a ticket of the hub for each topic."""
    cases = [f"T{number}" for number in range(len(topics))]
    built = build(
        messages=[
            inbound(case, "09:00", case_id=case, conversation_id=case, visibility="private") for case in cases
        ],
        events=[case_event(case, "09:00", "open") for case in cases],
        facts=[
            case_fact(case, "09:00", "topic", topic)
            for case, topic in zip(cases, topics, strict=True)
            if topic
        ],
        company=company,
    )
    built.make("marts.fct_budget_days")
    for department, amount in (("marketing", 1000), ("service", 600)):
        built.change(
            "insert into warehouse.marts.fct_budget_days values (?, date '2026-11-18', ?, 'people', ?)",
            [department, department, amount],
        )
    return built
