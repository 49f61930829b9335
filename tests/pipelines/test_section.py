"""The section that `leitstand connect` writes is one that the file's reader and the connectors understand."""

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from connectors import registry
from connectors.errors import SettingsError
from connectors.settings import settings_of
from pipelines import section
from pipelines.section import SectionRefused

TODAY = date(2026, 11, 20)
SETTING = re.compile(r"^# (?=\[sources\.|\w+ = )", re.MULTILINE)


def parsed(text: str) -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads(text)["sources"]["mine"]
    return found


@pytest.mark.parametrize("source_type", sorted(registry.types()))
def test_every_type_gets_a_section_with_what_it_requires_and_the_rest_as_comments(source_type: str) -> None:
    known = settings_of(registry.types()[source_type])
    text = section.section_text(source_type, "mine", TODAY)

    assert parsed(text).keys() == {"type", *(one.name for one in known if one.is_required)}
    assert parsed(SETTING.sub("", text)).keys() == {"type", *(one.name for one in known)}
    assert max(map(len, text.splitlines())) <= section.WIDTH + 20


def test_secrets_come_from_the_environment_under_the_sections_own_name() -> None:
    found = parsed(section.section_text("zendesk", "mine", TODAY))

    assert found == {"type": "zendesk", "token": "env:MINE_TOKEN", "start": date(2026, 8, 22)}


def test_what_is_left_to_fill_in_is_an_error_that_names_it(tmp_path: Path) -> None:
    found = parsed(section.section_text("spend", "mine", TODAY))

    with pytest.raises(SettingsError, match=r"^files: is still '...'"):
        registry.connect("mine", found.pop("type"), found, base=tmp_path)


def test_what_is_a_list_is_offered_as_one() -> None:
    assert parsed(section.section_text("imap", "mine", TODAY))["addresses"] == ["..."]


def test_an_unknown_type_is_answered_with_the_nearest_one() -> None:
    with pytest.raises(SectionRefused, match="did you mean 'zendesk'"):
        section.section_text("zendesc", "mine", TODAY)


def test_a_name_that_no_source_can_have_is_refused() -> None:
    with pytest.raises(SectionRefused, match="'My desk' is no name for a source"):
        section.section_text("zendesk", "My desk", TODAY)


def test_types_are_listed_by_group_with_what_they_are() -> None:
    lines = list(section.types_by_group())

    after = lines[lines.index("case store:") :]
    assert "zendesk" in {line.split()[0] for line in after} and "Zendesk Support" in " ".join(after)
    assert {line.split()[0] for line in lines if line.startswith(" ")} == set(registry.types())


def test_the_permissions_are_named_as_the_platform_names_them() -> None:
    assert any(line.startswith("  administrator: ") for line in section.to_ask_for("zendesk"))
    assert list(section.to_ask_for("spend")) == []


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "leitstand.toml"
    path.write_text('[company]\nid = "shop" # ours\n\n[sources.desk]\ntype = "files"\n', "utf-8")
    path.chmod(0o640)
    return path


def test_a_section_is_added_at_the_end_and_the_rest_stays_as_it_was(config: Path) -> None:
    before = config.read_text("utf-8")
    assert section.append(config, "mine", section.section_text("zendesk", "mine", TODAY), ask=False)

    after = config.read_text("utf-8")
    assert after.startswith(before) and set(tomllib.loads(after)["sources"]) == {"desk", "mine"}
    assert config.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("name", "written", "words"),
    [("desk", None, 'has a source "desk" already'), ("mine", "[company", "is no TOML"), ("mine", "", "")],
)
def test_a_file_that_cannot_take_the_section_stays_as_it_was(
    config: Path, name: str, written: str | None, words: str
) -> None:
    if written is not None:
        config.write_text(written, "utf-8")
    before = config.read_text("utf-8")
    text = section.section_text("zendesk", name, TODAY)
    if words:
        with pytest.raises(SectionRefused, match=words):
            section.append(config, name, text, ask=False)
        assert config.read_text("utf-8") == before
    else:
        assert section.append(config, name, text, ask=False)


def test_nothing_is_written_where_nobody_can_be_asked_or_somebody_says_no(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, text = config.read_text("utf-8"), section.section_text("zendesk", "mine", TODAY)
    with pytest.raises(SectionRefused, match="--yes"):
        section.append(config, "mine", text, ask=True)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _: "n")

    assert not section.append(config, "mine", text, ask=True)
    assert config.read_text("utf-8") == before


def test_a_file_that_is_not_there_is_an_error_with_the_mend(tmp_path: Path) -> None:
    with pytest.raises(SectionRefused, match="--config FILE"):
        section.append(tmp_path / "leitstand.toml", "mine", "", ask=False)
