"""Each platform's own words stand beside ours, in both languages, and where a platform is named."""

from typing import get_args

import pytest

from dashboard import glossary, texts
from dashboard.cards.data_health import capture_cards
from dashboard.components import filters
from dashboard.components.static import markup
from warehouse.vocabulary import Platform

WITHOUT_WORDS = {"other"}


def test_every_platform_has_words_and_no_other_has():
    assert set(glossary.platforms()) == set(get_args(Platform)) - WITHOUT_WORDS


@pytest.mark.parametrize("platform", sorted(glossary.platforms()))
def test_a_platforms_words_are_of_known_concepts_in_both_languages(platform):
    for concept, words in glossary.platforms()[platform].items():
        assert concept in glossary.concepts()
        assert words.keys() == set(texts.LANGUAGES)
        assert all(one.strip() for found in words.values() for one in found)
        assert all(words.values())


def test_every_concept_has_a_name_and_a_meaning_and_somebody_who_calls_it_something():
    for concept, ours in glossary.concepts().items():
        assert ours.keys() == {"en", "de", "means_en", "means_de"}
        assert any(concept in words for words in glossary.platforms().values())


@pytest.mark.parametrize("channel", ["comment", "direct_message"])
@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_our_word_for_a_channel_is_the_one_that_pages_show(channel, lang):
    shown = texts.name(lang, "channel", channel)

    assert glossary.concepts()[channel][lang].casefold() == shown.casefold()


def test_the_page_of_definitions_has_our_word_its_meaning_and_the_platforms_words(view):
    card = glossary.glossary(view("/definitions?lang=en"))

    rows = {(row["concept"], row["platform"]): row["words"] for row in card.rows}
    assert rows["audience", "YouTube"] == "subscribers"
    assert rows["audience", "Facebook"] == "fans, followers"
    text = markup(card.body)
    assert text.count('class="ls-definition"') == len(glossary.concepts())
    assert "No figure here follows from their number" in text


def test_a_hint_says_only_words_that_differ_from_ours(view):
    assert glossary.hint(view("/?lang=de"), "rss") == "Feed = Konto · Eintrag = Beitrag"
    shown = glossary.hint(view("/?lang=en"), "youtube")
    assert shown.startswith(
        "subscribers = audience · channel = account · video, Short = post · reply = comment"
    )
    assert glossary.hint(view("/"), "other") is None
    assert glossary.hint(view("/"), None) is None


def test_a_platform_in_the_filters_says_its_own_words(view):
    shown = view("/sla?lang=en&f.platform=x")

    assert "X: followers = audience" in markup(filters.chips(shown))
    assert 'title="fans, followers = audience' in markup(filters.menu(shown))


def test_a_platform_that_is_named_says_its_own_words(view):
    shown = markup(capture_cards.gaps(view("/data?lang=en")).body)

    assert '<abbr class="ls-term" title="fans, followers = audience' in shown
