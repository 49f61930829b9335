"""The company's posts until now."""

from typing import Any

from tests.warehouse.models.money import post


def test_a_post_of_tomorrow_is_not_there_yet(stage: Any) -> None:
    staged = stage("steps.int_posts", "1", facebook_posts=[post(1), post(2, "2026-12-01T09:00:00+0000")])

    assert staged.columns("post_id") == [("fb:9000_1",)]
