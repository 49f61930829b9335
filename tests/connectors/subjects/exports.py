"""What people download of their own profile: the exports of XING and Snapchat."""

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from tests.connectors.conformance import Subject

XING = "Absender;Empfänger;Datum;Nachricht\n" + "".join(
    f"Anna Abt;Tina Team;{day}.11.2026 10:00;Hallo?\nTina Team;Anna Abt;{day}.11.2026 10:30;Gern.\n"
    for day in range(10, 19)
)
SNAPCHAT = {
    "anna": [
        {"From": "anna", "Media Type": "TEXT", "Created": f"2026-11-19 09:{minute:02}:00 UTC", "IsSender": False,
         "Content": "Hallo?", "Created(microseconds)": 1_795_078_800_000 + minute * 60_000, "IsSaved": True}
        for minute in range(9)
    ]
}  # fmt: skip


@contextmanager
def export(folder: Path, member: str, text: str, settings: dict[str, Any]) -> Iterator[Subject]:
    with zipfile.ZipFile(folder / "export.zip", "w") as archive:
        archive.writestr(member, text)
    yield Subject(
        settings={"path": "*.zip", **settings},
        until=datetime(2026, 11, 20, 12, tzinfo=UTC),
        created={"messages": None},  # an export holds what it holds
        base=folder,
        nowhere={"path": "missing.zip"},
    )


SUBJECTS = {
    "xing": partial(export, member="messages.csv", text=XING, settings={"own_names": ["Tina Team"]}),
    "snapchat": partial(export, member="json/chat_history.json", text=json.dumps(SNAPCHAT), settings={}),
}
