"""What the documents say is there, is there; what a user can configure or call is in the documents."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import pytest

from connectors import files_settings, registry
from connectors.settings import Setting, settings_of
from tools import covered, write_sources
from warehouse import vocabulary
from warehouse.configuration import sections
from warehouse.configuration.opening_hours import Calendar, Closure

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
def test_each_source_type_says_what_it_is_and_explains_each_of_its_settings(source_type: str) -> None:
    about = registry.about(source_type)
    known = every_setting(settings_of(registry.types()[source_type]))

    assert [name for name, text in vars(about).items() if text == ""] == []
    assert [one.name for one in known if not one.description.endswith(".")] == []
    # A secret that we make up ourselves, for what is sent to us, is granted by nobody.
    if about.group != "push" and any(one.is_secret and one.is_required for one in known):
        assert about.permissions, "who creates the token has to be told what to grant"


def test_the_page_of_sources_has_each_type_with_its_settings_and_permissions() -> None:
    text = write_sources.page("", '### type = "spend", "rates"\n')
    sections = {part.partition('"')[0]: part for part in text.split('### type = "')[1:]}

    assert sections.keys() == registry.types().keys()
    for source_type, section in sections.items():
        names = [one.name for one in settings_of(registry.types()[source_type])]
        granted = [one.name for one in registry.about(source_type).permissions]
        assert [name for name in names + granted if f"| `{name}` |" not in section] == []
    assert "(configuration.md#type--spend-rates)" in sections["rates"]
    assert "#type--" not in sections["zendesk"]


def every_setting(settings: Sequence[Setting]) -> list[Setting]:
    return [one for setting in settings for one in (setting, *every_setting(setting.parts))]


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


def test_the_definitions_the_wishes_and_the_conflict_figures_are_numbered_without_a_gap() -> None:
    known = covered.subjects((HOUSE / "docs/definitions.md").read_text("utf-8"))
    numbers = {kind: [one.number for one in known if one.kind == kind] for kind in covered.KINDS}
    assert numbers == {"definition": [*range(1, 19)], "demand": [*range(1, 27)], "conflict": [*range(1, 15)]}


def test_a_marker_counts_on_a_test_its_class_and_its_module(tmp_path: Path) -> None:
    (tmp_path / "test_one.py").write_text(
        """
import pytest

pytestmark = [pytest.mark.demand(2), pytest.mark.server]


class TestNight:
    pytestmark = "of no use"

    @pytest.mark.definition(9, 10)
    def test_it_is_dark(self): ...


@pytest.mark.parametrize("one", [1])
def test_it_is_light(one): ...


def helper(): ...
"""
    )
    found = covered.tests(tmp_path)

    dark, light = "test_it_is_dark", "test_it_is_light"
    assert {key: [test.name for test in tests] for key, tests in found.items()} == {
        ("demand", 2): [dark, light],
        ("definition", 9): [dark],
        ("definition", 10): [dark],
    }
    assert found["definition", 9][0].sentence == "it is dark"


def test_what_no_test_covers_is_named_unless_it_is_dealt_with_elsewhere() -> None:
    known = covered.subjects("## 1 Wait\n\n| 2 | holidays | yes |\n| 21 | fast | no: [there](x) |\n")

    bare = covered.uncovered(known, {("definition", 1): [covered.Test("tests/test_one.py", "test_it")]})
    assert [(one.kind, one.number) for one in bare] == [("demand", 2)]
    assert known[2].elsewhere == "[there](x)"
