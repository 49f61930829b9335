"""Start: is anything on fire, what changed?"""

from dashboard.components.card import Card, grid, place
from dashboard.page import Body, Page
from dashboard.view import View


def jam(view: View) -> Card:
    """Where it jams."""
    return Card(view.t("start.title"))


def layout(view: View) -> Body:
    """Return the page."""
    return Body([grid(place(view, jam))])


PAGE = Page(key="start", path="/", layout=layout, cards=(jam,), icon="start", group="overview", order=10)
