"""From mails to messages: who writes to whom, which belong together, and what no person wrote."""

from typing import Any

ANNA, HELP = "anna@home.example", "help@firm.example"


def mail(
    name: str, sender: str | None = ANNA, *, to: str = HELP, **fields: Any
) -> tuple[str, dict[str, Any]]:
    return name, {
        "message_id": name,
        "in_reply_to": None,
        "references": [],
        "from": [{"name": "", "address": sender}] if sender else [],
        "to": [{"name": "", "address": to}],
        "subject": "Rechnung",
        "content_type": "text/plain",
        "told": {},
        "text": "Hallo?",
        "is_html": False,
        "folder": "INBOX",
        "is_sent": False,
        "internal_date": "2026-11-02T09:00:00+00:00",
    } | fields


def test_a_thread_is_one_conversation_by_the_first_id_that_its_mails_name(stage):
    records = [
        mail("a"),
        mail("b", HELP, to=ANNA, in_reply_to="a", references=["a"], is_sent=True, folder="Gesendet"),
        mail("c", in_reply_to="b", references=["a", "b"]),
        mail("d", in_reply_to="a"),
    ]
    staged = stage("stg_imap_messages", order="message_id", imap_messages=records)

    assert staged.columns("message_id", "conversation_id", "in_reply_to_id", "direction", "group_name") == [
        ("imap:a", "imap:a", None, "inbound", "INBOX"),
        ("imap:b", "imap:a", "imap:a", "outbound", None),
        ("imap:c", "imap:a", "imap:b", "inbound", "INBOX"),
        ("imap:d", "imap:a", "imap:a", "inbound", "INBOX"),
    ]
    anna = staged.pseudonym("imap", ANNA)
    assert staged.columns("customer_id") == [(anna,)] * 4
    assert staged.columns("account", "channel", "visibility")[0] == (HELP, "mail", "private")


def test_who_forges_the_companys_address_answers_nobody(stage):
    said = "mx.firm.example; spf=fail smtp.mailfrom=x@elsewhere.example; dmarc=FAIL (p=none) header.from=firm.example"
    records = [
        mail("a", HELP, to=ANNA, told={"authentication-results": said}),
        mail("b", HELP, to=ANNA, told={"authentication-results": said.replace("FAIL", "pass")}),
        mail("c", HELP, to=ANNA, told={"authentication-results": said}, is_sent=True),
    ]
    staged = stage("stg_imap_messages", order="message_id", imap_messages=records)

    assert staged.columns("direction", "author_kind") == [
        ("inbound", "customer"),
        ("outbound", "employee"),
        ("outbound", "employee"),
    ]


def test_mails_from_the_companys_addresses_are_answers_and_a_person_is_known_by_an_address_of_their_own(
    stage,
):
    records = [
        mail("a", HELP, to=ANNA),
        mail("b", "merle@shop.example", to=ANNA),
        mail("c", "merle@othershop.example"),
    ]
    staged = stage("stg_imap_messages", order="message_id", imap_messages=records)

    assert staged.columns("direction", "author_kind", "agent_id") == [
        ("outbound", "employee", None),
        ("outbound", "employee", staged.pseudonym("imap", "merle@shop.example")),
        ("inbound", "customer", None),
    ]


def test_what_a_machine_wrote_is_no_persons_message(stage):
    records = [
        mail("a", told={"auto-submitted": "auto-replied"}),
        mail("b", told={"auto-submitted": "no"}),
        mail("c", "MAILER-DAEMON@home.example".lower(), content_type="multipart/report"),
        mail("d", told={"precedence": "bulk"}),
        mail("e", told={"list-id": "<news.shop.example>"}),
        mail("f", HELP, to=ANNA, told={"auto-submitted": "auto-generated"}),
    ]
    staged = stage("stg_imap_messages", order="message_id", imap_messages=records)

    assert staged.columns("is_human") == [(False,), (True,), (False,), (False,), (False,), (False,)]
    assert staged.columns("author_kind")[5] == ("system",)


def test_what_a_mail_quotes_is_not_its_text(stage):
    records = [
        mail(
            "a", text="Danke!\n\nAm 02.11.2026 um 09:00 schrieb Hilfe <help@firm.example>:\n> Bitte\n> sehr"
        ),
        mail("b", text="> Wann?\nMorgen.\n> Wo?\nHier."),
        mail("c", text="<p>Wo ist es?</p>", is_html=True),
        mail("d", text=None),
        mail("e", text="See below\n-----Original Message-----\nFrom: x\nall that"),
    ]
    staged = stage("stg_imap_messages", order="message_id", imap_messages=records)

    assert staged.columns("text") == [
        ("Danke!",),
        ("Morgen.\nHier.",),
        ("Wo ist es?",),
        ("Rechnung",),
        ("See below",),
    ]


def test_a_mail_without_a_sender_or_an_instant_is_rejected_with_the_reason(stage):
    records = [
        mail("a", None),
        mail("b", internal_date=None),
        mail("c", internal_date="1970-01-01T00:00:00+00:00"),
    ]
    staged = stage("stg_imap_messages", order="1", imap_messages=records)

    assert [name for name, _ in staged.rejected] == ["a", "b", "c"]
    assert staged.rejected[0][1] == "from: holds no address"
    assert staged.rejected[1][1] == "internal_date: is empty"
