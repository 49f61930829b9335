"""Whose a topic is: configured, or held in the end by most of its solved tickets."""

import pytest

from tests.warehouse.conftest import COMPANY, Build, case_event, case_fact, inbound

pytestmark = pytest.mark.conflict(7)


def tickets(topic: str, held: list[str]) -> tuple[list, list, list]:
    """Solved tickets of a topic, by the group that had each."""
    messages, events, facts = [], [], []
    for number, group in enumerate(held):
        case = f"{topic}{number}"
        messages.append(
            inbound(
                f"m{case}",
                "09:00",
                case_id=case,
                conversation_id=case,
                customer_id=case,
                visibility="private",
            )
        )
        events += [
            case_event(case, "09:00", "open", group_name=group),
            case_event(case, "10:00", "resolved", group_name=group),
        ]
        facts.append(case_fact(case, "09:00", "topic", topic))
    return messages, events, facts


def owners(
    build: Build, *groups: tuple[list, list, list], company: str = COMPANY
) -> dict[str, tuple[str, str]]:
    messages, events, facts = ([row for group in groups for row in group[side]] for side in range(3))
    rows = build(messages, events, facts=facts, company=company).rows("steps.int_topic_departments")
    return {row["topic"]: (row["department_id"], row["basis"]) for row in rows}


def test_more_than_half_of_twenty_decide_and_fewer_do_not(build: Build) -> None:
    found = owners(
        build,
        tickets("bill", ["Service"] * 15 + ["Marketing"] * 5),
        tickets("even", ["Service"] * 10 + ["Marketing"] * 10),
        tickets("rare", ["Legal"] * 19),
    )

    assert found == {"bill": ("service", "solved")}


def test_what_is_configured_holds_against_the_data(build: Build) -> None:
    company = COMPANY + '[conflict]\ntopic_departments = { bill = "legal" }\n'

    assert owners(build, tickets("bill", ["Service"] * 20), company=company) == {
        "bill": ("legal", "configured")
    }
