"""From a file's rows to messages: what a small export says, and what becomes of cells that say nothing usable."""

import hashlib
import hmac
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import zstandard

from connectors import registry
from warehouse import company
from warehouse.database import Workspace

KEY = b"k" * 32
Rows = list[dict[str, Any]]
Stage = Callable[..., tuple[Rows, list[str]]]

COMPANY = """
[company]
id = "t"
zone = "UTC"
[[departments]]
id = "service"
name = "Service"
[sources.s]
type = "files"
path = "in.csv"
shape = "messages"
"""
TWEETS = """
platform = "x"
channel = "post"
date_format = "%a %b %d %H:%M:%S %z %Y"
columns.message_id = "tweet_id"
columns.author = "author_id"
columns.author_handle = "author_id"
columns.account = "author_id"
columns.sent_at = "created_at"
columns.text = "text"
columns.in_reply_to = "in_response_to"
inbound.column = "inbound"
inbound.values = ["True"]
"""
TWEET_HEADER = ",tweet_id,author_id,inbound,created_at,text,in_response_to\n"
MAILS = """
platform = "mail"
channel = "mail"
visibility = "private"
zone = "Europe/Berlin"
date_format = "%d.%m.%Y %H:%M"
unknown = ["n/a"]
columns.message_id = "id"
columns.author = "from"
columns.sent_at = "at"
columns.deleted_at = "gone"
columns.text = "text"
columns.case_id = "ticket"
columns.group = "team"
columns.account = "mailbox"
columns.visibility = "seen by"
columns.channel = "kind"
columns.author_kind = "who"
channels = { E-Mail = "mail", "Phone call" = "phone" }
inbound.column = "direction"
inbound.values = ["in"]
inbound.outbound = ["out"]
"""
MAIL_HEADER = "id;from;at;gone;text;ticket;team;mailbox;seen by;kind;who;direction\n"


def person(native: str) -> str:
    return hmac.new(KEY, f"s:{native}".encode(), hashlib.sha256).hexdigest()[:24]


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """Land files through the connector and give back the staged rows, by message, and the reasons for the others."""

    def run(settings: str, *exports: str) -> tuple[Rows, list[str]]:
        (tmp_path / "leitstand.toml").write_text(COMPANY + settings)
        configured = company.load(tmp_path / "leitstand.toml", os.environ)
        folder = tmp_path / "var" / "raw" / "s" / "messages"
        folder.mkdir(parents=True)
        for number, text in enumerate(exports, 1):
            (tmp_path / "in.csv").write_text(text)
            source = registry.connect("s", "files", configured.sources["s"].settings, base=tmp_path)
            arrived = f"2026-01-0{number}T00:00:00.000000Z"
            lines = [
                json.dumps({**vars(record), "received_at": arrived}) + "\n"
                for page in source.fetch("messages", {}, until=utc(2026, 1, 1))
                for record in page.records
            ]
            landed = f"2026010{number}T000000000000Z-00000000.ndjson.zst"
            (folder / landed).write_bytes(zstandard.compress("".join(lines).encode()))
        with Workspace(tmp_path / "var", configured, as_of=utc(2026, 2, 1), run_id="r", key=KEY) as workspace:
            workspace.load_raw()
            workspace.build(workspace.catalog.models["staging.stg_files_messages"])
            ask = workspace.connection.sql
            rows = ask("select * from staging.stg_files_messages order by line").pl().to_dicts()
            reasons = ask("select reason from steps.rejects order by line").fetchall()
        return rows, [reason for (reason,) in reasons]

    return run


def test_a_tweet_becomes_a_message(stage):
    rows, rejected = stage(
        TWEETS,
        TWEET_HEADER
        + "0,1,115712,True,Tue Oct 31 22:08:27 +0000 2017,@Sprint no answer,3.0\n"
        + "1,2,Sprint,False,Tue Oct 31 23:10:47 +0100 2017,@115712 Please DM us,1.0\n",
    )

    assert rejected == []
    assert rows[0] == {
        "source": "s",
        "message_id": "s:1",
        "platform": "x",
        "channel": "post",
        "visibility": "public",
        "conversation_id": None,
        "case_id": None,
        "post_id": None,
        "in_reply_to_id": "s:3",
        "customer_id": None,
        "author_id": person("115712"),
        "author_handle": person("115712"),
        "mentions": [person("sprint")],
        "author_kind": "customer",
        "agent_id": None,
        "direction": "inbound",
        "is_human": True,
        "no_answer_reason": None,
        "sent_at": utc(2017, 10, 31, 22, 8, 27),
        "received_at": utc(2026, 1, 1),
        "edited_at": None,
        "deleted_at": None,
        "group_name": None,
        "account": None,
        "text": "@Sprint no answer",
        "file": "in.csv",
        "line": 2,
    }
    reply = {
        key: rows[1][key]
        for key in ("direction", "author_kind", "account", "author_handle", "agent_id", "sent_at")
    }
    assert reply == {
        "direction": "outbound",
        "author_kind": "employee",
        "account": "Sprint",
        "author_handle": person("sprint"),
        "agent_id": None,
        "sent_at": utc(2017, 10, 31, 22, 10, 47),
    }


def test_handles_named_in_a_text_are_kept_in_its_order_each_once(stage):
    named = {
        "@B then @a_1 then @b again": ["b", "a_1"],
        ".@Brand hello,@other": ["brand", "other"],
        "mail me at me@example.org or x@@y": [],
        "@Brand.Please help (@z)!": ["brand", "z"],
        "grüß@dich": [],
        "": [],
    }
    at = "Tue Oct 31 22:08:27 +0000 2017"

    rows, _ = stage(
        TWEETS, TWEET_HEADER + "".join(f'0,{n},7,True,{at},"{text}",\n' for n, text in enumerate(named))
    )

    assert [row["mentions"] for row in rows] == [[person(name) for name in names] for names in named.values()]


def mail(number: int = 1, **cells: str) -> str:
    row = {
        "id": f"{number}",
        "from": "anna",
        "at": "01.07.2025 10:00",
        "gone": "",
        "text": "hi",
        "ticket": "7.0",
        "team": "Service",
        "mailbox": "info",
        "seen by": "",
        "kind": "E-Mail",
        "who": "",
        "direction": "IN ",
    } | cells
    return ";".join(row.values()) + "\n"


def test_local_times_are_read_in_the_sources_zone(stage):
    rows, _ = stage(
        MAILS,
        MAIL_HEADER
        + mail(1, at="01.07.2025 10:00")
        + mail(2, at="01.12.2025 10:00")
        + mail(3, at="26.10.2025 02:30")  # comes twice: the second, in winter time
        + mail(4, at="30.03.2025 02:30"),  # doesn't exist: an hour that the clocks skipped
    )

    assert [row["sent_at"] for row in rows] == [
        utc(2025, 7, 1, 8),
        utc(2025, 12, 1, 9),
        utc(2025, 10, 26, 1, 30),
        utc(2025, 3, 30, 1, 30),
    ]


def test_a_private_conversations_customer_is_who_wrote_first_in_it(stage):
    rows, _ = stage(
        MAILS,
        MAIL_HEADER
        + mail(1, **{"from": "agent-9", "direction": "out", "at": "01.07.2025 09:00"})
        + mail(2)
        + mail(3, **{"from": "colleague", "at": "01.07.2025 11:00"})
        + mail(4, ticket="8", **{"from": "bert"}),
    )

    assert [row["customer_id"] for row in rows] == [person(name) for name in ("anna", "anna", "anna", "bert")]
    assert [row["case_id"] for row in rows] == ["s:7", "s:7", "s:7", "s:8"]
    assert [row["agent_id"] for row in rows] == [person("agent-9"), None, None, None]
    assert {(row["group_name"], row["account"]) for row in rows} == {("Service", "info")}


def test_cells_override_what_the_source_says_and_empty_ones_do_not(stage):
    rows, rejected = stage(
        MAILS,
        MAIL_HEADER
        + mail(1, kind="Phone call", who="bot", **{"seen by": "Internal", "direction": "out"})
        + mail(2, kind="portal", team="n/a", gone="02.07.2025 10:00")
        + mail(3, kind=""),
    )

    assert rejected == []
    found = [(r["channel"], r["visibility"], r["author_kind"], r["is_human"], r["group_name"]) for r in rows]
    assert found == [
        ("phone", "internal", "bot", False, "Service"),
        ("portal", "private", "customer", True, None),
        ("mail", "private", "customer", True, "Service"),
    ]
    assert [row["deleted_at"] for row in rows] == [None, utc(2025, 7, 2, 8), None]


BROKEN = [
    ({"id": ""}, "message_id: is empty"),
    ({"at": ""}, "sent_at: is empty"),
    ({"at": "31.02.2025 10:00"}, "sent_at: '31.02.2025 10:00' doesn't match date_format \"%d.%m.%Y %H:%M\""),
    ({"gone": "soon"}, "deleted_at: 'soon' doesn't match date_format \"%d.%m.%Y %H:%M\""),
    ({"direction": "?"}, "inbound: '?' is none of the values that mean inbound or outbound"),
    ({"direction": ""}, "inbound: '' is none of the values that mean inbound or outbound"),
    ({"kind": "Fax"}, "channel: 'fax' is no known channel; translate it under channels"),
    (
        {"seen by": "some"},
        "visibility: 'some' is not public, private or internal; translate it under visibilities",
    ),
    ({"who": "cat"}, "author_kind: 'cat' is no known kind of author"),
]


def test_words_of_the_file_are_translated_and_ours_need_no_translation(stage: Stage) -> None:
    settings = (
        MAILS
        + 'columns.platform = "team"\nplatforms = { Twitter = "x" }\nvisibilities = { DM = "private" }\n'
    )
    words = [("Twitter", "DM"), ("Facebook", "PUBLIC")]
    rows = "".join(f"{n};ann;19.11.2025 10:00;;hi;;{p};;{v};;;in\n" for n, (p, v) in enumerate(words))
    found, reasons = stage(settings, MAIL_HEADER + rows)

    assert reasons == []
    assert [(row["platform"], row["visibility"]) for row in found] == [
        ("x", "private"),
        ("facebook", "public"),
    ]


def test_a_row_that_cannot_be_read_is_rejected_with_its_reason_and_the_rest_goes_on(stage):
    lines = [mail(number, **cells) for number, (cells, _) in enumerate(BROKEN, 2)]

    rows, rejected = stage(MAILS, MAIL_HEADER + mail(1) + "".join(lines) + mail(99))

    assert [row["message_id"] for row in rows] == ["s:1", "s:99"]
    assert rejected == [reason for _, reason in BROKEN]


def test_a_corrected_export_replaces_and_keeps_the_first_arrival(stage):
    rows, rejected = stage(
        MAILS, MAIL_HEADER + mail(1, text="helo"), MAIL_HEADER + mail(2) + mail(1, text="hello")
    )

    assert [(row["message_id"], row["text"], row["received_at"].day) for row in rows] == [
        ("s:2", "hi", 2),
        ("s:1", "hello", 1),
    ]
    assert rejected == []


@pytest.mark.parametrize(
    ("rule", "directions"),
    [
        ('values = ["Yes"]', ["inbound", "outbound"]),
        ('outbound = ["no"]', ["inbound", "outbound"]),
        ('values = ["yes"]\ninbound.outbound = ["NO"]', ["inbound", "outbound"]),
        ('values = ["", "yes"]', ["inbound", "outbound", "inbound"]),
    ],
)
def test_the_rule_for_inbound_may_name_either_side(stage, rule, directions):
    settings = 'columns.author = "a"\ncolumns.sent_at = "t"\ninbound.column = "in"\ninbound.' + rule

    rows, rejected = stage(
        settings, "a,t,in\nx,2025-01-01 10:00,YES\ny,2025-01-01 10:00,no\nz,2025-01-01 10:00,\n"
    )

    assert [row["direction"] for row in rows] == directions
    assert len(rows) + len(rejected) == 3
    assert [row["message_id"] for row in rows][:2] == ["s:in.csv:2", "s:in.csv:3"]


@pytest.mark.parametrize("clock", ["01.01.1970 00:00", "31.12.9999 23:59"])
def test_a_mail_from_1970_or_9999_is_rejected_and_not_moved(stage, clock):
    row = "{};ann@x;{};{};hallo;7;Team;box;private;E-Mail;customer;in\n"
    rows, rejected = stage(
        MAILS, MAIL_HEADER + row.format(1, clock, "") + row.format(2, "02.01.2026 09:00", clock)
    )

    assert rows == []
    assert len(rejected) == 2
    assert rejected[1] == f"deleted_at: '{clock}' is before 1990 or after 2099"
