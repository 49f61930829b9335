"""The mailbox source against a Dovecot: what comes in by LMTP, what is answered, UIDs that change, wrong settings."""

from datetime import UTC, date, datetime

import pytest

from connectors import registry
from connectors.errors import AccessDenied, SettingsError, SourceUnavailable
from tests.servers.dovecot import PASSWORD, USER

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("dovecot")]
FAR = datetime(2100, 1, 1, tzinfo=UTC)


def mail(name, sender="anna@home.example", **headers):
    lines = {"From": sender, "To": USER, "Subject": f"about {name}", "Message-ID": f"<{name}@home>"} | headers
    head = "\r\n".join(f"{key}: {value}" for key, value in lines.items())
    return f"{head}\r\n\r\nText of {name}\r\n".encode()


@pytest.fixture(scope="module")
def dovecot(server):
    running = server("dovecot")
    for number in range(1, 6):
        at = datetime(2026, 11, number, 9, tzinfo=UTC)
        running.append(
            "INBOX", mail(f"m{number}", **({"In-Reply-To": "<r1@firm>"} if number == 3 else {})), at
        )
    running.append("Beschwerden", mail("angry"), datetime(2026, 11, 2, 10, tzinfo=UTC))
    answer = mail(
        "r1", USER, **{"To": "anna@home.example", "In-Reply-To": "<m1@home>", "References": "<m1@home>"}
    )
    running.append("Gesendet", answer, datetime(2026, 11, 1, 11, tzinfo=UTC))
    return running


def mailbox(dovecot, **settings):
    given = {
        "host": "127.0.0.1", "port": dovecot.port, "security": "none", "user": USER, "password": PASSWORD,
        "addresses": [USER], "folders": ["INBOX", "Beschwerden"], "start": date(2026, 1, 1),
    }  # fmt: skip
    return registry.connect("mail", "imap", given | settings, base=None)


def read(connector, cursor=None, until=FAR):
    pages = list(connector.fetch("messages", cursor or {}, until=until))
    return [record.record_id for page in pages for record in page.records], pages


EVERY = ["m1@home", "m2@home", "m3@home", "m4@home", "m5@home", "angry@home", "r1@home"]


def test_every_folder_is_read_and_the_servers_own_folder_of_sent_mails(dovecot):
    ids, pages = read(mailbox(dovecot))
    records = {record.record_id: record.payload for page in pages for record in page.records}

    assert ids == EVERY
    assert records["m1@home"]["internal_date"] == "2026-11-01T09:00:00+00:00"
    assert [records[name]["is_sent"] for name in ("m1@home", "angry@home", "r1@home")] == [False, False, True]
    assert records["r1@home"]["references"] == ["m1@home"]


def test_what_came_by_lmtp_since_is_all_that_a_later_run_reads(dovecot):
    _, pages = read(mailbox(dovecot))
    assert read(mailbox(dovecot), pages[-1].cursor)[0] == []
    dovecot.deliver(mail("late"), "anna@home.example")
    ids, more = read(mailbox(dovecot), pages[-1].cursor)
    with dovecot.client() as client:
        client.select_folder("INBOX")
        client.delete_messages(client.search(["HEADER", "Message-ID", "late@home"]))
        client.expunge()

    assert ids == ["late@home"]
    assert more[0].records[0].payload["told"]["return-path"] == "<anna@home.example>"


def test_no_mail_is_marked_as_read(dovecot):
    read(mailbox(dovecot))
    with dovecot.client() as client:
        client.select_folder("INBOX", readonly=True)
        assert client.search(["SEEN"]) == []


def test_nothing_after_the_end_is_read_and_the_next_run_goes_on_there(dovecot):
    ids, pages = read(mailbox(dovecot, folders=["INBOX"]), until=datetime(2026, 11, 3, tzinfo=UTC))
    assert ids == ["m1@home", "m2@home", "r1@home"]

    assert read(mailbox(dovecot, folders=["INBOX"]), pages[-1].cursor)[0] == ["m3@home", "m4@home", "m5@home"]


def test_other_uids_are_said_and_the_folder_is_read_again(dovecot, caplog):
    _, pages = read(mailbox(dovecot))
    dovecot.renumber("Beschwerden")

    assert read(mailbox(dovecot), pages[-1].cursor)[0] == ["angry@home"]
    (said,) = caplog.messages
    assert "folder Beschwerden: UIDVALIDITY is " in said
    assert "its mails were numbered anew" in said


def test_one_day_is_that_of_utc(dovecot):
    pages = mailbox(dovecot).fetch_day("messages", date(2026, 11, 1))

    assert [record.record_id for page in pages for record in page.records] == ["m1@home", "r1@home"]


def test_start_is_the_first_day(dovecot):
    assert read(mailbox(dovecot, start=date(2026, 11, 4), folders=["INBOX"]))[0] == ["m4@home", "m5@home"]


def test_a_wrong_password_is_refused_and_not_shown(dovecot):
    with pytest.raises(AccessDenied, match="check password or token") as error:
        read(mailbox(dovecot, password="guessed-wrong"))
    assert "guessed-wrong" not in str(error.value)


def test_a_folder_that_is_not_there_is_named_with_those_that_are(dovecot):
    with pytest.raises(
        SettingsError, match=r"there is no folder 'Inbos'; use one of Gesendet, Beschwerden, INBOX"
    ):
        read(mailbox(dovecot, folders=["Inbos"]))


def test_a_server_that_is_not_there_is_said(dovecot):
    with pytest.raises(SourceUnavailable, match="check host, port and security"):
        read(mailbox(dovecot, port=1))


def test_doctor_signs_in_and_opens_each_folder(dovecot):
    checks = list(mailbox(dovecot).check())

    assert [check.name for check in checks] == [
        "login",
        "folder INBOX",
        "folder Beschwerden",
        "folder Gesendet",
    ]
    assert all(check.ok for check in checks)
    assert [check.ok for check in mailbox(dovecot, folders=["Inbos"]).check()] == [True, False]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"host": "mail.firm.example"}, "would send the password readable"),
        ({"token": "t"}, "either a password or a token"),
        ({"addresses": ["firm.example"]}, "neither help@firm.example nor"),
        ({"addresses": []}, "addresses"),
    ],
)
def test_settings_that_cannot_be_used_are_named(dovecot, settings, said):
    with pytest.raises(SettingsError, match=said):
        mailbox(dovecot, **settings)
