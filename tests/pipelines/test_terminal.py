from pipelines.terminal import shown


def test_what_a_terminal_would_obey_is_shown_as_what_it_is() -> None:
    told = shown("\x1b]0;a\x07 \x9b \u202e \x7f \x00 \r")
    assert told == r"\u001b]0;a\u0007 \u009b \u202e \u007f \u0000 \u000d"


def test_words_stay_as_they_are() -> None:
    text = "Grüße 😀\n\tשלום «€»"
    assert shown(text) == text
