"""Start: is anything on fire, what changed, where does it jam, and where to look next."""

from dataclasses import replace

from dash import html

from dashboard.cards.campaigns import campaign_kpis
from dashboard.cards.capacity import overload_line
from dashboard.cards.cases.wait_lists import Listing, listing
from dashboard.cards.sla import compliance
from dashboard.cards.start import findings, urgent
from dashboard.cards.start.bottlenecks import jam
from dashboard.cards.start.changes import changes, differences, heading
from dashboard.cards.start.key_figures import (
    OPEN_WAITS,
    knows_waits,
    kpi_row,
    oldest_wait_kpi,
    open_cases_kpi,
    target_kpis,
    unanswered_kpi,
)
from dashboard.components.card import Card, grid, place
from dashboard.components.ranking import onward, ranking
from dashboard.components.rich import rich
from dashboard.components.table import Column
from dashboard.counts import count_line
from dashboard.page import Body, Page
from dashboard.view import View
from dashboard.wordless import called

_WAITING = 6


def waiting(view: View) -> Card:
    """Who has been waiting longest?"""
    own, found = OPEN_WAITS, _open_waits(view)
    if not found.total:
        kind = "none" if knows_waits(view) else "no_messages"
        text = view.t(f"start.waiting.{kind}_text")
        return Card(view.t(f"start.waiting.{kind}"), body=html.P(text, className="ls-state"))
    as_of = view.snapshot.about.as_of
    rows, lines = [], []
    for row in found.page(0, _WAITING, order="opened_at"):
        age = (as_of - row["opened_at"]).total_seconds()
        text = called(view, row)
        context = " · ".join(view.names(row, "platform", "channel"))
        href = view.link(f"/conversation/{row['id']}", **own)
        department = view.name("department_id", row["department_id"])
        late = row["state"] == "breached"
        rows.append({**row, "text": text, "department": department, "age": age})
        lines.append(
            html.Tr(
                [
                    html.Th(
                        html.Div(
                            [html.A(text, href=href, title=text), html.Small(context)], className="ls-twoline"
                        ),
                        scope="row",
                    ),
                    html.Td(department),
                    html.Td(view.instant(row["opened_at"], "short"), className="r i"),
                    html.Td(
                        html.B(view.duration(age, "chart"), className="ls-bad" if late else ""), className="r"
                    ),
                ]
            )
        )
    head = [
        (view.t("sla.column.message"), ""),
        (view.t("common.department"), ""),
        (view.t("sla.column.opened"), "r i"),
    ]
    head += [(view.t("start.waiting.age"), "r")]
    table = ranking(head, lines, "ls-two")
    shown = view.t("start.waiting.shown", shown=view.number(len(rows)), total=view.number(found.total))
    return Card(
        view.t("start.waiting.heading", count=found.total, number=view.number(found.total)),
        sub=view.t("start.waiting.sub"),
        body=table,
        footer=[html.Span(shown), onward(view, "/waits", "start.waiting.onward", **own)],
        rows=rows,
        columns=[
            Column("id", view.t("sla.column.id")),
            Column("text", view.t("sla.column.message")),
            Column("department", view.t("common.department")),
            Column("opened_at", view.t("sla.column.opened"), "instant"),
            Column("age", view.t("start.waiting.age"), "seconds"),
        ],
    )


def layout(view: View) -> Body:
    """Return the page."""
    return Body(
        [
            html.Div(
                [urgent.line(view), campaign_kpis.start_line(view), overload_line.line(view)],
                className="ls-lines",
            ),
            kpi_row(view, [*target_kpis(view), unanswered_kpi, oldest_wait_kpi, open_cases_kpi]),
            grid(place(view, jam, 7), place(view, changes, 5)),
            grid(place(view, waiting, 12)),
        ],
        answer=rich(_answer(view)),
        count=count_line(view),
    )


def _answer(view: View) -> str:
    """Return what is missed, who changed, and how long the longest has waited: at most three sentences or so."""
    sentences = [findings.answer(view, compliance.targets(view), compliance.by_target(view))]
    found = differences(view)
    if any(c.is_distinguishable for _, _, _, c in found):
        sentences.append(heading(view, found) + ".")
    waits = _open_waits(view)
    if waits.total:
        age = (
            view.snapshot.about.as_of - waits.page(0, 1, order="opened_at")[0]["opened_at"]
        ).total_seconds()
        sentences.append(
            view.t(
                "start.answer.waiting",
                count=waits.total,
                number=view.number(waits.total),
                age=view.duration(age, "prose"),
            )
        )
    return " ".join(sentences)


def _open_waits(view: View) -> Listing:
    return listing(replace(view, state=replace(view.state, extra=OPEN_WAITS)))


PAGE = Page(
    key="start",
    path="/",
    layout=layout,
    cards=(jam, changes, waiting),
    icon="start",
    group="overview",
    order=10,
)
