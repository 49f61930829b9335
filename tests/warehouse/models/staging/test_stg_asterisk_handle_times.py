"""staging.stg_asterisk_handle_times: the talk time of each answer."""

from typing import Any

from tests.warehouse.models.calls import leg, missed


def test_each_answer_took_as_long_as_was_talked(stage: Any) -> None:
    staged = stage("stg_asterisk_handle_times", "1", asterisk_calls=[leg(), missed(2, call="c2")])

    assert staged.columns("message_id", "value") == [("asterisk:c1:1", "70")]
