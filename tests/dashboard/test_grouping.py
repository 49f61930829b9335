"""Groups of a chart: each keeps its colour, and no two that stand side by side have the same."""

import polars as pl

from dashboard.grouping import groups


def test_where_two_share_a_colour_the_bigger_one_has_it(view) -> None:
    sizes = pl.DataFrame(
        {"platform": ["mail", "discourse", "facebook", "rss"], "sample_size": [40, 90, 70, 30]}
    )

    found = groups(view("/responses?lang=en"), "platform", sizes)

    assert [(one.key, one.category) for one in found.shown] == [
        ("discourse", 3),
        ("facebook", 5),
        ("mail", 0),
        ("rss", 0),
    ]


def test_how_many_are_left_out_is_said(view) -> None:
    names = ["facebook", "x", "mastodon", "bluesky", "linkedin", "youtube", "discourse", "rss"]
    sizes = pl.DataFrame({"platform": names, "sample_size": list(range(80, 0, -10))})

    found = groups(view("/responses?lang=en"), "platform", sizes, most=6)

    assert ([one.key for one in found.shown], found.left_out) == (names[:6], 2)
