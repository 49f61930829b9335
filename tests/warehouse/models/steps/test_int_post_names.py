"""By which words a post is meant."""

from typing import Any

from tests.warehouse.models.money import post


def test_a_post_is_meant_with_its_source_and_as_the_platform_writes_it(stage: Any) -> None:
    staged = stage("steps.int_post_names", "word", facebook_posts=[post(1)])

    assert staged.columns("word", "post_id") == [("9000_1", "fb:9000_1"), ("fb:9000_1", "fb:9000_1")]
