"""The var folder: where everything lies, whose it is, and the key that makes author ids pseudonyms."""

import hashlib
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipelines import durable
from pipelines.errors import VarFolderRefused

KEY_VARIABLE = "LEITSTAND_PSEUDONYM_KEY"
MIN_KEY_LENGTH = 16


@dataclass(frozen=True)
class VarFolder:
    """One company's data. Paths only; nothing is created until it is claimed."""

    path: Path

    @property
    def raw(self) -> Path:
        """Every record as received, the archive."""
        return self.path / "raw"

    @property
    def inbox(self) -> Path:
        """What was pushed and isn't landed yet, a folder a source."""
        return self.path / "inbox"

    @property
    def tokens(self) -> Path:
        """Tokens that platforms have exchanged for those configured, a folder a source."""
        return self.path / "tokens"

    @property
    def cursors(self) -> Path:
        """How far each source was read, one file a source."""
        return self.path / "cursors"

    @property
    def serving(self) -> Path:
        """Published snapshots and CURRENT, the name of the newest."""
        return self.path / "serving"

    @property
    def log(self) -> Path:
        """One file a run, with what is too much for a terminal."""
        return self.path / "log"

    @property
    def dagster(self) -> Path:
        """Dagster's own record of runs and assets."""
        return self.path / "dagster"

    @property
    def truth(self) -> Path:
        """What really happened in the simulated company (demo only)."""
        return self.path / "truth"

    @property
    def key_file(self) -> Path:
        """The pseudonym key, where it doesn't come from the environment."""
        return self.path / "pseudonym.key"

    @property
    def owner_file(self) -> Path:
        """Whose folder this is, and the fingerprint of its key."""
        return self.path / "company.json"

    def create(self) -> None:
        """Make the folder where there is none, for its owner alone: what people wrote lies in it.

        Whoever shares it opens this one folder (chmod 750); what lies below follows the user's own mask.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.mkdir(mode=0o700, exist_ok=True)

    @property
    def is_open_to_all(self) -> bool:
        """Whether every user of this machine can look into it."""
        return self.path.exists() and bool(self.path.stat().st_mode & stat.S_IRWXO)

    def check_owner(self, company_id: str) -> None:
        """Raise VarFolderRefused where the folder belongs to another company."""
        owner = (durable.read_json(self.owner_file) or {}).get("company_id", company_id)
        if owner != company_id:
            raise VarFolderRefused(
                f'{self.path} belongs to company "{owner}", not "{company_id}"; choose another with --var'
            )

    def claim(self, company_id: str, environ: Mapping[str, str]) -> bytes:
        """Make the folder `company_id`'s own on its first run, and return its pseudonym key.

        Raises:
            VarFolderRefused: it belongs to another company, its key is lost, or another key was given.
        """
        self.create()
        self.check_owner(company_id)
        key = self.check_key(environ) or self._create_key()
        if self._known_fingerprint() is None:
            owner = {"company_id": company_id, "key_fingerprint": fingerprint(key)}
            durable.write_json(self.owner_file, owner)
        return key

    def check_key(self, environ: Mapping[str, str]) -> bytes | None:
        """The key as given or kept; None where a first run has to create it.

        Raises:
            VarFolderRefused: it is not the key that the folder was written with, or is lost.
        """
        key, known = self._given_key(environ), self._known_fingerprint()
        if key is None and known is not None:
            raise VarFolderRefused(
                f"the pseudonym key of {self.path} is gone; restore {self.key_file} from a backup, "
                f"export {KEY_VARIABLE}, or begin a new folder with --var"
            )
        if key is not None and known not in (None, fingerprint(key)):
            origin = KEY_VARIABLE if environ.get(KEY_VARIABLE) else str(self.key_file)
            raise VarFolderRefused(
                f"the pseudonym key in {origin} is not the one that {self.path} was written with; "
                "give back the first key, or begin a new folder with --var"
            )
        return key

    def _known_fingerprint(self) -> str | None:
        return (durable.read_json(self.owner_file) or {}).get("key_fingerprint")

    def _given_key(self, environ: Mapping[str, str]) -> bytes | None:
        if text := environ.get(KEY_VARIABLE, "").strip():
            if len(text) < MIN_KEY_LENGTH:
                raise VarFolderRefused(
                    f"{KEY_VARIABLE} is too short; use at least {MIN_KEY_LENGTH} characters, "
                    'for example the output of: python -c "import secrets; print(secrets.token_hex(32))"'
                )
            return text.encode()
        if self.key_file.exists():
            if stat.S_IMODE(self.key_file.stat().st_mode) & 0o077:
                self.key_file.chmod(0o600)
            return self.key_file.read_bytes().strip()
        return None

    def _create_key(self) -> bytes:
        key = secrets.token_hex(32).encode()
        durable.write_bytes(self.key_file, key + b"\n", mode=0o600)
        return key


def fingerprint(key: bytes) -> str:
    """Tells two keys apart without giving either away."""
    return hashlib.sha256(b"leitstand pseudonym key\n" + key).hexdigest()[:16]


def at(path: Path) -> VarFolder:
    """The var folder at `path`, made absolute, for child processes work elsewhere."""
    return VarFolder(path.expanduser().resolve())
