"""What two systems say in words, as the card on disagreements shows it."""

import pytest

from dashboard.cards.data_health.disagreement_cards import _word


@pytest.mark.parametrize(
    ("lang", "fact", "value", "shown"),
    [
        ("en", "campaign", "2026-11-01 - 2026-11-20", "1\xa0Nov – 20\xa0Nov"),
        ("de", "campaign", "2026-11-01 - ", "1.\xa0Nov. – …"),
        ("de", "message", "standing", "steht noch"),
        ("en", "message", "deleted", "deleted"),
        ("en", "department", "service", "Customer service"),
        ("en", "customer", "1234567890abcdef", "12345678"),
    ],
)
def test_days_departments_and_persons_are_told_as_readers_write_them(view, lang, fact, value, shown) -> None:
    assert _word(view(f"/data?lang={lang}"), fact, value) == shown
