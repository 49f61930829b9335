"""Is a push genuine? HMAC-SHA256 over what was received, compared in constant time.

Source: RFC 2104 for the code itself. What exactly is signed, and in which header the result stands, differs from sender
to sender: most sign the raw body, some "<timestamp>.<body>" so that an old push can't be sent again by others.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, Protocol, runtime_checkable

from connectors.page import Check, Connector

SHORTEST_SECRET = 16  # characters
_EPOCH = re.compile(r"\d{10}(\d{3})?")


@dataclass(frozen=True)
class Signature:
    """How one sender signs. `secrets`: any of them will do, so that one can be exchanged without a gap.

    `header` holds `prefix` and then the code in `encoding`. `signed` is the text over which it is computed, with {body}
    and {timestamp}; the latter is the value of `timestamp_header`, epoch seconds or milliseconds or ISO 8601, and at
    most `tolerance` from now.
    """

    secrets: tuple[str, ...] = field(repr=False)
    header: str
    prefix: str = ""
    encoding: Literal["hex", "base64"] = "hex"
    timestamp_header: str | None = None
    signed: str = "{body}"
    tolerance: timedelta = timedelta(minutes=5)

    def fits(self, headers: Mapping[str, str], body: bytes, now: datetime) -> bool:
        """Whether who sent this knows the secret, and sent it just now. `headers` by their names in lower case."""
        stamp = headers.get(self.timestamp_header.lower(), "") if self.timestamp_header else ""
        if self.timestamp_header and not self._is_recent(stamp, now):
            return False
        before, _, after = self.signed.replace("{timestamp}", stamp).partition("{body}")
        text = before.encode() + body + after.encode()
        given = headers.get(self.header.lower(), "").strip()
        codes = (self._code(secret, text) for secret in self.secrets)
        if self.encoding == "hex":  # in small letters or capitals
            given, codes = given.lower(), (code.lower() for code in codes)
        return any(hmac.compare_digest(given.encode(), code.encode()) for code in codes)

    def check(self) -> Check:
        """Doctor's look at the secret: is it there, and long enough not to be guessed?"""
        short = [secret for secret in self.secrets if len(secret) < SHORTEST_SECRET]
        if not short:
            return Check("secret", True, f"{len(self.secrets)} known, in {self.header}")
        detail = f"has fewer than {SHORTEST_SECRET} characters, so it might be guessed"
        return Check("secret", False, detail, "agree on a longer one with the sender")

    def _code(self, secret: str, text: bytes) -> str:
        code = hmac.new(secret.encode(), text, hashlib.sha256)
        said = code.hexdigest() if self.encoding == "hex" else base64.b64encode(code.digest()).decode()
        return self.prefix + said

    def _is_recent(self, stamp: str, now: datetime) -> bool:
        try:
            if _EPOCH.fullmatch(stamp):
                at = datetime.fromtimestamp(int(stamp) / (1000 if len(stamp) > 10 else 1), UTC)
            else:
                at = datetime.fromisoformat(stamp)
            return abs(at - now) <= self.tolerance
        except (ValueError, TypeError):  # no instant, or one without its offset
            return False


@runtime_checkable
class Pushed(Protocol):
    """A connector whose records are sent to us; the receiver takes them in at /hooks/<source>."""

    @property
    def signature(self) -> Signature:
        """How to tell a genuine push."""
        ...

    @property
    def max_bytes(self) -> int:
        """The largest body that is taken."""
        ...

    @property
    def answers_get(self) -> bool:
        """Whether the sender asks first, by GET."""
        ...

    def handshake(self, query: Mapping[str, str]) -> str | None:
        """What to answer a GET by which the sender makes sure that the address is ours; None to refuse it."""
        ...

    def reading_from(self, folder: Path) -> Connector:
        """The same connector, with its spool in `folder`."""
        ...
