"""Tweets and brands: a hand-made log whose waits can be checked by eye, and the real one where it is present."""

import csv
import hashlib
import hmac
import io
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.examples.chain import KEY, ask, built, settle
from tests.warehouse import slow_waits
from warehouse import company

pytestmark = pytest.mark.thorough

HEADER = ",tweet_id,author_id,inbound,created_at,text,response_tweet_id,in_response_to_tweet_id\n"
COLUMNS = ("wait_id", "customer_id", "opened_at", "ended_at", "outcome", "answer_message_id", "ordinal")

READ_AT = datetime(2017, 12, 4, tzinfo=UTC)


def tweet(number: int, author: str, clock: str, text: str, parent: str = "") -> str:
    inbound = str(author.isdigit())
    return f"{number - 1},{number},{author},{inbound},Wed Nov 01 {clock}:00 +0000 2017,{text},,{parent}\n"


SMALL = (
    HEADER
    + tweet(1, "115712", "10:00", "@sprintcare my line\r\ris dead")
    + tweet(2, "115712", "10:05", '"@sprintcare hello,\n\nanybody?"')
    + tweet(3, "sprintcare", "10:30", "@115712 Please DM us", "2.0")
    + tweet(4, "115712", "10:40", "@sprintcare did so", "3.0")
    + tweet(5, "115713", "11:00", "anyone at @NoBrand?")
    + "5,6,115714,broken line\n"
    + tweet(7, "115715", "12:00", "my food is cold")
    + tweet(8, "ChipotleTweets", "13:00", "@115715 Sorry! Ask @Tesco ;)", "7.0")
)


def test_the_small_log_becomes_these_waits(tmp_path):
    config = settle("twcs.toml", tmp_path, SMALL.encode())

    with built(config, "marts.fct_waits") as workspace:
        waits = ask(
            workspace,
            """
            select wait_id, strftime(opened_at, '%H:%M'), strftime(ended_at, '%H:%M'), outcome, department_id,
                   answered_by_department_id, sla_state
            from marts.fct_waits order by opened_at
            """,
        )
        rejected = ask(workspace, "select file, line, reason from quality.rejected")
        [text] = ask(workspace, "select text from staging.stg_files_messages where message_id = 'twcs:1'")

    assert waits == [
        # 1 is a thread of its own: the answer names 2 as its parent
        ("twcs:1", "10:00", None, "open", "sprintcare", None, "breached"),
        ("twcs:2", "10:05", "10:30", "answered", "sprintcare", "sprintcare", "met"),
        ("twcs:4", "10:40", None, "open", "sprintcare", None, "breached"),
        # whose it is, and so whether they were at work, nobody knows
        ("twcs:5", "11:00", None, "open", None, None, "none"),
        ("twcs:7", "12:00", "13:00", "answered", "chipotletweets", "chipotletweets", "met"),
    ]
    assert rejected == [("twcs_sample.csv", 9, "4 cells where the header has 8")]
    assert text == ("@sprintcare my line\r\ris dead",)


def pseudonym(native: str) -> str:
    return hmac.new(KEY, f"twcs:{native}".encode(), hashlib.sha256).hexdigest()[:24]


def messages_by_hand(path: Path) -> list[dict[str, Any]]:
    """The file once more, by Python's own reader and without any of our code."""
    # the two bare carriage returns of tweet 3399 end a row for Python's reader
    text = path.read_bytes().decode().replace("\r", " ")
    rows = []
    for cells in csv.DictReader(io.StringIO(text)):
        handles = re.findall(r"(?:^|[^\w@/])@([A-Za-z0-9_]+)", cells["text"])
        parent = cells["in_response_to_tweet_id"]
        is_inbound = cells["inbound"] == "True"
        rows.append(
            {
                "source": "twcs",
                "message_id": f"twcs:{cells['tweet_id']}",
                "platform": "x",
                "channel": "post",
                "visibility": "public",
                "conversation_id": None,
                "case_id": None,
                "in_reply_to_id": f"twcs:{int(float(parent))}" if parent else None,
                "customer_id": None,
                "author_id": pseudonym(cells["author_id"]),
                "author_handle": pseudonym(cells["author_id"].lower()),
                "mentions": [pseudonym(handle.lower()) for handle in dict.fromkeys(handles)],
                "author_kind": "customer" if is_inbound else "employee",
                "agent_id": None,
                "direction": "inbound" if is_inbound else "outbound",
                "is_human": True,
                "no_answer_reason": None,
                "sent_at": datetime.strptime(cells["created_at"], "%a %b %d %H:%M:%S %z %Y").astimezone(UTC),
                "received_at": READ_AT,
                "deleted_at": None,
                "text": cells["text"],
            }
        )
    return rows


@pytest.mark.thorough
def test_all_real_tweets_arrive_and_their_waits_equal_the_slow_version(tmp_path, real_input):
    path = real_input / "twcs_sample.csv"
    config = settle("twcs.toml", tmp_path, path)
    as_of = company.load(config, {}).as_of
    assert as_of is not None

    with built(config, "marts.fct_waits", "marts.fct_messages") as workspace:
        [(messages, owned)] = ask(workspace, "select count(*), count(department_id) from marts.fct_messages")
        [(rejected,)] = ask(workspace, "select count(*) from quality.rejected")
        sql = f"select {', '.join(COLUMNS)} from marts.fct_waits order by wait_id, customer_id"
        found = workspace.connection.execute(sql).pl().to_dicts()

    assert (messages, rejected) == (5000, 0)
    assert owned > 4800
    expected = slow_waits.waits_of(messages_by_hand(path), [], as_of)
    assert len(found) > 2000
    assert found == [{name: row[name] for name in COLUMNS} for row in expected]
