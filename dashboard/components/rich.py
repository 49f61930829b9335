"""Emphasis in a text: `**key number**` is strong, `!!missed!!` is in the colour of a missed target."""

import re
from typing import Any

from dash import html

_MARK = re.compile(r"(\*\*.+?\*\*|!!.+?!!)")


def rich(text: str) -> list[Any]:
    """Return a text's parts as Dash children."""
    parts: list[Any] = []
    for part in _MARK.split(text):
        if part.startswith("**"):
            parts.append(html.B(part.strip("*")))
        elif part.startswith("!!"):
            parts.append(html.Span(rich(part[2:-2]), className="ls-bad"))
        elif part:
            parts.append(part)
    return parts
