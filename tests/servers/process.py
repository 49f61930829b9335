"""A program that serves on a port of this machine for as long as a test session lasts."""

import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

LONGEST = 60  # seconds until it answers


def free_port() -> int:
    """A port on which nothing listens now."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def accepts(port: int) -> bool:
    """Whether something listens there."""
    with socket.socket() as tried:
        tried.settimeout(1)
        return tried.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def serving(
    command: Sequence[str], log: Path, is_up: Callable[[], bool], environment: Mapping[str, str] | None = None
) -> Iterator[None]:
    """Run it until the block ends. What it says goes to `log`.

    Raises:
        RuntimeError: it ended at once, or didn't answer in time; with the end of its log.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env=environment
        )
    try:
        deadline = time.monotonic() + LONGEST
        while not is_up():
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(
                    f"{command[0]} doesn't answer:\n{log.read_text('utf-8', 'replace')[-2000:]}"
                )
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
