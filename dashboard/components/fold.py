"""An entry of a long list that is closed until somebody wants it: a click, its address, print."""

from collections.abc import Sequence
from typing import Any

from dash import html


def fold(
    name: str,
    label: str,
    lead: str,
    words: str,
    said: Sequence[Any],
    aside: Any = None,
    is_open: bool = False,
) -> html.Details:
    """Return one entry: its name, the beginning of what it says, and behind a click all of it.

    `words` are what the search over the list looks through. assets/folds.js and lists.js open it where an address
    ends with #`name`, and every one of them for print.
    """
    head = [html.H4(label), html.Span(lead, className="ls-lead"), aside]
    body = html.Div(list(said), className="ls-definition-body")
    return html.Details(
        [html.Summary(head), body], id=name, open=is_open, className="ls-definition", **{"data-words": words}
    )
