"""Where time is lost: the hours that customers waited, by department and stage, ranked where they can be told apart."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from dash import html

from dashboard import formats, urls
from dashboard.cards.responses.response_table import without_calendar
from dashboard.cards.responses.response_times import lacks_calendar
from dashboard.components.card import Card
from dashboard.components.ranking import MOST_ROWS, ranking
from dashboard.components.states import empty
from dashboard.components.strip import whisker
from dashboard.components.table import Column
from dashboard.verdict import Estimate, change, estimate
from dashboard.view import View

METRIC = "bottleneck_delay"
BY = ("stage", "from_department_id", "department_id")
Place = tuple[str, str | None, str | None]
"""Stage, who handed over, and the department with which it waits."""


def hours(view: View) -> dict[Place, dict[str, Estimate]]:
    """Return delay (seconds), share and p90 by place, on the page's clock."""
    frame = view.evaluate(METRIC, BY, clock=view.state.clock)
    found: dict[Place, dict[str, Estimate]] = {}
    for row in frame.to_dicts():
        place = (row["stage"], row["from_department_id"], row["department_id"])
        found.setdefault(place, {})[row["statistic"]] = estimate(row)
    return found


def ranked(found: Mapping[Place, Mapping[str, Estimate]]) -> tuple[list[Place], list[Place]]:
    """Return the places that may be ranked, most first, and those with too few waits."""
    order = sorted(found, key=lambda place: (-(found[place]["delay"].value or 0), str(place)))
    return (
        [place for place in order if not found[place]["delay"].is_few],
        [place for place in order if found[place]["delay"].is_few],
    )


def name(view: View, place: Place) -> str:
    """Return who it is: Marketing → Service for a hand-off, else the department."""
    stage, giver, department = place
    own = view.name("department_id", department)
    return f"{view.name('department_id', giver)} → {own}" if stage == "handoff" else own


def address(view: View, place: Place) -> str:
    """Return the waits that spent time there: as many as counted, whoever owned them when they were opened."""
    stage, giver, department = place
    chips = tuple(chip for chip in view.state.chips if chip.column != "department_id")
    own = {"delayed_in": department or "none", "stage": stage}
    if stage == "handoff":
        own["handed_from"] = giver or "none"
    return urls.format(replace(view.state, path="/waits", chips=chips, extra=own))


def card(view: View) -> Card:
    """Return the ranking."""
    found = hours(view)
    question = view.t("load.delays.question")
    if not found and lacks_calendar(view):
        return Card(question, body=without_calendar(view))
    if not found:
        return Card(question, body=empty(view, view.t("common.messages")))
    first, few = ranked(found)
    weeks = view.period.days / 7
    high = (
        max(((found[p]["delay"].upper or found[p]["delay"].value or 0) for p in first), default=0.0) / weeks
    )
    rows = [_row(view, found, place, rank, weeks) for rank, place in enumerate(first, start=1)]
    rows += [_row(view, found, place, None, weeks) for place in few]
    even = 1 / max(len(first), 1)
    lines = [
        _line(view, place, row, high, _tone(found[place], even))
        for place, row in zip([*first, *few][:MOST_ROWS], rows, strict=False)
    ]
    head = [
        ("", "r"), (view.t("load.delays.where"), ""), (view.t("load.delays.per_week"), "r"), ("", ""),
        (view.t("load.delays.interval"), "r i"), (view.t("load.delays.p90"), "r"), ("n", "r"),
    ]  # fmt: skip
    return Card(
        _heading(view, found, first, weeks),
        sub=view.t("load.delays.sub", clock=view.t(f"load.clock.{view.state.clock}")),
        body=ranking(head, lines, "ls-ranking ls-places"),
        footer=[*_ties(view, first[:MOST_ROWS], found), *_few(view, few), *_cut(view, len(rows))],
        rows=rows,
        columns=[
            Column("rank", view.t("load.delays.rank"), "number"),
            Column("name", view.t("load.delays.where")),
            Column("stage", view.t("load.delays.stage")),
            Column("hours", view.t("load.delays.per_week"), "decimal"),
            Column("lower", view.t("load.column.lower"), "decimal"),
            Column("upper", view.t("load.column.upper"), "decimal"),
            Column("share", view.t("load.delays.share"), "share"),
            Column("p90", view.t("load.delays.p90"), "seconds"),
            Column("n", view.t("load.delays.waits"), "number"),
        ],
        metric=METRIC,
        notes=[view.t("load.delays.note")],
    )


def finding(view: View) -> str | None:
    """Return what the first places are, if together they are most of it; None otherwise."""
    found = hours(view)
    first, _ = ranked(found)
    shares = [found[place]["share"].value or 0.0 for place in first[:3]]
    if len(first) < 2 or sum(shares) < 0.5:
        return None
    top = first[0]
    values = {
        "name": view.t("load.delays.full", where=name(view, top), stage=view.t(f"waits.stage.{top[0]}")),
        "hours": view.number((found[top]["delay"].value or 0) / 3600 / (view.period.days / 7)),
        "share": view.share(sum(shares), 0),
    }
    return view.t(
        "load.delays.finding",
        count=len(shares),
        number=view.t(f"common.number.{len(shares)}").capitalize(),
        **values,
    )


def _row(
    view: View, found: Mapping[Place, Mapping[str, Estimate]], place: Place, rank: int | None, weeks: float
) -> dict[str, Any]:
    delay = found[place]["delay"]

    def weekly(seconds: float | None) -> float | None:
        return None if seconds is None else seconds / 3600 / weeks

    return {
        "rank": rank,
        "name": name(view, place),
        "stage": view.t(f"waits.stage.{place[0]}"),
        "hours": weekly(delay.value),
        "lower": weekly(delay.lower),
        "upper": weekly(delay.upper),
        "share": found[place]["share"].value,
        "p90": found[place]["p90"].value if "p90" in found[place] else None,
        "n": delay.n,
    }


def _line(view: View, place: Place, row: Mapping[str, Any], high: float, tone: str) -> html.Tr:
    few = row["rank"] is None
    decimals = 0 if (row["hours"] or 0) >= 100 else 1
    interval = (
        f"{view.number(row['lower'])}–{view.number(row['upper'])}"
        if row["lower"] is not None
        else formats.DASH
    )
    p90 = view.t("load.delays.beyond") if row["p90"] is None else view.duration(row["p90"], "chart")
    two = html.Div(
        [html.Span(row["name"]), html.Small(row["stage"] + (f" · {view.t('load.too_few')}" if few else ""))],
        className="ls-twoline",
    )
    return html.Tr(
        [
            html.Td(formats.DASH if few else view.number(row["rank"]), className="r rank"),
            html.Th(two, scope="row"),
            html.Td(view.number(row["hours"], decimals), className="r"),
            html.Td(whisker(row["hours"], row["lower"], row["upper"], high / 3600, tone), className="bar"),
            html.Td(interval, className="r i"),
            html.Td(formats.DASH if few else p90, className="r"),
            html.Td(html.A(view.number(row["n"]), href=address(view, place)), className="r n"),
        ],
        className="few" if few else None,
    )


def _tone(found: Mapping[str, Estimate], even: float) -> str:
    """Colour is for places whose share is beyond doubt more than an even part of it."""
    if found["delay"].is_few:
        return "few"
    return "bad" if (found["share"].lower or 0.0) > even else ""


def _heading(
    view: View, found: Mapping[Place, Mapping[str, Estimate]], first: Sequence[Place], weeks: float
) -> str:
    if len(first) > 1:
        gap = change(found[first[0]]["share"], found[first[1]]["share"])
        if gap is not None and gap.is_distinguishable:
            delay = found[first[0]]["delay"].value or 0.0
            where = view.t(
                "load.delays.full", where=name(view, first[0]), stage=view.t(f"waits.stage.{first[0][0]}")
            )
            return view.t("load.delays.first", name=where, hours=view.number(delay / 3600 / weeks))
    return view.t("load.delays.question")


def _ties(
    view: View, first: Sequence[Place], found: Mapping[Place, Mapping[str, Estimate]]
) -> list[html.Span]:
    """Return which neighbours in the ranking can't be told apart."""
    runs: list[list[int]] = []
    for rank, (one, other) in enumerate(pairwise(first), start=1):
        gap = change(found[one]["share"], found[other]["share"])
        if gap is not None and gap.is_distinguishable:
            continue
        if runs and runs[-1][-1] == rank:
            runs[-1].append(rank + 1)
        else:
            runs.append([rank, rank + 1])
    if not runs:
        return []
    keys = ["start.jam.pair" if len(run) == 2 else "load.delays.run" for run in runs]
    names = [view.t(key, one=run[0], other=run[-1]) for key, run in zip(keys, runs, strict=True)]
    return [html.Span(view.t("load.delays.ties", ranks=", ".join(names)))]


def _few(view: View, few: Sequence[Place]) -> list[html.Span]:
    return [html.Span(view.t("load.delays.few", len(few)))] if few else []


def _cut(view: View, total: int) -> list[html.Span]:
    if total <= MOST_ROWS:
        return []
    return [html.Span(view.t("load.delays.shown", shown=view.number(MOST_ROWS), total=view.number(total)))]
