"""Targets in the order in which they are tried."""

from tests.warehouse.conftest import Build
from tests.warehouse.sla import SLA_COMPANY


def test_a_next_response_tries_its_own_targets_before_those_of_the_first(build: Build) -> None:
    own = '[[targets]]\nid = "next"\nname = "n"\nmetric = "next_response"\nwithin = "1 h"\ngoal = 0.5\n[[assign]]'
    built = build(company=SLA_COMPANY.replace("[[assign]]", own, 1))
    tried = built.query(
        "select target_id, is_own from steps.int_targets where metric = 'next_response' order by tried_rank"
    )

    assert [row["target_id"] for row in tried] == ["next", "private", "public", "mail"]
    assert [row["is_own"] for row in tried] == [True, False, False, False]
