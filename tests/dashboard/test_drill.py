"""A figure and the list it leads to count the same."""

import re

import pytest
from dash.development.base_component import Component

from dashboard import router, urls
from dashboard.cards.cases.case_lists import listing
from dashboard.components.static import markup
from dashboard.data import Reader
from dashboard.view import View


@pytest.mark.thorough
@pytest.mark.parametrize(
    "search", ["lang=en", "lang=en&clock=calendar&p=90d", "lang=en&x.channel=mail&p=lastmonth"]
)
def test_every_cell_of_the_matrix_leads_to_as_many_instances_as_it_counts(var, snapshot, search):
    main = router.contents(Reader(var), "/sla", search)["main"]
    cells = re.findall(r'<td class="n [a-z]+"><a href="([^"]+)">(?:n )?([\d,]+)</a>', _tables(main))

    assert len(cells) > 8
    for href, n in cells:
        path, _, query = href.replace("&amp;", "&").partition("?")
        view = View(urls.parse(path, query), snapshot)
        assert listing(view).total == int(n.replace(",", "")), href


def _tables(node) -> str:
    if isinstance(node, list | tuple):
        return "".join(_tables(child) for child in node)
    if not isinstance(node, Component):
        return ""
    if node._type == "Table":
        return markup(node)
    return _tables(getattr(node, "children", None))
