"""Campaigns and posts: what is shown is what the metrics say, and every number leads to as many rows as it counts."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard import urls
from dashboard.cards.campaigns import (
    answer_next,
    complaint_funnel,
    intent_table,
    post_kinds,
    post_table,
    posts,
)
from dashboard.cards.campaigns.post_table import CAMPAIGNS, POSTS
from dashboard.cards.cases import wait_grid
from dashboard.cards.cases.wait_lists import listing
from dashboard.components.static import markup
from dashboard.figures.funnel_plot import funnel_plot, is_outside
from dashboard.pages import campaigns
from dashboard.view import View

SEARCHES = ["lang=en&p=90d", "lang=de", "lang=en&f.department_id=marketing"]


def _behind(shown: View, href: str) -> int:
    path, _, query = href.replace("&amp;", "&").partition("?")
    return listing(View(urls.parse(path, query), shown.snapshot)).total


@pytest.mark.thorough
@pytest.mark.parametrize("search", SEARCHES)
@pytest.mark.parametrize("kind", [CAMPAIGNS, POSTS], ids=["campaigns", "posts"])
@pytest.mark.demand(10, 19)
def test_comments_complaints_and_exposure_of_a_row_lead_to_as_many_rows(view, search, kind):
    shown = view(f"/campaigns?{search}")
    found = post_table.rows(shown, kind)

    assert len(found) > 2
    for row in found[:8]:
        of = {kind.column: row["key"]}
        assert _behind(shown, posts.comments(shown, "all", **of)) == row["comments"] == row["n"]
        assert _behind(shown, posts.comments(shown, "complaint", **of)) == row["complaints"]
        assert _behind(shown, post_table._waits(shown, of)) == row["exposed"]


@pytest.mark.conflict(1)
def test_the_campaign_that_was_planted_as_the_worst_is_on_top_and_few_comments_never_are(view):
    found = post_table.rows(view("/campaigns?lang=en&p=90d"), CAMPAIGNS)

    assert found[0]["key"] == "black"
    assert found[0]["lower"] < found[0]["share"] < found[0]["upper"]
    few = [post_table.is_few(row) for row in found]
    assert few == sorted(few)


@pytest.mark.conflict(4)
def test_the_list_of_what_to_answer_next_is_all_that_is_open_the_most_seen_first(view):
    shown = view("/campaigns?lang=en")
    card = answer_next.card(shown)
    seen = [row["impressions"] for row in card.rows if row["impressions"] is not None]

    assert seen == sorted(seen, reverse=True) and len(seen) > 2
    link = next(part.href for part in card.footer if getattr(part, "href", None))
    assert _behind(shown, link) == len(card.rows)
    assert all(
        row["impressions_lower"] <= row["impressions"] for row in card.rows if row["impressions"] is not None
    )


@pytest.mark.conflict(4)
def test_a_complaint_of_which_nobody_read_the_reach_stands_there_with_the_reason_and_without_a_nought(view):
    rows = answer_next.rows(view("/campaigns?lang=en"))
    unknown = [row for row in rows if row["reason"] == "no_reach"]

    for row in unknown:
        assert row["impressions"] is None and row["spent_eur"] is None
        assert row["why"] == "no reading of reach is known"


@pytest.mark.parametrize("search", SEARCHES)
def test_what_people_want_leads_to_as_many_waits(view, search):
    shown = view(f"/campaigns?{search}")
    card = intent_table.card(shown)

    assert {row["intent"] for row in card.rows} >= {"complaint", "question", None}
    for row in card.rows:
        assert _behind(shown, shown.link("/waits", None, intent=row["intent"] or "none")) == row["n"]


@pytest.mark.parametrize("search", SEARCHES)
def test_a_kind_of_content_leads_to_as_many_comments(view, search):
    shown = view(f"/campaigns?{search}")

    for row in post_kinds.kinds(shown).rows:
        paid = "true" if row["is_paid"] else "false"
        assert _behind(shown, posts.comments(shown, "all", kind=row["kind"], paid=paid)) == row["comments"]


@pytest.mark.conflict(1)
def test_the_funnel_draws_every_post_with_comments_and_each_dot_leads_to_them(view):
    shown = view("/campaigns?lang=en&p=90d")
    rows = complaint_funnel.rows(shown)
    figure = funnel_plot(
        rows, lang="en", scheme="light", names={}, drill=lambda post: posts.comments(shown, post_id=post)
    )
    dots = [mark for trace in figure["data"] if trace["mode"] == "markers" for mark in trace["customdata"]]

    go.Figure(figure)
    assert len(dots) == len(rows)
    assert [_behind(shown, dot[-1]) for dot in dots[:5]] == [
        row["sample_size"] for row in sorted(rows, key=lambda row: row["sample_size"]) if not is_outside(row)
    ][:5]


def test_few_posts_are_drawn_without_a_verdict(view):
    card = complaint_funnel.card(view("/campaigns?lang=en&p=7d"))

    assert card.heading == "Which posts stray from the others?"


@pytest.mark.parametrize("search", ["lang=en", "lang=de&p=90d", "lang=de&p=2020-01-01..2020-01-28"])
def test_the_page_is_drawn_whole_also_where_there_is_nothing(drawn, search):
    shown = _text(drawn("/campaigns", search))

    assert "Traceback" not in shown
    assert ("Could not be computed" in shown, "konnte nicht berechnet werden" in shown) == (False, False)


def test_the_answer_names_the_worst_campaign_with_its_interval(view):
    answer = campaigns._answer(view("/campaigns?lang=en&p=90d"))

    assert answer.startswith("**Black Week** draws the most complaints")
    assert "95% interval" in answer and "unanswered" in answer


@pytest.mark.parametrize("lang", ["en", "de"])
@pytest.mark.parametrize("which", ["all", "complaint", "claim", "beside"])
def test_the_list_of_comments_says_what_each_wants_and_leads_to_its_conversation(view, drawn, lang, which):
    shown = view(f"/waits?comments={which}&campaign_id=black&lang={lang}&p=90d")
    rows = listing(shown)
    cells = [wait_grid.cells(shown, rows, row) for row in rows.page(0, 5)]
    names = {"Complaint", "Beschwerde"} if which != "all" and which != "beside" else None

    assert rows.kind == "comments" and len(rows) == rows.total > 0
    assert all(cell["href"].startswith("/conversation/") and cell["intent"] for cell in cells)
    assert names is None or {cell["intent"] for cell in cells} <= names
    page = _text(drawn("/waits", f"comments={which}&campaign_id=black&lang={lang}&p=90d"))
    assert "Black Week" in page


def _text(parts: Any) -> str:
    return "".join(markup(part) for part in parts.values()) if isinstance(parts, dict) else markup(parts)
