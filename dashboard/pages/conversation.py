"""What happened in this case: lanes with their clocks, the transcript, and why a wait has its number."""

from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from dash import html

from dashboard import origin
from dashboard.cards.cases import case_facts, case_lanes, case_lists, case_trace
from dashboard.cards.cases.case_conditions import KEYS, condition
from dashboard.cards.cases.conversations import Conversation, find
from dashboard.cards.cases.other_tools import said
from dashboard.cards.cases.transcript import Entry, entries
from dashboard.cards.cases.wait_lists import listing
from dashboard.components.card import Card, grid, place
from dashboard.components.rich import rich
from dashboard.components.table import Column
from dashboard.page import Body, Page
from dashboard.pages import waits
from dashboard.view import View


def lanes(view: View) -> Card:
    """Who wrote when, who owned it, and which clocks ran."""
    return case_lanes.card(view, _found(view))


def transcript(view: View) -> Card:
    """Who said what, day by day."""
    conversation = _found(view)
    lines = entries(view, conversation)
    zone = ZoneInfo(view.snapshot.about.zone)
    parts: list[Any] = []
    for day, group in groupby(lines, key=lambda entry: entry.at.astimezone(zone).date()):
        parts.append(html.H4(view.date(day, "weekday"), className="ls-day"))
        parts.append(html.Ol([_line(view, entry) for entry in group], className="ls-transcript"))
    grey = any(entry.kind not in ("customer", "company") for entry in lines)
    return Card(
        view.t("conversation.transcript.title"),
        view.t(
            "conversation.transcript.sub" if grey else "conversation.transcript.sub_plain", count=len(lines)
        ),
        html.Div(parts),
        rows=[
            {
                "at": entry.at,
                "number": entry.number,
                "who": entry.who,
                "remarks": ", ".join(entry.remarks),
                "text": entry.text,
            }
            for entry in lines
        ],
        columns=[
            Column("at", view.t("conversation.column.at"), "instant"),
            Column("number", view.t("conversation.column.number"), "number"),
            Column("who", view.t("conversation.column.who")),
            Column("remarks", view.t("conversation.column.remarks")),
            Column("text", view.t("conversation.column.text")),
        ],
    )


def _line(view: View, entry: Entry) -> html.Li:
    number = [f" · {entry.number}"] if entry.number else []
    remarks = [f" · {remark}" for remark in entry.remarks]
    head = [html.B(entry.who), *number, *remarks]
    return html.Li(
        [
            html.Time(view.instant(entry.at, "time"), dateTime=entry.at.isoformat()),
            html.I(className=f"ls-who {entry.kind}", **{"aria-hidden": "true"}),
            html.Div([html.Div(head, className="ls-said"), html.P(entry.text) if entry.text else None]),
        ],
        className=f"{entry.kind} {'deleted' if entry.is_deleted else ''}".strip(),
    )


def trace(view: View) -> Card:
    """How one clock's number comes about, stretch by stretch: a wait's, or a target's where one is chosen."""
    conversation = _found(view)
    return case_trace.card(view, conversation)


def other_tools(view: View) -> Card:
    """What would other tools have said of this wait?"""
    return case_trace.others(view, _found(view))


def context(view: View) -> Card:
    """What else is known about the case; only what exists."""
    conversation = _found(view)
    rows = case_facts.rows(view, conversation)
    labelled = [(view.t(f"conversation.context.{key}"), value) for key, value in rows]
    body = html.Dl(
        [part for label, value in labelled for part in (html.Dt(label), html.Dd(value))], className="ls-facts"
    )
    return Card(
        view.t("conversation.context.title"),
        body=body,
        rows=[{"what": label, "value": value} for label, value in labelled],
        columns=[
            Column("what", view.t("conversation.column.what")),
            Column("value", view.t("conversation.column.value")),
        ],
    )


def layout(view: View) -> Body:
    """Return the page of one case."""
    conversation = find(view, view.item)
    if conversation is None:
        back = html.A(view.t("conversation.missing.back"), href=view.link("/waits"), className="ls-button")
        return Body(
            [back], answer=view.t("conversation.missing.text"), title=view.t("conversation.missing.title")
        )
    cards = [trace] if conversation.wait or conversation.instances else []
    if conversation.wait and said(view, conversation, conversation.wait):
        cards.append(other_tools)
    cards.append(context)
    side = html.Div([place(view, card) for card in cards], className="ls-stack s5")
    return Body(
        [grid(place(view, lanes), place(view, transcript, 7), side)],
        answer=rich(case_facts.answer(view, conversation)),
        title=case_facts.title(view, conversation),
        crumbs=_crumbs(view),
        count=_position(view, conversation),
    )


def _found(view: View) -> Conversation:
    found = find(view, view.item)
    if found is None:
        raise LookupError(f"no case belongs to {view.item}")
    return found


def _crumbs(view: View) -> list[tuple[str, str]]:
    found = origin.list_of(view)
    if found is None:
        return [(view.t("cases.nav"), view.link("/cases"))]
    if found[0] == "waits":
        return waits.trail(view, with_list=True)
    steps = origin.trail(view)
    said = [condition(view, key, view.state.extra[key]) for key in KEYS if key in view.state.extra]
    return [*steps, (" › ".join(said[:3]) or view.t("cases.nav"), origin.list_address(view))]


def _position(view: View, conversation: Conversation) -> str | None:
    """Where the case stands in the list it was opened from, "14 of 768"."""
    found = origin.list_of(view)
    if found is None:
        return None
    rows = case_lists.listing(view) if found[0] == "cases" else listing(view)
    is_wait = rows.kind == "waits" and conversation.wait
    item = conversation.wait["wait_id"] if is_wait and conversation.wait else conversation.case["case_id"]
    place = rows.place(item)
    if place is None:
        return None
    kind = rows.kind if rows.kind in ("waits", "flows") else "cases"
    return view.t(f"conversation.position.{kind}", place=view.number(place), total=view.number(rows.total))


PAGE = Page(
    key="conversation",
    path="/conversation/",
    layout=layout,
    cards=(lanes, transcript, trace, other_tools, context),
    parent="cases",
)
