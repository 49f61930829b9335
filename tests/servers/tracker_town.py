"""What people do in a Request Tracker on one morning: nine tickets, through its own front doors.

Each ticket is there for one thing that a connector can get wrong. Its number is its place in this file.
"""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tests.servers.request_tracker import RequestTracker

ANNA, BEN, KUNDE, KLARA, PARTNER = (
    "anna",
    "ben",
    "kunde@example.com",
    "klara@example.com",
    "partner@example.com",
)


@dataclass
class Town:
    """Numbers of the tickets by what they are about, and when all began and ended."""

    began_at: datetime
    ended_at: datetime
    tickets: dict[str, int] = field(default_factory=dict)


def mail(
    sender: str,
    subject: str,
    body: str,
    *,
    name: str,
    kind: str = "text/plain; charset=utf-8",
    more: str = "",
) -> str:
    """A mail as it comes in; `name` makes its Message-ID."""
    return (
        f"From: {sender}\nTo: complaints@nordfunk.example\nSubject: {subject}\nMessage-ID: <{name}@example.com>\n"
        f"MIME-Version: 1.0\nContent-Type: {kind}\n{more}\n{body}\n"
    )


BOTH = """--b
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

Ger=E4t kaputt. Was nun?
--b
Content-Type: text/html; charset=utf-8

<p>Gerät <b>kaputt</b>. Was nun?</p>
--b
Content-Type: text/plain; charset=utf-8; name="log.txt"
Content-Disposition: attachment; filename="log.txt"

error 17
--b--"""


def _wait_for_the_next_second() -> None:
    time.sleep(1.05 - time.time() % 1)


def live(rt: RequestTracker) -> Town:
    """Let it happen."""
    town = Town(datetime.now(UTC), datetime.now(UTC))
    seen = town.tickets

    # A mail in two shapes and with a file; taken, answered in HTML, asked again, resolved.
    rt.mail(mail(KUNDE, "Broken", BOTH, name="m1", kind='multipart/mixed; boundary="b"'))
    seen["mail"] = one = 1
    rt.change(ANNA, one, Owner=ANNA)
    rt.write(
        ANNA,
        one,
        "correspond",
        "<p>We look &amp; write again.</p>",
        ContentType="text/html",
        Status="stalled",
    )
    rt.mail(mail(KUNDE, f"Re: [nordfunk #{one}] Broken", "And now?", name="m2"))
    rt.write(BEN, one, "comment", "Replace it?")
    rt.write(ANNA, one, "correspond", "A new one is on its way.", Status="resolved", TimeTaken=7)

    # A form on the web site: the program is its creator, the customer its requestor. It moves, and changes hands.
    seen["form"] = two = rt.create(
        "webform", Queue="Complaints", Subject="Form", Requestor=KLARA, Content="Nobody answers."
    )
    rt.change(ANNA, two, Owner=ANNA)
    rt.change(ANNA, two, Queue="General", Priority=30)
    rt.change("root", two, Owner=BEN)
    rt.write("webform", two, "correspond", "Still nobody.")
    # Somebody who was only copied in.
    rt.mail(mail(PARTNER, f"[nordfunk #{two}] Form", "I know more.", name="m3"))

    # Sent twice; what comes for the second goes to the first from then on.
    rt.mail(mail(KUNDE, "Broken, again", "Hello? It is broken.", name="m4"))
    seen["twice"] = three = 3
    rt.change(BEN, three, MergeInto=one)

    # Spam, of which no list tells any more.
    seen["spam"] = four = rt.create(
        "root", Queue="Complaints", Subject="Buy", Requestor="spam@example.com", Content="Buy"
    )
    rt.change(ANNA, four, Status="rejected")
    # It knows whole seconds, and what goes in the second of its close has been taken back.
    _wait_for_the_next_second()
    rt.change(ANNA, four, Status="deleted")

    # A call, typed in by an employee, with fields from the start; one of them changes with a reply, one goes.
    seen["call"] = five = rt.create(
        ANNA, Queue="Complaints", Subject="Call", Requestor=KLARA, Content="She called.",
        CustomFields={"Who": "Journalist", "Topic": "Billing", "Labels": ["a", "b"]},
    )  # fmt: skip
    rt.write(
        ANNA, five, "correspond", "You get ten euros.",
        CustomFields={"Promise": "discount", "Due": "2026-12-01 10:00:00"},
    )  # fmt: skip
    rt.change(ANNA, five, CustomFields={"Topic": "Delivery", "Labels": ["b"]})
    rt.change(ANNA, five, CustomFields={"Topic": None})

    # A lifecycle of its own, and an approval.
    seen["workshop"] = six = rt.create(
        "root", Queue="Workshop", Subject="Mend", Requestor=KUNDE, Content="Mend it, please."
    )
    rt.change(BEN, six, Status="at_workshop")
    rt.change(BEN, six, CustomFields={"Approval": "requested"})

    # Somebody is away, and a colleague asks something.
    rt.mail(
        mail(KUNDE, f"[nordfunk #{six}] Away", "I am away.", name="m5", more="Auto-Submitted: auto-replied\n")
    )
    seen["colleague"] = rt.create(
        BEN, Queue="General", Subject="Key", Requestor=BEN, Content="Where is the key?"
    )
    # Nothing was written but a subject.
    seen["subject"] = rt.create("root", Queue="General", Subject="Call me back?", Requestor=KUNDE)
    rt.change(ANNA, six, CustomFields={"Approval": "approved"})

    town.ended_at = datetime.now(UTC)
    return town
