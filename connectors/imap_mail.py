"""A mail's bytes as what is landed of it: headers that count, its words, the names of what is attached.

Source: RFC 5322, RFC 2045, RFC 3834 (Auto-Submitted), RFC 3464 (delivery reports), through Python's email package,
which reads broken mails too, and says what was broken.

Anybody can write to a mailbox, and that package takes hours or gigabytes for a header that is long enough, and gives up
on parts nested deeply. So a header counts up to 16 KiB, and of a mail nested beyond reading the headers alone.
"""

import email.policy
import email.utils
from collections.abc import Iterator
from email.message import EmailMessage, Message
from email.parser import BytesParser
from itertools import islice
from typing import Any

LONGEST_HEADER = 16 * 1024  # characters; two hundred recipients with their names
MOST_PARTS = 200  # that are asked what they are
LONGEST_OF_PART = 2 * 1024  # of Content-Type and the like, which each part of a mail may have
TOO_DEEP = "NestedTooDeeply"
_UNREADABLE = (ValueError, IndexError, AttributeError, TypeError, LookupError, AssertionError)


class _Policy(email.policy.EmailPolicy):
    """Python's own, which reads of each header, the mail's or a part's, no more than its beginning."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        of_part = name.lower().startswith("content-")
        return name, value[: LONGEST_OF_PART if of_part else LONGEST_HEADER]

    def header_fetch_parse(self, name: str, value: str) -> Any:
        try:
            return super().header_fetch_parse(name, value)
        except RecursionError:  # comments within comments
            return super().header_fetch_parse(name, value.replace("(", " "))


_POLICY = _Policy()
# Headers by which machines say that they are machines.
_TOLD_BY = (
    "auto-submitted",
    "precedence",
    "x-autoreply",
    "x-autorespond",
    "list-id",
    "return-path",
    "x-loop",
    "authentication-results",
)


def payload_of(raw: bytes) -> dict[str, Any]:
    """What is landed of a mail. Addresses are {"name", "address"}; ids are without their angle brackets."""
    try:
        return _payload(BytesParser(policy=_POLICY).parsebytes(raw))
    except RecursionError:
        found = _payload(BytesParser(policy=_POLICY).parsebytes(raw, headersonly=True), has_parts=False)
        return found | {"defects": sorted({*found["defects"], TOO_DEEP})}


def _payload(mail: Message, has_parts: bool = True) -> dict[str, Any]:
    assert isinstance(mail, EmailMessage)
    text, is_html = _words(mail) if has_parts else (None, False)
    return {
        "message_id": next(iter(_ids(mail, "message-id")), None),
        "in_reply_to": next(iter(_ids(mail, "in-reply-to")), None),
        "references": _ids(mail, "references"),
        "from": _addresses(mail, "from")[:1],
        "to": _addresses(mail, "to"),
        "cc": _addresses(mail, "cc"),
        "reply_to": _addresses(mail, "reply-to"),
        "subject": _header(mail, "subject"),
        "date": _header(mail, "date"),
        "content_type": mail.get_content_type(),
        "report_type": _parameter(mail, "report-type"),
        "told": {name: value for name in _TOLD_BY if (value := _header(mail, name)) is not None},
        "text": text,
        "is_html": is_html,
        "attachments": [_file_name(part) for part in _attached(mail)],
        "defects": sorted({type(defect).__name__ for part in _parts(mail) for defect in part.defects}),
    }


def _header(mail: Message, name: str) -> str | None:
    # The value of a header that is broken beyond reading raises instead of being a defect.
    try:
        value = mail[name]
        return None if value is None else _plain(value)
    except _UNREADABLE:
        return next((_plain(raw) for key, raw in mail.raw_items() if key.lower() == name), None)


def _plain(raw: Any) -> str:
    return " ".join(str(raw).encode("utf-8", "replace").decode("utf-8", "replace").split())


def _parameter(mail: Message, name: str) -> str | None:
    try:
        found = mail.get_param(name)
    except _UNREADABLE:
        return None
    return str(found) if isinstance(found, str) else None


def _ids(mail: Message, name: str) -> list[str]:
    value = _header(mail, name) or ""
    found = [part.partition(">")[0].strip() for part in value.split("<")[1:]]
    return [one for one in found if one] or (
        [value.strip()] if value.strip() and name == "message-id" else []
    )


def _addresses(mail: Message, name: str) -> list[dict[str, str]]:
    try:
        # Not from the header as text: a name may hold a comma once it is decoded.
        found = [(one.display_name, one.addr_spec) for one in getattr(mail[name], "addresses", ())]
    except _UNREADABLE:
        found = email.utils.getaddresses([_header(mail, name) or ""])
    return [
        {"name": told, "address": address.lower()} for told, address in map(_safe, found) if "@" in address
    ]


def _safe(pair: tuple[str, str]) -> tuple[str, str]:
    return _plain(pair[0]), _plain(pair[1])


def _words(mail: EmailMessage) -> tuple[str | None, bool]:
    """The text, and whether it is HTML: there was no plain one."""
    try:
        body = mail.get_body(preferencelist=("plain", "html"))
    except (AttributeError, KeyError, ValueError):
        body = None
    if body is None:
        return None, False
    try:
        content = body.get_content()
    except (LookupError, ValueError, AssertionError, KeyError):
        raw = body.get_payload(decode=True)
        content = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(body.get_payload())
    if isinstance(content, bytes):
        content = content.decode("utf-8", "replace")
    return str(content).replace("\r\n", "\n").strip("\n") or None, body.get_content_type() == "text/html"


def _parts(mail: Message) -> Iterator[Message]:
    return islice(mail.walk(), MOST_PARTS)


def _file_name(part: Message) -> str:
    try:
        return part.get_filename() or part.get_content_type()
    except _UNREADABLE:
        return part.get_content_type()


def _attached(mail: EmailMessage) -> list[Message]:
    return [
        part
        for part in _parts(mail)
        if not part.is_multipart() and part.get_content_disposition() == "attachment"
    ]
