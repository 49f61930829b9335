"""The two generators: the same seed gives the same world, and each has the features that it is named for."""

import numpy as np
import pytest

from validation import bursty, steady
from validation.study import STYLES
from validation.worlds import world


@pytest.mark.parametrize("style", STYLES)
def test_a_seed_gives_one_world_and_another_seed_another(style):
    one, again, other = (world(seed, style, weeks=8, posts=3) for seed in (5, 5, 6))

    assert np.array_equal(one.contacts, again.contacts) and one.posts == again.posts
    assert not np.array_equal(one.contacts, other.contacts)


@pytest.mark.parametrize("style", STYLES)
def test_as_many_contacts_come_as_were_asked_for_and_posts_keep_apart(style):
    made = [world(seed, style, weeks=26) for seed in range(1, 6)]

    assert np.mean([one.contacts.sum() / 182 for one in made]) == pytest.approx(240, rel=0.06)
    for one in made:
        assert len(one.posts) == 12
        assert min(np.diff(one.posts)) >= 96


def test_both_are_overdispersed_and_only_one_has_outages_that_make_marketing_post():
    calm, wild = steady.world(3), bursty.world(3)

    for one in (calm, wild):
        assert np.var(one.contacts - one.expected) > 1.3 * np.mean(one.expected)
    assert not calm.incidents and not calm.reactive
    assert wild.incidents and wild.reactive
    assert all(any(start <= post < end + 6 for start, end in wild.incidents) for post in wild.reactive)
