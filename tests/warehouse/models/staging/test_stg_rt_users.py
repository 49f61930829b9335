"""staging.stg_rt_users: who works here, by RT's own word."""

from typing import Any

from tests.warehouse.models.tracker import person


def test_privileged_users_work_here_and_others_do_not(stage: Any) -> None:
    staged = stage(
        "stg_rt_users", order="user_id", rt_users=[person(27, "anna"), person(43, "kunde", privileged=0)]
    )

    assert staged.columns("user_id", "name", "is_staff") == [("27", "anna", True), ("43", "kunde", False)]


def test_a_user_without_a_number_is_rejected(stage: Any) -> None:
    assert stage("stg_rt_users", order="1", rt_users=[(None, {"Name": "anna"})]).rejected == [
        (None, "id: is empty")
    ]
