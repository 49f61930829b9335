"""The waits or cases behind a figure: as many rows as the figure said, the worst first."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dash import html

from dashboard import formats, origin, urls
from dashboard.cards.campaigns import posts
from dashboard.cards.cases import wait_figures, wait_grid
from dashboard.cards.cases.wait_lists import listing
from dashboard.components.card import Card, place
from dashboard.components.card import grid as columns_of
from dashboard.components.icons import icon
from dashboard.components.rich import rich
from dashboard.components.states import empty
from dashboard.components.table import Column
from dashboard.page import Body, Page
from dashboard.view import View

OWN = (
    "at", "age", "flow", "metric", "ordinal", "target_id", "sla_state", "outcome", "delayed_in", "stage",
    "handed_from", "hour_of_week", "staffed", "turn", "stakeholder", "intent", "intent_source", "comments", "post_id",
    "campaign_id", "kind", "paid", "exposure", *wait_figures.KEYS, "since", "time",
)  # fmt: skip
"""The list's own conditions, in the order in which they are said."""


def rows(view: View) -> Card:
    """The list itself; the export holds every row of it."""
    found = listing(view)
    title = view.t(f"waits.rows.{found.kind}")
    if not found.total:
        return Card(title, body=empty(view, view.t(f"waits.what.{found.kind}")))
    kinds = {
        "seconds": "seconds",
        "over_seconds": "seconds",
        "age_seconds": "seconds",
        "opened_at": "instant",
    }
    kinds |= {"due_at": "instant", "ended_at": "instant", "occurred_at": "instant"}
    keys = {
        "waits": ("id", "text", "platform", "channel", "visibility", "department", "opened_at", "ended_at", "due_at",
                  "target", "state", "seconds", "over_seconds"),
        "cases": ("id", "text", "platform", "channel", "visibility", "department", "opened_at", "state", "age_seconds"),
        "comments": ("id", "text", "platform", "channel", "visibility", "department", "opened_at", "state"),
        "flows": ("id", "case_id", "text", "platform", "channel", "visibility", "department", "occurred_at", "state"),
    }[found.kind]  # fmt: skip
    labels = {"seconds": view.state.clock}
    return Card(
        title,
        view.t(f"waits.sub.{_order_of(view, found.kind)}"),
        wait_grid.grid(view, found),
        rows=wait_grid.names(view, found),
        columns=[
            Column(key, view.t(f"waits.column.{labels.get(key, key)}"), kinds.get(key, "text"))
            for key in keys
        ],
        notes=[view.t(f"waits.note.{found.kind}")],
    )


def _order_of(view: View, kind: str) -> str:
    breached = "breached" in view.state.extra.get("sla_state", "").split(",")
    return "overdue" if kind == "waits" and breached else kind


def layout(view: View) -> Body:
    """Return the page."""
    found = listing(view)
    count = view.t(f"waits.count.{found.kind}", count=found.total, total=view.number(found.total))
    return Body(
        [_conditions(view), columns_of(place(view, rows))],
        answer=rich(_answer(view, found.kind, found.total)),
        count=count,
        crumbs=trail(view),
    )


def _answer(view: View, kind: str, total: int) -> str:
    values: dict[str, Any] = {"total": view.number(total)}
    if kind == "cases":
        values["at"] = view.instant(_instant(view))
    return view.t(f"waits.answer.{kind}", total, **values) if total else view.t(f"waits.answer.none_{kind}")


def _instant(view: View) -> Any:
    from dashboard.cards.cases.wait_lists import instant

    return instant(view.state.extra["at"])


def _conditions(view: View) -> Any:
    """The list's own conditions as chips, each removable."""
    chips = [_chip(view, key, view.state.extra[key]) for key in OWN if key in view.state.extra]
    return html.Div(chips, className="ls-conditions") if chips else html.Div()


def _chip(view: View, key: str, value: str) -> html.Span:
    extra = {name: text for name, text in view.state.extra.items() if name != key}
    if key == "at":
        extra.pop("age", None)
    label = view.t("common.filter.remove", column=view.t(f"waits.key.{key}"))
    remove = html.A(
        icon("close"), href=urls.format(replace(view.state, extra=extra)), className="ls-chip-x", title=label,
        **{"aria-label": label},
    )  # fmt: skip
    words = [
        html.Span(view.t(f"waits.key.{key}"), className="ls-chip-field"),
        html.B(condition(view, key, value)),
    ]
    return html.Span([*words, remove], className="ls-chip")


def condition(view: View, key: str, value: str) -> str:
    """Return one of the list's own conditions in words."""
    if key == "at":
        return view.instant(_instant(view))
    if key == "target_id":
        targets: Mapping[str, str] = dict(view.targets.select("target_id", "label").iter_rows())
        return ", ".join(targets.get(one, view.t("waits.no_target")) for one in value.split(","))
    if key in ("delayed_in", "handed_from"):
        return ", ".join(
            view.name("department_id", None if one == "none" else one) for one in value.split(",")
        )
    if key == "hour_of_week":
        return ", ".join(
            formats.hour_of_week(int(one), view.lang) for one in value.split(",") if one.isdigit()
        )
    if key == "exposure":
        return posts.campaigns(view).get(value) or posts.title(view, value)
    if key in ("intent", "post_id", "campaign_id", "kind"):
        return ", ".join(_named(view, key, None if one == "none" else one) for one in value.split(","))
    if key == "stakeholder":
        return ", ".join(view.name("stakeholder", None if one == "none" else one) for one in value.split(","))
    areas = {
        key: f"waits.{key}"
        for key in ("turn", "since", "comments", "intent_source", "paid", *wait_figures.KEYS)
    }
    areas |= {"stage": "waits.stage", "staffed": "waits.staffed"}
    areas |= {"age": "figures", "flow": "waits.flow", "sla_state": "waits.state", "outcome": "waits.outcome"}
    areas |= {"metric": "waits.metric", "time": "waits.time", "ordinal": "waits.ordinal"}
    return ", ".join(view.t(f"{areas[key]}.{one}") for one in value.split(","))


def _named(view: View, key: str, value: str | None) -> str:
    """What a post, a campaign, a kind of post or an intent is called."""
    if key == "post_id":
        return posts.title(view, value)
    if key == "campaign_id":
        return posts.campaign(view, value)
    return view.t(f"campaigns.kind.{value}") if key == "kind" else view.name("intent", value)


def trail(view: View, *, with_list: bool = False) -> list[tuple[str, str]]:
    """Return the way back: the page one came from, and from a conversation the list."""
    steps = origin.trail(view, _usual_origin(view))
    if with_list:
        said = [
            condition(view, key, view.state.extra[key])
            for key in ("at", "target_id", "sla_state", "outcome")
            if key in view.state.extra
        ]
        steps.append((" › ".join(said) or view.t("waits.nav"), origin.list_address(view)))
    return steps


def _usual_origin(view: View) -> str:
    """The page that shows such a figure, for an address that doesn't say where it came from."""
    own = view.state.extra
    if "at" in own or "flow" in own:
        return "/backlog"
    if {"comments", "post_id", "campaign_id", "exposure"} & own.keys():
        return "/campaigns"
    if "sla_state" in own or "target_id" in own:
        return "/sla"
    return "/responses" if "metric" in own else ""


PAGE = Page(key="waits", path="/waits", layout=layout, cards=(rows,), icon="list", group="evidence", order=90)
