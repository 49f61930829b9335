"""Why a wait has its number: the stretches of its clock, adding up to it, and what it was measured against."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from dash import html

from dashboard.cards.cases import wait_clocks
from dashboard.cards.cases.conversations import Conversation, Step
from dashboard.view import View

MOST_STEPS = 9
HISTORY = timedelta(days=1)

Row = dict[str, Any]


def rows(
    view: View,
    conversation: Conversation,
    wait: Row,
    stretches: list[Step],
    numbers: Mapping[str, int | None],
) -> list[Any]:
    """Return the rows of the table: what opened the wait, each stretch of its clock, what ended it, what it comes to.

    `numbers` are those of the transcript, by message id. Exact seconds stand in the amounts' titles.
    """

    def row(
        at: str, what: Any, amount: str | None = None, kind: str | None = None, title: str | None = None
    ) -> html.Tr:
        cells = [html.Td(at), html.Td(what, colSpan=2 if amount is None else None)]
        cells += [] if amount is None else [html.Td(amount, className="r", title=title)]
        return html.Tr(cells, className=kind)

    department = view.name("department_id", wait["department_id"])
    opening = numbers.get(wait["message_id"])
    found = [
        row(
            view.instant(wait["opened_at"], "short"), view.t("conversation.trace.opens", number=opening or "")
        )
    ]
    found += [_step_row(view, step, department, row) for step in shortened(stretches)]
    ended = wait["ended_at"] or conversation.as_of
    answer = numbers.get(wait["answer_message_id"])
    ending = view.t(f"conversation.trace.ended.{wait['outcome']}", number=answer or "")
    found.append(row(view.instant(ended, "short"), ending))
    found += _totals(view, wait, department, row)
    found += [row("", what, amount) for what, amount in _target_rows(view, wait)]
    message = next((m for m in conversation.messages if m["message_id"] == wait["message_id"]), None)
    if message and message["received_at"] and message["received_at"] >= message["sent_at"]:
        lag = message["received_at"] - message["sent_at"]
        # History that was fetched when the source was first connected says nothing about the platform's delay.
        if lag > HISTORY:
            found.append(
                row("", view.t("conversation.trace.history"), view.instant(message["received_at"], "short"))
            )
        else:
            found.append(row("", view.t("conversation.trace.lag"), view.duration(lag.total_seconds())))
    if wait["answered_after_close_at"]:
        late = view.instant(wait["answered_after_close_at"], "short")
        found.append(row(late, view.t("conversation.trace.after_close"), kind="meta"))
    return found


def _totals(view: View, wait: Row, department: str, row: Any) -> list[html.Tr]:
    """What the stretches come to, and the calendar beside it; bold is the one on the page's clock."""
    name = wait_clocks.name(view, wait)
    shown = {"business": wait["observed_business_seconds"], "calendar": wait["observed_seconds"]}
    found: list[html.Tr] = []
    for clock, seconds in shown.items():
        is_main = clock == view.state.clock
        label, amount = view.t(f"conversation.trace.{clock}", name=name), view.duration(seconds)
        words = (html.B(label), html.B(amount)) if is_main else (label, amount)
        title = None if seconds is None else f"{seconds:.6f} s"
        found.append(row("", *words, None if found else "total", title))
        if seconds is None:
            reason = (
                "no_owner" if wait["department_id"] is None else wait["business_seconds_reason"] or "unknown"
            )
            found.append(row("", view.t(f"conversation.reason.{reason}", department=department), kind="meta"))
    return found


def _target_rows(view: View, wait: Row) -> list[tuple[str, str | None]]:
    if wait["target_id"] is None:
        return [(view.t("conversation.trace.no_target"), None)]
    names: dict[str, str] = dict(view.targets.select("target_id", "label").iter_rows())
    name = names.get(wait["target_id"], wait["target_id"])
    found: list[tuple[str, str | None]] = [(view.t("conversation.trace.target", name=name), None)]
    due = wait_clocks.due(view, wait)
    if due is not None:
        found.append((view.t("conversation.trace.due"), view.instant(due, "short")))
    return found


def _step_row(view: View, step: Step | int, department: str, row: Any) -> html.Tr:
    if isinstance(step, int):
        return row("…", view.t("conversation.trace.more", count=step), kind="meta")
    times = f"{view.instant(step.started_at, 'time')}–{view.instant(step.ended_at, 'time')}"
    if step.is_open:
        what = view.t("conversation.trace.open_at", department=department)
        return row(times, what, view.duration(step.seconds), title=f"{step.seconds:.6g} s")
    return row(times, view.t("conversation.trace.closed"), "0", "meta")


def shortened(stretches: list[Step]) -> list[Step | int]:
    """Return first and last stretches of a long clock; between them, how many are left out (the table has them all)."""
    if len(stretches) <= MOST_STEPS:
        return list(stretches)
    head, tail = MOST_STEPS // 2 + 1, MOST_STEPS // 2 - 1
    return [*stretches[:head], len(stretches) - head - tail, *stretches[-tail:]]
