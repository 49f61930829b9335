"""A real export, where it is present: nothing is lost, and a line that really is broken costs itself only."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors import registry
from connectors.page import Record

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TWEETS = {
    "path": "twcs_sample.csv",
    "shape": "messages",
    "columns": {"message_id": "tweet_id", "author": "author_id", "sent_at": "created_at", "text": "text"},
    "inbound": {"column": "inbound", "values": ["true"]},
}


def read(settings: dict[str, object], folder: Path) -> list[Record]:
    source = registry.connect("real", "files", settings, base=folder)
    return [record for page in source.fetch(source.streams[0], {}, until=NOW) for record in page.records]


def test_all_tweets_come_also_the_one_with_bare_carriage_returns(real_input):
    records = read(TWEETS, real_input)

    assert len({record.record_id for record in records}) == len(records) == 5000
    assert not [record for record in records if record.error]
    assert [record.record_id for record in records if "\r\r" in record.payload["text"]] == ["3399"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda line: line[: line.index(b"+0000")],
        lambda line: line.replace(b"@", b'"@', 1),
        lambda line: line.replace(b"i", b"\xff", 1),
        lambda line: line.rstrip(b"\n") + b",more\n",
    ],
)
def test_a_broken_line_is_the_only_one_that_is_lost(tmp_path, real_input, spoil):
    lines = (real_input / "twcs_sample.csv").read_bytes().split(b"\n")
    spoiled = next(n for n in range(2400, 2500) if b'"' not in lines[n] and lines[n].endswith(b".0"))
    lines[spoiled] = spoil(lines[spoiled])
    (tmp_path / "twcs_sample.csv").write_bytes(b"\n".join(lines))

    records = read(TWEETS, tmp_path)

    assert [record.line for record in records if record.error] == [spoiled + 1]
    assert len(records) == 5000
