"""From the entries of the company's own blog to its posts."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.warehouse.models.staging.test_stg_rss_messages import entry
from warehouse.database import Workspace


@pytest.fixture
def own_blog(workspace: Workspace) -> Iterator[None]:
    """The source of feeds is the company's own for this test."""
    run = workspace.connection.execute
    [(settings,)] = run("select settings from company.sources where source = 'rss'").fetchall()
    own = """update company.sources set settings = '{"own": true}' where source = 'rss'"""
    run(own)
    yield
    run("update company.sources set settings = ? where source = 'rss'", [settings])


@pytest.mark.usefixtures("own_blog")
def test_entries_of_the_own_blog_are_posts_and_no_messages(stage: Any) -> None:
    records = [
        entry("urn:1"),
        entry("urn:2", published_at=None, content=[{"value": "<p>Eins</p><p>Zwei</p>"}]),
    ]
    posts = stage("stg_rss_posts", order="post_id", rss_entries=records)

    assert posts.columns("post_id", "platform", "account", "published_at", "is_paid", "text") == [
        ("rss:urn:1", "rss", "press.example/feed", datetime(2026, 11, 18, 9, tzinfo=UTC), False,
         "Nordfunk senkt Preise\nAb morgen & für alle"),
        ("rss:urn:2", "rss", "press.example/feed", datetime(2026, 11, 20, 6, tzinfo=UTC), False,
         "Nordfunk senkt Preise\nEins\nZwei"),
    ]  # fmt: skip
    assert stage("stg_rss_messages", order="1", rss_entries=records).rows == []


def test_what_others_write_is_no_post_of_the_company(stage: Any) -> None:
    assert stage("stg_rss_posts", order="1", rss_entries=[entry("urn:1")]).rows == []


@pytest.mark.usefixtures("own_blog")
def test_an_entry_of_no_plausible_time_is_rejected(stage: Any) -> None:
    staged = stage(
        "stg_rss_posts", order="1", rss_entries=[entry("urn:1", published_at="1970-01-01T00:00:00+00:00")]
    )

    assert [key for key, _ in staged.rejected] == ["urn:1"]
