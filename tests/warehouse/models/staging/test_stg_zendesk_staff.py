"""staging.stg_zendesk_staff: who works here, by role or by what they did."""

from typing import Any

from tests.warehouse.models.staging.test_stg_zendesk_messages import STAFF, TICKET, said


def test_whoever_has_the_role_works_here_and_a_customer_does_not(stage: Any) -> None:
    users = [*STAFF, ("500", {"id": 500, "role": "end-user"})]
    staged = stage("stg_zendesk_staff", order="user_id", zendesk_users=users)

    assert staged.columns("user_id") == [("11",), ("12",)]


def test_whoever_handled_a_ticket_once_still_counts(stage: Any) -> None:
    staged = stage(
        "stg_zendesk_staff", order="user_id",
        zendesk_tickets=[TICKET], zendesk_ticket_events=[said(14, public=False), said(500, number=101)],
    )  # fmt: skip

    assert staged.columns("user_id") == [("13",), ("14",)]
