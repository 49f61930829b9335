"""Tokens that a platform exchanges for new ones, kept in a file that only their owner may read.

A refresh token that is used once is worth nothing afterwards: its successor has to be on disk before the next request.
The file also remembers of which configured token it is the successor, so that whoever signs in anew and configures
another one isn't answered with the old one's successors.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol, Self, runtime_checkable

MODE = 0o600


@runtime_checkable
class KeepsTokens(Protocol):
    """A connector whose platform gives it new tokens, which it keeps in a folder of ours."""

    def keeping_in(self, folder: Path) -> Self:
        """The same, with its tokens in `folder`."""
        ...


@dataclass(frozen=True)
class Tokens:
    """The latest pair; `expires_at` is when the access token ends, an instant as ISO text."""

    refresh: str = field(repr=False)
    access: str = field(default="", repr=False)
    expires_at: str = ""

    def has_access_at(self, instant: datetime) -> bool:
        """Is the access token good then?"""
        return bool(self.access) and instant < datetime.fromisoformat(self.expires_at)


@dataclass(frozen=True)
class TokenFile:
    """The file of one source; `configured` is the refresh token that its settings name."""

    path: Path
    configured: str = field(repr=False)

    def read(self) -> Tokens:
        """The latest pair; the configured token alone where it has no successor here."""
        try:
            kept = json.loads(self.path.read_bytes())
            if kept.pop("successor_of") == self._fingerprint:
                return Tokens(**kept)
        except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
            pass  # what can't be read is as good as none: the configured token says whether it still counts
        return Tokens(self.configured)

    def write(self, tokens: Tokens) -> None:
        """Keep a new pair, durably; whoever reads meanwhile sees the old one or this one."""
        temporary = self.path.with_name(f"{self.path.name}.tmp")
        temporary.unlink(missing_ok=True)
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"successor_of": self._fingerprint, **asdict(tokens)}, file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self.path)
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else exchanges the token meanwhile: a run and doctor would each spend the other's."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(self.path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, MODE)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    @property
    def _fingerprint(self) -> str:
        return hashlib.sha256(f"refresh token\n{self.configured}".encode()).hexdigest()[:16]
