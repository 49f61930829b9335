"""A mailbox over IMAP4rev1, as far as reading goes: folders, searches by day and UID, mails whole or in part.

Source: RFC 3501 (commands, responses, INTERNALDATE, partial FETCH), RFC 6154 (the folder of sent mails is marked). The
commands that change something are refused, so that nobody can find a flag changed. Python's imaplib and IMAPClient read
it. A line of a session is at most 64 KiB long.
"""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

LONGEST = 65_536
CAPABILITIES = "IMAP4rev1 SPECIAL-USE"
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|([^\s"]+)')
_ITEM = re.compile(
    r"BODY(?:\.PEEK)?\[(HEADER|TEXT|)\](?:<(\d+)\.(\d+)>)?|RFC822\.(?:SIZE|HEADER|TEXT)|[A-Z0-9.]+", re.I
)
_SECTIONS = {"RFC822": "", "RFC822.HEADER": "HEADER", "RFC822.TEXT": "TEXT"}


@dataclass(frozen=True)
class Letter:
    """One mail of a folder: when the server took it in (epoch seconds), and its bytes, made when they are asked for."""

    uid: int
    at: int
    made: Callable[[], bytes]


@dataclass(frozen=True)
class Folder:
    """One folder, its mails by UID. `validity` is its UIDVALIDITY; `mark` a special use such as "\\Sent"."""

    name: str
    letters: Sequence[Letter]
    validity: int = 1
    mark: str = ""


@dataclass
class Mailbox:
    """One mailbox as it is at `now` (epoch seconds): what came later isn't there yet. Its days are those of `zone`."""

    user: str
    password: str
    folders: Sequence[Folder]
    now: int
    zone: ZoneInfo

    def letters(self, folder: Folder) -> list[Letter]:
        """What lies in a folder now."""
        return [letter for letter in folder.letters if letter.at <= self.now]


class Refused(Exception):
    """The server says NO or BAD; the text is what follows the tag."""


class Imap(socketserver.ThreadingTCPServer):
    """A mailbox on 127.0.0.1. A context manager; `close()` ends it."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, mailbox: Mailbox, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Line)
        self.mailbox = mailbox
        self.port: int = self.server_address[1]
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop answering and free the port."""
        self.shutdown()
        self.server_close()
        self._thread.join(timeout=5)

    def __enter__(self) -> Imap:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Line(socketserver.StreamRequestHandler):
    """One connection, a command a line."""

    timeout = 60
    disable_nagle_algorithm = True
    server: Imap

    def handle(self) -> None:
        session = Session(self.server.mailbox)
        self._say(b"* OK Nordfunk's mailbox\r\n")
        while line := self._command():
            try:
                tag, _, rest = line.strip().partition(" ")
                said = b"".join(part + b"\r\n" for part in session.answer(tag, rest))
            except Refused as no:
                said = f"{tag} {no}\r\n".encode()
            self._say(said)
            if session.is_over:
                return

    def _command(self) -> str:
        """The next command; what it promised as a literal ({12}) stands in it as a quoted word."""
        whole = ""
        while line := self.rfile.readline(LONGEST).decode("utf-8", "replace"):
            promised = re.search(r"\{(\d+)\}\r\n$", line)
            if not promised:
                return whole + line
            self._say(b"+ go on\r\n")
            word = self.rfile.read(int(promised[1])).decode("utf-8", "replace")
            whole += line[: promised.start()] + '"' + re.sub(r'(["\\])', r"\\\1", word) + '"'
        return ""

    def _say(self, said: bytes) -> None:
        self.wfile.write(said)


class Session:
    """What one client has been told: whether it signed in, which folder is open, with which mails."""

    def __init__(self, mailbox: Mailbox) -> None:
        self.mailbox = mailbox
        self.is_over = False
        self._knows = False
        self._open: list[Letter] | None = None

    def answer(self, tag: str, rest: str) -> Iterator[bytes]:
        """The lines of an answer, the tagged one last.

        Raises:
            Refused: the command isn't known, isn't allowed now, or can't be carried out.
        """
        name, _, given = rest.partition(" ")
        name = name.upper()
        is_uid = name == "UID"
        if is_uid:
            name, _, given = given.partition(" ")
            name = name.upper()
        known = {"FETCH", "SEARCH"} if is_uid else set(VERBS)
        if name not in known:
            raise Refused(f"BAD {name or 'nothing'} is not spoken here")
        if name not in ("CAPABILITY", "NOOP", "LOGIN", "LOGOUT") and not self._knows:
            raise Refused("NO sign in first")
        for line in VERBS[name](self, given, is_uid):
            yield line if isinstance(line, bytes) else f"* {line}".encode()
        mode = "[READ-ONLY] " if name in ("SELECT", "EXAMINE") else ""
        yield f"{tag} OK {mode}{name} completed".encode()

    def capability(self, given: str, is_uid: bool) -> Iterator[str]:
        """What can be asked for."""
        yield f"CAPABILITY {CAPABILITIES}"

    def noop(self, given: str, is_uid: bool) -> Iterator[str]:
        """Nothing."""
        yield from ()

    def close(self, given: str, is_uid: bool) -> Iterator[str]:
        """Let go of the open folder."""
        self._open = None
        yield from ()

    def login(self, given: str, is_uid: bool) -> Iterator[str]:
        """Sign in.

        Raises:
            Refused: user or password is wrong.
        """
        if _words(given) != [self.mailbox.user, self.mailbox.password]:
            raise Refused("NO [AUTHENTICATIONFAILED] user or password is wrong")
        self._knows = True
        yield from ()

    def logout(self, given: str, is_uid: bool) -> Iterator[str]:
        """The end."""
        self.is_over = True
        yield "BYE see you"

    def folders(self, given: str, is_uid: bool) -> Iterator[str]:
        """Folders whose names fit a pattern."""
        base, pattern = _words(given)
        wanted = re.escape(base + pattern).replace(r"\*", ".*").replace("%", "[^/]*")
        for folder in self.mailbox.folders:
            if re.fullmatch(wanted, folder.name, re.I if folder.name == "INBOX" else 0):
                marks = " ".join(filter(None, ("\\HasNoChildren", folder.mark)))
                yield f'LIST ({marks}) "/" "{folder.name}"'

    def status(self, given: str, is_uid: bool) -> Iterator[str]:
        """Counts of a folder that isn't opened."""
        folder = self._folder(_words(given)[0])
        letters = self.mailbox.letters(folder)
        told = {
            "MESSAGES": len(letters), "RECENT": 0, "UNSEEN": len(letters), "UIDVALIDITY": folder.validity,
            "UIDNEXT": _next(letters),
        }  # fmt: skip
        asked = re.findall(r"[A-Z]+", given.upper().rpartition("(")[2])
        yield f'STATUS "{folder.name}" ({" ".join(f"{name} {told[name]}" for name in asked if name in told)})'

    def select(self, given: str, is_uid: bool) -> Iterator[str]:
        """Open a folder, always to be read only."""
        self._open = None
        folder = self._folder(_words(given)[0])
        self._open = self.mailbox.letters(folder)
        yield "FLAGS (\\Seen \\Answered \\Deleted \\Draft \\Flagged)"
        yield f"{len(self._open)} EXISTS"
        yield "0 RECENT"
        yield "OK [PERMANENTFLAGS ()] nothing can be changed"
        yield f"OK [UIDVALIDITY {folder.validity}] as long as UIDs stay"
        yield f"OK [UIDNEXT {_next(self._open)}] the next one"

    def search(self, given: str, is_uid: bool) -> Iterator[str]:
        """Numbers, or UIDs, of the open folder's mails that fit."""
        words = [word.upper() for word in _words(given.replace("(", " ").replace(")", " "))]
        if words[:1] == ["CHARSET"]:
            words = words[2:]
        found = list(enumerate(self._letters, 1))
        while words:
            found = list(self._narrowed(found, words))
        yield " ".join(["SEARCH", *(str(letter.uid if is_uid else place) for place, letter in found)])

    def _narrowed(self, found: list[tuple[int, Letter]], words: list[str]) -> list[tuple[int, Letter]]:
        """What of it fits the next criterion, which is taken from `words`."""
        key = words.pop(0)
        if key in ("ALL", "UNSEEN", "UNDELETED", "OLD"):
            return found
        if key in ("SEEN", "ANSWERED", "DELETED", "FLAGGED", "RECENT", "NEW"):
            return []
        if key in ("SINCE", "BEFORE", "ON") and words:
            day = _day(words.pop(0))
            days = [(datetime.fromtimestamp(one[1].at, self.mailbox.zone).date(), one) for one in found]
            fits = {"SINCE": lambda d: d >= day, "BEFORE": lambda d: d < day, "ON": lambda d: d == day}[key]
            return [one for its, one in days if fits(its)]
        if key == "UID" and words:
            chosen = _chosen(words.pop(0), [letter.uid for letter in self._letters])
            return [one for one in found if one[1].uid in chosen]
        if key[:1].isdigit() or key[:1] == "*":
            chosen = _chosen(key, range(1, len(self._letters) + 1))
            return [one for one in found if one[0] in chosen]
        raise Refused(f"BAD {key} is no criterion that is searched by here")

    def fetch(self, given: str, is_uid: bool) -> Iterator[bytes]:
        """What was asked for of some of the open folder's mails."""
        which, _, asked = given.partition(" ")
        items = list(_ITEM.finditer(asked.strip().removeprefix("(").removesuffix(")")))
        numbered = list(enumerate(self._letters, 1))
        chosen = _chosen(which, [letter.uid if is_uid else place for place, letter in numbered])
        for place, letter in numbered:
            if (letter.uid if is_uid else place) in chosen:
                parts = {} if not is_uid else {b"UID": str(letter.uid).encode()}
                raw = letter.made()
                for item in items:
                    name, value = self._item(item, letter, raw)
                    parts[name] = value
                told = b" ".join(name + b" " + value for name, value in parts.items())
                yield f"* {place} FETCH (".encode() + told + b")"

    def _item(self, item: re.Match[str], letter: Letter, raw: bytes) -> tuple[bytes, bytes]:
        name = item[0].upper()
        at = datetime.fromtimestamp(letter.at, self.mailbox.zone)
        if name == "UID":
            return b"UID", str(letter.uid).encode()
        if name == "FLAGS":
            return b"FLAGS", b"()"
        if name == "INTERNALDATE":
            return b"INTERNALDATE", f'"{at.day:2d}-{MONTHS[at.month - 1]}-{at:%Y %H:%M:%S %z}"'.encode()
        if name == "RFC822.SIZE":
            return b"RFC822.SIZE", str(len(raw)).encode()
        if name not in _SECTIONS and not name.startswith("BODY"):
            raise Refused(f"BAD {name} can't be fetched here")
        section = _SECTIONS.get(name, (item[1] or "").upper())
        head, gap, text = raw.partition(b"\r\n\r\n")
        part = {"": raw, "HEADER": head + gap, "TEXT": text}[section]
        label = name if name in _SECTIONS else f"BODY[{section}]"
        if item[2] is not None:
            begin = int(item[2])
            part, label = part[begin : begin + int(item[3])], f"{label}<{begin}>"
        return label.encode(), f"{{{len(part)}}}\r\n".encode() + part

    @property
    def _letters(self) -> list[Letter]:
        if self._open is None:
            raise Refused("BAD open a folder first")
        return self._open

    def _folder(self, name: str) -> Folder:
        for folder in self.mailbox.folders:
            if folder.name == name or (name.upper() == "INBOX" == folder.name):
                return folder
        raise Refused(f"NO [NONEXISTENT] there is no folder {name}")


Verb = Callable[[Session, str, bool], Iterator[str] | Iterator[bytes]]
VERBS: dict[str, Verb] = {
    "CAPABILITY": Session.capability, "NOOP": Session.noop, "LOGIN": Session.login, "LOGOUT": Session.logout,
    "LIST": Session.folders, "STATUS": Session.status, "SELECT": Session.select, "EXAMINE": Session.select,
    "SEARCH": Session.search, "FETCH": Session.fetch, "CLOSE": Session.close,
}  # fmt: skip


def _words(given: str) -> list[str]:
    """Atoms and quoted words."""
    return [atom or re.sub(r"\\(.)", r"\1", quoted) for quoted, atom in _WORD.findall(given)]


def _chosen(which: str, there: Sequence[int]) -> set[int]:
    """Those of a set such as 3:5,8,12:* that are there; * is the last one, also as the lower end of a range."""
    last = there[-1] if there else 0
    chosen: set[int] = set()
    for part in which.split(","):
        try:
            ends = [last if end == "*" else int(end) for end in part.split(":")]
        except ValueError:
            raise Refused(f"BAD {part} names no mails") from None
        chosen |= {number for number in there if min(ends) <= number <= max(ends)}
    return chosen


def _next(letters: Sequence[Letter]) -> int:
    return letters[-1].uid + 1 if letters else 1


def _day(text: str) -> date:
    found = re.fullmatch(r"(\d{1,2})-([A-Z]{3})-(\d{4})", text)
    if not found or found[2].title() not in MONTHS:
        raise Refused(f"BAD {text} is no day")
    return date(int(found[3]), MONTHS.index(found[2].title()) + 1, int(found[1]))
