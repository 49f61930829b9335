"""The company's own posts."""

from __future__ import annotations

from tests.warehouse.conftest import DAY, Build


def test_a_post_of_tomorrow_is_not_there_yet(build: Build) -> None:
    built = build(now="12:00")
    built.change(
        "insert into work.staging.stg_facebook_posts (source, post_id, published_at) "
        "values ('f', 'p1', ?), ('f', 'p2', ?)",
        [DAY, DAY.replace(hour=20)],
    )

    assert [row["post_id"] for row in built.rows("marts.dim_post", "post_id")] == ["p1"]
