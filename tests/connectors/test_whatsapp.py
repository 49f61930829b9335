"""WhatsApp's webhooks as they were pushed, taken apart into messages, echoes and statuses."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from connectors import registry
from connectors.page import Record
from connectors.webhook_spool import Spool
from connectors.whatsapp import WhatsApp
from simulator.platforms import whatsapp as platform
from simulator.platforms.whatsapp_chats import build

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
CHATS = build(5, int(NOON.timestamp()))
SECRET = "0123456789abcdef0123456789abcdef"


def connect(folder: Path, **given: Any) -> WhatsApp:
    settings = {"app_secret": SECRET, "verify_token": "our word"} | given
    connector = registry.connect("wa", "whatsapp", settings, base=folder)
    assert isinstance(connector, WhatsApp)
    return connector


def records(folder: Path, bodies: list[bytes]) -> list[Record]:
    spool = Spool(folder / "var" / "inbox" / "wa", lambda: NOON)
    for body in bodies:
        spool.put(body)
    spool.close()
    pages = connect(folder).fetch("events", {}, until=NOON)
    return [record for page in pages for record in page.records]


def test_every_message_status_and_echo_of_the_world_is_a_record_of_its_own(tmp_path: Path) -> None:
    pushes = platform.WhatsApp(CHATS, SECRET).pushes()
    found = records(tmp_path, [push.body for push in pushes])

    assert len(found) == len(pushes) and len({record.record_id for record in found}) == len(found)
    assert [record.error for record in found if record.error] == []
    ids = {record.payload["item"]["id"] for record in found}
    assert ids == {note.id for note in CHATS.notes}
    asked = {record.payload["item"]["id"] for record in found if record.payload["kind"] == "message"}
    assert asked == {note.id for note in CHATS.notes if not note.by_brand}
    assert {record.payload["metadata"]["phone_number_id"] for record in found} == set(CHATS.numbers)


def test_pushes_of_the_simulated_platform_are_genuine_and_forged_ones_are_not(tmp_path: Path) -> None:
    push = platform.WhatsApp(CHATS, SECRET).pushes()[0]
    signature = connect(tmp_path).signature

    def lower(headers: dict[str, str]) -> dict[str, str]:
        return {name.lower(): value for name, value in headers.items()}

    assert signature.fits(lower(push.headers), push.body, NOON)
    assert not signature.fits(lower(platform.forged(push).headers), push.body, NOON)
    assert not connect(tmp_path, app_secret="f" * 32).signature.fits(lower(push.headers), push.body, NOON)


def test_one_push_may_hold_changes_of_several_numbers_and_a_message_keeps_its_contact(tmp_path: Path) -> None:
    body = rb"""{"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [
        {"field": "messages", "value": {"metadata": {"phone_number_id": "A"},
            "contacts": [{"wa_id": "49171"}, {"wa_id": "49172"}],
            "messages": [{"id": "w1", "from": "49172"}, {"id": "w2", "from": "49171"}]}},
        {"field": "messages", "value": {"metadata": {"phone_number_id": "B"},
            "statuses": [{"id": "w3", "status": "sent"}]}}
    ]}]}"""
    found = records(tmp_path, [body])

    told = [
        (r.payload["kind"], r.payload["metadata"]["phone_number_id"], r.payload["contact"]) for r in found
    ]
    assert told == [
        ("message", "A", {"wa_id": "49172"}),
        ("message", "A", {"wa_id": "49171"}),
        ("status", "B", None),
    ]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"hello", "the body is no JSON"),
        (b'{"object": "page", "entry": []}', "object: is not whatsapp_business_account"),
        (b"[]", "object: is not whatsapp_business_account"),
        (b'{"object": "whatsapp_business_account", "entry": []}', "entry: holds no changes"),
    ],
)
def test_what_is_no_webhook_of_whatsapp_is_kept_with_the_reason(
    tmp_path: Path, body: bytes, words: str
) -> None:
    (record,) = records(tmp_path, [body])
    assert record.error is not None and words in record.error
    assert record.payload == body.decode()


def test_what_the_app_was_subscribed_to_besides_is_kept_for_the_staging_to_name(tmp_path: Path) -> None:
    change = b'{"field": "account_update", "value": {"event": "VERIFIED"}}'
    body = b'{"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [' + change + b"]}]}"
    one, again = records(tmp_path, [body, body])
    assert one.payload["kind"] == "other" and one.record_id == again.record_id


def test_the_handshake_is_answered_only_to_who_knows_our_word(tmp_path: Path) -> None:
    asked = {"hub.mode": "subscribe", "hub.verify_token": "our word", "hub.challenge": "115"}
    assert connect(tmp_path).handshake(asked) == "115"
    for wrong in ({"hub.mode": "unsubscribe"}, {"hub.verify_token": "my word"}, {"hub.verify_token": ""}):
        assert connect(tmp_path).handshake(asked | wrong) is None
    assert connect(tmp_path).handshake({}) is None


def test_doctor_knows_an_app_secret_when_it_sees_one(tmp_path: Path) -> None:
    assert next(connect(tmp_path).check()).ok
    wrong = next(connect(tmp_path, app_secret="not-the-app_secret").check())
    assert not wrong.ok and "Basic" in wrong.mend and "not-the" not in repr(wrong)
