"""The account's own sign-in on X: tokens of two hours, each exchange kept before it is used."""

import json
import logging
import stat
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors import registry
from connectors.errors import AccessDenied, SettingsError
from connectors.http import Limits
from connectors.x import X
from simulator.platforms import x_world
from simulator.platforms.x import X as Simulated
from simulator.platforms.x_sign_in import SignIn
from simulator.platforms.x_world import USER_ID
from simulator.small_server import SmallServer
from tests.connectors.conformance import https_of

pytestmark = pytest.mark.server
END = datetime(2026, 11, 20, 12, tzinfo=UTC)
FIRST = "refresh-secret-0"


class Account:
    """The account as a run reads it at an instant, its tokens in a folder."""

    def __init__(self, server: SmallServer, sign_in: SignIn, folder: Path) -> None:
        self.server, self.sign_in, self.folder = server, sign_in, folder

    def at(self, now: datetime, **given: Any) -> X:
        """A connector of its own, as each run has one."""
        self.server.set_now(now)
        settings = {
            "user_id": USER_ID, "token": "AAAA-secret", "base_url": self.server.url_of("x"), "start": date(2026, 1, 1),
            "refresh_token": FIRST, "client_id": "app", **given,
        }  # fmt: skip
        connector = registry.connect("x", "x", settings, base=Path("/nowhere"))
        assert isinstance(connector, X)
        connector = connector.keeping_in(self.folder)
        for http in {id(one): one for one in https_of(connector)}.values():
            for name, value in {
                "sleep": lambda _: None,
                "now": lambda: now,
                "limits": Limits(read=5),
            }.items():
                object.__setattr__(http, name, value)
        return connector

    def count(self, now: datetime, **given: Any) -> int:
        """How many direct messages a run reads."""
        pages = self.at(now, **given).fetch("messages", {}, until=now)
        return sum(len(page.records) for page in pages)


@pytest.fixture
def signed_in(tmp_path: Path) -> Iterator[Account]:
    sign_in = SignIn("app", FIRST)
    platform = Simulated([], "AAAA-secret", 0, x_world.build_messages(END), sign_in=sign_in)
    with SmallServer({"x": platform}) as server:
        yield Account(server, sign_in, tmp_path / "tokens")


def test_each_run_uses_the_token_of_the_last_one_until_it_ends_and_then_exchanges_it_once(
    signed_in: Account,
) -> None:
    exchanges = []
    for hours in (0, 1, 3, 4, 9):
        assert signed_in.count(END + timedelta(hours=hours)) > 50
        exchanges.append(signed_in.sign_in.given)

    assert exchanges == [1, 1, 2, 2, 3]


def test_a_token_that_was_taken_back_early_is_exchanged_amid_a_run(signed_in: Account) -> None:
    before = signed_in.count(END)
    signed_in.sign_in.revoke()

    assert (signed_in.count(END), signed_in.sign_in.given) == (before, 2)


def test_what_is_kept_only_its_owner_may_read(signed_in: Account) -> None:
    signed_in.count(END)
    (kept,) = signed_in.folder.glob("*.json")

    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(signed_in.folder.stat().st_mode) & 0o077 == 0
    assert json.loads(kept.read_text())["refresh"] == signed_in.sign_in.refresh_token
    assert FIRST not in kept.read_text()


def test_a_refresh_token_that_is_dead_is_said_with_the_mend_and_never_shown(
    signed_in: Account, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    signed_in.count(END)
    dead, signed_in.sign_in.refresh_token = signed_in.sign_in.refresh_token, "elsewhere"
    later = END + timedelta(hours=3)
    with pytest.raises(
        AccessDenied, match=r"Value passed for the token was invalid.*sign in again"
    ) as caught:
        signed_in.count(later)
    connector = signed_in.at(later)
    checks = {check.name: check for check in connector.check()}

    assert not checks["direct messages"].ok
    assert checks["tweet.read: mentions"].ok
    said = f"{caught.value} {checks} {connector!r} {connector.messages!r} {caplog.text}"
    assert not [one for one in (dead, FIRST, "access-secret", "refresh-secret") if one in said]


def test_who_signs_in_anew_isnt_held_to_what_the_old_sign_in_left(signed_in: Account) -> None:
    signed_in.count(END)
    signed_in.sign_in.refresh_token = "signed-in-anew"
    signed_in.sign_in.revoke()

    assert signed_in.count(END, refresh_token="signed-in-anew") > 50


def test_a_file_that_broke_is_no_hindrance_where_the_configured_token_is_still_good(
    signed_in: Account,
) -> None:
    signed_in.folder.mkdir(parents=True)
    (signed_in.folder / "sign_in.json").write_text('{"successor_of": ')

    assert signed_in.count(END) > 50


def test_a_confidential_client_names_itself_by_its_secret(signed_in: Account) -> None:
    signed_in.sign_in.client_secret = "client-secret"
    with pytest.raises(AccessDenied, match="must be of one app"):
        signed_in.count(END)

    assert signed_in.count(END, client_secret="client-secret") > 50


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"user_token": "own"}, "not both"),
        ({"client_id": ""}, "go together"),
        ({"refresh_token": None}, "go together"),
    ],
)
def test_settings_that_contradict_each_other_are_refused(
    signed_in: Account, given: dict[str, Any], words: str
) -> None:
    with pytest.raises(SettingsError, match=words):
        signed_in.at(END, **given)
