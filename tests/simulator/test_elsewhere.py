"""What goes on beside Facebook: on platforms of its own, with ids that grow, and without a trace elsewhere."""

from datetime import UTC, datetime

import pytest

from simulator import life_elsewhere, on_mastodon, on_x, on_youtube
from simulator import world as worlds
from simulator.company import COMMUNITY
from simulator.outlets import PLANS
from simulator.platforms import youtube_world
from simulator.records import Outlet, World

END = datetime(2026, 11, 20, 5, tzinfo=UTC)
NAMES = [plan.platform for plan in PLANS if plan.crowd]
PRIVATE = [plan.platform for plan in PLANS if plan.private_a_day]


@pytest.fixture(scope="module")
def world() -> World:
    return worlds.build(END, seed=3, days=40)


def test_what_happens_elsewhere_changes_nothing_on_the_page_or_in_tickets(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(life_elsewhere, "PLANS", ())
    alone = worlds.build(END, seed=3, days=40)

    assert (alone.posts, alone.comments, alone.calls) == (world.posts, world.comments, world.calls)
    assert (alone.conversations, alone.tickets) == (world.conversations, world.tickets)
    assert not alone.outlets
    assert set(world.outlets) == {*NAMES, *PRIVATE}


def test_all_of_them_together_are_a_third_of_what_is_written_on_the_page(world: World) -> None:
    written = [one for outlet in world.outlets.values() for one in outlet.comments if one.person]
    share = len(written) / sum(1 for one in world.comments if one.person)

    assert 0.2 < share < 0.5


@pytest.mark.parametrize("name", NAMES)
def test_no_id_comes_twice_and_no_two_messages_of_a_thread_share_a_second(world: World, name: str) -> None:
    outlet = world.outlets[name]
    ids = [post.id for post in outlet.posts] + [one.id for one in outlet.comments]
    seconds = [(one.post_id or one.root_id, one.created) for one in outlet.comments]

    assert len(set(ids)) == len(ids) > 20
    assert len(set(seconds)) == len(seconds)


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_comes_after_what_it_answers_and_nothing_answered_is_taken_back(
    world: World, name: str
) -> None:
    outlet = world.outlets[name]
    by_id = {one.id: one for one in outlet.comments}
    answered = [by_id[one.parent_id] for one in outlet.comments if one.parent_id]

    assert all(one.created > by_id[one.parent_id].created for one in outlet.comments if one.parent_id)
    assert answered
    assert all(one.deleted_at is None for one in answered)
    assert all(one.agent in COMMUNITY.people for one in outlet.comments if one.person is None)


def test_people_ask_help_each_other_change_their_words_and_take_them_back(world: World) -> None:
    written = [one for outlet in world.outlets.values() for one in outlet.comments]

    assert any(one.is_peer for one in world.outlets["discourse"].comments)
    assert any(one.edits for one in written)
    assert any(one.deleted_at for one in written)
    assert {one.intent for one in written} >= {"question", "support_request", "complaint", "praise"}
    names = [{one.person.name for one in outlet.comments if one.person} for outlet in world.outlets.values()]
    assert set.intersection(*names[:2]), "somebody writes on several"


def test_on_youtube_a_thread_has_two_levels(world: World) -> None:
    threads = [thread for video in on_youtube.videos(world.outlets["youtube"]) for thread in video.threads]

    assert all(reply.parent == thread.id for thread in threads for reply in thread.replies)
    assert _count(threads) == len(world.outlets["youtube"].comments)


def test_on_x_an_edit_is_a_post_of_its_own_in_a_chain(world: World) -> None:
    outlet = _with_an_edit(world.outlets["x"])
    posts = on_x.posts(outlet)
    first, second = (post for post in posts if post.history[0] == outlet.comments[0].id)

    assert first.replaced_at == second.at
    assert second.history == (first.id, second.id)
    assert [int(post.id) for post in posts] == sorted(int(post.id) for post in posts)


def test_on_mastodon_whoever_writes_to_the_company_names_it(world: World) -> None:
    town = on_mastodon.town(world.outlets["mastodon"], world.end)

    assert all(town.brand in toot.named for toot in town.toots.values() if toot.author != town.brand)


def _count(threads: list[youtube_world.Comment]) -> int:
    return sum(1 + len(thread.replies) for thread in threads)


def _with_an_edit(outlet: Outlet) -> Outlet:
    edited = next(one for one in outlet.comments if one.edits)
    return Outlet(outlet.platform, outlet.posts, [edited])
