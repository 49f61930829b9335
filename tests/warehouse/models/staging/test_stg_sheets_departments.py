"""By which words tables call departments."""

from typing import Any


def test_a_department_is_meant_by_id_name_english_name_and_group_in_any_case(stage: Any) -> None:
    staged = stage("stg_sheets_departments", "word")

    words = [
        word for word, department in staged.columns("word", "department_id") if department == "marketing"
    ]
    assert words == ["marketing", "marketing-team", "werbung"]
