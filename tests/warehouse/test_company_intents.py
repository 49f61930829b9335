"""[[intents]] and [intents_audit]: mistakes are said with their place and mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.warehouse.test_company_problems import ENVIRON, SOUND, problems
from warehouse.company import load

RULE = '\n[[intents]]\nintent = "complaint"\npattern = "frechheit"\n'


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ('intent = "complaint"', "[[intents]] no. 1 pattern: is missing; add it, or category ="),
        ('pattern = "x"', '[[intents]] no. 1: says nothing of a message; add intent = "complaint", topic'),
        ('intent = "compliant"\npattern = "x"', '"compliant" is not known; did you mean "complaint"?'),
        ('intent = "complaint"\npattern = "(x"', "'(x' is no pattern (missing ): (x)"),
        ('intent = "complaint"\npattern = "a|"', "'a|' fits every text; say which words make the difference"),
        ('topic = "billing"\ncategory = "geld"', "[[intents]] no. 1 category: stands for an intent; name it"),
        (
            'intent = "press"\ntopic = "press"\ncategory = "p"',
            "pattern: is missing; topic and claim are found in the",
        ),
        ('intent = "complaint"\npatern = "x"', 'patern: unknown key; did you mean "pattern"?'),
    ],
)
def test_a_rule_that_cant_be_used_is_named_with_its_mend(tmp_path: Path, rule: str, expected: str) -> None:
    found = problems(tmp_path, SOUND + f"\n[[intents]]\n{rule}\n")

    assert any(expected in line for line in found), found


@pytest.mark.parametrize(
    ("audit", "expected"),
    [
        (
            "id;intent\n1;praise",
            "audit.csv: row 1 message_id: no such column; the first row names message_id;intent",
        ),
        ("message_id;intent\na;lob", 'audit.csv: row 2 intent: unknown intent "lob"; known: '),
        ("message_id,intent\n,praise", "audit.csv: row 2 message_id: is empty; name the message"),
    ],
)
def test_a_row_of_the_audit_that_cant_be_read_is_named(tmp_path: Path, audit: str, expected: str) -> None:
    (tmp_path / "audit.csv").write_text(audit, encoding="utf-8")
    found = problems(tmp_path, SOUND + RULE + '[intents_audit]\nfile = "audit.csv"\n')

    assert any(line.startswith(expected) for line in found), found


def test_an_audit_that_isnt_there_is_said(tmp_path: Path) -> None:
    found = problems(tmp_path, SOUND + '[intents_audit]\nfile = "none.csv"\n')

    assert found == [
        f"leitstand.toml: [intents_audit] file: none.csv can't be read in {tmp_path} "
        "(No such file or directory); mend the path"
    ]


def test_an_audit_may_lie_in_a_folder_of_the_environment_and_waits_for_it(tmp_path: Path) -> None:
    (tmp_path / "audit.csv").write_bytes(
        "Nachricht;Anliegen\nb;Praise\na;complaint\na;question\n".encode("cp1252")
    )
    path = tmp_path / "leitstand.toml"
    path.write_text(SOUND + '[intents_audit]\nfile = "env:READ/audit.csv"\n', encoding="utf-8")

    assert load(path, ENVIRON).audited == ()
    found = load(path, ENVIRON | {"READ": str(tmp_path)})
    # The last word on a message holds.
    assert [tuple(one) for one in found.audited] == [("a", "question"), ("b", "praise")]
    assert found.config_hash == load(path, ENVIRON).config_hash
