"""Effects that were planted can be counted in the world that comes out."""

from collections import Counter
from datetime import UTC, datetime
from math import exp, sqrt

import pytest

from simulator import intents, phrases_de, phrases_en, reach, truth
from simulator import world as worlds
from simulator.campaigns import BY_ID, CAMPAIGNS, CPM, DAY
from simulator.life_tickets import DROPPED
from simulator.records import Post, World

pytestmark = pytest.mark.thorough

END = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def demo() -> World:
    return worlds.build(END)


@pytest.fixture(scope="module")
def told(demo: World) -> truth.Truth:
    return truth.tell(demo)


def test_every_wording_has_an_intent():
    for language, book in (("de", phrases_de), ("en", phrases_en)):
        for topic, matters in book.MATTERS.items():
            for number in range(len(matters)):
                assert intents.private(language, topic, number)
                assert intents.public(language, topic, number)
            with pytest.raises(IndexError):
                intents.public(language, topic, len(matters))


def test_impressions_fade_as_their_integral_says():
    post = Post("1", 0, "Neu!", organic_total=10_000, paid_total=50_000)

    assert reach.organic(post, -5) == reach.paid(post, 0) == 0
    assert reach.organic(post, int(0.9 * DAY)) == int(10_000 * (1 - exp(-1)))
    assert reach.paid(post, 10 * DAY) == reach.paid(post, 90 * DAY) == 50_000
    assert reach.spent_cents(post, 90 * DAY) == round(50 * CPM * 100)


@pytest.mark.thorough
def test_posts_bring_as_many_contacts_as_planned(demo: World):
    came = Counter(one.campaign for one in demo.spilled)
    for campaign in CAMPAIGNS:
        planned = sum(launch.spill for launch in campaign.launches)
        assert abs(came[campaign.id] - planned) <= 3.3 * sqrt(planned), campaign.id
    published = {post.id: post.created for post in demo.posts}
    assert all(0 < one.at - published[one.post_id] < DAY for one in demo.spilled)


def test_complaints_under_a_campaigns_posts_are_as_many_as_planned(demo: World):
    for campaign in ("nordflat-unlimited", "sommer-roaming"):
        posts = {post.id for post in demo.posts if post.campaign == campaign}
        top = [c for c in demo.comments if c.post_id in posts and c.parent_id is None and c.person]
        share = sum(c.intent == "complaint" for c in top) / len(top)
        planned = BY_ID[campaign].complaints
        assert abs(share - planned) < 3.3 * sqrt(planned * (1 - planned) / len(top)), campaign


@pytest.mark.thorough
def test_one_in_fourteen_is_lost_between_marketing_and_service(told: truth.Truth):
    rows = [
        row["outcome"]
        for row in told.handoffs
        if (row["from_department_id"], row["to_department_id"]) == ("marketing", "service")
    ]
    lost = sum(outcome in ("dropped", "closed", "waiting") for outcome in rows)
    planned = DROPPED["marketing", "service"]

    assert abs(lost / len(rows) - planned) < 3.3 * sqrt(planned * (1 - planned) / len(rows)) + 0.01


def test_what_is_promised_for_others_is_kept_less_often(told: truth.Truth):
    kept: dict[bool, list[bool]] = {True: [], False: []}
    for row in told.promises:
        if row["state"] != "open":
            same = row["promised_by_department_id"] == row["fulfilled_by_department_id"]
            kept[same].append(row["state"] == "kept")
    own, others = (sum(kept[same]) / len(kept[same]) for same in (True, False))

    # Planned are 92 and 70 %; weekends make a few late, and a few are forgotten with their ticket.
    assert 0.82 < own < 0.95
    assert abs(others - 0.70) < 0.1
    assert own - others > 0.1


def test_one_customer_gives_most_of_the_answers_of_customers(told: truth.Truth):
    on_the_page = [row for row in told.peer_answers if row["message_id"].startswith("facebook:")]
    authors = Counter(row["author"] for row in on_the_page)

    assert authors.most_common(1)[0][1] / authors.total() > 0.6
    assert len(authors) > 20


def test_the_post_that_answers_everybodys_question_spares_many_of_them(demo: World):
    (since,) = (post.created for post in demo.posts if post.kind == "faq")
    calls = [c for c in demo.calls if c.topic in ("esim", "contract")]

    def ratio(after: bool) -> float:
        found = Counter(c.topic for c in calls if (c.created >= since) == after)
        return found["esim"] / found["contract"]

    assert 0.4 < ratio(True) / ratio(False) < 0.85


def test_money_in_the_truth_is_that_of_the_tables_and_of_the_ads(demo: World, told: truth.Truth):
    facebook = sum(
        row["cents"] for row in told.spend if row["platform"] == "facebook" and row["category"] == "media"
    )

    assert facebook == sum(reach.spent_cents(post, demo.end) for post in demo.posts)
    assert {row["campaign_id"] for row in told.spend} == {None, *BY_ID}


def test_the_truth_names_every_planted_effect(told: truth.Truth):
    assert {row["effect"] for row in told.planted} == {
        "complaint_share", "spillover", "relief", "growth_a_quarter", "dropped_at_handoff", "hop_seconds", "misrouted",
        "promises_kept", "organisation_change_seconds",
    }  # fmt: skip
