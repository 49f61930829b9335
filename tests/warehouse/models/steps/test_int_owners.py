"""The first rule that holds owns a message."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import COMPANY, Build, inbound, reply

ANSWER_LAST = (
    COMPANY[: COMPANY.index("[[assign]]")] + '[[assign]]\nby = "mention"\n[[assign]]\nby = "answer"\n'
)


def owners(built: object) -> list[tuple[str, str | None, str | None]]:
    rows = built.rows("marts.fct_waits", "wait_id", "department_id", "department_source")  # type: ignore[attr-defined]
    return [(row["wait_id"], row["department_id"], row["department_source"]) for row in rows]


def test_a_mention_comes_before_the_rule_below_it(build: Build) -> None:
    probe = build([inbound("m0", "09:00")])
    brand = probe.query("select value from company.identities where kind = 'mention'")[0]["value"]
    built = build([inbound("m1", "09:00", mentions=[brand]), inbound("m2", "09:00", author_id="bert")])

    assert owners(built) == [("m1", "service", "mention"), ("m2", "marketing", "rule")]


def test_the_answering_department_owns_what_no_earlier_rule_knows(build: Build) -> None:
    probe = build([inbound("m0", "09:00")])
    brand = probe.query("select value from company.identities where kind = 'mention'")[0]["value"]
    answered = ANSWER_LAST.replace('groups = ["Legal"]', 'groups = ["Legal"]\naccounts = ["desk"]').replace(
        'by = "answer"', 'by = "account"\n[[assign]]\nby = "answer"'
    )
    built = build(
        [
            inbound("m1", "09:00", conversation_id="a"),
            reply("r1", "10:00", conversation_id="a", account="desk"),
            inbound("m2", "09:00", conversation_id="b", mentions=[brand]),
            reply("r2", "10:00", conversation_id="b", account="desk"),
            inbound("m3", "09:00", conversation_id="c"),
        ],
        company=answered,
    )

    assert owners(built) == [("m1", "legal", "answer"), ("m2", "service", "mention"), ("m3", None, None)]


@pytest.mark.demand(9)
def test_a_group_that_changes_hands_belongs_to_whoever_had_it_then(build: Build) -> None:
    moved = COMPANY.replace(
        'groups = ["Service"]', 'groups = [{ id = "Support", until = 2026-11-19 }, "Service"]'
    ).replace('groups = ["Marketing"]', 'groups = ["Marketing", { id = "Support", from = 2026-11-19 }]')
    asked = [
        inbound(name, sent_at, conversation_id=name, group_name="Support")
        for name, sent_at in (("m1", "09:00"), ("m2", "23:59:59"), ("m3", "+1 00:00"), ("m4", "+1 09:00"))
    ]
    built = build(asked, company=moved, now="+2 09:00")

    assert owners(built) == [
        ("m1", "service", "group"),
        ("m2", "service", "group"),
        ("m3", "marketing", "group"),
        ("m4", "marketing", "group"),
    ]
    assert [row["department_id"] for row in built.rows("marts.fct_messages", order="message_id")] == [
        "service",
        "service",
        "marketing",
        "marketing",
    ]
