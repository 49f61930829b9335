"""What has no API to ask: WhatsApp's pushes of the demo, and the export of its profile on XING."""

import csv
import hashlib
import hmac
import io
import json
import zipfile

from simulator import on_whatsapp, on_xing
from simulator.records import World


def test_pushes_hold_every_message_and_are_signed(world: World) -> None:
    outlet = world.outlets["whatsapp"]
    written = {message.id: message for talk in outlet.conversations for message in talk.messages}
    seen: set[str] = set()
    for push in on_whatsapp.pushes(outlet, world.end):
        code = hmac.new(on_whatsapp.APP_SECRET.encode(), push.body, hashlib.sha256).hexdigest()
        assert push.headers["X-Hub-Signature-256"] == f"sha256={code}"
        for change in json.loads(push.body)["entry"][0]["changes"]:
            value = change["value"]
            for one in (*value.get("messages", ()), *value.get("message_echoes", ())):
                assert one["text"]["body"] == written[one["id"]].text
                assert (change["field"] == "messages") == (written[one["id"]].person is not None)
                seen.add(one["id"])
            seen |= {one["id"] for one in value.get("statuses", ())}

    assert seen == written.keys()
    assert len(written) > 30


def test_nothing_is_pushed_before_it_happened_and_much_of_it_at_once(world: World) -> None:
    outlet = world.outlets["whatsapp"]
    half = (world.start + world.end) // 2
    early = on_whatsapp.pushes(outlet, half)

    assert len(early) < len(on_whatsapp.pushes(outlet, world.end)) < 2 * world.days + 2
    assert all(
        int(one["timestamp"]) <= half
        for push in early
        for change in json.loads(push.body)["entry"][0]["changes"]
        for name in ("messages", "statuses", "message_echoes")
        for one in change["value"].get(name, ())
    )


def test_the_export_holds_every_message_up_to_its_day_and_is_always_the_same(world: World) -> None:
    outlet = world.outlets["xing"]
    archive = on_xing.export(outlet, world.end)
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        rows = list(csv.DictReader(io.StringIO(opened.read("messages/messages.csv").decode())))
    written = {message.id: message for talk in outlet.conversations for message in talk.messages}

    assert {row["Nachrichten-ID"]: row["Nachricht"] for row in rows} == {
        name: message.text for name, message in written.items()
    }
    assert all(
        (row["Absender"] == "Nordfunk") == (written[row["Nachrichten-ID"]].person is None) for row in rows
    )
    assert archive == on_xing.export(outlet, world.end) != on_xing.export(outlet, world.start)
