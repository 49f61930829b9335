"""Words in the lanes of a conversation: lane names, message numbers, owners, results; each only where it fits.

`scale` is the px a second takes on a page of usual width.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dashboard import formats
from dashboard.figures import canvas
from dashboard.figures.lane_entries import Mark, Owner, Pending
from dashboard.figures.local_time import local
from dashboard.figures.running_clock import Clock


def heads(
    heads: Mapping[int, str], start: datetime, zone: str, lang: str, t: canvas.Tokens
) -> list[dict[str, Any]]:
    """Return the lanes' names (by their height) at the left, and above them the day on which the axis begins."""
    day = datetime.fromisoformat(local(start, zone)).date()
    place = {"x": 0, "xref": "paper", "xanchor": "right", "xshift": -10}
    names = [
        {"text": head, "y": y, **place, "font": {"size": 12, "color": t["text"]}} for y, head in heads.items()
    ]
    first = {
        "text": f"<b>{formats.date(day, lang, style='weekday')}</b>",
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 3,
        **place,
        "font": {"size": 12, "color": t["text3"]},
    }
    return [first, *names]


def numbers(marks: Sequence[Mark], scale: float, zone: str, t: canvas.Tokens) -> list[dict[str, Any]]:
    """Return the numbers over the dots; neighbours too close for that share one label, "1–3"."""
    notes = []
    for side, y in (("customer", 0), ("company", -1)):
        clusters: list[list[Mark]] = []
        for mark in sorted((m for m in marks if m.side == side and m.number is not None), key=lambda m: m.at):
            if clusters and (mark.at - clusters[-1][-1].at).total_seconds() * scale < 12:
                clusters[-1].append(mark)
            else:
                clusters.append([mark])
        for cluster in clusters:
            first, last = cluster[0], cluster[-1]
            middle = first.at + (last.at - first.at) / 2
            text = str(first.number) if first is last else f"{first.number}{_joint(cluster)}{last.number}"
            notes.append(_note(text, middle, y, zone, t["text2"], yanchor="bottom", yshift=5))
    return notes


def _joint(cluster: Sequence[Mark]) -> str:
    """Between the first and the last number of a cluster: a dash only if no message of the other side is between."""
    numbers = [mark.number or 0 for mark in cluster]
    return "–" if numbers[-1] - numbers[0] == len(numbers) - 1 else " … "


def owner_names(
    owners: Sequence[Owner],
    scale: float,
    zone: str,
    lang: str,
    t: canvas.Tokens,
    pending: Sequence[Pending] = (),
) -> list[dict[str, Any]]:
    """Return the owners' names: in the bar where it fits, under it for nobody, otherwise only in the hover.

    Where a hand-off to the owner is hatched, the name stands behind it.
    """
    notes = []
    for owner in owners:
        name = owner.name or canvas.word(lang, "nobody")
        hatched = [one.ended_at for one in pending if one.started_at <= owner.started_at < one.ended_at]
        start = min(max([owner.started_at, *hatched]), owner.ended_at)
        room = (owner.ended_at - start).total_seconds() * scale
        if owner.name and room > canvas.text_width(name, 11) + 12:
            notes.append(_note(name, start, -2, zone, t["text"], xanchor="left", xshift=6))
        elif not owner.name:
            under = {"xanchor": "left", "yanchor": "top", "yshift": -9}
            notes.append(_note(name, owner.started_at, -2, zone, t["text3"], **under))
    return notes


def clock_notes(
    clocks: Sequence[Clock], rows: dict[str, int], scale: float, zone: str, t: canvas.Tokens, stop: datetime
) -> list[dict[str, Any]]:
    """Return each result right of its bar; less of it where the next wait or the axis' end comes before."""
    notes = []
    ordered = sorted(clocks, key=lambda clock: clock.started_at)
    for i, clock in enumerate(ordered):
        following = next((c.started_at for c in ordered[i + 1 :] if c.lane == clock.lane), None)
        room = ((following or stop) - clock.ended_at).total_seconds() * scale
        fitting = [
            note
            for note in (clock.note, clock.note.rpartition(", ")[0], _key_word(clock.note))
            if note and room > canvas.text_width(plain(note), 11) + 14
        ]
        if fitting:
            colour = t["bad"] if clock.is_breached else t["text2"]
            place = {"xanchor": "left", "xshift": 7}
            notes.append(_note(fitting[0], clock.ended_at, rows[clock.lane], zone, colour, **place))
    return notes


def pending_notes(
    pending: Sequence[Pending], scale: float, zone: str, t: canvas.Tokens
) -> list[dict[str, Any]]:
    """Return what the hatched parts of the owner's bar mean, under each; to whom, where the next one begins before."""
    notes = []
    for i, one in enumerate(pending):
        following = pending[i + 1].started_at if i + 1 < len(pending) else None
        room = (following - one.started_at).total_seconds() * scale if following else float("inf")
        fitting = [text for text in (one.note, one.name) if text and room > canvas.text_width(text, 11) + 10]
        if fitting:
            under = {"xanchor": "left", "yanchor": "top", "yshift": -9}
            notes.append(_note(fitting[0], one.started_at, -2, zone, t["text3"], **under))
    return notes


def pause_notes(
    clocks: Sequence[Clock], rows: Mapping[str, int], scale: float, zone: str, t: canvas.Tokens
) -> list[dict[str, Any]]:
    """Return why a clock stands, under the first stretch of each reason in a lane."""
    notes, said = [], set()
    for clock in sorted(clocks, key=lambda one: one.started_at):
        for start, _, reason in clock.pauses:
            if (clock.lane, reason) not in said:
                said.add((clock.lane, reason))
                under = {"xanchor": "left", "yanchor": "top", "yshift": -9}
                notes.append(_note(reason, start, rows[clock.lane], zone, t["text3"], **under))
    return notes


def _key_word(note: str) -> str:
    """The part of a note that is bold, with its tags; nothing where no part is."""
    start, end = note.find("<b>"), note.find("</b>")
    return note[start : end + len("</b>")] if start >= 0 else ""


def plain(note: str) -> str:
    """Return a note without its tags, as long as it will look."""
    return note.replace("<b>", "").replace("</b>", "")


def _note(text: str, at: datetime, y: float, zone: str, colour: str, **place: Any) -> dict[str, Any]:
    return {"text": text, "x": local(at, zone), "y": y, "font": {"size": 11, "color": colour}, **place}
