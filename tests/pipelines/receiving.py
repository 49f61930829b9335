"""What the tests of the receiver share: a company that is pushed to, and the receiver as its users start it."""

import hashlib
import hmac
import http.client
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import leitstand

SECRETS = {
    "WA_SECRET": "0123456789abcdef0123456789abcdef",
    "WA_WORD": "our own word",
    "HITS_SECRET": "another secret of ours",
}
VAR = "data"  # not where a connector would look by itself
CONFIG = """
[company]
id = "pushed"
zone = "Europe/Berlin"

[sources.wa]
type = "whatsapp"
app_secret = "env:WA_SECRET"
verify_token = "env:WA_WORD"

[sources.hits]
type = "webhook"
secret = "env:HITS_SECRET"
signature_header = "X-Signature"
max_bytes = 20000
columns = { message_id = "id", author = "who", sent_at = "at", text = "text" }

[[departments]]
id = "service"
name = "Kundenservice"
kind = "service"

[[assign]]
department = "service"
"""


def write_company(folder: Path) -> list[str]:
    """Its configuration in `folder`; returns the options of every command."""
    (folder / "leitstand.toml").write_text(CONFIG.lstrip(), encoding="utf-8")
    return ["--config", str(folder / "leitstand.toml"), "--var", str(folder / VAR)]


class Receiver:
    """`leitstand receive` in a process of its own; a context manager. `urls` by source."""

    def __init__(self, folder: Path, *, largest_file: int | None = None) -> None:
        options = write_company(folder)
        limit = f"ulimit -f {largest_file}; " if largest_file else ""  # in units of 1,024 bytes
        command = [sys.executable, str(Path(leitstand.__file__)), "receive", *options, "--port", "0"]
        self.process = subprocess.Popen(
            ["bash", "-c", limit + 'exec "$@"', "bash", *command],
            env={**os.environ, **SECRETS},
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stderr
        lines = [self.process.stderr.readline() for _ in range(2)]
        assert all(" http://" in line for line in lines), lines
        self.urls = {line.split()[0]: line.split()[1] for line in lines}
        self.port = int(self.urls["wa"].split(":")[2].split("/")[0])

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, str]:
        """Status and text of the answer to one request."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, dict(headers or {}))
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def push(self, mention: Mapping[str, Any]) -> int:
        """Bring a signed mention; returns the status."""
        body = json.dumps(mention).encode()
        return self.ask("POST", "/hooks/hits", body, signed(body))[0]

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.communicate()

    def __enter__(self) -> "Receiver":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.communicate(timeout=20)


def signed(body: bytes) -> dict[str, str]:
    """The headers of a genuine mention."""
    return {"X-Signature": hmac.new(SECRETS["HITS_SECRET"].encode(), body, hashlib.sha256).hexdigest()}
