"""What the platforms count against what has landed, as the page on the data shows it."""

from dashboard.cards.data_health import capture_cards
from dashboard.components.static import markup


def test_what_a_platform_counts_is_set_beside_what_landed(view):
    card = capture_cards.capture(view("/data?lang=en"))

    [row] = card.rows
    assert (row["sample_size"], row["numerator"], row["missing"], row["account"]) == (80, 77, 3, "nordfunk")
    assert card.heading == "3 that platforms count haven't landed (96.25% have)"
    assert "No count is told for Zendesk" in markup(card.footer)


def test_posts_with_a_gap_are_listed_with_what_it_means(view):
    shown = {lang: capture_cards.gaps(view(f"/data?lang={lang}")) for lang in ("en", "de")}

    [row] = shown["en"].rows
    assert (row["post_id"], row["missing_count"], row["missing_replies"]) == ("fb:2", 3, 2)
    assert [shown[lang].rows[0]["why"] for lang in ("en", "de")] == [
        "held for review, or just deleted",
        "zur Prüfung zurückgehalten oder eben gelöscht",
    ]


def test_filters_change_nothing_of_what_landed(view):
    assert capture_cards.capture(view("/data?lang=en&f.department_id=legal")).rows
