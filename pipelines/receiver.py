"""`leitstand receive`: the server that takes in what platforms push, at /hooks/<source>.

waitress reads a request whole before a thread deals with it, so slow senders hold nobody up.
"""

import io
import logging
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import waitress

from connectors.webhook_inbox import hold_receiver_lock
from connectors.webhook_spool import Spool
from pipelines.children import Child, python, require_free_port
from pipelines.clock import utc_now
from pipelines.errors import NothingPushed, PushRefused
from pipelines.receiver_app import HOOKS, STATUS, Door, Receiver
from pipelines.sources import pushed
from pipelines.var_folder import VarFolder
from warehouse import company as company_file
from warehouse.company import Company

THREADS = 8
CONNECTIONS = 800  # who keeps so many open without sending anything keeps others out until they are cut off
IDLE_SECONDS = 30


def serve(config: Path, var: VarFolder, host: str, port: int, say: Callable[[str], None]) -> None:
    """Take in pushes until interrupted. Port 0 takes any that is free; `say` names it.

    Raises:
        ConfigError: the configuration is wrong, or a secret isn't set.
        NothingPushed: no source of it is pushed to.
        VarFolderRefused: the folder is another company's.
        PortTaken: something else listens there.
        OSError: the folder can't be written.
    """
    company = company_file.load(config, os.environ)
    sources = pushed(company)
    if not sources:
        raise NothingPushed(
            f'{config.name}: no source is pushed to; add one with type = "webhook" or "whatsapp", see docs/webhooks.md'
        )
    # not claimed: this process makes no pseudonyms, and may not have been given the key
    var.check_owner(company.id)
    require_free_port(port, "--port")
    logging.basicConfig(stream=sys.stderr, format="%(asctime)s %(levelname)s %(message)s")
    var.create()
    hold_receiver_lock(var.inbox)
    with ExitStack() as stack:
        doors = {}
        for name, source in sources.items():
            doors[name] = Door(source, Spool(var.inbox / name, utc_now))
            stack.callback(doors[name].spool.close)
        server = waitress.create_server(
            Receiver(doors, utc_now),
            host=host,
            port=port,
            threads=THREADS,
            ident=None,
            connection_limit=CONNECTIONS,
            channel_timeout=IDLE_SECONDS,
            asyncore_use_poll=True,
            max_request_body_size=max(source.max_bytes for source in sources.values()) + 1,
        )
        for name in doors:
            say(f"{name}  http://{host}:{server.effective_port}{HOOKS}{name}")
        server.run()


def take_in(
    company: Company,
    var: VarFolder,
    pushes: Mapping[str, Iterable[tuple[bytes, Mapping[str, str]]]],
    now: Callable[[], datetime],
) -> None:
    """Have pushes taken in as the server does it, only without a socket. `pushes` are body and headers, by source.

    A source that the company hasn't, or that isn't pushed to, is passed over.

    Raises:
        PushRefused: the application gave another answer than 200.
    """
    heard: list[str] = []
    for name, source in pushed(company).items():
        spool = Spool(var.inbox / name, now)
        application = Receiver({name: Door(source, spool)}, now)
        for body, headers in pushes.get(name, ()):
            request: dict[str, Any] = {
                "REQUEST_METHOD": "POST",
                "PATH_INFO": HOOKS + name,
                "CONTENT_LENGTH": str(len(body)),
                "wsgi.input": io.BytesIO(body),
                **{f"HTTP_{key.upper().replace('-', '_')}": value for key, value in headers.items()},
            }
            heard.clear()
            application(request, lambda status, _: heard.append(status))
            if heard != [STATUS[200]]:
                raise PushRefused(f"source {name}: a push was answered with {heard[0]}; look into the log")
        spool.close()


def children(company: Company, config: Path, var: VarFolder, command: str, port: int) -> list[Child]:
    """The receiver beside Dagster and the dashboard, none where no source is pushed to. `command` is leitstand.py.

    Raises:
        PortTaken: something else listens there.
    """
    if not pushed(company):
        return []
    require_free_port(port, "--receiver-port")
    options = ["--config", str(config.resolve()), "--var", str(var.path), "--port", str(port)]
    return [Child("the receiver", python(command, "receive", *options), var.log / "receiver.log", {})]
