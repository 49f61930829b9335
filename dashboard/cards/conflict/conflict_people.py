"""Customers helping customers: how much is settled so, and how much of that hangs on a few."""

from typing import Any

from dash import html

from dashboard.cards.conflict.conflict_edges import NONE
from dashboard.cards.conflict.conflict_measures import ask, interval, shown
from dashboard.cards.conflict.conflict_strip import reason
from dashboard.components.card import Card
from dashboard.components.ranking import ranking
from dashboard.components.states import empty
from dashboard.components.strip import whisker
from dashboard.components.table import Column
from dashboard.verdict import Estimate, estimate
from dashboard.view import View

FIGURES = (
    ("peer_answers", "value", "share"), ("peer_answers", "first", "share"), ("peer_answers", "escalated", "share"),
    ("peer_answers", "settled", "share"), ("peer_answers", "p50", "seconds"), ("super_users", "top1", "share"),
    ("super_users", "top5", "share"), ("super_users", "lost_without_top1", "share"),
)  # fmt: skip


def card(view: View) -> Card:
    """Do customers help customers, and what if the one who helps most leaves?"""
    question = view.t("conflict.people.question")
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for metric in ("peer_answers", "super_users"):
        frame = ask(view, metric)
        for row in frame.to_dicts() if frame is not None else ():
            found[metric, row["statistic"]] = row
    if not found:
        return Card(question, body=empty(view, view.t("conflict.people.what")))
    head = [
        (view.t("conflict.people.figure"), ""), (view.t("conflict.strip.value"), "r"), ("", "w"),
        (view.t("conflict.interval"), "r i"), ("n", "r"),
    ]  # fmt: skip
    answers = int((found.get(("super_users", "answers")) or {}).get("metric_value") or 0)
    lines = [
        _line(view, metric, name, kind, found.get((metric, name)), answers) for metric, name, kind in FIGURES
    ]
    return Card(
        _heading(view, found),
        sub=view.t("conflict.people.sub"),
        body=ranking(head, lines, "ls-bars"),
        footer=_footer(view, found, answers),
        rows=[
            {
                "figure": view.t(f"conflict.people.{metric}.{name}"),
                "value": shown(view, kind, (row or {}).get("metric_value")),
                "interval": interval(view, kind, estimate(row) if row else NONE),
                "n": (row or {}).get("sample_size"),
            }
            for metric, name, kind in FIGURES
            for row in [found.get((metric, name))]
        ],
        columns=[
            Column("figure", view.t("conflict.people.figure")),
            Column("value", view.t("conflict.strip.value")),
            Column("interval", view.t("conflict.interval")),
            Column("n", "n", "number"),
        ],
        metric=("peer_answers", "super_users"),
    )


def _line(view: View, metric: str, name: str, kind: str, row: dict[str, Any] | None, answers: int) -> html.Tr:
    e = estimate(row) if row else NONE
    few = "few" if e.is_few else ""
    bar: Any = whisker(e.value, e.lower, e.upper, 1.0, few) if kind == "share" and e.value is not None else ""
    beside = (
        interval(view, kind, e)
        if e.value is not None
        else reason(view, (row or {}).get("reason") or "unknown")
    )
    return html.Tr(
        [
            html.Th(view.t(f"conflict.people.{metric}.{name}"), scope="row"),
            html.Td(shown(view, kind, e.value), className=f"r {few}"),
            html.Td(bar, className="w"),
            html.Td(beside, className=f"r i {few}"),
            html.Td(_n(view, metric, name, e, answers), className=f"r {few}"),
        ]
    )


def _n(view: View, metric: str, name: str, e: Estimate, answers: int) -> Any:
    """Answers lead to their list, which is as long as they are many; questions aren't listed by what became of them."""
    text = view.number(e.n)
    if name in ("top1", "top5") and e.n == answers and answers:
        return html.A(text, href=view.link("/cases", None, peer_answer="true"))
    if (metric, name) == ("peer_answers", "value") and e.n:
        return html.A(text, href=view.link("/waits", {"visibility": "public"}))
    return text


def _footer(view: View, found: dict[tuple[str, str], dict[str, Any]], answers: int) -> list[Any]:
    people = (found.get(("super_users", "people")) or {}).get("metric_value")
    silent = (found.get(("super_users", "silent")) or {}).get("metric_value")
    parts: list[Any] = []
    if answers and people is not None:
        text = view.t("conflict.people.counted", answers=view.number(answers), people=view.number(people))
        parts.append(html.A(text, href=view.link("/cases", None, peer_answer="true")))
    if silent:
        parts.append(
            html.Span(view.t("conflict.people.silent", count=int(silent), number=view.number(silent)))
        )
    return [*parts, html.Span(view.t("conflict.people.note"))]


def _heading(view: View, found: dict[tuple[str, str], dict[str, Any]]) -> str:
    first = estimate(found.get(("super_users", "top1")))
    if first.value is not None and first.lower is not None and first.lower > 0.2 and not first.is_few:
        return view.t("conflict.people.finding", share=view.share(first.value, 0))
    helped = estimate(found.get(("peer_answers", "value")))
    if helped.value is not None and not helped.is_few:
        return view.t("conflict.people.helped", share=view.share(helped.value, 0))
    return view.t("conflict.people.question")
