"""The rules by which things disappear: words that pages and the mart know, one rule a name."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import get_args

from tests.warehouse.conftest import Build
from warehouse import vocabulary

LOCALES = Path(__file__).parents[4] / "dashboard" / "locales"


def test_each_rule_has_a_name_of_its_own_a_known_platform_and_a_length(build: Build) -> None:
    rows = build().rows("marts.dim_expiry_rule")

    assert len({row["rule_id"] for row in rows}) == len(rows)
    assert {row["platform"] for row in rows} <= set(get_args(vocabulary.Platform))
    assert {row["channel"] for row in rows} - {None} <= set(get_args(vocabulary.Channel))
    assert {row["expires"] for row in rows} == {"answer_window", "content", "capture"}
    assert all(row["hours"] > 0 for row in rows)


def test_each_rule_has_its_words_in_both_languages(build: Build) -> None:
    rules = {row["rule_id"] for row in build().rows("marts.dim_expiry_rule", "rule_id")}
    for language in ("de", "en"):
        texts = tomllib.loads((LOCALES / language / "sla.toml").read_text(encoding="utf-8"))
        assert set(texts["expiring"]["rule"]) == rules
