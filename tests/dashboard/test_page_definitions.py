"""The catalogue shows every metric as its file defines it, with an example in both languages."""

import re

import pytest

from dashboard import texts
from dashboard.components.static import markup
from dashboard.data import CATALOG
from dashboard.pages import definitions

METRICS = sorted(CATALOG.metrics)


def test_every_metric_stands_once_at_its_anchor(view):
    text = markup(definitions.catalogue(view("/definitions?lang=en")).body)

    for name in METRICS:
        assert text.count(f'id="{name}"') == 1


def test_the_version_is_that_of_the_file(view):
    rows = {row["file"]: row for row in definitions.catalogue(view("/definitions")).rows}

    for metric in CATALOG.metrics.values():
        row = rows[f"warehouse/metrics/{metric.path.name}"]
        assert metric.content_hash.startswith(row["version"])


def test_every_metric_has_a_worked_example_that_comes_to_a_result_in_both_languages():
    for metric in CATALOG.metrics.values():
        assert len(metric.example) == len(metric.example_de) > 1, metric.name
        assert metric.example[-1].startswith("= "), metric.name
        assert metric.example_de[-1].startswith("= "), metric.name


def test_every_metric_says_in_both_languages_what_others_do():
    assert [
        metric.name for metric in CATALOG.metrics.values() if not (metric.others and metric.others_de)
    ] == []


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_every_dimension_and_unit_has_a_name(lang):
    words = {f"dimension.{name}" for metric in CATALOG.metrics.values() for name in metric.dimensions}
    words |= {f"unit.{metric.unit.replace(' ', '_')}" for metric in CATALOG.metrics.values()}

    assert sorted(word for word in words if not texts.has(lang, f"definitions.{word}")) == []


def test_what_a_metric_follows_is_said_in_german_but_for_names(view):
    shown = view("/definitions?lang=de")
    english = re.compile(r"\b(the|by|over|with|shares?|interval|conflict|definitions?|requirement|of)\b")

    said = [definitions.row(shown, metric)["source"] for metric in CATALOG.metrics.values()]
    assert [one for one in said if english.search(re.sub(r"[a-z]+[._][a-z_.]+|\[.*?\]", "", one))] == []


def test_every_entry_is_closed_and_the_search_finds_it_by_its_words(view):
    text = markup(definitions.catalogue(view("/definitions?lang=en")).body)

    assert text.count("<details") == len(METRICS) == text.count("data-words")
    assert "<details open" not in text


def test_a_line_of_an_example_is_cut_into_time_and_event(view):
    text = markup(definitions.example(view("/definitions?lang=en"), CATALOG.metrics["arrival_lag"]))

    assert "<td>09:00</td><td>a comment is published</td>" in text
    assert "<td>=</td><td><b>12 min</b></td>" in text
