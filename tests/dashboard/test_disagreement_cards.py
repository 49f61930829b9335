"""Who leads and who contradicts, as the page on the data shows it."""

from dashboard.cards.data_health import disagreement_cards
from dashboard.components.static import markup
from dashboard.view import View


def test_each_fact_says_who_leads_and_how_often_others_differ(view):
    card = disagreement_cards.leading(view("/data?lang=en"))

    found = {row["fact_name"]: (row["sources"], row["compared"], row["differ"]) for row in card.rows}
    assert found == {
        "Spend": ("Facebook, Zendesk", 3, 2),
        "Shifts": ("Zendesk", 3, 2),
        "State of a case": ("nobody has said", 3, 2),
        "Budget": ("nobody has said", None, None),
    }
    assert card.heading == "In 6 things two systems say different things"


def test_as_many_are_listed_as_are_counted_in_the_words_of_both_languages(view):
    shown = {lang: disagreement_cards.disagreements(view(f"/data?lang={lang}")) for lang in ("en", "de")}
    counted = disagreement_cards.leading(view("/data")).rows

    assert len(shown["en"].rows) == sum(row["differ"] or 0 for row in counted)
    day = [row for row in shown["de"].rows if row["told_day"].day == 19]
    said = {row["fact"]: (row["leading_said"], row["other_said"]) for row in day}
    assert said["shift"] == ("10,0 Std.", "11,0 Std.")
    assert [one.replace("\u00a0", " ") for one in said["spend"]] == ["10,00 €", "11,00 €"]


def test_a_contradicted_case_leads_to_itself(view):
    card = disagreement_cards.disagreements(view("/data?lang=en"))

    (case_id,) = {row["case_id"] for row in card.rows if row["case_id"]}
    assert f"/conversation/{case_id}" in markup(card.body)


def test_an_older_snapshot_says_what_it_lacks(view, monkeypatch):
    shown = view("/data")
    monkeypatch.setattr(View, "has", lambda self, table: table != disagreement_cards.TABLE)

    for card in (disagreement_cards.leading, disagreement_cards.disagreements):
        assert disagreement_cards.TABLE in markup(card(shown).body)
