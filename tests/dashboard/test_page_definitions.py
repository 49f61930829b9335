"""The catalogue shows every metric as its file defines it, with an example in both languages."""

import pytest

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


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_has_a_worked_example_that_comes_to_a_result_in_both_languages(name):
    metric = CATALOG.metrics[name]

    assert len(metric.example) == len(metric.example_de) > 1
    assert metric.example[-1].startswith("= ")
    assert metric.example_de[-1].startswith("= ")


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_says_in_both_languages_what_others_do(name):
    metric = CATALOG.metrics[name]

    assert metric.others
    assert metric.others_de


def test_a_line_of_an_example_is_cut_into_time_and_event(view):
    text = markup(definitions.example(view("/definitions?lang=en"), CATALOG.metrics["arrival_lag"]))

    assert "<td>09:00</td><td>a comment is published</td>" in text
    assert "<td>=</td><td><b>12 min</b></td>" in text
