"""A telephone system's files: nine calls, and what its queue says of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tests.connectors.conformance import Subject


def row(start: str, **cells: str) -> str:
    """A line as cdr_csv writes it, with linkedid."""
    usual = {
        "accountcode": "", "src": "+4915112345", "dst": "8001", "dcontext": "from-trunk", "clid": "",
        "channel": "PJSIP/trunk-0000000a", "dstchannel": "PJSIP/201-0000000b", "lastapp": "Queue",
        "lastdata": "support,t,,,60", "start": start, "answer": "", "end": "", "duration": "90", "billsec": "60",
        "disposition": "ANSWERED", "amaflags": "DOCUMENTATION", "uniqueid": "1763622000.17", "userfield": "",
        "peeraccount": "", "linkedid": "1763622000.17",
    }  # fmt: skip
    text = [f'"{cell}"' for cell in (usual | cells).values()]
    return ",".join(text) + ",1\n"


CALLS = "".join(
    row(f"2026-11-{day} 10:00:00", uniqueid=f"17636{day}000.1", linkedid=f"17636{day}000.1")
    for day in range(10, 19)
)
LOG = "".join(
    f"17636{day}000|17636{day}000.1|support|NONE|ENTERQUEUE||+4915112345|1\n" for day in range(10, 19)
)


@contextmanager
def files(folder: Path) -> Iterator[Subject]:
    (folder / "Master.csv").write_text(CALLS, "utf-8")
    (folder / "queue_log").write_text(LOG, "utf-8")
    yield Subject(
        settings={
            "path": "Master.csv*",
            "queue_log": ["queue_log*"],
            "inbound": ["from-trunk*"],
            "zone": "UTC",
        },
        until=datetime(2026, 11, 20, 12, tzinfo=UTC),
        created={"calls": None, "queue_log": None},  # a file holds what it holds
        base=folder,
        nowhere={"path": "missing.csv", "queue_log": ["missing"]},
    )


SUBJECTS = {"asterisk": files}
