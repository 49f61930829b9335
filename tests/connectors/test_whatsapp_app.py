"""What doctor learns of Meta about the app whose webhooks are pushed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors import registry
from connectors.errors import SettingsError
from connectors.http import Limits
from connectors.page import Check
from connectors.whatsapp import WhatsApp
from simulator.platforms.whatsapp_app import WhatsAppApp
from simulator.small_server import SmallServer
from tests.connectors.conformance import https_of

pytestmark = pytest.mark.server
SECRET, TOKEN = "0123456789abcdef0123456789abcdef", "EAAsystem"
NAMES = ("messages", "whatsapp_business_messaging", "whatsapp_business_management")


@pytest.fixture
def meta() -> Iterator[SmallServer]:
    with SmallServer({"meta": WhatsAppApp("4711", SECRET, TOKEN)}) as server:
        yield server


def checks(meta: SmallServer, folder: Path, **given: Any) -> dict[str, Check]:
    settings = {"app_secret": SECRET, "verify_token": "our word", "app_id": "4711", "token": TOKEN}
    address = {"base_url": meta.url_of("meta")}
    connector = registry.connect("wa", "whatsapp", settings | address | given, base=folder)
    assert isinstance(connector, WhatsApp)
    for http in https_of(connector):
        object.__setattr__(http, "sleep", lambda _: None)
        object.__setattr__(http, "limits", Limits(read=5, attempts=2))
    found = {check.name: check for check in connector.check()}
    assert not [secret for secret in (SECRET, TOKEN) if secret in f"{found}{connector!r}"]
    return found


def test_doctor_finds_the_subscription_and_each_permission(meta: SmallServer, tmp_path: Path) -> None:
    found = checks(meta, tmp_path)

    assert found["subscription"].detail == "subscribed to messages, smb_message_echoes"
    assert all(found[name].ok for name in ("subscription", *NAMES[1:]))


@pytest.mark.parametrize("name", NAMES)
def test_doctor_names_what_was_taken_away(meta: SmallServer, tmp_path: Path, name: str) -> None:
    meta.platforms["meta"].refused = {name}  # type: ignore[attr-defined]
    found = checks(meta, tmp_path)

    asked = [found[one] for one in ("subscription", *NAMES[1:])]
    (failed,) = [check for check in asked if not check.ok]
    assert name in failed.mend


def test_a_token_of_somebody_else_and_a_wrong_secret_are_said(meta: SmallServer, tmp_path: Path) -> None:
    assert "doesn't accept it" in checks(meta, tmp_path, token="EAAother")["token"].detail
    refused = checks(meta, tmp_path, app_id="4712")["app"]

    assert (refused.ok, refused.mend) == (False, "check app_id, and that app_secret is that app's")


def test_where_nothing_answers_doctor_says_so(meta: SmallServer, tmp_path: Path) -> None:
    meta.faults.add("error", times=99)

    assert "check base_url" in checks(meta, tmp_path)["app"].mend


def test_without_the_apps_number_nobody_is_asked(meta: SmallServer, tmp_path: Path) -> None:
    assert "subscription" not in checks(meta, tmp_path, app_id="", token=None)
    assert meta.requests == []


def test_a_token_without_the_apps_number_is_refused(meta: SmallServer, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="app_id"):
        checks(meta, tmp_path, app_id="")
