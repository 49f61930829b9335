"""A row of a list is called by its words; one without any by what it is."""

import pytest

from dashboard.wordless import called


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"text": " Wo ist\n mein Paket? ", "channel": "mail"}, "Wo ist mein Paket?"),
        ({"text": "Guten Tag", "channel": "mail", "is_from_us": True}, "Von uns: Guten Tag"),
        ({"text": None, "channel": "phone"}, "Anruf ohne Notiz"),
        ({"text": " ", "channel": "direct_message"}, "Direktnachricht ohne Worte (Bild, Datei oder Zeichen)"),
        ({"text": None, "channel": None}, "Nachricht ohne Worte (Bild, Datei oder Zeichen)"),
        ({"text": None, "channel": "mail", "has_message": False}, "Fall ohne bekannte Nachricht"),
    ],
)
def test_a_row_says_what_it_is(view, row, said):
    assert called(view("/cases?lang=de"), row) == said


def test_a_long_text_is_cut_to_what_a_row_holds(view):
    assert len(called(view("/cases"), {"text": "a" * 500, "channel": "mail"})) == 160
