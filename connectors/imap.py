"""Mails of a mailbox, by IMAP: what came in, and what was answered from its folder of sent mails.

Source: RFC 9051 and RFC 3501 (UIDVALIDITY, UID ranges), through IMAPClient. Folders are opened read-only and mails
fetched by PEEK, so no mail becomes "read" by being counted. A mail's instant is INTERNALDATE, when the server took it
in: the Date header is whatever the sender's machine believes. Its id is its Message-ID: the same in every folder, and
after a move or a change of UIDVALIDITY.
"""

import logging
import re
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError
from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from connectors.about import About, Permission
from connectors.errors import AccessDenied, ConnectorError, SettingsError, SourceUnavailable
from connectors.imap_mail import payload_of
from connectors.page import Check, Cursor, Page, Record

ABOUT = About(
    title="Mailbox (IMAP)",
    group="mail",
    reads="Mails of any folders, and the company's answers from its folder of sent mails: addresses, subject, threads,"
    " text, names of attachments (not their content); automatic replies and bounces are told apart.",
    how="By UID above the last one of each folder. Where the server says that a folder's UIDs are others now"
    " (UIDVALIDITY), the folder is read again from `start`; a mail is known by its Message-ID. A folder can be"
    " asked for one day.",
    limits="No flag is changed. A mail that was moved or erased before it was read isn't seen, one erased later stays."
    " Of a mail above 1 MB the first part is read. Answers that are kept nowhere on the server can't be seen.",
    verified="Dovecot 2.3, filled by LMTP and APPEND.",
    permissions=(
        Permission("lookup and read", "on the folders; with a shared mailbox, for the login that reads"),
    ),
)

PAGE_MAILS = 200
LARGEST = 1_000_000  # bytes of a mail that are read
log = logging.getLogger(__name__)

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_STREAM = "messages"


class Settings(BaseModel):
    """The section of a source with type = "imap"."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    host: str = Field(description="The IMAP server.")
    user: str = Field(description="Who signs in, often the address itself.")
    password: SecretStr | None = Field(default=None, description="The password, or a password for apps.")
    token: SecretStr | None = Field(
        default=None, description="An OAuth access token (XOAUTH2) instead of a password."
    )
    addresses: list[str] = Field(
        min_length=1,
        description="The company's own: `help@firm.example`, or `@firm.example` for all of a domain. Mails from them"
        " are answers.",
    )
    folders: list[str] = Field(default=["INBOX"], description="Folders in which customers' mails lie.")
    sent: list[str] = Field(
        default=[], description="Folders of sent mails; without it, that which the server marks so."
    )
    start: date = Field(description="The first day to read.")
    port: int = Field(default=993, description="Its port.")
    security: Literal["tls", "starttls", "none"] = Field(
        default="tls", description="`none` only for this very machine."
    )
    timeout: int = Field(default=60, ge=1, description="Seconds to wait for the server's answer.")

    @model_validator(mode="after")
    def _signs_in_safely(self) -> "Settings":
        if (self.password is None) == (self.token is None):
            raise ValueError("give either a password or a token")
        if self.security == "none" and self.host not in _LOOPBACK:
            raise ValueError('security: "none" would send the password readable; use "tls" or "starttls"')
        for address in self.addresses:
            if "@" not in address:
                raise ValueError(f'addresses: {address!r} is neither help@firm.example nor "@firm.example"')
        return self


def connect(name: str, settings: Settings, base: Path) -> "Mailbox":
    """The mailbox of the source section `name`. Opens no connection."""
    return Mailbox(name, settings)


@dataclass(frozen=True)
class Mailbox:
    """One mailbox; its one stream is messages."""

    name: str
    settings: Settings
    streams: tuple[str, ...] = (_STREAM,)
    daily: frozenset[str] = field(default_factory=lambda: frozenset({_STREAM}))

    def fetch(self, stream: str, cursor: Cursor, *, until: datetime) -> Iterator[Page]:
        """Yield mails as they lie in each folder, by UID. Cursor: {"folders": {name: {"validity", "uid"}}}.

        Raises:
            AccessDenied: the login.
            SettingsError: a folder that isn't there; names those that are.
            SourceUnavailable: no connection, cut off, or the server says no.
        """
        read = dict(cursor.get("folders", {}))
        with self._signed_in() as client:
            for folder in self._folders(client):
                validity = self._open(client, folder)
                before = read.get(folder, {})
                if before.get("validity") not in (None, validity):
                    log.warning(
                        "source %s, folder %s: UIDVALIDITY is %s and was %s: its mails were numbered anew; it is read"
                        " again from %s, and a mail that is known by its Message-ID counts once",
                        self.name, folder, validity, before["validity"], self.settings.start,
                    )  # fmt: skip
                last = before.get("uid", 0) if before.get("validity") == validity else 0
                # A range that ends with * always holds the last mail, also where that is below its beginning.
                wanted = ["UID", f"{last + 1}:*"] if last else ["SINCE", self.settings.start]
                uids = sorted(uid for uid in client.search(wanted) if uid > last)
                for records, uid, is_over in self._mails(client, folder, validity, uids, until):
                    read[folder] = {"validity": validity, "uid": uid}
                    yield Page(stream, records, {"folders": dict(read)})
                    if is_over:
                        break

    def fetch_day(self, stream: str, day: date) -> Iterator[Page]:
        """Yield the mails that the server took in on one day (UTC)."""
        begin = datetime(day.year, day.month, day.day, tzinfo=UTC)
        with self._signed_in() as client:
            for folder in self._folders(client):
                validity = self._open(client, folder)
                # The server's days are its own zone's: one more on both sides, then by instant.
                wanted = ["SINCE", day - timedelta(days=1), "BEFORE", day + timedelta(days=2)]
                for records, _, _ in self._mails(
                    client, folder, validity, sorted(client.search(wanted)), None
                ):
                    kept = [one for one in records if begin <= _taken_in(one) < begin + timedelta(days=1)]
                    if kept:
                        yield Page(stream, kept, {})

    def check(self) -> Iterator[Check]:
        """Sign in and open each folder."""
        try:
            with self._signed_in() as client:
                yield Check("login", True, f"{self.settings.user} at {self.settings.host}")
                for folder in self._folders(client):
                    self._open(client, folder)
                    yield Check(f"folder {folder}", True, f"{len(client.search(['ALL']))} mails")
                if not self._sent(client):
                    yield Check(
                        "sent",
                        False,
                        "no folder of sent mails is known: answers wouldn't be seen",
                        "name it in `sent`",
                    )
        except ConnectorError as error:
            problem, _, mend = str(error).rpartition("; ")
            yield Check("mailbox", False, problem or mend, mend)

    @contextmanager
    def _signed_in(self) -> Iterator[IMAPClient]:
        given, place = self.settings, f"source {self.name}: {self.settings.host}"
        try:
            client = IMAPClient(
                given.host, given.port, ssl=given.security == "tls", timeout=given.timeout, use_uid=True
            )
        except (OSError, IMAPClientError) as error:
            raise SourceUnavailable(f"{place}: {_said(error)}; check host, port and security") from None
        try:
            if given.security == "starttls":
                client.starttls(ssl.create_default_context())
            client.normalise_times = False
            try:
                if given.password:
                    client.login(given.user, given.password.get_secret_value())
                elif given.token:
                    client.oauth2_login(given.user, given.token.get_secret_value())
            except LoginError as error:
                raise AccessDenied(
                    f"{place} refuses {given.user}: {self._clean(_said(error))}; check password or token, and whether"
                    " IMAP is switched on for this mailbox"
                ) from None
            yield client
        except (OSError, IMAPClientError) as error:
            raise SourceUnavailable(
                f"{place}: {self._clean(_said(error))}; check that it is up, and run again"
            ) from None
        finally:
            try:
                client.logout()
            except (OSError, IMAPClientError):
                client.shutdown()

    def _clean(self, text: str) -> str:
        for secret in (self.settings.password, self.settings.token):
            if secret and secret.get_secret_value():
                text = text.replace(secret.get_secret_value(), "***")
        return text

    def _folders(self, client: IMAPClient) -> list[str]:
        there = [name for _, _, name in client.list_folders()]
        for folder in (*self.settings.folders, *self.settings.sent):
            if folder not in there and folder.upper() != "INBOX":
                raise SettingsError(
                    "folders",
                    f"source {self.name}: there is no folder {folder!r}; use one of {', '.join(there)}",
                )
        return [*dict.fromkeys((*self.settings.folders, *self._sent(client)))]

    def _sent(self, client: IMAPClient) -> Sequence[str]:
        if self.settings.sent:
            return self.settings.sent
        return [name for flags, _, name in client.list_folders() if b"\\Sent" in flags]

    def _open(self, client: IMAPClient, folder: str) -> int:
        """Open a folder to be read; the number that changes when its UIDs do."""
        return int(client.select_folder(folder, readonly=True)[b"UIDVALIDITY"])

    def _mails(
        self, client: IMAPClient, folder: str, validity: int, uids: Sequence[int], until: datetime | None
    ) -> Iterator[tuple[list[Record], int, bool]]:
        """Mails in parts, the last UID of each, and whether what follows is after `until`."""
        is_sent = folder in self._sent(client)
        for begin in range(0, len(uids), PAGE_MAILS):
            part = uids[begin : begin + PAGE_MAILS]
            found = client.fetch(part, ["INTERNALDATE", "RFC822.SIZE", f"BODY.PEEK[]<0.{LARGEST}>"])
            records: list[Record] = []
            last, is_over = part[0] - 1, False
            for uid in part:
                if uid not in found:
                    last = uid  # erased since we asked
                    continue
                at = found[uid][b"INTERNALDATE"].astimezone(UTC)
                if is_over := until is not None and at >= until:
                    break
                last = uid
                records.append(self._record(folder, is_sent, validity, uid, found[uid], at))
            yield records, last, is_over
            if is_over:
                return

    def _record(
        self, folder: str, is_sent: bool, validity: int, uid: int, found: dict[bytes, Any], at: datetime
    ) -> Record:
        body = next(value for key, value in found.items() if key.startswith(b"BODY["))
        place = {"folder": folder, "is_sent": is_sent, "uid": uid, "size": found[b"RFC822.SIZE"]}
        place["internal_date"] = at.isoformat()
        try:
            payload = payload_of(body) | place
        except Exception as error:
            # Anybody can write to a mailbox: whatever a mail does, the others are read.
            said = {"raw": body.decode("utf-8", "replace")} | place
            reason = f"mail: can't be read ({type(error).__name__})"
            return Record(f"{folder}/{validity}/{uid}", said, error=reason)
        known = payload["message_id"] or f"{folder}/{validity}/{uid}"
        return Record(known, payload)


def _taken_in(record: Record) -> datetime:
    return datetime.fromisoformat(record.payload["internal_date"])


def _said(error: Exception) -> str:
    """The server's words as text, on one line."""
    words = str(error.args[0] if error.args else error)
    found = re.fullmatch(r"b'(.*)'", words, re.DOTALL)
    return " ".join((found[1] if found else words).split()) or type(error).__name__
