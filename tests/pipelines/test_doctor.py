"""What doctor says of a source whose platform refuses it."""

from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines import doctor, source_state
from pipelines.doctor import Finding
from pipelines.var_folder import at
from tests.connectors.conftest import Asked, Loopback, Reply

CONFIG = """
[company]
id = "shop"
zone = "Europe/Berlin"

[sources.desk]
type = "zendesk"
base_url = "{url}"
token = "env:DESK_TOKEN"
start = 2026-01-01

[[departments]]
id = "service"
name = "Service"
"""
NOW = {"Date": format_datetime(datetime.now(UTC), usegmt=True)}


def found(folder: Path, answering: Any) -> dict[str, Finding]:
    """What doctor finds of the one source, by the name of the check."""
    server = Loopback(answering)
    try:
        (folder / "leitstand.toml").write_text(CONFIG.format(url=server.url), "utf-8")
        findings = doctor.examine(
            folder / "leitstand.toml", at(folder / "var"), {"DESK_TOKEN": "desk-secret"}
        )
        return {one.name: one for one in findings if one.about == "source"}
    finally:
        server.close()


@pytest.mark.server
def test_a_token_that_is_refused_is_named_with_all_that_a_new_one_needs(tmp_path: Path) -> None:
    token = found(tmp_path, lambda _: Reply({"error": "Couldn't authenticate you"}, 401))["desk: token"]

    assert not token.ok
    assert token.mend.endswith("it needs administrator, API token access, read (leitstand connect zendesk)")
    assert "desk-secret" not in repr(token)


@pytest.mark.server
def test_what_no_permission_mends_names_none(tmp_path: Path) -> None:
    def answers(asked: Asked) -> Reply:
        headers = {**NOW, "X-Rate-Limit": "700", "X-Rate-Limit-Remaining": "0"}
        return Reply({"user": {"id": 1, "role": "admin"}, "ticket_events": []}, 200, headers)

    checks = found(tmp_path, answers)
    assert checks["desk: administrator (incremental export)"].ok
    assert not checks["desk: quota"].ok and "it needs" not in checks["desk: quota"].mend


def test_that_nothing_is_published_is_wrong_only_after_something_was_read(tmp_path: Path) -> None:
    var = at(tmp_path / "var")
    (tmp_path / "leitstand.toml").write_text(CONFIG.format(url="http://127.0.0.1:9"), "utf-8")

    def snapshot() -> Finding:
        findings = doctor.examine(tmp_path / "leitstand.toml", var, {})  # no token: nothing is asked
        return next(one for one in findings if one.name == "snapshot")

    assert snapshot() == Finding("state", "snapshot", True, "nothing is published yet", "leitstand run")
    now = datetime.now(UTC)
    source_state.record_success(var, "desk", now, now)
    assert not snapshot().ok
