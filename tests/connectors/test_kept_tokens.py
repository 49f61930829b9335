"""Tokens on disk: whole or not at all, and never those of another sign-in."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from connectors.kept_tokens import TokenFile, Tokens

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PAIR = Tokens("second", "access", (NOW + timedelta(hours=2)).isoformat())


def test_what_was_kept_comes_back_and_only_to_the_sign_in_that_it_follows(tmp_path: Path) -> None:
    TokenFile(tmp_path / "kept.json", "first").write(PAIR)

    assert TokenFile(tmp_path / "kept.json", "first").read() == PAIR
    assert TokenFile(tmp_path / "kept.json", "other").read() == Tokens("other")
    assert [path.name for path in tmp_path.iterdir()] == ["kept.json"]


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"successor_of": 1}', "\x00"])
def test_what_cant_be_read_is_as_good_as_none(tmp_path: Path, content: str) -> None:
    (tmp_path / "kept.json").write_text(content)

    assert TokenFile(tmp_path / "kept.json", "first").read() == Tokens("first")


def test_an_access_token_is_good_until_its_end_and_none_never_is() -> None:
    assert PAIR.has_access_at(NOW + timedelta(minutes=119))
    assert not PAIR.has_access_at(NOW + timedelta(hours=2))
    assert not Tokens("first").has_access_at(NOW)


def test_no_token_is_shown() -> None:
    assert "second" not in repr(PAIR) and "access'" not in repr(PAIR)
    assert "first" not in repr(TokenFile(Path("kept.json"), "first"))
