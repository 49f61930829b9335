"""The conditions of a list of cases in words, each as a chip that can be taken away."""

from dataclasses import replace
from typing import Any

from dash import html

from dashboard import urls
from dashboard.cards.cases.case_events import KINDS
from dashboard.cards.cases.case_grid import word
from dashboard.cards.cases.case_lists import KEYS as CASE_KEYS
from dashboard.cards.cases.wait_lists import instant
from dashboard.components.icons import icon
from dashboard.view import View

KEYS = (
    *CASE_KEYS,
    *[key for event in KINDS.values() for key in (*event.keys, *event.flags, *event.before)],
)
"""Every key by which a list of cases can be narrowed, in the order in which they are said."""
OTHER = ("cols", "sort", "from", "list")
"""Keys that say how the list is shown."""
_DEPARTMENTS = (
    "handoff_from", "handoff_to", "promise_from", "promise_to", "double_first", "double_second", "route_first",
    "route_topic",
)  # fmt: skip
_AREAS = {
    "state": "conversation.state",
    "age": "figures",
    "time": "cases.time",
    "sla_state": "cases.sla",
    "sla_metric": "cases.metric",
    "breach_cause": "cases.cause",
    "handoff_outcome": "cases.handoffs",
    "handoff_kind": "cases.handoff_kind",
    "approval_state": "cases.approvals",
    "promise_state": "cases.promises",
    "resolution": "cases.resolutions",
    "promise_due": "cases.promise_due",
    "flag": "cases.flags",
    "case_link": "cases.contacts",
    "orphan_kind": "cases.orphans",
    "contradiction": "cases.doubles",
    "touch": "cases.touch",
    "process": "cases.process",
    "stakeholder": "cases.stakeholder",
}


def chips(view: View) -> html.Div:
    """Return one chip a condition; nothing where there is none."""
    found = [_chip(view, key, view.state.extra[key]) for key in KEYS if key in view.state.extra]
    return html.Div(found, className="ls-conditions") if found else html.Div()


def _chip(view: View, key: str, value: str) -> html.Span:
    extra = {name: text for name, text in view.state.extra.items() if name != key}
    if key == "open_at":
        extra.pop("age", None)
    label = view.t("common.filter.remove", column=view.t(f"cases.key.{key}"))
    remove = html.A(
        icon("close"),
        href=urls.format(replace(view.state, extra=extra)),
        className="ls-chip-x",
        title=label,
        **{"aria-label": label},
    )
    words: list[Any] = [
        html.Span(view.t(f"cases.key.{key}"), className="ls-chip-field"),
        html.B(condition(view, key, value)),
    ]
    return html.Span([*words, remove], className="ls-chip")


def condition(view: View, key: str, value: str) -> str:
    """Return the value of one condition in words."""
    if key in ("open_at", "due_by"):
        return view.instant(instant(value))
    if value in ("true", "false"):
        return view.t(f"cases.{value}")
    parts = value.split(",")
    if key in _DEPARTMENTS:
        return ", ".join(view.name("department_id", None if one == "none" else one) for one in parts)
    if key == "sla_target":
        names: dict[str, str] = dict(view.targets.select("target_id", "label").iter_rows())
        return ", ".join(names.get(one, one) for one in parts)
    if key not in _AREAS:
        return ", ".join(parts)
    if key == "state" and len(parts) > 2:
        return view.t("cases.any_open") if len(parts) == 5 else ", ".join(_words(view, key, parts))
    return ", ".join(_words(view, key, parts))


def _words(view: View, key: str, parts: list[str]) -> list[str]:
    return [word(view, _AREAS[key], one) for one in parts]
