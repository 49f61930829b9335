"""What is landed of a mail's bytes, of broken ones too."""

from datetime import UTC, datetime

import pytest

from connectors.imap import Mailbox
from connectors.imap_mail import LONGEST_HEADER, payload_of


def mail(headers: str, body: str = "Hallo?") -> dict:
    return payload_of((headers.strip() + "\n\n" + body).replace("\n", "\r\n").encode())


def test_ids_addresses_and_words_are_read():
    read = mail(
        "From: =?utf-8?q?J=C3=BCrgen=2C_H=2E?= <Juergen@Home.example>\nTo: help@firm.example, b@firm.example\n"
        "Subject: =?utf-8?b?R3LDvMOfZQ==?=\nMessage-ID: <a@home>\nIn-Reply-To: <q@firm>\n"
        "References: <p@firm>\n <q@firm>\n"
        "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable",
        "Sch=F6n\n",
    )

    assert read["from"] == [{"name": "Jürgen, H.", "address": "juergen@home.example"}]
    assert [to["address"] for to in read["to"]] == ["help@firm.example", "b@firm.example"]
    assert (read["message_id"], read["in_reply_to"], read["references"]) == (
        "a@home",
        "q@firm",
        ["p@firm", "q@firm"],
    )
    assert (read["subject"], read["text"], read["is_html"]) == ("Grüße", "Schön", False)


def test_of_two_versions_the_plain_one_is_read_and_attachments_are_named():
    read = mail(
        'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="m"',
        '--m\nContent-Type: multipart/alternative; boundary="a"\n\n--a\nContent-Type: text/html\n\n<p>Hi</p>\n'
        "--a\nContent-Type: text/plain\n\nHi\n--a--\n"
        '--m\nContent-Type: application/pdf\nContent-Disposition: attachment; filename="bill.pdf"\n\nJVBERi0=\n--m--\n',
    )

    assert (read["text"], read["is_html"], read["attachments"]) == ("Hi", False, ["bill.pdf"])


def test_html_alone_is_kept_and_said_to_be_such():
    read = mail("MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8", "<p>Wo ist <b>es</b>?</p>")

    assert (read["text"], read["is_html"]) == ("<p>Wo ist <b>es</b>?</p>", True)


def test_a_machine_tells_of_itself():
    read = mail(
        "From: a@home.example\nAuto-Submitted: auto-replied\nPrecedence: bulk\nReturn-Path: <>\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="x"'
    )

    assert read["told"] == {"auto-submitted": "auto-replied", "precedence": "bulk", "return-path": "<>"}
    assert (read["content_type"], read["report_type"]) == ("multipart/report", "delivery-status")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        b"From\xff: x\r\nSubject: \xe4\xf6\r\n\r\n\xe4",
        b"From: @@@ <<>>\r\nTo: ,,,\r\nMessage-ID: nothing\r\n\r\nhi",
        b"Subject: =?utf-8?b?%%%?=\r\nDate: yesterday\r\n\r\nhi",
        b'Content-Type: multipart/mixed; boundary="never"\r\n\r\n--never\r\nContent-Type: text/plain\r\n\r\ncut of',
        b"Content-Type: text/plain; charset=klingon\r\n\r\nhi \xff",
        b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!notbase64",
        b"From: a@b.example" + b", a@b.example" * 5000 + b"\r\n\r\nhi",
    ],
)
def test_a_broken_mail_is_read_as_far_as_it_can_be(raw):
    read = payload_of(raw)

    assert set(read) == set(mail("From: a@b.example"))
    str(read).encode()  # what is landed is text


def test_a_surrogate_never_gets_into_the_archive():
    read = payload_of(b"Subject: caf\xe9\r\nFrom: \xe9 <a@b.example>\r\n\r\nhi")
    str(read).encode("utf-8")

    assert read["from"][0]["address"] == "a@b.example"


@pytest.mark.thorough
@pytest.mark.parametrize(
    "nesting",
    [
        b"".join(
            b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(1000)
        ),
        b"Content-Type: message/rfc822\r\n\r\n" * 1100,
    ],
)
def test_a_mail_nested_beyond_reading_is_still_a_mail_of_its_sender(nesting):
    read = payload_of(b"From: anna@home.example\r\nSubject: Hallo\r\n" + nesting + b"\r\nHi")

    assert (read["from"], read["subject"], read["text"]) == (
        [{"name": "", "address": "anna@home.example"}],
        "Hallo",
        None,
    )
    assert "NestedTooDeeply" in read["defects"]


@pytest.mark.parametrize(
    "header", ["To", "Cc", "Reply-To", "References", "Content-Type", "Content-Disposition"]
)
def test_no_header_of_comments_within_comments_costs_the_mail(header):
    read = mail(f"From: anna@home.example\n{header}: " + "(" * 20_000)

    assert read["from"] == [{"name": "", "address": "anna@home.example"}]
    assert read["text"] == "Hallo?"


def test_a_header_counts_only_up_to_a_length_that_can_be_read_in_time():
    words = " ".join(f"=?utf-8?q?w{n:05d}?=" for n in range(2_000))

    read = mail(f"From: anna@home.example\nSubject: {words}\nContent-Type: text/plain; " + "a*0=b; " * 20_000)

    assert read["subject"].startswith("w00000w00001")
    assert len(read["subject"]) < LONGEST_HEADER / 2
    assert read["text"] == "Hallo?"


def test_a_mail_that_breaks_the_reader_is_rejected_and_keeps_no_other_from_being_read(monkeypatch):
    def breaks(raw: bytes):
        raise MemoryError

    monkeypatch.setattr("connectors.imap.payload_of", breaks)
    box = Mailbox("mail", None)  # type: ignore[arg-type]
    found = {b"RFC822.SIZE": 3, b"BODY[]<0>": b"\xff\xfea"}

    record = box._record("INBOX", False, 7, 9, found, datetime(2026, 11, 1, tzinfo=UTC))

    assert (record.record_id, record.error) == ("INBOX/7/9", "mail: can't be read (MemoryError)")
    assert record.payload["internal_date"] == "2026-11-01T00:00:00+00:00"
