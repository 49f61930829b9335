"""The card that shows who wrote when, who owned the case, and which clocks ran; its table has the clocks."""

from dataclasses import replace
from typing import Any

from dashboard.cards.cases import case_facts, sla_clocks, wait_clocks
from dashboard.cards.cases.case_grid import word
from dashboard.cards.cases.conversations import Conversation, closed_hours, owners
from dashboard.cards.cases.transcript import Entry, entries
from dashboard.components.card import Card, key_item
from dashboard.components.chart import chart
from dashboard.components.table import Column
from dashboard.figures.conversation_lanes import conversation_lanes, height
from dashboard.figures.lane_entries import Mark, Owner, Pending, Promise
from dashboard.figures.running_clock import Clock
from dashboard.view import View

PROMISE_LENGTH = 22
ORDER = ("first_response", "next_response", "resolution", "approval")


def card(view: View, conversation: Conversation) -> Card:
    """Return the card of one case."""
    lines = entries(view, conversation)
    marks = [_mark(entry) for entry in lines if entry.kind not in ("event", "step")]
    clocks, promised = clocks_of(view, conversation), promises(view, conversation)
    pending = handed(view, conversation)
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
        zone=view.snapshot.about.zone,
        lang=view.lang,
        scheme=view.scheme,
        pending=pending,
        promises=promised,
    )
    sub = "sub" if view.state.clock == "business" else "sub_calendar"
    size = height(marks, clocks, promised)
    return Card(
        view.t("conversation.lanes.title"),
        view.t(f"conversation.lanes.{sub}"),
        chart(view, "conversation-lanes", figure, size, case_facts.answer(view, conversation)),
        footer=_keys(view, lines, clocks),
        rows=rows(view, conversation),
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


def _mark(entry: Entry) -> Mark:
    return Mark(
        entry.at,
        "customer" if entry.kind == "customer" else "company",
        entry.kind if entry.kind in ("auto", "note") else "human",
        entry.number,
        f"{entry.who} {entry.number or ''}".strip(),
    )


def _keys(view: View, lines: list[Entry], clocks: list[Clock]) -> list[Any]:
    keys = [key_item("ghost", view.t("conversation.lanes.runs"))] if clocks else []
    if any(clock.paused for clock in clocks):
        has_reasons = any(clock.pauses for clock in clocks)
        name = "paused_by_policy" if has_reasons else "paused"
        keys.append(key_item("hatch", view.t(f"conversation.lanes.{name}")))
    if any(clock.parts()["late"] for clock in clocks):
        keys.append(key_item("over", view.t("conversation.lanes.late")))
    if any(entry.kind in ("auto", "note") for entry in lines):
        keys.append(key_item("square", view.t("conversation.lanes.auto")))
    return keys


def without_target(conversation: Conversation) -> Conversation:
    """Return the case with those waits only that no target measures."""
    measured = {one["wait_id"] for one in conversation.instances if one["target_id"] is not None}
    return replace(conversation, waits=[one for one in conversation.waits if one["wait_id"] not in measured])


def clocks_of(view: View, conversation: Conversation) -> list[Clock]:
    """Return the clocks of all targets, and of the waits that none measures; approvals without a target last."""
    found = sla_clocks.clocks(view, conversation) + wait_clocks.clocks(view, without_target(conversation))
    rank = {name: i for i, name in enumerate(ORDER)}
    names = {word(view, "cases.metric", name): i for name, i in rank.items()}
    found.sort(key=lambda clock: (names.get(clock.lane.split(",")[0], len(ORDER)), clock.started_at))
    if not any(one["metric"] == "approval" for one in conversation.instances):
        found += _approval_clocks(view, conversation)
    return found


def _approval_clocks(view: View, conversation: Conversation) -> list[Clock]:
    lane = word(view, "cases.metric", "approval")
    return [
        Clock(
            lane,
            one["requested_at"],
            one["decided_at"] or conversation.as_of,
            None,
            [],
            word(view, "cases.approvals", one["outcome"]),
            False,
        )
        for one in conversation.approvals
    ]


def handed(view: View, conversation: Conversation) -> list[Pending]:
    """Return the hand-offs between departments, each until it was picked up, handed on or closed."""
    found = []
    for one in conversation.handoffs:
        end = one["picked_up_at"] or one["ended_at"] or conversation.as_of
        lasted = view.duration((end - one["handed_at"]).total_seconds())
        key = "waited" if one["picked_up_at"] else "not_picked_up"
        said = view.t(f"conversation.handoff.{key}", lasted=lasted)
        name = view.name("department_id", one["to_department_id"])
        found.append(Pending(one["handed_at"], end, f"{name}: {said}", name))
    return found


def promises(view: View, conversation: Conversation) -> list[Promise]:
    """Return the promises of the case as lanes; several of one text are told apart by their number."""
    found: list[Promise] = []
    for i, one in enumerate(conversation.promises, 1):
        text = case_facts.excerpt(str(one["text"] or i), PROMISE_LENGTH)
        lane = view.t("conversation.promise.lane", text=text)
        if any(lane == other.lane for other in found):
            lane = f"{lane} {i}"
        is_late = one["state"] in ("late", "overdue", "broken")
        end = one["kept_at"] or one.get("broken_at") or conversation.as_of
        found.append(
            Promise(
                lane,
                one["promised_at"],
                one["due_at"],
                end,
                one["kept_at"] is not None,
                is_late,
                sla_clocks.bold(case_facts.promise_words(view, one, end)),
            )
        )
    return found


def rows(view: View, conversation: Conversation) -> list[dict[str, Any]]:
    """Return every clock and promise as a row of the table."""
    found = [
        {
            "what": sla_clocks.lane(view, one),
            "opened_at": one["started_at"],
            "ended_at": one["ended_at"],
            "due_at": sla_clocks.due(view, one),
            "seconds": sum(step.seconds for step in sla_clocks.steps(view, one, conversation.as_of)),
            "verdict": _plain(sla_clocks.verdict(view, one, conversation.as_of)),
        }
        for one in conversation.instances
        if one["target_id"] is not None
    ]
    found += [
        {
            "what": wait_clocks.lane(view, wait),
            "opened_at": wait["opened_at"],
            "ended_at": wait["ended_at"],
            "due_at": wait_clocks.due(view, wait),
            "seconds": wait_clocks.seconds(view, wait),
            "verdict": _plain(wait_clocks.verdict(view, wait)),
        }
        for wait in without_target(conversation).waits
    ]
    for one, lane in zip(conversation.promises, promises(view, conversation), strict=True):
        found.append(
            {
                "what": lane.lane,
                "opened_at": one["promised_at"],
                "ended_at": one["kept_at"],
                "due_at": one["due_at"],
                "seconds": None,
                "verdict": _plain(case_facts.promise_words(view, one, lane.ended_at)),
            }
        )
    return found


def _plain(text: str) -> str:
    return text.replace("**", "")
