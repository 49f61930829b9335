"""The receiver in a process of its own: what it answers, what it keeps whatever happens, and what becomes of it."""

import contextlib
import json
import random
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import leitstand
from connectors import registry
from connectors.page import Record
from pipelines import receiver
from pipelines.errors import PushRefused
from pipelines.sources import reading_here
from pipelines.var_folder import VarFolder
from simulator.platforms import whatsapp as platform
from simulator.platforms.whatsapp_chats import Chats, Note, build
from tests.pipelines.receiving import SECRETS, VAR, Receiver, signed, write_company
from tests.shop import open_shop
from warehouse import company
from warehouse.database import open_snapshot

pytestmark = pytest.mark.server
END = datetime(2026, 11, 21, 6, tzinfo=UTC)
CHATS = build(3, int(END.timestamp()), days=5, threads=3)
MENTION = {"id": 1, "who": "anna", "at": "2026-11-20T10:00:00Z", "text": "Hallo?"}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Receiver, Path]]:
    folder = tmp_path_factory.mktemp("pushed")
    with Receiver(folder) as server:
        yield server, folder


def stored(folder: Path, source: str) -> list[bytes]:
    """The bodies on disk."""
    lines = [
        line
        for file in sorted((folder / VAR / "inbox" / source).glob("*.ndjson"))
        for line in file.read_text("utf-8").splitlines()
    ]
    return [json.loads(line)["body"].encode() for line in lines if line.endswith("}")]


def records(folder: Path) -> list[Record]:
    settings = {"app_secret": SECRETS["WA_SECRET"], "verify_token": SECRETS["WA_WORD"]}
    connector = reading_here(
        VarFolder(folder / VAR), "wa", registry.connect("wa", "whatsapp", settings, base=folder)
    )
    return [record for page in connector.fetch("events", {}, until=END) for record in page.records]


def test_a_signed_push_is_on_disk_when_it_is_answered(running: tuple[Receiver, Path]) -> None:
    server, folder = running
    before = len(stored(folder, "hits"))
    assert server.push(MENTION) == 200
    assert stored(folder, "hits")[before:] == [json.dumps(MENTION).encode()]


@pytest.mark.parametrize(
    ("method", "path", "change", "status"),
    [
        ("POST", "/hooks/hits", {"X-Signature": "0" * 64}, 401),
        ("POST", "/hooks/hits", {"X-Signature": ""}, 401),
        ("POST", "/hooks/wa", {}, 401),  # one source's signature is none for another
        ("POST", "/hooks/nobody", {}, 404),
        ("POST", "/hooks/", {}, 404),
        ("POST", "/hooks/hits/../wa", {}, 404),
        ("POST", "/", {}, 404),
        ("GET", "/hooks/hits", {}, 405),
        ("PUT", "/hooks/hits", {}, 405),
        ("DELETE", "/hooks/wa", {}, 405),
        ("GET", "/hooks/wa?hub.mode=subscribe&hub.verify_token=x&hub.challenge=1", {}, 403),
        ("GET", "/hooks/wa", {}, 403),
    ],
)
def test_what_is_not_wanted_is_refused_and_not_kept(
    running: tuple[Receiver, Path], method: str, path: str, change: dict[str, str], status: int
) -> None:
    server, folder = running
    before = [stored(folder, source) for source in ("hits", "wa")]
    body = json.dumps(MENTION).encode()
    said, text = server.ask(method, path, body if method != "GET" else None, signed(body) | change)

    assert said == status
    assert not [secret for secret in SECRETS.values() if secret in text]
    assert [stored(folder, source) for source in ("hits", "wa")] == before


@pytest.mark.parametrize("size", [20_001, 200_000, 5_000_000])
def test_a_body_that_is_too_large_is_refused_however_it_comes(
    running: tuple[Receiver, Path], size: int
) -> None:
    server, folder = running
    before = stored(folder, "hits")
    body = b"x" * size
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it hung up before all was sent
        assert server.ask("POST", "/hooks/hits", body, signed(body))[0] == 413
    assert stored(folder, "hits") == before
    body = b'"' + b"x" * 19_998 + b'"'
    assert server.ask("POST", "/hooks/hits", body, signed(body))[0] == 200


def test_a_body_in_pieces_is_taken_and_measured_like_any_other(running: tuple[Receiver, Path]) -> None:
    server, folder = running
    body = json.dumps(MENTION | {"id": 77}).encode()

    def pieces(text: bytes) -> Iterator[bytes]:
        yield text[:10]
        yield text[10:]

    assert server.ask("POST", "/hooks/hits", pieces(body), signed(body))[0] == 200  # type: ignore[arg-type]
    assert stored(folder, "hits")[-1] == body
    long = b"x" * 30_000
    assert server.ask("POST", "/hooks/hits", pieces(long), signed(long))[0] == 413  # type: ignore[arg-type]


def test_the_platform_is_told_that_the_address_is_ours(running: tuple[Receiver, Path]) -> None:
    server, _ = running
    meta = platform.WhatsApp(CHATS, SECRETS["WA_SECRET"])
    assert meta.verify(server.urls["wa"], SECRETS["WA_WORD"], "4711") == (200, "4711")
    assert meta.verify(server.urls["wa"], "a guess", "4711")[0] == 403


def test_a_question_of_more_parts_than_anybody_asks_is_refused(running: tuple[Receiver, Path]) -> None:
    server, _ = running
    assert server.ask("GET", "/hooks/wa?" + "a=b&" * 50)[0] == 403


def test_who_opens_connections_and_sends_nothing_keeps_nobody_out(running: tuple[Receiver, Path]) -> None:
    server, _ = running
    with contextlib.ExitStack() as idle:
        for _ in range(150):
            slow = idle.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=5))
            slow.sendall(b"POST /hooks/hits HTTP/1.1\r\nContent-Length: 1000\r\n")
        assert server.ask("GET", "/hooks/nobody")[0] == 404


def test_a_forged_push_of_the_platform_is_refused(running: tuple[Receiver, Path]) -> None:
    server, folder = running
    push = platform.WhatsApp(CHATS, SECRETS["WA_SECRET"]).pushes()[0]
    assert platform.send(server.urls["wa"], platform.forged(push)) == 401
    assert stored(folder, "wa") == []


def test_many_senders_at_once_lose_nothing(tmp_path: Path) -> None:
    pushes = platform.WhatsApp(CHATS, SECRETS["WA_SECRET"]).pushes()
    said: list[int] = []

    def bring(part: list[platform.Push], url: str) -> None:
        said.extend(platform.Courier(url, part).go())

    with Receiver(tmp_path) as server:
        threads = [
            threading.Thread(target=bring, args=(pushes[place::6], server.urls["wa"])) for place in range(6)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert said == [200] * len(pushes)
    assert sorted(stored(tmp_path, "wa")) == sorted(push.body for push in pushes)


def test_without_room_the_sender_is_asked_to_come_again_and_nothing_promised_is_lost(tmp_path: Path) -> None:
    with Receiver(tmp_path, largest_file=12) as server:  # KiB
        said = [server.push(MENTION | {"id": number, "text": "x" * 5000}) for number in range(6)]
        said.append(server.push(MENTION | {"id": 6, "text": "x" * 13_000}))  # never fits
        said.append(server.push(MENTION | {"id": 7}))

    assert set(said) == {200, 503} and said[6] == 503 and said[7] == 200
    kept = {json.loads(body)["id"] for body in stored(tmp_path, "hits")}
    assert kept >= {number for number, status in enumerate(said) if status == 200}


def test_killed_again_and_again_in_the_middle_it_loses_nothing_that_it_had_promised(tmp_path: Path) -> None:
    pushes = platform.WhatsApp(CHATS, SECRETS["WA_SECRET"]).pushes()
    chance = random.Random(7)
    courier = platform.Courier("", pushes, repeats=0.2, shuffled=True)
    promised: list[platform.Push] = []
    for _ in range(3):
        server = Receiver(tmp_path)
        courier.url = server.urls["wa"]
        left = list(courier.waiting)
        timer = threading.Timer(chance.uniform(0.02, 0.15), server.process.kill)
        timer.start()
        for status in courier.go():
            if status == 0:
                break
        timer.join()
        server.kill()
        promised += [push for push in left if left.count(push) > courier.waiting.count(push)]
        on_disk = set(stored(tmp_path, "wa"))
        assert {push.body for push in promised} <= on_disk
    with Receiver(tmp_path) as server:
        courier.url = server.urls["wa"]
        assert set(courier.go()) <= {200}

    found = {record.record_id for record in records(tmp_path) if record.error is None}
    assert len(found) == len({push.body for push in pushes})


def test_it_ends_when_it_is_asked_to_and_leaves_no_lock(tmp_path: Path) -> None:
    with Receiver(tmp_path) as server:
        assert server.push(MENTION) == 200
        server.process.terminate()
        assert server.process.wait(timeout=10) in (0, leitstand.INTERRUPTED)
    settings = {"secret": SECRETS["HITS_SECRET"], "signature_header": "X-Signature"}
    columns = {"columns": {"message_id": "id", "author": "who", "sent_at": "at"}}
    connector = registry.connect("hits", "webhook", settings | columns, base=tmp_path)
    checks = {
        check.name: check.ok for check in reading_here(VarFolder(tmp_path / VAR), "hits", connector).check()
    }
    assert checks == {"secret": True, "inbox": True, "receiver": False, "last push": True}


def test_it_stands_beside_the_dashboard_where_somebody_pushes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    write_company(tmp_path)
    config, var = tmp_path / "leitstand.toml", VarFolder(tmp_path / VAR)
    (child,) = receiver.children(company.load(config, SECRETS), config, var, "leitstand.py", 0)
    assert child.command[1:3] == ["leitstand.py", "receive"] and str(var.path) in child.command

    shop = open_shop(tmp_path / "shop")
    assert receiver.children(company.load(shop.config, {}), shop.config, var, "leitstand.py", 0) == []


def test_a_company_that_nobody_pushes_to_is_told_what_to_add(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = write_company(tmp_path)
    config = tmp_path / "leitstand.toml"
    text = config.read_text("utf-8")
    config.write_text(text[: text.index("[sources.wa]")] + text[text.index("[[departments]]") :], "utf-8")

    assert leitstand.main(["receive", *options]) == leitstand.USAGE
    assert 'no source is pushed to; add one with type = "webhook" or "whatsapp"' in capsys.readouterr().err


def test_a_secret_that_is_not_set_ends_it_before_anybody_could_guess_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in SECRETS:
        monkeypatch.delenv(name, raising=False)
    assert leitstand.main(["receive", *write_company(tmp_path)]) == leitstand.USAGE
    assert "WA_SECRET is not set" in capsys.readouterr().err


def answered(chats: Chats) -> dict[str, Note]:
    """Messages of the company that arrived at the customer."""
    return {note.id: note for note in chats.notes if note.by_brand and not note.failed}


def test_from_pushes_to_marts_repeated_and_out_of_order_over_several_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    options = write_company(tmp_path)
    run: Callable[[], int] = lambda: leitstand.main(["run", *options, "--as-of", END.isoformat()])  # noqa: E731
    pushes = platform.WhatsApp(CHATS, SECRETS["WA_SECRET"]).pushes()
    half = len(pushes) // 2
    inbox = VarFolder(tmp_path / VAR).inbox
    landed: set[Path] = set()
    for part in (pushes[half:] + pushes[:20], pushes[:half]):  # the later half comes first
        with Receiver(tmp_path) as server:
            courier = platform.Courier(server.urls["wa"], part, repeats=0.3, shuffled=True)
            assert set(courier.go()) == {200}
            for number in (1, 2, 1):
                assert server.push(MENTION | {"id": number}) == 200
            assert server.push({"id": 3, "who": "ben", "at": "neulich"}) == 200
        before = set(inbox.glob("*/*.ndjson"))
        assert run() == leitstand.OK
        assert set(inbox.glob("*/*.ndjson")) == before - landed  # what the run before had landed is gone
        landed = before

    with open_snapshot(tmp_path / VAR) as snapshot:
        counts = snapshot.execute(
            "select source, direction, count(*) from marts.fct_messages group by all order by all"
        ).fetchall()
        first_waits: list[Any] = snapshot.execute("""
            select count(*), count_if(ended_at is not null) from marts.fct_waits where source = 'wa'
        """).fetchall()
        rejected = snapshot.execute(
            "select record_id, reason from quality.rejected where source = 'hits'"
        ).fetchall()
    asked = [note for note in CHATS.notes if not note.by_brand]
    assert counts == [
        ("hits", "inbound", 2), ("wa", "inbound", len(asked)), ("wa", "outbound", len(answered(CHATS)))
    ]  # fmt: skip
    assert first_waits[0] == waits_of(CHATS)
    assert rejected == [("3", "sent_at: 'neulich' doesn't match date_format \"iso\"")]


def waits_of(chats: Chats) -> tuple[int, int]:
    """How many waits there are, and how many of them ended, counted by walking through each conversation."""
    waits = ended = 0
    for number, customer in {(note.number, note.customer) for note in chats.notes}:
        waiting = False
        for note in chats.notes:
            if (note.number, note.customer) != (number, customer):
                continue
            if not note.by_brand:
                waits += not waiting
                waiting = True
            elif waiting and not note.failed and not note.template:
                ended += 1
                waiting = False
    return waits, ended


def test_what_a_simulated_platform_pushed_is_taken_in_without_a_socket_and_a_forgery_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    write_company(tmp_path)
    pushed = company.load(tmp_path / "leitstand.toml", SECRETS)
    pushes = platform.WhatsApp(CHATS, SECRETS["WA_SECRET"]).bundles(86_400)
    forged = platform.forged(pushes[0])

    def take_in(*those: platform.Push) -> None:
        bodies = {"wa": [(push.body, push.headers) for push in those]}
        receiver.take_in(pushed, VarFolder(tmp_path / VAR), bodies, lambda: END)

    take_in(*pushes)
    with pytest.raises(PushRefused, match="source wa: a push was answered with 401 Unauthorized"):
        take_in(forged)

    assert stored(tmp_path, "wa") == [push.body for push in pushes]
    assert {note.id for note in CHATS.notes} == {record.payload["item"]["id"] for record in records(tmp_path)}
