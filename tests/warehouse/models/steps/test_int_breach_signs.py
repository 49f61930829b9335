"""What happened between the start of an instance and its breach."""

from tests.warehouse.conftest import Build
from tests.warehouse.sla import SLA_COMPANY, case


def test_only_what_came_before_the_breach_is_a_sign_of_it(build: Build) -> None:
    log = case("T", ("08:00", "open"), ("11:50", "open"), ("12:10", "waiting_approval"), visibility="public")
    groups = ["Service", None, "Marketing"]
    events = [event | {"group_name": group} for event, group in zip(log, groups, strict=True)]
    built = build(events=events, now="18:00", company=SLA_COMPANY)

    # Four open hours end at 12:00: ten minutes without an owner are before it, the hand-over and the approval are not.
    (found,) = built.rows("steps.int_breach_signs")
    assert (found["unowned_seconds"], found["approval_seconds"]) == (600.0, 0.0)
    assert not found["was_handed_on"]
    assert not found["began_out_of_hours"]
