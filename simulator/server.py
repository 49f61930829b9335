"""All simulated platforms on one loopback port, /facebook/... and so on, as of an instant; a mailbox on another one."""

from __future__ import annotations

import select
import threading
import time
from datetime import UTC, datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit

from simulator import on_mailbox, on_whatsapp, page_faults, served, sheets
from simulator.faults import Fault, Faults, answer_of
from simulator.platforms.facebook import Graph
from simulator.platforms.imap import Imap
from simulator.platforms.whatsapp import Push
from simulator.platforms.wire import Answer, Request, answer_from
from simulator.platforms.x import X
from simulator.platforms.zendesk import Zendesk
from simulator.records import World

DEMO_TOKEN = "nordfunk-demo-token"
X_LAG = 10
PIECES = 5  # of a body that trickles


class Server:
    """A running simulator. `url` has no slash at its end; facebook_url and zendesk_url are base URLs.

    Use it as a context manager, or call `close()`.
    """

    def __init__(
        self, world: World, *, port: int, now: datetime | None, token: str, files: Path | None
    ) -> None:
        self.world, self.token = world, token
        self._temporary = None if files else TemporaryDirectory(prefix="nordfunk-")
        self.files = files or Path(self._temporary.name if self._temporary else "")
        self.faults = Faults()
        self.requests: list[str] = []  # paths with query, as they came
        self.platforms = served.platforms(world, token)
        self._lock = threading.Lock()
        self._http = Http(self, port)
        self.port = self._http.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.facebook_url, self.zendesk_url = f"{self.url}/facebook", f"{self.url}/zendesk"
        self.imap = Imap(on_mailbox.mailbox(world, token, world.end))
        self.set_now(now or datetime.fromtimestamp(world.end, UTC))
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def set_now(self, now: datetime) -> None:
        """Show the world as it is at `now` (aware): what came later isn't there yet, what was deleted is gone."""
        self.now = now
        self.imap.mailbox.now = int(now.timestamp())
        with self._lock:
            for platform in self.platforms.values():
                # X shows nothing of its last ten seconds; here nobody has to wait for them to pass.
                platform.now = int(now.timestamp()) + (X_LAG if isinstance(platform, X) else 0)

    def url_of(self, platform: str) -> str:
        """Where a platform is."""
        return f"{self.url}/{platform}"

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables that the demo's leitstand.toml names.

        Without a folder of their own the company's tables are written anew each time, as they are now.
        """
        if self._temporary:
            sheets.write(self.world, self.files, self.now)
        return {
            "LEITSTAND_DEMO_TOKEN": self.token,
            **{f"LEITSTAND_DEMO_{name.upper()}_URL": self.url_of(name) for name in self.platforms},
            **{
                f"LEITSTAND_DEMO_{name.upper()}_URL": f"{self.url_of('rss')}/{name}"
                for name in ("blog", "press")
            },
            "LEITSTAND_DEMO_APP_SECRET": on_whatsapp.APP_SECRET,
            "LEITSTAND_DEMO_VERIFY_TOKEN": on_whatsapp.VERIFY_TOKEN,
            "LEITSTAND_DEMO_IMAP_PORT": str(self.imap.port),
            "LEITSTAND_DEMO_FILES": str(self.files.resolve()),
        }

    @property
    def pushes(self) -> list[Push]:
        """What WhatsApp has pushed until now: it shows nothing to whoever asks."""
        outlet = self.world.outlets.get("whatsapp")
        return on_whatsapp.pushes(outlet, int(self.now.timestamp())) if outlet else []

    def answer(self, platform: str, request: Request) -> Answer:
        """One platform's answer; one at a time, so that a page is of one instant."""
        if platform not in self.platforms:
            return Answer(404, {"error": f"no such platform: try /{', /'.join(self.platforms)}"})
        with self._lock:
            return answer_from(self.platforms[platform], request)

    def fault_answer(self, fault: Fault, platform: str) -> Answer | None:
        """What a fault makes a platform say."""
        known = self.platforms.get(platform)
        if known is None or isinstance(known, Graph | Zendesk):
            return answer_of(fault, platform)
        return known.fault_answer(fault)

    def close(self) -> None:
        """Stop answering and free the port."""
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(timeout=5)
        self.imap.close()
        if self._temporary:
            self._temporary.cleanup()

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def start(
    world: World, port: int = 0, now: datetime | None = None, *, token: str = DEMO_TOKEN,
    files: Path | None = None,
) -> Server:  # fmt: skip
    """Serve the world on 127.0.0.1 (port 0: any free one), shown as of `now` (default: its end).

    `files` is where its tables were written, if they were.

    Raises:
        OSError: the port is taken.
    """
    return Server(world, port=port, now=now, token=token, files=files)


class Owner(Protocol):
    """Whoever knows the answers."""

    faults: Faults
    requests: list[str]

    def answer(self, platform: str, request: Request) -> Answer:
        """One platform's answer."""
        ...

    def fault_answer(self, fault: Fault, platform: str) -> Answer | None:
        """What a fault makes a platform say."""
        ...


class Http(ThreadingHTTPServer):
    """HTTP on 127.0.0.1 for what `owner` answers."""

    daemon_threads = True

    def __init__(self, owner: Owner, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.owner = owner


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 60
    server: Http

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def _answer(self, body: bytes) -> None:
        owner = self.server.owner
        url = urlsplit(self.path)
        _, platform, *rest = url.path.split("/", 2)
        headers = {name.lower(): value for name, value in self.headers.items()}
        # Behind a test's proxy the links have to carry the proxy's address.
        host = headers.get("x-forwarded-host")
        base = f"https://{host}" if host else f"http://{headers.get('host', '')}/{platform}"
        params: dict[str, str] = {}
        for name, value in parse_qsl(url.query, keep_blank_values=True):
            params.setdefault(name, value)
        owner.requests.append(self.path)
        fault = owner.faults.strike(platform, self.path)
        if fault and fault.kind == "refuse":
            self.close_connection = True
            return
        if fault and fault.kind == "slow":
            time.sleep(fault.seconds)
        request = Request(rest[0] if rest else "", params, headers, base, self.command, body, url.query)
        self._send(_told(owner, fault, platform, request), fault)

    def _send(self, answer: Answer, fault: Fault | None) -> None:
        body = answer.encoded()
        kind = fault.kind if fault else ""
        ends_amid = kind in ("cut", "silent")
        self.close_connection = self.close_connection or ends_amid
        usual = {"Content-Type": "application/json; charset=UTF-8", "Date": self.date_time_string()}
        headers = usual | answer.headers
        head = [
            f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}",
            f"Content-Length: {len(body)}",
            *(f"{name}: {value}" for name, value in headers.items()),
            *(["Connection: close"] if self.close_connection else []),
        ]
        size = len(body) // PIECES + 1 if kind == "trickle" else len(body) // 2 if ends_amid else len(body)
        try:
            # Head and body in one write: two would wait for each other's acknowledgement.
            self.wfile.write("\r\n".join([*head, "", ""]).encode() + body[:size])
            if fault and kind == "trickle":
                for start in range(size, len(body), size):
                    time.sleep(fault.seconds / PIECES)
                    self.wfile.write(body[start : start + size])
            elif fault and kind == "silent":
                select.select([self.connection], [], [], fault.seconds)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Say nothing: a request line would hold the token."""


def _told(owner: Owner, fault: Fault | None, platform: str, request: Request) -> Answer:
    """What a platform answers, as a fault leaves it."""
    if fault is None:
        return owner.answer(platform, request)
    if fault.kind == "denied":
        return page_faults.denied(platform)
    said = owner.fault_answer(fault, platform)
    return said or page_faults.spoiled(
        fault, platform, request, owner.answer(platform, page_faults.asked(fault, request))
    )
