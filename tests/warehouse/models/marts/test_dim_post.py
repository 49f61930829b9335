"""The company's own posts."""

from __future__ import annotations

from typing import Any

from tests.warehouse.conftest import DAY, Build
from tests.warehouse.models.money import ad, campaign, post, table


def test_a_post_of_tomorrow_is_not_there_yet(build: Build) -> None:
    built = build(now="12:00")
    built.change(
        "insert into work.staging.stg_facebook_posts (source, post_id, published_at) "
        "values ('f', 'p1', ?), ('f', 'p2', ?)",
        [DAY, DAY.replace(hour=20)],
    )

    assert [row["post_id"] for row in built.rows("marts.dim_post", "post_id")] == ["p1"]


def test_a_post_has_campaign_owner_and_whether_money_showed_it(stage: Any) -> None:
    staged = stage(
        "marts.dim_post",
        "post_id",
        facebook_posts=[post(1), post(2, message="#herbst"), post(3, promotion_status="active"), post(4)],
        campaigns_rows=table(campaign()),
        meta_ads_ads=[ad(5, post="9000_4")],
    )

    assert staged.columns("post_id", "campaign_id", "department_id", "is_paid", "kind") == [
        ("fb:9000_1", None, "marketing", False, "usual"),
        ("fb:9000_2", "herbst", "marketing", False, "campaign"),
        ("fb:9000_3", None, "marketing", True, "usual"),
        ("fb:9000_4", None, "marketing", True, "usual"),
    ]


def test_a_post_that_helps_and_one_that_answers_an_incident_are_told_apart(stage: Any) -> None:
    """Between 10 and 22 o'clock of 10 November something was broken."""
    help_text = "eSIM in drei Schritten einrichten"
    posts = [
        post(1, message=help_text),
        post(2, "2026-11-10T12:00:00+0000"),
        post(3, "2026-11-10T22:00:00+0000"),
    ]
    staged = stage("marts.dim_post", "post_id", facebook_posts=posts)

    assert staged.columns("kind", "is_reactive") == [("help", False), ("usual", True), ("usual", False)]


def test_a_post_shows_the_reactions_of_the_last_reading(stage: Any) -> None:
    def reading(day: int, count: int) -> tuple[str, dict[str, Any]]:
        counts = {"9000_1": {"reactions": count}}
        return f"walk:{day}", {"walk": {"walked_at": f"2026-11-{day}T06:00:00+00:00", "counts": counts}}

    posts = [post(1), post(2), reading(18, 4), reading(19, 3)]
    staged = stage("marts.dim_post", "post_id", facebook_posts=posts)

    assert staged.columns("post_id", "reaction_count") == [("fb:9000_1", 3), ("fb:9000_2", None)]
