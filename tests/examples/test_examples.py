"""Every configuration in examples/ is one that a user could run."""

import subprocess
import sys
from pathlib import Path

import pytest

from connectors import registry
from tests.examples.chain import EXAMPLES, settle
from warehouse import company

CONFIGURATIONS = sorted(EXAMPLES.glob("*.toml"))


@pytest.mark.parametrize("config", CONFIGURATIONS, ids=lambda path: path.stem)
def test_an_example_is_valid_and_the_same_whenever_it_runs(config):
    configured = company.load(config, {})

    assert configured.as_of is not None
    for source in configured.sources.values():
        registry.connect(source.name, source.type, source.settings, base=configured.base)


@pytest.mark.parametrize(("example", "count"), [("twcs", 76), ("uci_incidents", 72)])
def test_each_department_answers_to_one_name_of_the_data(example, count):
    departments = company.load(EXAMPLES / f"{example}.toml", {}).departments

    assert len({d.id for d in departments}) == len({d.name for d in departments}) == len(departments) == count
    assert all(d.name in (*d.accounts, *(group.id for group in d.groups)) for d in departments)
    assert all(d.handles == tuple(account.lower() for account in d.accounts) for d in departments)


def test_the_readme_names_every_example():
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")

    assert all(config.name in readme for config in CONFIGURATIONS)


def leitstand(*arguments: str | Path) -> str:
    command = [sys.executable, EXAMPLES.parent / "leitstand.py", *arguments]
    result = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.mark.server
def test_the_command_line_publishes_all_tweets_but_the_one_that_is_broken(tmp_path, real_input):
    lines = (real_input / "twcs_sample.csv").read_bytes().split(b"\n")
    broken = next(number for number, line in enumerate(lines) if line.endswith(b",3.0"))
    lines[broken] = lines[broken].replace(b",", b"", 2)
    config, var = settle("twcs.toml", tmp_path, b"\n".join(lines)), tmp_path / "var"

    leitstand("run", "--config", config, "--var", var)

    count = "select count(*) as n from marts.fct_messages"
    assert leitstand("sql", "--var", var, "--format", "csv", count).split() == ["n", "4999"]
    reasons = leitstand("sql", "--var", var, "--format", "csv", "select line, reason from quality.rejected")
    assert reasons.splitlines()[1:] == [f"{broken + 1},6 cells where the header has 8"]
