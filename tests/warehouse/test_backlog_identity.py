"""The balance of the backlog, a blocking check: what was open, and what came in and went out, say the same."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import Build, Built, case_event, inbound, reply
from warehouse.checks import CheckResult

pytestmark = [pytest.mark.definition(10), pytest.mark.demand(14)]


@pytest.fixture(scope="module")
def eventful(build_once: Build) -> Built:
    """Every term of the balance, over several days and departments, one of them nobody's."""
    built = build_once(
        [inbound("m1", "09:00"), reply("r1", "10:00"), inbound("m2", "+1 09:00", deleted_at="+1 10:00")],
        [
            case_event("T", "09:00", "new"),
            case_event("T", "10:00", "open", group_name="Marketing"),
            case_event("T", "11:00", "resolved", group_name="Marketing"),
            case_event("T", "+2 09:00", "open", group_name="Legal"),
            case_event("U", "09:00", "new"),
            case_event("U", "+1 09:00", "merged", merged_into_case_id="T"),
            case_event("V", "09:00", "new", group_name=None, visibility="public"),
            case_event("V", "+3 09:00", "deleted", group_name=None, visibility="public"),
            case_event("W", "+1 09:00", "closed"),  # over as it opened
        ],
        now="+4 09:00",
    )
    assert built.failed_checks() == []
    return built


def identity(built: Built) -> CheckResult:
    [check] = [check for check in built.workspace.checks() if check.name == "backlog identity"]
    return check


def test_opened_reopened_and_moved_in_less_resolved_merged_deleted_and_moved_out_is_what_is_open(
    eventful: Built,
) -> None:
    kinds = {row["kind"] for row in eventful.rows("marts.fct_flows", "kind")}
    assert kinds >= {"opened", "reopened", "moved_in", "moved_out", "resolved", "merged", "deleted"}
    assert identity(eventful).ok


@pytest.mark.parametrize(
    "kind", ["opened", "reopened", "moved_in", "moved_out", "resolved", "merged", "deleted"]
)
def test_a_backlog_that_lacks_any_one_term_is_not_published(eventful: Built, kind: str) -> None:
    run = eventful.workspace.connection.execute
    run("begin")
    try:
        run(
            "delete from marts.fct_flows where kind = ? and occurred_at = "
            "(select max(occurred_at) from marts.fct_flows where kind = ?)",
            [kind, kind],
        )
        check = identity(eventful)
    finally:
        run("rollback")

    assert (check.ok, check.blocking) == (False, True), check.detail
