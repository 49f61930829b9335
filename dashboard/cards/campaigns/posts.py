"""What posts and campaigns are called, and where they lead: their own page, and the comments below them."""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from dashboard.view import View
from warehouse.catalog import CatalogError

LENGTH = 64
"""Letters of a post's text that stand for it."""


def titles(view: View) -> Mapping[str, str]:
    """Return the beginning of each post's text by its id."""
    found = view.rows("select post_id, text from marts.dim_post")
    return {post: _first_words(text) or post for post, text in found.iter_rows()}


def title(view: View, post_id: str | None) -> str:
    """Return what a post is called."""
    return view.t("campaigns.no_post") if post_id is None else titles(view).get(post_id, post_id)


def campaigns(view: View) -> Mapping[str, str]:
    """Return the names of campaigns by id."""
    if not view.has("marts.dim_campaign"):
        return {}
    return dict(view.rows("select campaign_id, name from marts.dim_campaign").iter_rows())


def campaign(view: View, campaign_id: str | None) -> str:
    """Return what a campaign is called."""
    if campaign_id is None:
        return view.t("campaigns.no_campaign")
    return campaigns(view).get(campaign_id) or campaign_id


def detail(view: View, item: str) -> str:
    """Return the page of one campaign or post."""
    return view.link(f"/campaigns/{item}")


def comments(view: View, which: str = "all", **of: str | None) -> str:
    """Return the list of comments that a figure of posts counts; `of` is post_id, campaign_id or kind."""
    named = {key: "none" if value is None else value for key, value in of.items()}
    return view.link("/waits", None, comments=which, **named)


def ask(view: View, metric: str, by: Sequence[str], statistic: str) -> dict[Any, dict[str, Any]]:
    """Return one statistic of a metric by group (a tuple where there are several columns).

    Empty where this snapshot was published before the metric was thought of.
    """
    try:
        frame = view.evaluate(metric, by)
    except (CatalogError, duckdb.Error):
        return {}
    rows = frame.filter(statistic=statistic).to_dicts()
    return {tuple(row[name] for name in by) if len(by) != 1 else row[by[0]]: row for row in rows}


def _first_words(text: str | None) -> str:
    words = " ".join((text or "").split())
    return words if len(words) <= LENGTH else words[: LENGTH - 1].rsplit(" ", 1)[0] + " …"
