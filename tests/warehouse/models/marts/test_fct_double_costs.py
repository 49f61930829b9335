"""What answers too many took: of those only, and unknown where nobody knows it."""

from tests.warehouse.conftest import Build, case_fact
from tests.warehouse.models.marts.test_fct_double_answers import two


def test_only_the_second_answer_costs_what_the_tool_measured(build: Build) -> None:
    measured = [case_fact("T1", "09:20", "handle_seconds", "240", message_id="b")]

    assert build(two("Hallo", "Hallo"), facts=measured).rows("marts.fct_double_costs") == [
        {"message_id": "b", "handle_us": 240_000_000}
    ]


def test_what_nobody_knows_stays_unknown(build: Build) -> None:
    assert build(two("Hallo", "Hallo")).rows("marts.fct_double_costs") == [
        {"message_id": "b", "handle_us": None}
    ]
