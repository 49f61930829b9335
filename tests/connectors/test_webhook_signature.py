"""Only who knows the secret comes in, whichever way they sign."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from connectors.webhook_signature import Signature

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
BODY = '{"text": "Grüße"}'.encode()
SECRET = "It's a Secret to Everybody"


def code(text: bytes, secret: str = SECRET) -> bytes:
    return hmac.new(secret.encode(), text, hashlib.sha256).digest()


def fits(headers: dict[str, str], body: bytes = BODY, **given: Any) -> bool:
    return Signature(**{"secrets": (SECRET,), "header": "X-Sig"} | given).fits(headers, body, NOW)


def test_the_example_that_a_well_known_sender_publishes_fits() -> None:
    known = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    assert fits({"x-sig": known}, b"Hello, World!", prefix="sha256=")


def test_hex_in_any_letters_and_base64_are_read() -> None:
    assert fits({"x-sig": code(BODY).hex().upper()})
    assert fits({"x-sig": base64.b64encode(code(BODY)).decode()}, encoding="base64")


@pytest.mark.parametrize("given", ["", "00", code(BODY).hex()[:-1], code(BODY, "another").hex(), "ä" * 64])
def test_anything_else_is_refused(given: str) -> None:
    assert not fits({"x-sig": given})
    assert not fits({})


def test_a_changed_body_is_refused() -> None:
    assert not fits({"x-sig": code(BODY).hex()}, BODY + b" ")


def test_without_its_prefix_it_is_refused() -> None:
    assert not fits({"x-sig": code(BODY).hex()}, prefix="sha256=")


def test_either_secret_does_while_one_is_being_exchanged() -> None:
    for secret in ("new secret", SECRET):
        assert fits({"x-sig": code(BODY, secret).hex()}, secrets=("new secret", SECRET))


@pytest.mark.parametrize(
    ("seconds", "taken"), [(0, True), (-299, True), (299, True), (-301, False), (301, False)]
)
def test_an_old_push_is_refused_where_the_time_is_signed(seconds: int, taken: bool) -> None:
    at = NOW + timedelta(seconds=seconds)
    stamps = [str(int(at.timestamp())), str(int(at.timestamp() * 1000)), at.isoformat()]
    for stamp in stamps:
        headers = {"x-time": stamp, "x-sig": code(stamp.encode() + b"." + BODY).hex()}
        assert fits(headers, timestamp_header="X-Time", signed="{timestamp}.{body}") is taken


@pytest.mark.parametrize("stamp", ["", "gestern", "2026-11-20T12:00:00", "99999999999999999999"])
def test_a_time_that_is_none_is_refused(stamp: str) -> None:
    headers = {"x-time": stamp, "x-sig": code(stamp.encode() + b"." + BODY).hex()}
    assert not fits(headers, timestamp_header="X-Time", signed="{timestamp}.{body}")


def test_the_time_cannot_be_exchanged() -> None:
    stamp = NOW.isoformat()
    old = (NOW - timedelta(days=1)).isoformat()
    headers = {"x-time": stamp, "x-sig": code(old.encode() + b"." + BODY).hex()}
    assert not fits(headers, timestamp_header="X-Time", signed="{timestamp}.{body}")


def test_no_secret_is_in_its_repr_or_its_check() -> None:
    short = Signature(("hunter2",), "X-Sig")
    assert "hunter2" not in repr(short) + repr(short.check())
    assert not short.check().ok and "longer" in short.check().mend
