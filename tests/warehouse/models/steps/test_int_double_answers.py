"""Two people answered the same wait, or only seemed to."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.conftest import COMPANY, Build, inbound, reply

pytestmark = pytest.mark.definition(15)
OTHER = {"author_id": "agent_2", "agent_id": "agent_2"}


def doubled(built: Any) -> list[bool]:
    return [row["is_double"] for row in built.rows("marts.fct_waits", "is_double", order="opened_at")]


@pytest.mark.parametrize(("second", "expected"), [("09:40", True), ("09:40:01", False)])
def test_half_an_hour_is_the_limit_and_belongs_to_it(build: Build, second: str, expected: bool) -> None:
    rows = [inbound("m1", "09:00"), reply("r1", "09:10"), reply("r2", second, **OTHER)]

    assert doubled(build(rows)) == [expected]


def test_the_limit_is_a_setting(build: Build) -> None:
    rows = [inbound("m1", "09:00"), reply("r1", "09:10"), reply("r2", "09:40", **OTHER)]

    assert doubled(build(rows, company=COMPANY + '[answers]\ndouble_within = "10 min"\n')) == [False]


def test_a_declared_split_is_one_answer_in_parts(build: Build) -> None:
    rows = [
        inbound("m1", "09:00"),
        reply("r1", "09:10", text="Zur Rechnung (1/2)"),
        reply("r2", "09:12", text="Zum Router ( 2 / 2 )", **OTHER),
    ]

    assert doubled(build(rows)) == [False]


def test_a_third_who_answers_beside_a_split_doubles_it(build: Build) -> None:
    rows = [
        inbound("m1", "09:00"),
        reply("r1", "09:10", text="Zur Rechnung (1/2)"),
        reply("r2", "09:12", text="Zum Router (2/2)"),
        reply("r3", "09:15", **OTHER),
    ]

    assert doubled(build(rows)) == [True]


def test_a_customer_who_writes_in_between_asked_again(build: Build) -> None:
    rows = [
        inbound("m1", "09:00"),
        reply("r1", "09:10"),
        inbound("m2", "09:12", text="👍"),
        reply("r2", "09:15", **OTHER),
    ]

    assert doubled(build(rows)) == [False]


def test_a_second_person_counts_from_the_reply_before_and_not_from_the_first(build: Build) -> None:
    rows = [
        inbound("m1", "09:00"),
        reply("r1", "09:10"),
        reply("r2", "09:35"),
        reply("r3", "09:50", **OTHER),
    ]

    assert doubled(build(rows)) == [True]


def test_bots_and_notes_double_nothing(build: Build) -> None:
    rows = [
        inbound("m1", "09:00"),
        reply("r1", "09:10"),
        reply("b", "09:11", is_human=False, author_id="bot", agent_id=None, in_reply_to_id="m1"),
        reply("n", "09:12", visibility="internal", **OTHER),
    ]

    assert doubled(build(rows)) == [False]


def test_two_departments_are_told_apart_by_who_wrote(build: Build) -> None:
    company = COMPANY.replace('groups = ["Marketing"]', 'groups = ["Marketing"]\nagents = ["lea"]')
    lea = (
        build(company=company).workspace.connection.execute("select pseudonym('files', 'lea')").fetchone()[0]
    )
    private = {"visibility": "private", "channel": "mail", "customer_id": "anna"}
    rows = [
        inbound("m1", "09:00", **private),
        reply("r1", "09:10", **private),
        reply("r2", "09:15", agent_id=lea, author_id=lea, **private),
    ]
    found = build(rows, company=company).rows("marts.fct_waits", "is_double", "is_double_across")

    assert found == [{"is_double": True, "is_double_across": True}]
