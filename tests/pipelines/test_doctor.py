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


@pytest.mark.server
def test_a_connector_that_breaks_costs_its_source_and_no_other_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(self: object) -> None:
        raise KeyError("desk-secret")

    monkeypatch.setattr("connectors.zendesk.Zendesk.check", breaks)
    broken = found(tmp_path, lambda _: {})["desk"]

    assert not broken.ok
    assert broken.detail == "its connector broke on what it was answered (KeyError)"


def all_of(folder: Path, url: str) -> list[Finding]:
    (folder / "leitstand.toml").write_text(CONFIG.format(url=url), "utf-8")
    environ = {"DESK_TOKEN": "desk-secret"}
    return list(doctor.examine(folder / "leitstand.toml", at(folder / "var"), environ))


def test_an_address_without_encryption_is_told_of_unless_it_is_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.zendesk.Zendesk.check", lambda self: iter(()))
    told = {
        url: [one.detail for one in all_of(tmp_path, url) if one.name == "desk: encryption"]
        for url in ("http://desk.example", "https://desk.example", "http://127.0.0.1:9", "http://localhost")
    }

    assert [url for url, details in told.items() if details] == ["http://desk.example"]
    assert told["http://desk.example"][0].startswith("desk.example is asked without encryption")


def test_a_folder_that_everybody_can_read_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.zendesk.Zendesk.check", lambda self: iter(()))
    at(tmp_path / "var").create()

    def told() -> list[str]:
        found = all_of(tmp_path, "https://desk.example")
        return [one.mend for one in found if one.name == "var folder" and not one.ok]

    assert told() == []
    (tmp_path / "var").chmod(0o750)
    assert told() == []
    (tmp_path / "var").chmod(0o755)
    assert told() == [f"chmod 700 {tmp_path / 'var'}, or 750 for a group"]
