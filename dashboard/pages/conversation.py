"""What happened in this case: lanes with their clocks, the transcript, and why a wait has its number."""

from dataclasses import replace
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from dash import html

from dashboard import case_facts, urls, wait_clocks, wait_trace
from dashboard.components.card import Card, grid, key_item, place
from dashboard.components.chart import chart
from dashboard.components.rich import rich
from dashboard.components.states import unknown
from dashboard.components.table import Column
from dashboard.conversations import Conversation, closed_hours, find, owners, steps
from dashboard.figures.conversation_lanes import conversation_lanes, height
from dashboard.figures.lane_entries import Mark, Owner
from dashboard.page import Body, Page
from dashboard.transcript import Entry, entries
from dashboard.view import View
from dashboard.wait_lists import listing


def lanes(view: View) -> Card:
    """Who wrote when, who owned it, and which clocks ran."""
    conversation = _found(view)
    zone = view.snapshot.about.zone
    lines = entries(view, conversation)
    marks = [
        Mark(
            entry.at,
            "customer" if entry.kind == "customer" else "company",
            entry.kind if entry.kind in ("auto", "note") else "human",
            entry.number,
            f"{entry.who} {entry.number or ''}".strip(),
        )
        for entry in lines
        if entry.kind != "event"
    ]
    clocks = wait_clocks.clocks(view, conversation)
    start, end = conversation.span()
    owner = conversation.wait["department_id"] if conversation.wait else conversation.case["department_id"]
    margin = (end - start) / 2
    figure = conversation_lanes(
        marks,
        [
            Owner(
                view.name("department_id", one.department_id) if one.department_id else None,
                one.started_at,
                one.ended_at,
            )
            for one in owners(conversation)
        ],
        clocks,
        closed_hours(view, owner, start - margin, end + margin),
        zone=zone,
        lang=view.lang,
        scheme=view.scheme,
    )
    keys = [key_item("ghost", view.t("conversation.lanes.runs"))] if clocks else []
    if any(clock.paused for clock in clocks):
        keys.append(key_item("hatch", view.t("conversation.lanes.paused")))
    if any(clock.parts()["late"] for clock in clocks):
        keys.append(key_item("over", view.t("conversation.lanes.late")))
    if any(entry.kind in ("auto", "note") for entry in lines):
        keys.append(key_item("square", view.t("conversation.lanes.auto")))
    return Card(
        view.t("conversation.lanes.title"),
        view.t(
            "conversation.lanes.sub" if view.state.clock == "business" else "conversation.lanes.sub_calendar"
        ),
        chart(
            view, "conversation-lanes", figure, height(marks, clocks), case_facts.answer(view, conversation)
        ),
        footer=keys,
        rows=[
            {
                "what": wait_clocks.lane(view, wait),
                "opened_at": wait["opened_at"],
                "ended_at": wait["ended_at"],
                "due_at": wait_clocks.due(view, wait),
                "seconds": wait_clocks.seconds(view, wait),
                "verdict": wait_clocks.verdict(view, wait).replace("**", ""),
            }
            for wait in conversation.waits
        ],
        columns=[
            Column("what", view.t("conversation.column.wait")),
            Column("opened_at", view.t("conversation.column.opened"), "instant"),
            Column("ended_at", view.t("conversation.column.ended"), "instant"),
            Column("due_at", view.t("conversation.column.due"), "instant"),
            Column("seconds", view.t(f"conversation.column.{view.state.clock}"), "seconds"),
            Column("verdict", view.t("conversation.column.verdict")),
        ],
        has_figure=True,
    )


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
    """How one wait's number comes about, stretch by stretch."""
    conversation = _found(view)
    wait = conversation.wait
    if wait is None:
        return Card(
            view.t("conversation.trace.none"), body=unknown(view, view.t("conversation.trace.no_wait"))
        )
    position = next(i for i, other in enumerate(conversation.waits, 1) if other["wait_id"] == wait["wait_id"])
    numbers = {m["message_id"]: e.number for m, e in _numbered(view, conversation)}
    sub = view.t(
        "conversation.trace.sub",
        name=wait_clocks.name(view, wait),
        position=position,
        total=len(conversation.waits),
    )
    business = wait["observed_business_seconds"]
    stretches = steps(view, wait, conversation.as_of) if business is not None else []
    shown = wait_clocks.seconds(view, wait)
    heading = (
        view.t("conversation.trace.title", value=view.duration(shown))
        if shown is not None
        else view.t("conversation.trace.none")
    )
    return Card(
        heading,
        sub,
        html.Table(
            html.Tbody(wait_trace.rows(view, conversation, wait, stretches, numbers)), className="ls-trace"
        ),
        footer=[_other_waits(view, conversation, position)] if len(conversation.waits) > 1 else (),
        rows=[
            {
                "from": step.started_at,
                "to": step.ended_at,
                "what": view.t("conversation.trace.open" if step.is_open else "conversation.trace.closed"),
                "seconds": step.seconds,
            }
            for step in stretches
        ],
        columns=[
            Column("from", view.t("conversation.column.from"), "instant"),
            Column("to", view.t("conversation.column.to"), "instant"),
            Column("what", view.t("conversation.column.what")),
            Column("seconds", view.t("conversation.column.business"), "seconds"),
        ]
        if stretches
        else (),
    )


def _other_waits(view: View, conversation: Conversation, position: int) -> html.Nav:
    links: list[Any] = [view.t("conversation.trace.waits")]
    for i, wait in enumerate(conversation.waits, 1):
        marked = {"aria-current": "true"} if i == position else {}
        links.append(html.A(str(i), href=_address(view, wait["wait_id"]), className="ls-number", **marked))
    return html.Nav(links, className="ls-waits")


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
    cards = (trace, context) if conversation.wait else (context,)
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


def _numbered(view: View, conversation: Conversation) -> list[tuple[Any, Entry]]:
    """Messages beside their entries; both are in the same order."""
    lines = [entry for entry in entries(view, conversation) if entry.kind != "event"]
    return list(zip(conversation.messages, lines, strict=True))


def _address(view: View, item: str) -> str:
    return urls.format(replace(view.state, path=f"/conversation/{item}"))


def _crumbs(view: View) -> list[tuple[str, str]]:
    if "list" not in view.state.extra:
        return [(view.t("waits.nav"), view.link("/waits"))]
    from dashboard.pages import waits

    return waits.trail(view, with_list=True)


def _position(view: View, conversation: Conversation) -> str | None:
    """Where the case stands in the list it was opened from, "14 of 768"."""
    if "list" not in view.state.extra:
        return None
    rows = listing(view)
    item = (
        conversation.wait["wait_id"]
        if rows.kind == "waits" and conversation.wait
        else conversation.case["case_id"]
    )
    place = rows.place(item)
    if place is None:
        return None
    return view.t(
        f"conversation.position.{rows.kind}", place=view.number(place), total=view.number(rows.total)
    )


PAGE = Page(
    key="conversation",
    path="/conversation/",
    layout=layout,
    cards=(lanes, transcript, trace, context),
    parent="waits",
)
