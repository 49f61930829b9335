"""metrics.post_reach: sums over posts, and none for what isn't known."""

from __future__ import annotations

from tests.warehouse.conftest import Build


def test_sums_are_of_posts_of_which_something_is_known(build: Build) -> None:
    built = build([])
    built.make("marts.fct_post_comments")
    built.change("""
        insert into marts.fct_post_comments (post_id, kind, published_day, impressions, paid_impressions, spent_eur,
            comment_count)
        values
            ('a', 'campaign', date '2026-11-18', 40000, 30000, 180, 12),
            ('b', 'campaign', date '2026-11-18', 5000, 0, null, 3),
            ('c', 'usual', date '2026-11-18', null, null, null, 0)
    """)
    found = built.workspace.catalog.evaluate(built.workspace.connection, "post_reach", by=("kind",))
    rows = {
        (row["kind"], row["statistic"]): (row["metric_value"], row["sample_size"]) for row in found.to_dicts()
    }

    assert rows["campaign", "impressions"] == (45000, 2)
    assert rows["campaign", "spent_eur"] == (180, 1)
    assert rows["campaign", "comments"] == (15, 2)
    assert rows["usual", "impressions"] == (None, 0)
    assert rows["usual", "posts"] == (1, 1)
