"""Campaigns and posts: what did each bring, what do people complain about below it, and who sees them wait?"""

from dashboard.cards.campaigns import answer_next, complaint_funnel, intent_table, post_kinds, post_table
from dashboard.cards.campaigns.post_table import CAMPAIGNS, POSTS
from dashboard.components.card import Card, grid, place
from dashboard.components.rich import rich
from dashboard.page import Body, Page
from dashboard.view import View


def campaigns(view: View) -> Card:
    """What each campaign brought and cost service."""
    return post_table.card(view, CAMPAIGNS)


def funnel(view: View) -> Card:
    """Which posts stray from the others."""
    return complaint_funnel.card(view)


def answer(view: View) -> Card:
    """Which complaint to answer next."""
    return answer_next.card(view)


def posts(view: View) -> Card:
    """What each post brought and cost service."""
    return post_table.card(view, POSTS)


def kinds(view: View) -> Card:
    """Kinds of content, complaints and money."""
    return post_kinds.kinds(view)


def bystanders(view: View) -> Card:
    """Whether bystanders join in."""
    return post_kinds.bystanders(view)


def intents(view: View) -> Card:
    """What people want, and how good the labels are."""
    return intent_table.card(view)


def layout(view: View) -> Body:
    """Return the page."""
    return Body(
        [
            grid(place(view, campaigns, 12)),
            grid(place(view, funnel, 5), place(view, answer, 7)),
            grid(place(view, posts, 12)),
            grid(place(view, kinds, 7), place(view, bystanders, 5)),
            grid(place(view, intents, 12)),
        ],
        answer=rich(_answer(view)),
        count=_count(view),
    )


def _answer(view: View) -> str:
    """Return who draws the most complaints, and what nobody has answered while it is being shown."""
    parts = []
    rows = post_table.rows(view, CAMPAIGNS)
    sure = [row for row in rows if not post_table.is_few(row) and row["key"] is not None]
    if sure:
        worst = sure[0]
        parts.append(
            view.t(
                "campaigns.answer.worst",
                name=worst["name"],
                share=view.share(worst["share"], 0),
                range=view.share_range(worst["lower"], worst["upper"], 0),
            )
        )
    open_now = answer_next.rows(view)
    seen = sum(row["impressions"] or 0.0 for row in open_now)
    if open_now and seen:
        paid = sum(row["spent_once_eur"] or 0.0 for row in open_now)
        key = "campaigns.answer.seen_paid" if paid >= 1 else "campaigns.answer.seen"
        text = view.t(
            key,
            len(open_now),
            number=view.number(len(open_now)),
            seen=view.number(round(seen, -2) if seen >= 1000 else seen),
            paid=view.euro(paid),
        )
        parts.append(f"!!{text}!!")
    # Where there is no post, none of them is better than another.
    return " ".join(parts) or view.t(f"campaigns.answer.{'nothing' if rows else 'no_posts'}")


def _count(view: View) -> str:
    found = post_table.rows(view, CAMPAIGNS)
    total = int(sum(row["posts"] or 0 for row in found))
    return view.t("campaigns.count", total, posts=view.number(total))


PAGE = Page(
    key="campaigns",
    path="/campaigns",
    layout=layout,
    cards=(campaigns, funnel, answer, posts, kinds, bystanders, intents),
    icon="megaphone",
    group="conflict",
    order=62,
)
