"""Python's imaplib and IMAPClient walk the demo's mailbox; what they read is what was written, and what we land."""

import email.policy
import imaplib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import pytest
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from connectors import registry
from connectors.errors import AccessDenied, SettingsError
from simulator import on_mailbox
from simulator.company import ZONE
from simulator.life_mail import BY_ADDRESS
from simulator.platforms.imap import Imap
from simulator.records import World

pytestmark = pytest.mark.server
TOKEN = "mailbox-word"
FOLDERS = ["INBOX", "Partner", "Gesendet"]
FAR = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def imap(world: World) -> Iterator[Imap]:
    with Imap(on_mailbox.mailbox(world, TOKEN, world.end)) as running:
        yield running


@pytest.fixture
def client(imap: Imap) -> Iterator[IMAPClient]:
    with IMAPClient("127.0.0.1", imap.port, ssl=False) as made:
        made.login(on_mailbox.USER, TOKEN)
        made.normalise_times = False
        yield made


def parsed(raw: bytes) -> EmailMessage:
    message = BytesParser(policy=email.policy.default).parsebytes(raw)
    assert isinstance(message, EmailMessage)
    return message


def ours(imap: Imap, **settings: Any) -> Any:
    given = {
        "host": "127.0.0.1", "port": imap.port, "security": "none", "user": on_mailbox.USER, "password": TOKEN,
        "addresses": ["@nordfunk.example"], "folders": FOLDERS[:2], "start": date(2025, 1, 1),
    }  # fmt: skip
    return registry.connect("mailbox", "imap", given | settings, base=Path())


def text_of(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def outside(message: EmailMessage) -> set[str]:
    """Who of both sides isn't the company."""
    both = [*message["From"].addresses, *message["To"].addresses]
    return {one.addr_spec for one in both if one.domain != "nordfunk.example"}


def walked(client: IMAPClient, items: list[str]) -> Iterator[tuple[str, dict[bytes, Any]]]:
    """Folder and answer for each mail of each folder."""
    for _, _, folder in client.list_folders():
        client.select_folder(folder, readonly=True)
        for uid, answer in client.fetch(client.search(["ALL"]), items).items():
            yield folder, answer | {b"UID": uid}


def test_a_client_reads_every_mail_as_it_was_written(world: World, client: IMAPClient) -> None:
    expected = {mail.id: mail for mail in world.mails}
    seen: set[str] = set()
    for folder, answer in walked(client, ["INTERNALDATE", "RFC822.SIZE", "BODY.PEEK[]"]):
        message = parsed(answer[b"BODY[]"])
        mail = expected[str(message["Message-ID"]).strip("<>")]
        seen.add(mail.id)
        assert not [defect for part in message.walk() for defect in part.defects]
        assert answer[b"INTERNALDATE"].timestamp() == mail.created
        assert answer[b"RFC822.SIZE"] == len(answer[b"BODY[]"])
        assert folder == ("Gesendet" if mail.is_own else BY_ADDRESS[mail.box].folder)
        assert (str(message["Subject"]), text_of(message).startswith(mail.text)) == (mail.subject, True)
        assert str(message["In-Reply-To"] or "").strip("<>") == (mail.answers or "")
        assert outside(message) == (
            {"mailer-daemon@post.example"} if mail.kind == "bounce" else {mail.person.email}
        )

    assert len(expected) > 80
    assert seen == expected.keys()
    assert {mail.kind for mail in expected.values()} == {"text", "auto_reply", "bounce", "list"}


def test_our_connector_lands_what_the_client_read(imap: Imap, client: IMAPClient) -> None:
    theirs = {}
    for folder, answer in walked(client, ["INTERNALDATE", "UID", "BODY.PEEK[]"]):
        message = parsed(answer[b"BODY[]"])
        theirs[str(message["Message-ID"]).strip("<>")] = (
            folder, answer[b"UID"], answer[b"INTERNALDATE"].astimezone(UTC).isoformat(), str(message["Subject"]),
            [one.addr_spec for one in message["From"].addresses], text_of(message).strip(),
            str(message["Auto-Submitted"] or ""), message.get_content_type(),
        )  # fmt: skip
    records = [one for page in ours(imap).fetch("messages", {}, until=FAR) for one in page.records]
    landed = {
        one.record_id: (
            one.payload["folder"], one.payload["uid"], one.payload["internal_date"], one.payload["subject"],
            [sender["address"] for sender in one.payload["from"]], (one.payload["text"] or "").strip(),
            one.payload["told"].get("auto-submitted", ""), one.payload["content_type"],
        )
        for one in records
    }  # fmt: skip

    assert landed == theirs
    assert len(records) == len(landed)


def test_the_standard_librarys_client_finds_the_same(world: World, imap: Imap) -> None:
    with imaplib.IMAP4("127.0.0.1", imap.port) as plain:
        plain.login(on_mailbox.USER, TOKEN)
        _, (count,) = plain.select("INBOX", readonly=True)
        _, (found,) = plain.uid("SEARCH", "SINCE", "01-Mar-2026", "BEFORE", "29-Mar-2026")
        _, ((_, head), _) = plain.uid("FETCH", found.split()[0].decode(), "(BODY.PEEK[HEADER])")
        _, (status,) = plain.status("Gesendet", "(MESSAGES UIDVALIDITY)")
    inbox = [mail for mail in world.mails if not mail.is_own and BY_ADDRESS[mail.box].folder == "INBOX"]

    assert int(count or b"") == len(inbox)
    assert parsed(head)["Message-ID"] == f"<{min(inbox, key=lambda mail: mail.created).id}>"
    assert len(found.split()) == sum(
        mail.created < datetime(2026, 3, 29, tzinfo=ZONE).timestamp() for mail in inbox
    )
    assert f"MESSAGES {sum(mail.is_own for mail in world.mails)} " in status.decode()


def test_a_mail_is_read_in_parts_and_nothing_can_be_changed(client: IMAPClient) -> None:
    client.select_folder("INBOX", readonly=True)
    whole = client.fetch([1], ["BODY.PEEK[]"])[1][b"BODY[]"]
    part = client.fetch([1], ["BODY.PEEK[]<10.20>", "FLAGS"])[1]

    assert (part[b"BODY[]<10>"], part[b"FLAGS"]) == (whole[10:30], ())
    with pytest.raises(IMAPClientError, match="STORE is not spoken here"):
        client.add_flags([1], [b"\\Seen"])


def test_what_comes_later_is_not_there_yet(world: World) -> None:
    half = (world.start + world.end) // 2
    with Imap(on_mailbox.mailbox(world, TOKEN, half)) as imap:
        pages = list(ours(imap).fetch("messages", {}, until=FAR))
        imap.mailbox.now = world.end
        more = ours(imap).fetch("messages", pages[-1].cursor, until=FAR)
        later = [one.record_id for page in more for one in page.records]

    assert set(later) == {mail.id for mail in world.mails if mail.created > half}


def test_a_wrong_word_and_a_missing_folder_are_told(imap: Imap) -> None:
    with (
        IMAPClient("127.0.0.1", imap.port, ssl=False) as stranger,
        pytest.raises(LoginError, match="AUTHENTICATIONFAILED"),
    ):
        stranger.login(on_mailbox.USER, 'it is "this"')
    with pytest.raises(AccessDenied, match="check password or token"):
        list(ours(imap, password="guessed").fetch("messages", {}, until=FAR))
    with pytest.raises(SettingsError, match="use one of INBOX, Partner, Gesendet"):
        list(ours(imap, folders=["Inbos"]).fetch("messages", {}, until=FAR))
