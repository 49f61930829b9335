"""Why a target was met or missed: the stretches of its clock, what it paused for, and where it was used up."""

from typing import Any

from dash import html

from dashboard.cards.cases import sla_clocks
from dashboard.cards.cases.conversations import Conversation, Step
from dashboard.cards.cases.wait_trace import shortened
from dashboard.view import View

Row = dict[str, Any]


def rows(view: View, conversation: Conversation, instance: Row) -> list[html.Tr]:
    """Return the rows of the table: start, each stretch, the instant it was used up, the end, what it comes to."""
    stretches = sla_clocks.steps(view, instance, conversation.as_of)
    due, state = sla_clocks.due(view, instance), sla_clocks.state(view, instance)
    used_up = due if state == "breached" else None
    found = [
        _row(
            view.instant(instance["started_at"], "short"),
            view.t(f"conversation.sla.starts.{_metric(instance)}"),
        )
    ]
    for step in shortened(_cut(stretches, used_up)):
        if isinstance(step, int):
            found.append(_row("…", view.t("conversation.trace.more", count=step), kind="meta"))
            continue
        if used_up and step.started_at == used_up:
            found.append(_used_up(view, used_up))
            used_up = None
        found.append(_step(view, instance, step))
    if used_up:
        found.append(_used_up(view, used_up))
    ending = "ends" if instance["ended_at"] else "runs"
    end = sla_clocks.ended(instance, conversation.as_of)
    found.append(_row(view.instant(end, "short"), view.t(f"conversation.sla.{ending}")))
    total = sum(step.seconds for step in stretches)
    clock = "business" if sla_clocks.is_business(view, instance) else "calendar"
    label = view.t(f"conversation.trace.{clock}", name=sla_clocks.name(view, instance))
    found.append(_row("", html.B(label), html.B(view.duration(total)), "total", f"{total:.6f} s"))
    if instance["target_seconds"] is not None:
        found.append(_row("", view.t("conversation.sla.target"), view.duration(instance["target_seconds"])))
    names: dict[str, str] = dict(view.targets.select("target_id", "label").iter_rows())
    rule = names.get(instance["target_id"], instance["target_id"])
    found.append(_row("", view.t("conversation.sla.rule", name=rule)))
    when = view.instant(instance["started_at"], "short")
    owner = view.name("department_id", instance["department_id"])
    found.append(_row("", view.t("conversation.sla.as_of", when=when, department=owner), kind="meta"))
    if due is not None:
        found.append(_row("", view.t("conversation.trace.due"), view.instant(due, "short")))
    return found


def _metric(instance: Row) -> str:
    metric = str(instance["metric"])
    return metric if metric in ("resolution", "approval") else "response"


def _cut(stretches: list[Step], at: Any) -> list[Step]:
    """Cut the stretch in which a target is used up, so that its instant stands between two rows."""
    found: list[Step] = []
    for step in stretches:
        if at and step.started_at < at < step.ended_at:
            found.append(Step(step.started_at, at, step.is_open, step.pause))
            found.append(Step(at, step.ended_at, step.is_open, step.pause))
        else:
            found.append(step)
    return found


def _used_up(view: View, at: Any) -> html.Tr:
    return _row(view.instant(at, "short"), html.B(view.t("conversation.sla.used_up"), className="ls-bad"))


def _step(view: View, instance: Row, step: Step) -> html.Tr:
    is_same_day = view.instant(step.started_at, "short")[:-5] == view.instant(step.ended_at, "short")[:-5]
    first = view.instant(step.started_at, "time" if is_same_day or step.is_open else "short")
    times = f"{first}–{view.instant(step.ended_at, 'time')}"
    if step.pause:
        state = view.t(f"conversation.state.{step.pause}")
        return _row(times, view.t("conversation.sla.paused", state=state), "0", "meta")
    if not step.is_open:
        return _row(times, view.t("conversation.trace.closed"), "0", "meta")
    owner = view.name("department_id", instance["department_id"])
    key = (
        "conversation.trace.open_at" if sla_clocks.is_business(view, instance) else "conversation.sla.around"
    )
    return _row(
        times, view.t(key, department=owner), view.duration(step.seconds), title=f"{step.seconds:.6g} s"
    )


def _row(
    at: str, what: Any, amount: Any = None, kind: str | None = None, title: str | None = None
) -> html.Tr:
    cells = [html.Td(at), html.Td(what, colSpan=2 if amount is None else None)]
    cells += [] if amount is None else [html.Td(amount, className="r", title=title)]
    return html.Tr(cells, className=kind)
