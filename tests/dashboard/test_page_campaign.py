"""One campaign or post: the cards say what the metrics say, and every number leads to as many conversations."""

import re

import plotly.graph_objects as go
import pytest

from dashboard.cards.campaigns import campaign_item as items
from dashboard.cards.campaigns import crowding_card, relief_card
from dashboard.cards.cases.wait_lists import listing
from dashboard.components.static import markup
from dashboard.figures import diverging_bars, event_study
from dashboard.figures.event_study import Hour
from dashboard.page import find
from dashboard.pages import campaign
from dashboard.urls import parse
from dashboard.view import View
from tests.dashboard.company_exposures import HELP

BLACK = "/campaigns/black?lang=en"


@pytest.fixture
def at(snapshot):
    def make(address: str) -> View:
        path, _, search = address.partition("?")
        return View(parse(path, search), snapshot, path.removeprefix("/campaigns/"))

    return make


def test_campaigns_and_posts_have_a_page_below_their_list():
    assert find("/campaigns/black") is campaign.PAGE
    assert find("/campaigns") is not campaign.PAGE


@pytest.mark.thorough
@pytest.mark.parametrize("search", ["lang=en&f.channel=mail", "lang=de&clock=calendar"])
@pytest.mark.parametrize("item", ["black", "facebook:post5", HELP, "facebook:post0"])
def test_a_page_is_drawn_without_a_failed_card(at, item, search):
    view = at(f"/campaigns/{item}?{search}")
    text = "".join(markup(part) for part in campaign.layout(view).children)

    assert view.t("common.error.card") not in text
    assert "campaign." not in re.sub(
        r"campaign\.(png|csv)", "", re.sub(r'(href|id|data-[a-z]+)="[^"]*"', "", text)
    )


@pytest.mark.conflict(2)
def test_the_effect_shows_the_metric_and_its_n_is_the_length_of_its_list(at):
    view = at(BLACK)
    found = items.told(items.ask(view, "spillover", items.find(view)))
    text = markup(campaign.effect(view).component(view, "campaign-effect", 6))
    (href,) = re.findall(r'href="(/waits[^"]*exposure[^"]*)"', text)
    path, _, query = href.replace("&amp;", "&").partition("?")

    assert view.number(found["total"]["sample_size"]) in text
    assert listing(View(parse(path, query), view.snapshot)).total == found["total"]["sample_size"]


@pytest.mark.conflict(2)
def test_the_table_beside_the_figure_has_every_hour(at):
    rows = campaign.effect(at(BLACK)).rows

    assert [row["hour"] for row in rows] == list(range(rows[0]["hour"], rows[-1]["hour"] + 1))
    assert rows[0]["hour"] == -48


@pytest.mark.conflict(2)
def test_an_everyday_post_says_why_there_is_no_number(at):
    view = at("/campaigns/facebook:post0?lang=en")
    text = markup(campaign.effect(view).component(view, "campaign-effect", 6))

    assert view.t("campaign.reason.everyday") in text


@pytest.mark.conflict(3)
def test_both_curves_of_waits_are_in_the_table_with_who_still_waits(at):
    view = at(BLACK)
    rows = campaign.waits(view).rows

    assert {row["name"] for row in rows} == {"after posts", "usual weeks"}
    assert all(row["numerator"] >= 0 for row in rows)


@pytest.mark.conflict(12)
def test_the_bill_of_bystanders_stands_on_a_page_of_its_own_or_over_all(at):
    one, every = crowding_card.card(at(BLACK), items.find(at(BLACK))), crowding_card.card(at(BLACK))

    assert every.metric == "crowding_out"
    assert {row["statistic"] for row in every.rows} >= {"value"}
    assert one.rows[0]["sample_size"] < every.rows[0]["sample_size"]


@pytest.mark.conflict(13)
def test_help_posts_stand_below_zero_or_above_it_and_each_post_once(at):
    rows = relief_card.card(at(BLACK)).rows

    posts = [row["post_id"] for row in rows]
    assert len(posts) == len(set(posts))
    assert {row["kind"] for row in rows} == {"sent", "spared"}
    assert next(row for row in rows if row["kind"] == "spared")["post_id"] == HELP


def test_an_address_of_nothing_says_so(at):
    assert campaign.layout(at("/campaigns/nothing?lang=en")).title == "No such campaign or post"


def hours(last: int = 95) -> list[Hour]:
    return [
        Hour(n, 5.0 + (10 if 0 <= n < 6 else 0), 5.0, 2.0, 9.0,
             None if n < 0 else min(n + 1, 6) * 10.0, None if n < 0 else 0.0, None if n < 0 else 90.0)
        for n in range(-48, last + 1)
    ]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_event_study_is_a_sound_figure_and_red_only_where_something_happened(scheme):
    calm = event_study.event_study(hours(), lang="en", scheme=scheme, is_bad=False, many=False)
    bad = event_study.event_study(hours(), lang="de", scheme=scheme, is_bad=True, many=True)
    go.Figure(calm)
    go.Figure(bad)
    red = event_study.canvas.tokens(scheme)["badmark"]

    assert not any((trace.get("line") or {}).get("color") == red for trace in calm["data"])
    assert any((trace.get("line") or {}).get("color") == red for trace in bad["data"])


def test_without_hours_the_figure_says_why():
    figure = event_study.event_study(
        [], lang="en", scheme="light", is_bad=False, many=False, empty_reason="why"
    )

    assert figure["layout"]["annotations"][0]["text"] == "why"


def test_bars_have_colour_only_where_zero_is_excluded():
    t = diverging_bars.canvas.tokens("light")
    bars = [
        diverging_bars.Bar("sends", 60, 40, 80, False, "/a"),
        diverging_bars.Bar("perhaps", 20, -5, 45, False, "/b"),
        diverging_bars.Bar("few", 20, 5, 45, True, "/c"),
        diverging_bars.Bar("spares", -30, -50, -10, False, "/d"),
    ]
    figure = diverging_bars.diverging_bars(bars, lang="en", scheme="light")
    go.Figure(figure)

    colours = figure["data"][0]["marker"]["color"]
    assert colours == [t["badmark"], t["ghost"], t["ghost"], t["goodmark"]]
