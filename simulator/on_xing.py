"""The data export of Nordfunk's profile on XING: a zip with all private messages in one CSV."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, datetime

from simulator.records import Outlet

PROFILE = "Nordfunk"
COLUMNS = ("Nachrichten-ID", "Konversation", "Absender", "Empfänger", "Gesendet am", "Nachricht")


def export(outlet: Outlet, now: int) -> bytes:
    """The archive as its owner downloads it at `now`."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for talk in outlet.conversations:
        for message in talk.messages:
            if message.created <= now:
                both = (talk.person.handle, PROFILE) if message.person else (PROFILE, talk.person.handle)
                at = datetime.fromtimestamp(message.created, UTC).isoformat()
                writer.writerow((message.id, talk.id, *both, at, message.text))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        # The instant of saving is always the same, as in our workbooks.
        made.writestr(zipfile.ZipInfo("messages/messages.csv", (2026, 1, 1, 0, 0, 0)), out.getvalue())
    return archive.getvalue()
