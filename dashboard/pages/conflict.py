"""Conflict: where do marketing and service hurt, or help, each other?"""

from dashboard.cards.campaigns import crowding_card, relief_card
from dashboard.cards.conflict import (
    conflict_detours,
    conflict_doubles,
    conflict_edges,
    conflict_goals,
    conflict_leak,
    conflict_organisation,
    conflict_people,
    conflict_promises,
    conflict_strip,
)
from dashboard.cards.conflict.conflict_measures import MEASURES, Found, find, interval, shown
from dashboard.components.card import Card, grid, place
from dashboard.components.rich import rich
from dashboard.counts import count_line
from dashboard.page import Body, Page
from dashboard.view import View


def strip(view: View) -> Card:
    """All fourteen."""
    return conflict_strip.strip(view)


def edges(view: View) -> Card:
    """What passes between the two."""
    return conflict_edges.card(view)


def goals(view: View) -> Card:
    """What each is asked to reach."""
    return conflict_goals.card(view)


def leak(view: View) -> Card:
    """On which edge cases get lost."""
    return conflict_leak.flow(view)


def ageing(view: View) -> Card:
    """How soon cases are left alone."""
    return conflict_leak.ageing(view)


def doubles(view: View) -> Card:
    """Who answers beside whom."""
    return conflict_doubles.card(view)


def detours(view: View) -> Card:
    """How much longer misrouted requests wait."""
    return conflict_detours.card(view)


def promises(view: View) -> Card:
    """What is promised for others."""
    return conflict_promises.card(view)


def crowding(view: View) -> Card:
    """What campaigns cost those who never saw them."""
    return crowding_card.card(view)


def relief(view: View) -> Card:
    """What posts that answer for everybody spare service."""
    return relief_card.card(view)


def organisation(view: View) -> Card:
    """What a reorganisation did."""
    return conflict_organisation.change(view)


def lived(view: View) -> Card:
    """How the house works, whatever its chart says."""
    return conflict_organisation.lived(view)


def people(view: View) -> Card:
    """Customers helping customers."""
    return conflict_people.card(view)


def layout(view: View) -> Body:
    """Return the page."""
    return Body(
        [
            grid(place(view, strip, 12)),
            grid(place(view, edges, 12)),
            grid(place(view, leak, 7), place(view, ageing, 5)),
            grid(place(view, detours, 6), place(view, relief, 6)),
            grid(place(view, doubles, 6), place(view, crowding, 6)),
            grid(place(view, promises, 6), place(view, organisation, 6)),
            grid(place(view, lived, 6), place(view, people, 6)),
            grid(place(view, goals, 12)),
        ],
        answer=rich(_answer(view)),
        count=count_line(view),
    )


def _answer(view: View) -> str:
    """Return what is beyond doubt, at most three sentences, the worst first."""
    found = [find(view, measure) for measure in MEASURES]
    sentences = [sentence for one in found if (sentence := _sentence(view, one))]
    return " ".join(sentences[:3]) or view.t("conflict.answer.nothing")


def _sentence(view: View, found: Found) -> str | None:
    """A figure that is solid or indicative and lies clearly off its line; missed limits are marked."""
    e, goal = found.estimate, found.goal
    if goal is None or found.grade not in ("solid", "indicative") or e.lower is None or e.upper is None:
        return None
    if e.lower <= goal <= e.upper or found.reason:
        return None
    side = "above" if e.lower > goal else "below"
    text = view.t(
        f"conflict.measure.{found.measure.metric}.{side}",
        # The sentence says which way it goes.
        value=shown(view, found.measure.kind, abs(e.value or 0) if goal == 0 else e.value).lstrip("+"),
        range=interval(view, found.measure.kind, e),
    )
    return f"!!{text}!!" if found.tone == "bad" else text


PAGE = Page(
    key="conflict",
    path="/conflict",
    layout=layout,
    cards=(
        strip,
        edges,
        leak,
        ageing,
        doubles,
        detours,
        promises,
        crowding,
        relief,
        organisation,
        lived,
        people,
        goals,
    ),
    icon="conflict",
    group="conflict",
    order=60,
)
