"""Which targets an instance has: the first that fits and those beside it, as they were when it began."""

import pytest

from tests.warehouse.conftest import Build, inbound, reply
from tests.warehouse.sla import SLA_COMPANY


@pytest.mark.definition(9)
def test_the_first_that_fits_and_those_beside_it_and_one_row_where_none_fits(build: Build) -> None:
    beside = (
        '[[targets]]\nid = "beside"\nname = "b"\nmetric = "next_response"\nwithin = "1 h"\ngoal = 0.5\nalso = true\n'
        "from = 2026-11-18\n[[assign]]"
    )
    built = build(
        [
            inbound("a", "-1 10:00"),
            reply("b", "-1 11:00", in_reply_to_id="a"),
            inbound("c", "-1 12:00"),
            reply("d", "-1 13:00", in_reply_to_id="c"),
            inbound("e", "09:00"),
            inbound("f", "10:00", conversation_id="u", channel="forum", visibility="private"),
        ],
        now="12:00",
        company=SLA_COMPANY.replace("[[assign]]", beside, 1),
    )

    found = built.query(
        "select sla_id, is_also from steps.int_sla_targets where wait_id is not null order by sla_id"
    )
    assert [(row["sla_id"], row["is_also"]) for row in found] == [
        ("a/first_response/public", False),
        ("c/next_response/public", False),
        ("e/next_response/beside", True),
        ("e/next_response/public", False),
        ("f/first_response/none", False),
    ]
