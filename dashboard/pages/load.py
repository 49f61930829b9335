"""Load and bottlenecks: where does it jam, who passes what to whom, and who has more work than people?"""

from dashboard.cards.backlog import flow_table
from dashboard.cards.load import coverage_table, delays, handoff_flow, people_table, workload
from dashboard.components.card import Card, grid, place
from dashboard.components.rich import rich
from dashboard.counts import count_line
from dashboard.page import Body, Page
from dashboard.view import View


def places(view: View) -> Card:
    """Where time is lost."""
    return delays.card(view)


def handoffs(view: View) -> Card:
    """Who hands over to whom, and what becomes of it."""
    return handoff_flow.card(view)


def week(view: View) -> Card:
    """Work against people by the hour of the week."""
    return workload.card(view)


def coverage(view: View) -> Card:
    """What comes when nobody is there."""
    return coverage_table.card(view)


def flow(view: View) -> Card:
    """What comes in and goes out, and whether that balances."""
    return flow_table.card(view)


def people(view: View) -> Card:
    """What lies with whom."""
    return people_table.card(view)


def layout(view: View) -> Body:
    """Return the page."""
    return Body(
        [
            grid(place(view, places, 6), place(view, handoffs, 6)),
            grid(place(view, week, 12)),
            grid(place(view, coverage, 6), place(view, flow, 6)),
            grid(place(view, people, 12)),
        ],
        answer=rich(_answer(view)),
        count=count_line(view),
    )


def _answer(view: View) -> str:
    """Return what is beyond doubt: who has too much work, where most of the delay is, what hand-offs lose."""
    parts = []
    if over := workload.finding(view):
        parts.append(f"!!{over}.!!")
    if jam := delays.finding(view):
        parts.append(jam)
    lost = handoff_flow.overall(view).get("dropped")
    if lost and lost.value and not lost.is_few:
        interval = view.share_range(lost.lower, lost.upper, 0)
        parts.append(view.t("load.answer.lost", share=view.share(lost.value, 0), range=interval))
    return " ".join(parts) or view.t("load.answer.nothing")


PAGE = Page(
    key="load",
    path="/load",
    layout=layout,
    cards=(places, handoffs, week, coverage, flow, people),
    icon="load",
    group="service",
    order=50,
)
