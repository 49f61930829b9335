"""What people wrote under a campaign's posts, the newest first, and the posts themselves."""

from typing import Any

from dash import html

from dashboard import texts
from dashboard.cards.campaigns import posts
from dashboard.cards.campaigns.campaign_item import Item
from dashboard.components.card import Card
from dashboard.components.table import Column, table
from dashboard.view import View
from dashboard.wordless import called

SHOWN = 12
_QUERY = """
    select
        waits.wait_id, waits.opened_at, waits.intent, waits.outcome, waits.observed_seconds, waits.department_id,
        texts.text
    from marts.fct_waits as waits
    left join marts.message_texts as texts using (message_id)
    where waits.post_id in ({marks}) and {where}
    order by waits.opened_at desc, waits.wait_id
"""


def comments(view: View, item: Item) -> Card:
    """What did people write below it?"""
    rows = _rows(view, item)
    question = view.t("campaign.comments.title")
    if not rows:
        return Card(question, body=html.P(view.t("campaign.comments.nothing"), className="ls-state"))
    columns = [
        Column("said", view.t("campaign.column.text")),
        Column("at", view.t("campaign.column.at")),
        Column("intent_name", view.t("campaign.column.intent")),
        Column("state", view.t("campaign.column.state")),
        Column("owner", view.t("campaign.column.owner")),
    ]
    linked = [
        row | {"said": html.A(_short(row["said"]), href=view.link(f"/conversation/{row['wait_id']}"))}
        for row in rows
    ]
    which = {"campaign_id" if item.is_campaign else "post_id": item.key}
    onward = html.A(
        view.t("campaign.comments.all"), href=posts.comments(view, **which), className="ls-onward"
    )
    return Card(
        question,
        sub=view.t("campaign.comments.sub", len(rows), number=view.number(len(rows))),
        body=table(view, columns, linked[:SHOWN], question),
        footer=[
            html.Span(
                view.t(
                    "campaign.comments.shown",
                    shown=view.number(min(SHOWN, len(rows))),
                    total=view.number(len(rows)),
                )
            ),
            onward,
        ],
        rows=rows,
        columns=columns,
    )


def published(view: View, item: Item) -> Card:
    """The posts of a campaign."""
    rows = [
        {
            "post_id": post["post_id"],
            "said": posts.title(view, post["post_id"]),
            "at": view.instant(post["published_at"]),
            "paid": view.t("campaign.posts.paid" if post["is_paid"] else "campaign.posts.organic"),
        }
        for post in item.posts
    ]
    columns = [
        Column("said", view.t("campaign.column.post")),
        Column("at", view.t("campaign.column.at")),
        Column("paid", view.t("campaign.column.paid")),
    ]
    linked = [row | {"said": html.A(row["said"], href=posts.detail(view, row["post_id"]))} for row in rows]
    title = view.t("campaign.posts.title")
    if not rows:
        return Card(title, body=html.P(view.t("campaign.posts.nothing"), className="ls-state"))
    return Card(
        title, view.t("campaign.posts.sub"), table(view, columns, linked, title), rows=rows, columns=columns
    )


def _rows(view: View, item: Item) -> list[dict[str, Any]]:
    ids = [post["post_id"] for post in item.posts]
    if not ids:
        return []
    where, values = view.where(None)
    sql = _QUERY.format(marks=", ".join("?" * len(ids)), where=where)
    return [
        {
            "wait_id": row["wait_id"],
            "said": called(view, {"channel": "comment", **row}),
            "at": view.instant(row["opened_at"], "short"),
            "intent_name": _intent(view, row["intent"]),
            "state": _state(view, row),
            "owner": view.name("department_id", row["department_id"]),
        }
        for row in view.rows(sql, [*ids, *values]).to_dicts()
    ]


def _intent(view: View, intent: str | None) -> str:
    key = f"campaign.intent.{intent or 'none'}"
    return view.t(key) if texts.has(view.lang, key) else str(intent)


def _state(view: View, row: dict[str, Any]) -> str:
    length = view.duration(row["observed_seconds"], "chart")
    key = "answered" if row["outcome"] == "answered" else "open" if row["outcome"] == "open" else "closed"
    return view.t(f"campaign.comments.{key}", length=length)


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79].rsplit(" ", 1)[0] + " …"
