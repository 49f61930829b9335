"""The worst of a table that is red all over stands out: the tint follows the distance from the goal."""

import re

import pytest

from dashboard.components.matrix import Cell, Head, Line, distance, matrix
from dashboard.components.static import markup
from dashboard.verdict import Estimate


@pytest.mark.parametrize(
    ("value", "tint"), [(0.76, " near"), (0.75, ""), (0.66, ""), (0.65, " far"), (0.2, " far")]
)
def test_what_misses_its_goal_is_tinted_by_how_far(value, tint):
    assert distance(value, 0.8) == tint


def test_a_share_that_is_kept_or_unclear_has_no_tint_however_far(view):
    cells = [
        Cell(Estimate(0.3, 0.1, 0.9, 500)),
        Cell(Estimate(0.99, 0.98, 1.0, 500)),
        Cell(Estimate(0.2, 0.1, 0.3, 4)),
    ]
    heads = [Head("a", "", 0.8)] * 3
    drawn = markup(matrix(view("/sla?lang=en"), "", heads, [Line("x", cells)], "x"))

    assert not re.search(r'class="v bad|\bfar\b|\bnear\b', drawn)


def test_goals_of_different_height_stand_at_the_same_place(view):
    cells = [Cell(Estimate(0.7, 0.6, 0.75, 500))] * 2
    heads = [Head("a", "", 0.8), Head("b", "", 0.95)]
    drawn = markup(matrix(view("/sla?lang=en"), "", heads, [Line("x", cells)], "x"))

    assert len(set(re.findall(r'class="goal" style="left:([\d.]+)%', drawn))) == 1
