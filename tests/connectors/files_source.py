"""A small configured files source, and all that it gives."""

import json
from datetime import UTC, datetime
from pathlib import Path

from connectors import registry
from connectors.page import Connector, Cursor, Record

NOW = datetime(2026, 1, 1, tzinfo=UTC)
HEADER = "tweet_id,author_id,inbound,created_at,text\n"
ROW_1 = "1,ann,True,2026-01-01 10:00,hello\n"
ROW_2 = "2,shop,False,2026-01-01 10:05,good morning\n"
ROW_3 = "3,ann,True,2026-01-01 10:07,thanks\n"
MESSAGES = {
    "path": "in.csv",
    "shape": "messages",
    "columns": {"message_id": "tweet_id", "author": "author_id", "sent_at": "created_at", "text": "text"},
    "inbound": {"column": "inbound", "values": ["true"]},
}


def connect(base: Path, **settings: object) -> Connector:
    return registry.connect("tweets", "files", {**MESSAGES, **settings}, base=base)


def read(source: Connector, cursor: Cursor | None = None) -> tuple[list[Record], Cursor]:
    pages = list(source.fetch(source.streams[0], cursor or {}, until=NOW))
    cursor = json.loads(json.dumps(pages[-1].cursor)) if pages else cursor or {}
    return [record for page in pages for record in page.records], cursor


def ids(records: list[Record]) -> list[str | None]:
    return [record.record_id for record in records]
