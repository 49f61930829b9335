"""What a row of a list is called: by what was written; where nothing was, by what kind of message it is."""

from collections.abc import Mapping
from typing import Any

from dashboard.view import View

LONGEST = 160


def called(view: View, row: Mapping[str, Any]) -> str:
    """Return a row's text in one line: a call is a call, and a message without words says so with its channel.

    `row` has `text` and `channel`. `is_from_us`, where it is there, says that a case has nothing but what the company
    wrote itself; `has_message` is False where no message of it is known at all.
    """
    text = " ".join((row.get("text") or "").split())[:LONGEST]
    if text:
        return view.t("common.wordless.from_us", text=text) if row.get("is_from_us") else text
    if row.get("has_message") is False:
        return view.t("common.wordless.no_message")
    channel = row.get("channel")
    if channel == "phone":
        return view.t("common.wordless.call")
    if channel is None or channel == "other":
        return view.t("common.wordless.other")
    return view.t("common.wordless.channel", channel=view.name("channel", channel))
