"""What the documents say is there, is there; what a user can configure or call is in the documents."""

import re
from pathlib import Path
from typing import get_args

import pytest

from connectors import files_settings, registry
from warehouse import company_sections as sections
from warehouse import vocabulary
from warehouse.opening_hours import Calendar, Closure

HOUSE = Path(__file__).parents[1]
PAGES = [*HOUSE.glob("*.md"), *(HOUSE / "docs").glob("*.md")]
CONFIGURATION = (HOUSE / "docs/configuration.md").read_text("utf-8")
SECTIONS = (
    sections.CompanySection,
    sections.EpisodesSection,
    sections.Department,
    sections.Target,
    sections.AssignRule,
    Calendar,
    Closure,
)
WEEK = ("tuesday", "wednesday", "thursday", "friday", "saturday")  # "`monday` to `sunday`"


def mentions(text: str, word: str) -> bool:
    """Whether `word` stands in code of the text: by itself, or as a key with a value."""
    return re.search(rf"(?<![\w.]){re.escape(word)}(?![\w.])", text) is not None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_link_between_documents_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.__name__)
def test_each_key_of_the_configuration_is_explained(section: type) -> None:
    keys = {field.alias or name for name, field in section.model_fields.items()} - {*WEEK}
    assert {key for key in keys if not mentions(CONFIGURATION, key)} == set()


@pytest.mark.parametrize("source_type", sorted(registry.types()))
def test_each_setting_of_each_source_type_is_explained(source_type: str) -> None:
    _, _, text = CONFIGURATION.partition(f'### type = "{source_type}"')
    text = text.partition("\n### ")[0]
    fields = registry.types()[source_type].model_fields
    keys = {field.alias or name for name, field in fields.items()}
    assert text, f"docs/configuration.md has no section on {source_type}"
    assert {key for key in keys if not mentions(text, key)} == set()


def test_each_column_of_the_files_connector_is_explained() -> None:
    columns = {*files_settings.MESSAGE_COLUMNS, *files_settings.CASE_EVENT_COLUMNS}
    assert {name for name in columns if not mentions(CONFIGURATION, name)} == set()


@pytest.mark.parametrize(
    "words", ["Platform", "Channel", "Visibility", "DepartmentKind", "TargetMetric", "Clock"]
)
def test_each_word_that_a_key_takes_is_named(words: str) -> None:
    assert {
        word for word in get_args(getattr(vocabulary, words)) if not mentions(CONFIGURATION, word)
    } == set()
