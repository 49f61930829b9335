"""What people type after a command: options, instants, counts and ports."""

import argparse
from datetime import datetime
from typing import Any


def add(parser: argparse.ArgumentParser, name: str, type: Any, default: Any, shown: str, text: str) -> None:
    """Add an option with a value; its help names the default, where there is one."""
    ending = "" if default is None else f" (default: {default})"
    parser.add_argument(name, type=type, default=default, metavar=shown, help=text + ending)


def instant(text: str) -> datetime:
    """An aware datetime from ISO 8601."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no instant; write 2026-11-21T06:00:00+01:00") from None
    if found.tzinfo is None:
        raise argparse.ArgumentTypeError(
            f"{text!r} lacks its offset; write 2026-11-21T06:00:00+01:00, or Z at its end for UTC"
        )
    return found


def positive(text: str) -> int:
    """A whole number above 0."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


def port(text: str) -> int:
    """A TCP port."""
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; take 1024 to 65535")
    return int(text)
