"""[contact_links] and [leading]: what they say, what holds without them, and how mistakes are named."""

from pathlib import Path

import pytest

from tests.warehouse.conftest import COMPANY
from warehouse.company import Company, ConfigError, load


def read(folder: Path, text: str = "") -> Company:
    (folder / "leitstand.toml").write_text(COMPANY + text, encoding="utf-8")
    return load(folder / "leitstand.toml", {}, need_sources=False)


def test_without_the_sections_every_rule_holds_and_nobody_leads(tmp_path: Path) -> None:
    known = read(tmp_path)

    assert known.contact_links.rules == ("id", "reference", "author")
    assert known.contact_links.within == 259_200
    assert known.leading.ranks() == []


def test_rules_and_sources_keep_their_order(tmp_path: Path) -> None:
    text = '[contact_links]\nrules = ["author", "id"]\nwithin = "12 h"\n[leading]\nshift = ["files", "configuration"]\n'
    known = read(tmp_path, text)

    assert (known.contact_links.rules, known.contact_links.within) == (("author", "id"), 43_200)
    assert known.leading.ranks() == [("shift", 0, "files"), ("shift", 1, "configuration")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[contact_links]\nrules = ["handle"]\n', "[contact_links]"),
        ('[contact_links]\nrules = ["id", "id"]\n', "names a rule twice"),
        ('[contact_links]\nwithin = "soon"\n', "is no duration"),
        ("[contact_links]\nnumber_pattern = '#\\d{3,9}'\n", "needs one group"),
        ("[contact_links]\nnumber_pattern = '#(\\d+'\n", "is no pattern"),
        ('[leading]\nspend = "ledger"\n', '[leading] spend: no source is called "ledger"; there are files'),
        ('[leading]\nspend = "configuration"\n', "no source is called"),
        ('[leading]\nspend = ["files", "files"]\n', '"files" stands twice'),
        ('[leading]\nweather = "files"\n', "weather"),
        ("[leading]\ntolerance = 1.5\n", "tolerance"),
    ],
)
def test_a_mistake_is_named_with_its_section(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ConfigError) as error:
        read(tmp_path, text)

    assert says in str(error.value)
