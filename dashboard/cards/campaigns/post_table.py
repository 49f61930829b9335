"""Campaigns and posts, a row each: reach, money, comments, share of complaints, spill-over, and who saw them wait."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dash import html

from dashboard import formats
from dashboard.cards.campaigns import posts
from dashboard.components.card import Card
from dashboard.components.ranking import ranking
from dashboard.components.states import empty
from dashboard.components.strip import whisker
from dashboard.components.table import Column
from dashboard.view import View

MOST = 12
"""Rows that a card shows; the table twin and the file have all."""
_FIGURES = {
    # column: metric, statistic
    "impressions": ("post_reach", "impressions"),
    "paid": ("post_reach", "paid_impressions"),
    "spent": ("post_reach", "spent_eur"),
    "posts": ("post_reach", "posts"),
    "comments": ("post_reach", "comments"),
    "share": ("complaint_share", "value"),
    "labelled": ("complaint_share", "observed"),
    "claims": ("complaint_share", "claim"),
    "per_1000": ("complaint_share", "per_1000"),
    "exposure": ("unanswered_exposure", "value"),
    "exposure_eur": ("unanswered_exposure", "spent_eur"),
    "late": ("unanswered_exposure", "late"),
}


@dataclass(frozen=True)
class Kind:
    """What a table lists: `column` is campaign_id or post_id, `name` what its value is called."""

    column: str
    name: Callable[[View, str | None], str]
    spill_over: str


CAMPAIGNS = Kind("campaign_id", posts.campaign, "total")
POSTS = Kind("post_id", posts.title, "value")


def rows(view: View, kind: Kind) -> list[dict[str, Any]]:
    """Return a row a campaign or post of the period, the highest share of complaints on top, too few at the end."""
    found = {
        name: posts.ask(view, metric, (kind.column,), statistic)
        for name, (metric, statistic) in _FIGURES.items()
    }
    spill = posts.ask(view, "spillover", (kind.column,), kind.spill_over)
    made = []
    for key in found["posts"]:
        row: dict[str, Any] = {"key": key, "name": kind.name(view, key)}
        for name, values in found.items():
            row[name] = (values.get(key) or {}).get("metric_value")
        share = found["share"].get(key) or {}
        row |= {
            "lower": share.get("lower"),
            "upper": share.get("upper"),
            "grade": share.get("grade") or "not_computable",
            "reason": share.get("reason"),
            "complaints": share.get("numerator"),
            "n": share.get("sample_size") or 0,
            "exposed": (found["exposure"].get(key) or {}).get("sample_size") or 0,
            "exposure_reason": (found["exposure"].get(key) or {}).get("reason"),
        }
        one = spill.get(key) or {}
        row |= {
            "spill": one.get("metric_value"),
            "spill_lower": one.get("lower"),
            "spill_upper": one.get("upper"),
        }
        made.append(row)
    return sorted(made, key=lambda row: (is_few(row), -(row["share"] or 0.0), -row["n"], str(row["key"])))


def is_few(row: dict[str, Any]) -> bool:
    """Whether a row's share of complaints can't be compared with the others."""
    return row["grade"] in ("too_few", "not_computable")


def card(view: View, kind: Kind) -> Card:
    """What did each of them bring, and what did it cost service?"""
    found = rows(view, kind)
    area = "campaigns.campaigns" if kind is CAMPAIGNS else "campaigns.posts"
    question = view.t(f"{area}.question")
    if not found:
        return Card(question, body=empty(view, view.t("campaigns.what.posts")))
    high = max([row["upper"] or 0.0 for row in found[:MOST]] + [0.05])
    head = [
        (view.t(f"campaigns.column.{'campaign' if kind is CAMPAIGNS else 'post'}"), ""),
        (view.t("campaigns.column.reach"), "r"),
        (view.t("campaigns.column.spent"), "r"),
        (view.t("campaigns.column.comments"), "r"),
        (view.t("campaigns.column.share"), "r"),
        ("", "bar"),
        (view.t("campaigns.column.interval"), "r i"),
        (view.t("campaigns.column.spill"), "r"),
        (view.t("campaigns.column.exposure"), "r"),
        (view.t("campaigns.column.exposure_eur"), "r"),
    ]
    footer: list[Any] = [html.Span(view.t("campaigns.table.foot"))]
    if len(found) > MOST:
        shown = view.t("campaigns.table.shown", shown=view.number(MOST), total=view.number(len(found)))
        footer.insert(0, html.Span(shown))
    footer += _reasons(view, found)
    return Card(
        _heading(view, kind, found) or question,
        sub=view.t(f"{area}.sub"),
        body=html.Div(
            ranking(
                head, [_line(view, kind, row, high) for row in found[:MOST]], "ls-ranking ls-two ls-posts"
            ),
            className="ls-scroll",
            tabIndex=0,
            role="region",
            **{"aria-label": question},
        ),
        footer=footer,
        rows=[row | {"grade": view.t(f"campaigns.grade.{row['grade']}")} for row in found],
        columns=_columns(view, kind),
        metric=("complaint_share", "spillover", "unanswered_exposure", "post_reach"),
    )


def _reasons(view: View, found: list[dict[str, Any]]) -> list[html.Span]:
    """Why rows are less than solid: each reason with how many rows have it, the most frequent first."""
    counts = Counter(row["reason"] for row in found if row["reason"])
    said = [
        f"{view.t(f'campaigns.reason.{name}').rstrip('.')} ({view.number(n)})"
        for name, n in counts.most_common()
    ]
    return [html.Span(view.t("campaigns.table.reasons", reasons=" · ".join(said)))] if said else []


def _heading(view: View, kind: Kind, found: list[dict[str, Any]]) -> str | None:
    """The first one by name where its interval lies above the next one's value and chance is no explanation."""
    sure = [row for row in found if not is_few(row)]
    if len(sure) < 2 or (sure[0]["lower"] or 0.0) <= (sure[1]["share"] or 0.0):
        return None
    area = "campaigns.campaigns" if kind is CAMPAIGNS else "campaigns.posts"
    return view.t(f"{area}.first", name=sure[0]["name"], share=view.share(sure[0]["share"], 0))


def _line(view: View, kind: Kind, row: dict[str, Any], high: float) -> html.Tr:
    of = {kind.column: row["key"]}
    name: Any = (
        html.Span(row["name"])
        if row["key"] is None
        else html.A(row["name"], href=posts.detail(view, row["key"]), title=row["name"])
    )
    few = is_few(row)
    spill = formats.DASH if row["spill"] is None else view.signed(row["spill"])
    spill_hint = None
    if row["spill_lower"] is not None:
        spill_hint = view.t(
            "common.kpi.change_interval",
            low=view.signed(row["spill_lower"]),
            high=view.signed(row["spill_upper"]),
        )
    share: Any = view.share(row["share"], 0)
    if row["complaints"]:
        share = html.A(
            share,
            href=posts.comments(view, "complaint", **of),
            className="ls-plain",
            title=_labelled(view, row),
        )
    exposure: Any = view.number(row["exposure"])
    if row["exposed"]:
        exposure = html.A(exposure, href=_waits(view, of), className="ls-plain")
    why = view.t(f"campaigns.reason.{row['exposure_reason']}") if row["exposure_reason"] else None
    return html.Tr(
        [
            html.Th(
                html.Div([name, html.Small(_context(view, kind, row))], className="ls-twoline"), scope="row"
            ),
            html.Td(view.number(row["impressions"]), className="r"),
            html.Td(view.euro(row["spent"]), className="r"),
            html.Td(
                html.A(view.number(row["comments"]), href=posts.comments(view, "all", **of)), className="r n"
            ),
            html.Td(share, className="r"),
            html.Td(
                whisker(row["share"], row["lower"], row["upper"], high, "few" if few else ""), className="bar"
            ),
            html.Td(view.share_range(row["lower"], row["upper"], 0), className="r i"),
            html.Td(spill, className="r", title=spill_hint),
            html.Td(exposure, className="r", title=why),
            html.Td(view.euro(row["exposure_eur"]), className="r"),
        ],
        className="few" if few else None,
    )


def _labelled(view: View, row: dict[str, Any]) -> str:
    return view.t(
        "campaigns.table.labelled",
        complaints=view.number(row["complaints"]),
        share=view.share(row["labelled"]),
    )


def _context(view: View, kind: Kind, row: dict[str, Any]) -> str:
    count = int(row["posts"] or 0)
    parts = (
        [view.t("campaigns.table.posts", count=count, number=view.number(count))] if kind is CAMPAIGNS else []
    )
    if kind is POSTS:
        where = _where(view).get(row["key"])
        parts = (
            [view.date(where["published_day"], "short"), posts.campaign(view, where["campaign_id"])]
            if where
            else []
        )
    if row["impressions"] and row["paid"]:
        parts.append(view.t("campaigns.table.paid", share=view.share(row["paid"] / row["impressions"], 0)))
    if row["claims"]:
        parts.append(view.t("campaigns.table.claims", share=view.share(row["claims"], 0)))
    return " · ".join(parts)


def _where(view: View) -> dict[str, dict[str, Any]]:
    found = view.rows("select post_id, published_day, campaign_id from marts.fct_post_comments")
    return {row["post_id"]: row for row in found.to_dicts()}


def _waits(view: View, of: dict[str, str | None]) -> str:
    named = {key: "none" if value is None else value for key, value in of.items()}
    return view.link("/waits", None, metric="unanswered_exposure", **named)


def _columns(view: View, kind: Kind) -> list[Column]:
    def label(name: str) -> str:
        return view.t(f"campaigns.column.{name}")

    return [
        Column("name", label("campaign" if kind is CAMPAIGNS else "post")),
        Column("posts", label("posts"), "number"),
        Column("impressions", label("reach"), "number"),
        Column("paid", label("paid_reach"), "number"),
        Column("spent", label("spent"), "euro"),
        Column("comments", label("comments"), "number"),
        Column("complaints", label("complaints"), "number"),
        Column("labelled", label("labelled"), "share"),
        Column("share", label("share"), "share"),
        Column("lower", label("lower"), "share"),
        Column("upper", label("upper"), "share"),
        Column("grade", label("grade")),
        Column("claims", label("claims"), "share"),
        Column("per_1000", label("per_1000"), "decimal"),
        Column("spill", label("spill"), "number"),
        Column("exposure", label("exposure"), "number"),
        Column("late", label("late"), "number"),
        Column("exposure_eur", label("exposure_eur"), "euro"),
    ]
