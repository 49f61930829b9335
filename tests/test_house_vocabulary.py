"""Connectors and warehouse don't know each other; the words that both use must be the same all the same."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from connectors import files_settings
from connectors.case_facts import FACTS
from warehouse import vocabulary

STAGING = Path(__file__).parents[1] / "warehouse" / "models" / "staging"


@pytest.mark.parametrize("words", ["Platform", "Channel", "Visibility"])
def test_a_file_may_say_what_the_warehouse_understands(words: str) -> None:
    assert get_args(getattr(files_settings, words)) == get_args(getattr(vocabulary, words))


def test_the_staging_model_of_files_knows_every_word() -> None:
    sql = (STAGING / "stg_files_messages.sql").read_text(encoding="utf-8")
    words = [*get_args(vocabulary.Platform), *get_args(vocabulary.Channel), *get_args(vocabulary.Visibility)]

    assert [word for word in words if f"'{word}'" not in sql] == []


def test_case_stores_and_the_staging_model_know_the_same_facts() -> None:
    sql = (STAGING / "stg_files_case_facts.sql").read_text(encoding="utf-8")

    assert [fact for fact in FACTS if fact not in files_settings.CASE_EVENT_COLUMNS] == []
    assert [fact for fact in FACTS if f"'{fact}'" not in sql] == []
