"""`leitstand simulate` without a server."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from simulator import command, company

END = ["--end", "2026-03-30T06:00", "--days", "2"]


def test_it_writes_the_truth_and_the_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert command.main([*END, "--out", str(tmp_path)]) == 0

    assert {p.name for p in (tmp_path / "truth").iterdir()} == {
        "waits.ndjson", "cases.ndjson", "backlog.ndjson", "deleted.ndjson", "handoffs.ndjson", "approvals.ndjson",
        "promises.ndjson", "double_answers.ndjson", "reopens.ndjson", "sla_instances.ndjson", "touches.ndjson",
        "intents.ndjson", "contact_hours.ndjson", "posts.ndjson", "spend.ndjson", "budgets.ndjson", "spilled.ndjson",
        "misroutes.ndjson", "peer_answers.ndjson", "planted.ndjson", "case_links.ndjson", "persons.ndjson",
        "crm.ndjson",
    }  # fmt: skip
    assert {p.name for p in (tmp_path / "files").iterdir()} == {
        "campaigns.csv", "spend.xlsx", "budgets.xlsx", "rates.csv", "rosters.xlsx", "reach.csv", "phone.csv",
        "audit.csv", "crm.csv", "xing.zip",
    }  # fmt: skip
    assert "waits" in capsys.readouterr().out


def test_it_writes_bulk_records(tmp_path: Path):
    assert command.main([*END, "--bulk", "200", "--out", str(tmp_path)]) == 0
    assert list((tmp_path / "raw" / "zendesk" / "tickets").iterdir())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "nothing to do"),
        (["--bulk", "5"], "--out"),
        (["--bulk", "0", "--out", "x"], "positive"),
        (["--days", "0", "--out", "x"], "--days"),
    ],
)
def test_wrong_usage_is_refused_with_the_mend(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
):
    with pytest.raises(SystemExit) as stopped:
        command.main(arguments)

    assert stopped.value.code == 2
    assert said in capsys.readouterr().err


def test_the_day_begins_at_six_in_the_companys_zone():
    at = command.today_at_six()

    assert (at.hour, at.minute, at.tzinfo) == (6, 0, company.ZONE)
    assert at <= datetime.now(UTC) < at + timedelta(days=1, hours=2)
