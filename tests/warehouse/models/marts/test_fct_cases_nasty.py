"""Cases, resolutions, steps, paths, approvals and promises on nasty logs, against the slow version."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import pytest

from tests.warehouse import slow_cases
from tests.warehouse.conftest import DAY, Build, Built, case_event, case_fact, inbound, reply

NOW = DAY + timedelta(days=12, hours=9)
INSTANTS = [
    DAY + timedelta(hours=hours, seconds=seconds)
    for hours in (8, 9, 11, 16, 33, 57, 8 + 24 * 7, 9 + 24 * 7, 9 + 24 * 8, 24 * 20)
    for seconds in (0, 1)
]
STATES = [
    "new", "open", "waiting_customer", "waiting_approval", "waiting_third_party", "resolved", "closed", "merged",
    "deleted",
]  # fmt: skip
FACTS = {
    "approval": ["requested", "requested", "approved", "rejected", None],
    "promise": ["discount", "call back"],
    "promise_due": ["2026-11-19", "2026-11-25"],
    "promise_kept": ["true", "false"],
}


def log(case_id: str, dice: Random) -> dict[str, list[dict[str, Any]]]:
    """One ticket in any order: closed before it opened, equal instants, reopened, merged, deleted, in the future."""
    of_case = {"case_id": case_id, "conversation_id": case_id, "customer_id": "anna", "visibility": "private"}
    events = [
        case_event(
            case_id,
            dice.choice(INSTANTS),
            dice.choice(STATES),
            group_name=dice.choice(["Service", "Service", "Marketing", "Legal", None]),
            agent_id=dice.choice([None, "ada", "bo"]),
            visibility="public",
            channel="forum",
            event_order=dice.randint(0, 2),
            event_id=f"{case_id}/{number}",
        )
        for number in range(dice.randint(1, 9))
    ]
    messages = []
    for number in range(dice.randint(0, 4)):
        name, moment = f"{case_id}/m{number}", dice.choice(INSTANTS)
        if dice.random() < 0.5:
            messages.append(inbound(name, moment, text=dice.choice(["Hallo", "👍"]), **of_case))
        else:
            kind = dice.choice([{}, {"author_kind": "bot", "is_human": False}])
            messages.append(reply(name, moment, **of_case, **kind))
    facts = []
    for number in range(dice.randint(0, 8)):
        fact = dice.choice(sorted(FACTS))
        said = case_fact(case_id, dice.choice(INSTANTS), fact, "", event_order=number)
        facts.append(said | {"value": dice.choice(FACTS[fact])})
    return {"events": events, "messages": messages, "facts": facts}


def compare(built: Built, table: str, expected: list[dict[str, Any]], *keys: str) -> None:
    """A mart's rows against the slow ones, in the columns that those have."""
    columns = list(expected[0]) if expected else list(keys)
    found = built.rows(table, *columns, order=", ".join(keys))
    assert found == sorted(expected, key=lambda row: tuple(row[key] for key in keys))


@pytest.mark.definition(7, 8, 14, 18)
@pytest.mark.parametrize(
    "seed", [1, *(pytest.param(seed, marks=pytest.mark.thorough) for seed in range(2, 7))]
)
def test_cases_equal_the_slow_version_on_nasty_logs(build: Build, seed: int) -> None:
    dice = Random(seed)
    many = [log(f"T{number:03}", dice) for number in range(120)]
    rows = {name: [row for log in many for row in log[name]] for name in ("events", "messages", "facts")}
    built = build(rows["messages"], rows["events"], now=NOW, facts=rows["facts"])
    cases, closes, steps, paths, approvals, promises = [], [], [], [], [], []
    states = slow_cases.states_of(rows["events"], NOW)
    for case_id in (f"T{number:03}" for number in range(120)):
        spells = states.get(case_id, [])
        facts = [row for row in rows["facts"] if row["case_id"] == case_id]
        label = {"case_id": case_id}
        approvals += [label | row for row in slow_cases.approvals(facts, spells, NOW)]
        promises += [
            label | {"promise_id": f"{case_id}/promise/{number}"} | row
            for number, row in enumerate(slow_cases.promises(facts, NOW), 1)
        ]
        if not spells:
            continue
        said = [row for row in rows["messages"] if row["case_id"] == case_id and row["sent_at"] <= NOW]
        own = slow_cases.resolutions(spells, said, NOW)
        closes += [label | row for row in own]
        cases.append(label | slow_cases.case(spells, said, own, NOW))
        steps += [label | row for row in slow_cases.steps(spells, NOW)]
        paths.append(label | {"path": slow_cases.path(spells)})

    compare(built, "marts.fct_cases", cases, "case_id")
    compare(built, "marts.fct_resolutions", closes, "case_id", "ordinal")
    compare(built, "marts.fct_case_steps", steps, "case_id", "step_number")
    compare(built, "marts.fct_case_paths", paths, "case_id")
    told = "(select * from marts.fct_approvals where basis = 'field')"
    compare(built, told, approvals, "case_id", "round")
    compare(built, "marts.fct_promises", promises, "promise_id")
    assert built.failed_checks() == []
