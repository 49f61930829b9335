"""Processes that run side by side until one ends or all are asked to."""

import ipaddress
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from pipelines.errors import AddressRefused, ChildEnded, PortTaken
from pipelines.shutdown import end_all


@dataclass(frozen=True)
class Child:
    """A process to run: what people call it, its command, and the file that takes its output."""

    name: str
    command: list[str]
    log_file: Path
    environ: Mapping[str, str] = field(default_factory=dict)


def run_together(children: list[Child], when_up: Callable[[], None], poll: float = 0.5) -> None:
    """Run all until one ends by itself or an interrupt comes; then end all, and theirs.

    Raises:
        ChildEnded: one ended by itself, which none should.
    """
    running: list[tuple[Child, subprocess.Popen[bytes]]] = []
    try:
        for child in children:
            running.append((child, _start(child)))
        when_up()
        while True:
            for child, process in running:
                if process.poll() is not None:
                    raise ChildEnded(
                        f"{child.name} ended by itself (code {process.returncode}); {child.log_file} says why"
                    )
            time.sleep(poll)
    finally:
        end_all([psutil.Process(process.pid) for _, process in running if process.poll() is None])


def _start(child: Child) -> "subprocess.Popen[bytes]":
    child.log_file.parent.mkdir(parents=True, exist_ok=True)
    with child.log_file.open("ab") as output:
        # a session of its own: Ctrl-C reaches this process alone, which then ends the children in order
        return subprocess.Popen(
            child.command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **child.environ},
            start_new_session=True,
        )


def require_free_port(port: int, option: str) -> None:
    """Raise PortTaken where something listens on this port of 127.0.0.1 already."""
    with socket.socket() as probe:
        # as servers do: a port whose last connections are only fading out is free
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise PortTaken(
                f"port {port} on 127.0.0.1 can't be used ({error.strerror}); choose another with {option}"
            ) from None


def is_loopback(host: str) -> bool:
    """Whether a name or address means this machine, whoever is asked."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def require_loopback(host: str) -> None:
    """Raise AddressRefused where others than this machine could reach what is served at `host`."""
    if not is_loopback(host):
        raise AddressRefused(
            f"--host {host}: only this machine may be served, as there is no sign-in yet and everybody could read "
            "the messages; use 127.0.0.1, and a tunnel (ssh -L) from elsewhere"
        )


def python(*arguments: str) -> list[str]:
    """The command that runs Python with these arguments, in this environment."""
    return [sys.executable, *arguments]
