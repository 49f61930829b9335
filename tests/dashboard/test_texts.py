import re
import string
from pathlib import Path

import pytest

import dashboard.texts
from dashboard import texts

HERE = Path(dashboard.texts.__file__).parent
SOURCES = sorted(HERE.rglob("*.py"))


def _fields(entry) -> set[str]:
    parts = entry.values() if isinstance(entry, dict) else [entry]
    return {name for part in parts for _, name, _, _ in string.Formatter().parse(part) if name}


def test_both_languages_have_exactly_the_same_keys():
    assert texts.catalogue("de").keys() == texts.catalogue("en").keys()


def test_both_languages_fill_in_the_same_values():
    for key, german in texts.catalogue("de").items():
        english = texts.catalogue("en")[key]
        assert _fields(german) == _fields(english), key
        assert isinstance(german, dict) == isinstance(english, dict), key


def test_no_text_is_empty():
    for lang in texts.LANGUAGES:
        for key, entry in texts.catalogue(lang).items():
            assert all(part.strip() for part in (entry.values() if isinstance(entry, dict) else [entry])), key


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(HERE)))
def test_every_text_that_code_asks_for_exists(path):
    known = texts.catalogue("en")
    for key in re.findall(
        r'\bt(?:ext)?\(\s*(?:\w+,\s*)?"([a-z_]+\.[a-z0-9_.]+)"', path.read_text(encoding="utf-8")
    ):
        assert key in known, f"{path.name} asks for {key!r}"


def test_a_plural_follows_the_count():
    assert texts.text("en", "common.period.days", count=1) == "1 complete day"
    assert texts.text("en", "common.period.days", count=28) == "28 complete days"


def test_a_missing_text_names_its_file():
    with pytest.raises(texts.TextMissing, match=r"locales/de/sla\.toml lacks 'nonsense'"):
        texts.text("de", "sla.nonsense")


def test_a_value_without_a_name_is_shown_as_it_is():
    assert texts.name("en", "platform", "friendster") == "friendster"
    assert texts.name("de", "department_id", None) == "nicht zugeordnet"
