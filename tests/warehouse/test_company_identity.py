"""[identity]: what it says, what it says when it is left out, and how mistakes are named."""

from pathlib import Path

import pytest

from tests.warehouse.conftest import COMPANY
from warehouse.company import Company, ConfigError, load


def read(folder: Path, text: str = "") -> Company:
    (folder / "leitstand.toml").write_text(COMPANY + text, encoding="utf-8")
    return load(folder / "leitstand.toml", {}, need_sources=False)


def test_without_a_section_every_rule_is_followed_in_the_usual_order(tmp_path: Path) -> None:
    known = read(tmp_path).identity

    assert known.rules == ("crm_key", "mail", "phone", "ticket_requester", "handle")
    assert (known.country_code, known.key_sources) == ("", ())


def test_the_order_of_rules_is_that_of_the_file_and_means_something(tmp_path: Path) -> None:
    one = read(
        tmp_path, '[identity]\nrules = ["phone", "mail"]\ncountry_code = "+49"\nkey_sources = "files"\n'
    )
    other = read(
        tmp_path, '[identity]\nrules = ["mail", "phone"]\ncountry_code = "49"\nkey_sources = ["files"]\n'
    )

    assert one.identity.rules == ("phone", "mail")
    assert (one.identity.country_code, one.identity.key_sources) == ("49", ("files",))
    assert one.config_hash != other.config_hash


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('rules = ["name"]', "rules"),
        ('rules = ["mail", "mail"]', "names a rule twice"),
        ('country_code = "DE"', '"DE" is no country code'),
        ('key_sources = ["shop"]', 'unknown source "shop"'),
        ("match = true", "unknown key"),
    ],
)
def test_a_mistake_is_named_with_its_section(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ConfigError) as error:
        read(tmp_path, f"[identity]\n{text}\n")

    assert says in str(error.value)
    assert "[identity]" in str(error.value)
