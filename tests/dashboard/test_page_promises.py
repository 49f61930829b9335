"""The promises page: the rate is of what is due, and every number leads to its promises."""

from __future__ import annotations

import pytest

from dashboard.cards.cases import case_lists
from dashboard.pages import promises
from dashboard.verdict import Estimate
from tests.dashboard.test_page_process import links

pytestmark = pytest.mark.definition(18)


@pytest.mark.demand(10)
@pytest.mark.parametrize(
    "search", ["lang=en&p=90d", "lang=de&f.department_id=press&p=90d", "lang=en&x.channel=mail"]
)
@pytest.mark.parametrize("builder", [promises.departments, promises.states, promises.unkept])
def test_behind_every_number_are_as_many_promises(view, search, builder):
    card = builder(view(f"/promises?{search}"))
    found = links(card.body) + [
        link for part in card.footer for link in ([] if isinstance(part, str) else links(part))
    ]

    for href, number in found:
        assert case_lists.listing(view(href)).total == number, href


@pytest.mark.demand(10)
def test_behind_key_figures_are_the_promises_they_are_of(view):
    shown = view("/promises?lang=en&p=90d")
    rate, proof = promises.kept(shown), promises.evidence(shown)

    assert case_lists.listing(view(rate.href)).total == rate.estimate.n
    assert case_lists.listing(view(proof.href)).total == proof.estimate.n
    late = promises.overdue(shown)
    assert case_lists.listing(view(late.href)).total == int(late.value)


def test_rows_and_columns_of_the_matrix_add_up_to_all_that_are_due(view):
    shown = view("/promises?lang=en&p=90d")
    card = promises.departments(shown)

    assert sum(row["n"] for row in card.rows) == promises.kept(shown).estimate.n
    assert sum(row["kept"] for row in card.rows) == promises.kept(shown).estimate.numerator


def test_a_department_is_named_only_if_it_is_clearly_below_all_others():
    good, bad, unclear = (
        Estimate(0.9, 0.8, 0.95, 50),
        Estimate(0.3, 0.2, 0.4, 50),
        Estimate(0.5, 0.3, 0.85, 50),
    )

    assert promises._worst({"a": good, "b": bad}) == "b"
    assert promises._worst({"a": good, "b": unclear}) is None
    assert promises._worst({"a": good, "b": Estimate(0.0, 0.0, 0.3, 5)}) is None


def test_the_overdue_stand_by_due_time_with_their_evidence(view):
    rows = promises.unkept(view("/promises?lang=en&p=90d")).rows

    assert [row["due_at"] for row in rows] == sorted(row["due_at"] for row in rows)
    assert {row["proof"] for row in rows} <= {"message", "none"}


def test_nothing_promised_says_so(view):
    shown = view("/promises?lang=en&f.platform=sms")

    assert promises.kept(shown).value == "—"
    assert promises._answer(shown) == "No promise of this period is due yet."
