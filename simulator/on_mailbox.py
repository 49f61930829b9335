"""Nordfunk's mailbox: two addresses sorted into two folders, and what was sent from there in a third."""

from __future__ import annotations

from email.header import Header
from email.utils import format_datetime, formataddr
from functools import partial

from simulator.company import ZONE, local
from simulator.life_mail import BOXES, BY_ADDRESS
from simulator.people import plain
from simulator.platforms.imap import Folder, Letter, Mailbox
from simulator.records import Agent, Mail, World

USER = "post@nordfunk.example"
SENT = "Gesendet"
VALIDITY = 1_700_000_000
POSTMASTER = "Mail Delivery System <mailer-daemon@post.example>"
# By what machines say that they are machines (RFC 3834, RFC 2919).
BY_MACHINE = {
    "auto_reply": {"Auto-Submitted": "auto-replied"},
    "list": {"List-Id": "Branchenbrief <brief.post.example>", "Precedence": "bulk"},
    "bounce": {"Return-Path": "<>"},
}
# What a mail server says of a mail that it couldn't deliver (RFC 3464).
REPORT = """\
Content-Type: multipart/report; report-type=delivery-status; boundary="=_part"

--=_part
{text}
--=_part
Content-Type: message/delivery-status

Reporting-MTA: dns; post.example

Final-Recipient: rfc822; {address}
Action: failed

--=_part--
"""


def mailbox(world: World, token: str, end: int) -> Mailbox:
    """The mailbox as a server has it; `token` is its password."""
    by_id = {mail.id: mail for mail in world.mails}
    folders = [Folder(box.folder, [], VALIDITY + number) for number, box in enumerate(BOXES)]
    folders.append(Folder(SENT, [], VALIDITY + len(BOXES), "\\Sent"))
    lies = {folder.name: folder for folder in folders}
    for mail in sorted(world.mails, key=lambda mail: (mail.created, mail.id)):
        folder = lies[SENT if mail.is_own else BY_ADDRESS[mail.box].folder]
        made = partial(written, mail, by_id)
        folder.letters.append(Letter(len(folder.letters) + 1, mail.created, made))  # type: ignore[attr-defined]
    return Mailbox(USER, token, folders, end, ZONE)


def address_of(agent: Agent) -> str:
    """Somebody's own address."""
    first, *_, last = agent.name.removeprefix("Dr. ").split()
    return f"{plain(first)}.{plain(last)}@nordfunk.example"


def written(mail: Mail, by_id: dict[str, Mail]) -> bytes:
    """A mail as it goes over the wire; answers quote what they answer."""
    customer, ours = _named(mail.person.name, mail.person.email), _named("Nordfunk", mail.box)
    if mail.is_own:
        personal = mail.agent and not mail.is_shared
        sender, recipient = (
            _named(mail.agent.name, address_of(mail.agent)) if personal and mail.agent else ours,
            customer,
        )
    else:
        sender, recipient = POSTMASTER if mail.kind == "bounce" else customer, ours
    headers = {
        "From": sender,
        "To": recipient,
        "Subject": _encoded(mail.subject),
        "Date": format_datetime(local(mail.created)),
        "Message-ID": f"<{mail.id}>",
        "MIME-Version": "1.0",
        **BY_MACHINE.get(mail.kind, {}),
    }
    answered = by_id.get(mail.answers or "")
    if answered:
        headers["In-Reply-To"] = f"<{answered.id}>"
        headers["References"] = "\n ".join(f"<{one}>" for one in dict.fromkeys((mail.thread, answered.id)))
    text = f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{mail.text}\n"
    if mail.kind == "bounce":
        body = REPORT.format(text=text, address=mail.person.email)
    else:
        body = text + _quoted(mail, answered)
    lines = "".join(f"{name}: {value}\n" for name, value in headers.items()) + body
    return lines.replace("\n", "\r\n").encode()


def _quoted(mail: Mail, answered: Mail | None) -> str:
    if answered is None or mail.kind != "text":
        return ""
    who = "Nordfunk" if answered.is_own else answered.person.name
    lines = "".join(f"> {line}\n" for line in answered.text.splitlines())
    return f"\nAm {local(answered.created):%d.%m.%Y um %H:%M} schrieb {who}:\n{lines}"


def _named(name: str, address: str) -> str:
    return formataddr((name, address))


def _encoded(text: str) -> str:
    return text if text.isascii() else Header(text, "utf-8").encode()
