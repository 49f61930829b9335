"""What was sent to us and waits in the inbox: webhooks of a monitoring tool, and those of WhatsApp."""

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from shutil import rmtree
from typing import Any

from connectors.webhook_inbox import hold_receiver_lock
from connectors.webhook_spool import Spool
from simulator.platforms.whatsapp import WhatsApp
from simulator.platforms.whatsapp_chats import build
from tests.connectors.conformance import NAME, Subject

UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)
SECRET = "0123456789abcdef0123456789abcdef"


def mentions() -> list[bytes]:
    one = {"author": "anna", "at": "2026-11-18T09:00:00Z", "text": "Hallo?"}
    return [json.dumps({"id": number, **one}).encode() for number in range(20)]


def chats() -> list[bytes]:
    return [push.body for push in WhatsApp(build(5, int(UNTIL.timestamp())), SECRET).pushes()][:60]


@contextmanager
def inbox(folder: Path, bodies: Any, stream: str, settings: dict[str, Any]) -> Iterator[Subject]:
    place, pushed, locks = folder / "var" / "inbox", bodies(), ExitStack()

    def renew() -> None:
        """What a cursor covers is removed by the next reading, so each test gets the same pushes again."""
        locks.close()
        rmtree(place, ignore_errors=True)
        locks.callback(os.close, hold_receiver_lock(place))
        spool = Spool(place / NAME, lambda: UNTIL)
        for body in pushed:
            spool.put(body)
        spool.close()

    with locks:
        yield Subject(settings, UNTIL, {stream: None}, base=folder, end=locks.close, renew=renew)


SUBJECTS = {
    "webhook": partial(
        inbox,
        bodies=mentions,
        stream="messages",
        settings={
            "secret": SECRET,
            "signature_header": "X-Signature",
            "columns": {"message_id": "id", "author": "author", "sent_at": "at", "text": "text"},
        },
    ),
    "whatsapp": partial(
        inbox, bodies=chats, stream="events", settings={"app_secret": SECRET, "verify_token": "our word"}
    ),
}
