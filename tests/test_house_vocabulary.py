"""Connectors and warehouse don't know each other; the words that both use must be the same all the same."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import get_args

import pytest

from connectors import files_settings, registry
from connectors.case_facts import FACTS
from warehouse import vocabulary

HOUSE = Path(__file__).parents[1]
STAGING = HOUSE / "warehouse" / "models" / "staging"


@pytest.mark.parametrize("words", ["Platform", "Channel", "Visibility"])
def test_a_file_may_say_what_the_warehouse_understands(words: str) -> None:
    assert get_args(getattr(files_settings, words)) == get_args(getattr(vocabulary, words))


@pytest.mark.parametrize("model", ["stg_files_messages", "stg_webhook_messages"])
def test_a_staging_model_has_no_list_of_its_own_of_what_may_be_said(model: str) -> None:
    sql = (STAGING / f"{model}.sql").read_text(encoding="utf-8")

    assert "getvariable('platforms')" in sql and "getvariable('channels')" in sql
    assert [word for word in get_args(vocabulary.Visibility) if f"'{word}'" not in sql] == []


def test_each_platform_with_a_connector_of_its_name_is_a_word_and_has_its_own_in_the_glossary() -> None:
    glossary = tomllib.loads((HOUSE / "dashboard" / "glossary.toml").read_text("utf-8"))["platform"]
    words = {*get_args(vocabulary.Platform)}
    named = {type for type in registry.types() if registry.about(type).group == "platform"}

    assert named <= words
    assert named <= glossary.keys() <= words


def test_case_stores_and_the_staging_model_know_the_same_facts() -> None:
    sql = (STAGING / "stg_files_case_facts.sql").read_text(encoding="utf-8")

    assert [fact for fact in FACTS if fact not in files_settings.CASE_EVENT_COLUMNS] == []
    assert [fact for fact in FACTS if f"'{fact}'" not in sql] == []
