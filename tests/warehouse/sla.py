"""A company with every kind of target, and cases told in one line: what the tests of SLA instances are made of."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.warehouse.conftest import COMPANY, Built, case_event

TARGETS = """
[[targets]]
id = "solved_4h"
name = "Gelöst binnen 4 Std."
metric = "resolution"
within = "4 h"
goal = 0.8
until = 2026-12-09
pause = ["waiting_customer", "waiting_third_party"]
[[targets]]
id = "solved_1h"
name = "Gelöst binnen 1 Std."
metric = "resolution"
within = "1 h"
goal = 0.8
from = 2026-12-09
[[targets]]
id = "solved_wall"
name = "Gelöst binnen 2 Tagen"
metric = "resolution"
within = "2 d"
clock = "calendar"
goal = 0.9
pause = []
also = true
[[targets]]
id = "solved_next_day"
name = "Gelöst am nächsten Werktag"
metric = "resolution"
due = "end_of_next_business_day"
goal = 0.9
also = true
channel = ["web_form"]
[[targets]]
id = "approved_5h"
name = "Freigabe binnen 5 Std."
metric = "approval"
within = "5 h"
goal = 0.9
"""
SLA_COMPANY = COMPANY.replace("[[assign]]", TARGETS + "[[assign]]", 1)


def case(case_id: str, *turns: tuple[str | datetime, str], **given: Any) -> list[dict[str, Any]]:
    """Events of one ticket: case("T", ("09:00", "open"), ("10:00", "waiting_customer"), ...)."""
    return [
        case_event(case_id, moment, state, event_order=order, event_id=f"{case_id}/{order}", **given)
        for order, (moment, state) in enumerate(turns)
    ]


def instances(built: Built, *columns: str, where: str = "true") -> list[tuple[Any, ...]]:
    """Some columns of the instances, by start and id."""
    causes = "left join (select sla_id, breach_cause from marts.fct_breaches) as causes using (sla_id)"
    rows = built.query(
        f"select {', '.join(columns)} from marts.fct_sla_instances {causes if 'breach_cause' in columns else ''}"
        f" where {where} order by started_at, sla_id"
    )
    return [tuple(row.values()) for row in rows]
