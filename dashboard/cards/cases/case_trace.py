"""The cards that say why a clock has its number, and what other tools would have made of it.

The wait that the page was opened for is traced, unless `sla=<id>` in the address chooses the clock of a target.
"""

from dataclasses import replace
from typing import Any

from dash import html

from dashboard import urls
from dashboard.cards.cases import sla_clocks, sla_trace, wait_clocks, wait_trace
from dashboard.cards.cases.conversations import Conversation, Step, steps
from dashboard.cards.cases.other_tools import said
from dashboard.cards.cases.transcript import entries
from dashboard.components.card import Card
from dashboard.components.states import unknown
from dashboard.components.table import Column
from dashboard.view import View

Row = dict[str, Any]


def card(view: View, conversation: Conversation) -> Card:
    """Return the trace of the chosen clock."""
    instance = chosen(view, conversation)
    if instance is not None:
        return _of_instance(view, conversation, instance)
    if conversation.wait is None:
        return Card(
            view.t("conversation.trace.none"), body=unknown(view, view.t("conversation.trace.no_wait"))
        )
    return _of_wait(view, conversation, conversation.wait)


def chosen(view: View, conversation: Conversation) -> Row | None:
    """Return the target's clock that the address chooses; the first one where the case has no wait."""
    wanted = view.state.extra.get("sla")
    measured = [one for one in conversation.instances if one["target_id"] is not None]
    if wanted is None and conversation.wait is None and measured:
        return measured[0]
    return next((one for one in measured if one["sla_id"] == wanted), None)


def _of_instance(view: View, conversation: Conversation, instance: Row) -> Card:
    stretches = sla_clocks.steps(view, instance, conversation.as_of)
    total = sum(step.seconds for step in stretches)
    position = 1 + [one["sla_id"] for one in conversation.instances].index(instance["sla_id"])
    return Card(
        view.t("conversation.trace.title", value=view.duration(total)),
        view.t(
            "conversation.sla.sub",
            name=sla_clocks.lane(view, instance),
            position=position,
            total=len(conversation.instances),
        ),
        html.Table(html.Tbody(sla_trace.rows(view, conversation, instance)), className="ls-trace"),
        footer=_choices(view, conversation, instance["sla_id"]),
        **_table(view, stretches),
    )


def _of_wait(view: View, conversation: Conversation, wait: Row) -> Card:
    position = next(i for i, other in enumerate(conversation.waits, 1) if other["wait_id"] == wait["wait_id"])
    lines = [entry for entry in entries(view, conversation) if entry.kind not in ("event", "step")]
    # Messages and their entries are in the same order.
    numbers = {m["message_id"]: e.number for m, e in zip(conversation.messages, lines, strict=True)}
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
    body = html.Table(
        html.Tbody(wait_trace.rows(view, conversation, wait, stretches, numbers)), className="ls-trace"
    )
    return Card(
        heading,
        sub,
        body,
        footer=_choices(view, conversation, wait["wait_id"]),
        **_table(view, stretches),
    )


def _table(view: View, stretches: list[Step]) -> dict[str, Any]:
    """Rows and columns of the stretches, for table and file; neither where there are none."""
    names = {True: view.t("conversation.trace.open"), False: view.t("conversation.trace.closed")}
    rows = [
        {
            "from": step.started_at,
            "to": step.ended_at,
            "what": view.t(f"conversation.state.{step.pause}") if step.pause else names[step.is_open],
            "seconds": step.seconds,
        }
        for step in stretches
    ]
    columns = [
        Column("from", view.t("conversation.column.from"), "instant"),
        Column("to", view.t("conversation.column.to"), "instant"),
        Column("what", view.t("conversation.column.what")),
        Column("seconds", view.t("conversation.column.counted"), "seconds"),
    ]
    return {"rows": rows, "columns": columns if stretches else ()}


def _choices(view: View, conversation: Conversation, current: str) -> list[Any]:
    """Links to the other waits and to the clocks of targets; nothing where there is only one."""
    extra = {key: value for key, value in view.state.extra.items() if key != "sla"}
    found: list[Any] = []
    if len(conversation.waits) > 1 or (conversation.waits and conversation.instances):
        links: list[Any] = [view.t("conversation.trace.waits")]
        for i, wait in enumerate(conversation.waits, 1):
            href = urls.format(replace(view.state, path=f"/conversation/{wait['wait_id']}", extra=extra))
            links.append(_number(i, href, wait["wait_id"] == current, wait_clocks.lane(view, wait)))
        found.append(html.Nav(links, className="ls-waits"))
    measured = [one for one in conversation.instances if one["target_id"] is not None]
    if measured:
        links = [view.t("conversation.sla.targets")]
        for i, one in enumerate(measured, 1):
            href = urls.format(replace(view.state, extra={**extra, "sla": one["sla_id"]}))
            hint = (
                f"{sla_clocks.lane(view, one)}: {sla_clocks.verdict(view, one, conversation.as_of)}".replace(
                    "**", ""
                )
            )
            is_late = sla_clocks.state(view, one) == "breached"
            links.append(_number(i, href, one["sla_id"] == current, hint, "ls-bad" if is_late else ""))
        found.append(html.Nav(links, className="ls-waits"))
    return found


def _number(i: int, href: str, is_current: bool, hint: str, tone: str = "") -> html.A:
    marked = {"aria-current": "true"} if is_current else {}
    name = f"ls-number {tone}".strip()
    return html.A(str(i), href=href, className=name, title=hint, **{"aria-label": hint}, **marked)


def others(view: View, conversation: Conversation) -> Card:
    """Return what other tools would have said of the wait, and how far that is from what it was."""
    wait = conversation.wait
    title = view.t("conversation.others.title")
    found = said(view, conversation, wait) if wait else []
    if wait is None or not found:
        return Card(title, body=html.P(view.t("conversation.others.same"), className="ls-state"))
    own = wait["observed_seconds"]
    rows: list[Row] = [
        {
            "rule": view.t(f"conversation.others.{one.rule}"),
            "seconds": one.seconds,
            "difference": None if one.seconds is None else one.seconds - own,
        }
        for one in found
    ]
    lines = [
        html.Tr(
            [
                html.Td(row["rule"]),
                html.Td(
                    view.t("conversation.others.not_counted")
                    if row["seconds"] is None
                    else view.duration(row["seconds"]),
                    className="r",
                ),
            ]
        )
        for row in rows
    ]
    ours = html.Tr(
        [
            html.Td(html.B(view.t("conversation.others.own"))),
            html.Td(html.B(view.duration(own)), className="r"),
        ],
        className="total",
    )
    return Card(
        title,
        view.t("conversation.others.sub"),
        html.Table(html.Tbody([*lines, ours]), className="ls-trace ls-others"),
        rows=rows,
        columns=[
            Column("rule", view.t("conversation.column.rule")),
            Column("seconds", view.t("conversation.column.calendar"), "seconds"),
            Column("difference", view.t("conversation.column.difference"), "seconds"),
        ],
        notes=[view.t("conversation.others.note")],
        class_name="ls-ghost",
    )
