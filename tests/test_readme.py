"""README's smallest example, word for word."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1]
MESSAGES = """thread;from;time;direction;text
1;anna;20.11.2026 09:00;in;Wo ist mein Paket?
1;team;20.11.2026 09:30;out;Unterwegs.
2;ben;20.11.2026 10:00;in;Hallo?
"""


def leitstand(*arguments: str) -> str:
    """Run one command and return what it prints."""
    command = [sys.executable, "-m", "leitstand", *arguments]
    done = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.server
def test_a_csv_file_and_the_configuration_of_the_readme_give_waits(tmp_path: Path) -> None:
    example = re.search(r"```toml\n(.*?)```", (HOUSE / "README.md").read_text("utf-8"), re.DOTALL)
    assert example
    (tmp_path / "leitstand.toml").write_text(example[1], "utf-8")
    (tmp_path / "messages.csv").write_text(MESSAGES, "utf-8")
    var = ("--var", str(tmp_path / "var"))

    leitstand(
        "run", "--config", str(tmp_path / "leitstand.toml"), *var, "--as-of", "2026-11-20T12:00:00+01:00"
    )

    query = "select outcome, wait_seconds, department_id, sla_state from marts.fct_waits order by opened_at"
    assert leitstand("sql", *var, "--format", "csv", query).split() == [
        "outcome,wait_seconds,department_id,sla_state",
        "answered,1800.0,service,met",
        "open,,service,running",
    ]
    assert (
        leitstand("sql", *var, "--format", "csv", "select count(*) from quality.rejected").split()[-1] == "0"
    )
