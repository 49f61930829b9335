"""Start: is anything on fire, what changed, where does it jam, and where to look next."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import polars as pl
from dash import html

from dashboard import compliance, findings, formats
from dashboard.components.card import Card, grid, key_item, place
from dashboard.components.kpi import change_tone
from dashboard.components.rich import rich
from dashboard.components.states import empty
from dashboard.components.strip import change_strip, whisker
from dashboard.components.table import Column
from dashboard.counts import count_line
from dashboard.key_figures import OPEN_WAITS, oldest_wait_kpi, open_cases_kpi, target_kpis, unanswered_kpi
from dashboard.page import Body, Page
from dashboard.verdict import Change, Estimate, change
from dashboard.view import View
from dashboard.wait_lists import Listing, listing

_WAITING = 6


def jam(view: View) -> Card:
    """Where does it jam? Departments by the share of answers that miss their target."""
    shares = {d: share for d, share in compliance.of_departments(view).items() if share.n}
    if not shares:
        return Card(view.t("start.jam.question"), body=empty(view, view.t("common.messages")))
    ninety = _p90(view)
    ranked = sorted((d for d in shares if not shares[d].is_few), key=lambda d: shares[d].value or 0)
    few = sorted((d for d in shares if shares[d].is_few), key=lambda d: -shares[d].n)
    high = max((1 - (shares[d].lower or 0) for d in ranked), default=1.0)
    overall = 1 - sum(s.numerator or 0 for s in shares.values()) / sum(s.n for s in shares.values())
    rows, lines = [], []
    for place_number, department in enumerate([*ranked, *few], start=1):
        share = shares[department]
        missed, lower, upper = _missed(share)
        is_few = share.is_few
        tone = "few" if is_few else "bad" if (lower or 0) > overall else ""
        name = view.name("department_id", department)
        rows.append(
            {
                "rank": None if is_few else place_number,
                "department": name,
                "missed": missed,
                "lower": lower,
                "upper": upper,
                "p90": ninety.get(department),
                "n": share.n,
            }
        )
        lines.append(_jam_line(view, department, rows[-1], high, tone))
    head = [("", "r"), (view.t("common.department"), ""), (view.t("start.jam.missed"), "r"), ("", "")]
    head += [
        (view.t("start.jam.interval"), "r i"),
        (view.t("start.jam.p90"), "r"),
        (view.t("start.jam.n"), "r"),
    ]
    table = html.Table(
        [
            html.Thead(html.Tr([html.Th(text, scope="col", className=side or None) for text, side in head])),
            html.Tbody(lines),
        ],
        className="ls-table ls-ranking",
    )
    return Card(
        _jam_heading(view, ranked, shares),
        sub=view.t("start.jam.sub"),
        body=table,
        footer=[*_ties(view, ranked, shares), _onward(view, "/sla", "start.jam.onward")],
        rows=rows,
        columns=[
            Column("rank", view.t("start.jam.rank"), "number"),
            Column("department", view.t("common.department")),
            Column("missed", view.t("start.jam.missed"), "share"),
            Column("lower", view.t("sla.column.lower"), "share"),
            Column("upper", view.t("sla.column.upper"), "share"),
            Column("p90", view.t("start.jam.p90"), "seconds"),
            Column("n", view.t("start.jam.n"), "number"),
        ],
        metric=(compliance.METRIC, "first_response_time"),
    )


def changes(view: View) -> Card:
    """What changed? Share in target by department, against the days before."""
    question, sub = view.t("start.changes.question"), view.t("start.changes.sub")
    if view.previous is None:
        return Card(question, body=html.P(view.t("common.kpi.no_previous"), className="ls-state"))
    found = _differences(view)
    if not found:
        return Card(question, sub=sub, body=html.P(view.t("start.changes.too_few"), className="ls-state"))
    reach = max(0.1, *(max(abs(c.lower), abs(c.upper)) for _, _, _, c in found))
    rows, lines = [], []
    for department, one, other, difference in found:
        name = view.name("department_id", department)
        tone = change_tone(difference, "higher")
        word = "" if difference.is_distinguishable else view.t("common.kpi.not_distinguishable")
        rows.append(
            {
                "department": name,
                "before": other.value,
                "now": one.value,
                "change": difference.value,
                "lower": difference.lower,
                "upper": difference.upper,
                "word": word,
            }
        )
        lines.append(
            html.Tr(
                [
                    html.Th(
                        html.A(
                            name, href=view.link("/sla", {"department_id": department}), className="ls-plain"
                        ),
                        scope="row",
                    ),
                    html.Td(view.share(other.value), className="r i"),
                    html.Td(view.share(one.value), className="r"),
                    html.Td(
                        change_strip(
                            difference.value, difference.lower, difference.upper, reach, "bad" if tone else ""
                        ),
                        className="bar",
                    ),
                    html.Td(html.B(view.points(difference.value), className=tone), className="r"),
                    html.Td(word, className="word"),
                ]
            )
        )
    head = [
        (view.t("common.department"), ""),
        (view.t("start.changes.before"), "r i"),
        (view.t("start.changes.now"), "r"),
    ]
    head += [("", ""), (view.t("start.changes.change"), "r"), ("", "word")]
    table = html.Table(
        [
            html.Thead(html.Tr([html.Th(text, scope="col", className=side or None) for text, side in head])),
            html.Tbody(lines),
        ],
        className="ls-table ls-ranking",
    )
    return Card(
        _changes_heading(view, found),
        sub=sub,
        body=table,
        footer=[
            key_item("target", view.t("start.changes.zero")),
            _onward(view, "/sla", "start.changes.onward"),
        ],
        rows=rows,
        columns=[
            Column("department", view.t("common.department")),
            Column("before", view.t("start.changes.before"), "share"),
            Column("now", view.t("start.changes.now"), "share"),
            Column("change", view.t("start.changes.change"), "points"),
            Column("lower", view.t("sla.column.lower"), "points"),
            Column("upper", view.t("sla.column.upper"), "points"),
            Column("word", view.t("start.changes.word")),
        ],
        metric=compliance.METRIC,
    )


def waiting(view: View) -> Card:
    """Who has been waiting longest?"""
    own, found = OPEN_WAITS, _open_waits(view)
    if not found.total:
        return Card(
            view.t("start.waiting.none"), body=html.P(view.t("start.waiting.none_text"), className="ls-state")
        )
    as_of = view.snapshot.about.as_of
    rows, lines = [], []
    for row in found.page(0, _WAITING, order="opened_at"):
        age = (as_of - row["opened_at"]).total_seconds()
        text = " ".join((row["text"] or view.t("sla.breaches.no_text")).split())
        context = f"{view.name('platform', row['platform'])} · {view.name('channel', row['channel'])}"
        href = view.link(f"/conversation/{row['id']}", **own)
        department = view.name("department_id", row["department_id"])
        late = row["state"] == "breached"
        rows.append({**row, "text": text, "department": department, "age": age})
        lines.append(
            html.Tr(
                [
                    html.Th(
                        html.Div(
                            [html.A(text, href=href, title=text), html.Small(context)], className="ls-twoline"
                        ),
                        scope="row",
                    ),
                    html.Td(department),
                    html.Td(view.instant(row["opened_at"], "short"), className="r i"),
                    html.Td(
                        html.B(view.duration(age, "chart"), className="ls-bad" if late else ""), className="r"
                    ),
                ]
            )
        )
    head = [
        (view.t("sla.column.message"), ""),
        (view.t("common.department"), ""),
        (view.t("sla.column.opened"), "r i"),
    ]
    head += [(view.t("start.waiting.age"), "r")]
    table = html.Table(
        [
            html.Thead(html.Tr([html.Th(text, scope="col", className=side or None) for text, side in head])),
            html.Tbody(lines),
        ],
        className="ls-table ls-two",
    )
    shown = view.t("start.waiting.shown", shown=view.number(len(rows)), total=view.number(found.total))
    return Card(
        view.t("start.waiting.heading", count=found.total, number=view.number(found.total)),
        sub=view.t("start.waiting.sub"),
        body=table,
        footer=[html.Span(shown), _onward(view, "/waits", "start.waiting.onward", **own)],
        rows=rows,
        columns=[
            Column("id", view.t("sla.column.id")),
            Column("text", view.t("sla.column.message")),
            Column("department", view.t("common.department")),
            Column("opened_at", view.t("sla.column.opened"), "instant"),
            Column("age", view.t("start.waiting.age"), "seconds"),
        ],
    )


def layout(view: View) -> Body:
    """Return the page."""
    figures = [
        *target_kpis(view, 4),
        place(view, unanswered_kpi, 4),
        place(view, oldest_wait_kpi, 4),
        place(view, open_cases_kpi, 4),
    ]
    return Body(
        [
            grid(*figures),
            grid(place(view, jam, 7), place(view, changes, 5)),
            grid(place(view, waiting, 12)),
        ],
        answer=rich(_answer(view)),
        count=count_line(view),
    )


def _answer(view: View) -> str:
    """Return what is missed, who changed, and how long the longest has waited: at most three sentences or so."""
    sentences = [findings.answer(view, compliance.targets(view), compliance.by_target(view))]
    found = _differences(view)
    if any(c.is_distinguishable for _, _, _, c in found):
        sentences.append(_changes_heading(view, found) + ".")
    waits = _open_waits(view)
    if waits.total:
        age = (
            view.snapshot.about.as_of - waits.page(0, 1, order="opened_at")[0]["opened_at"]
        ).total_seconds()
        sentences.append(
            view.t(
                "start.answer.waiting",
                count=waits.total,
                number=view.number(waits.total),
                age=view.duration(age, "prose"),
            )
        )
    return " ".join(sentences)


def _jam_line(view: View, department: str | None, row: dict[str, Any], high: float, tone: str) -> html.Tr:
    name = html.A(
        row["department"], href=view.link("/sla", {"department_id": department}), className="ls-plain"
    )
    few = row["rank"] is None
    p90 = view.t("start.jam.beyond") if row["p90"] is None else view.duration(row["p90"], "chart")
    link = view.link("/waits", {"department_id": department}, sla_state="met,breached")
    return html.Tr(
        [
            html.Td(formats.DASH if few else view.number(row["rank"]), className="r rank"),
            html.Th(name, scope="row"),
            html.Td(view.share(row["missed"], 0 if few else 1), className="r"),
            html.Td(whisker(row["missed"], row["lower"], row["upper"], high, tone), className="bar"),
            html.Td(view.share_range(row["lower"], row["upper"], 0), className="r i"),
            html.Td(p90 if row["n"] and not few else formats.DASH, className="r"),
            html.Td(html.A(view.number(row["n"]), href=link), className="r n"),
        ],
        className="few" if few else None,
    )


def _missed(share: Estimate) -> tuple[float | None, float | None, float | None]:
    """Return the other side of a share kept: value, lower, upper of the share missed."""
    if share.value is None or share.lower is None or share.upper is None:
        return None, None, None
    return 1 - share.value, 1 - share.upper, 1 - share.lower


def _p90(view: View) -> dict[str | None, float | None]:
    frame = view.evaluate("first_response_time", ("department_id",), clock=view.state.clock)
    return dict(
        frame.filter(pl.col("statistic") == "p90").select("department_id", "metric_value").iter_rows()
    )


def _jam_heading(view: View, ranked: list[str | None], shares: Any) -> str:
    """Return who is clearly first, or the question."""
    if len(ranked) > 1:
        gap = change(shares[ranked[0]], shares[ranked[1]])
        if gap is not None and gap.is_distinguishable:
            name = view.name("department_id", ranked[0])
            return view.t(
                "start.jam.first", name=name, share=view.share(1 - (shares[ranked[0]].value or 0), 0)
            )
    return view.t("start.jam.question")


def _ties(view: View, ranked: list[str | None], shares: Any) -> list[Any]:
    """Return which neighbours in the ranking cannot be told apart."""
    runs: list[list[int]] = []
    for i, (one, other) in enumerate(pairwise(ranked), start=1):
        gap = change(shares[one], shares[other])
        if gap is not None and gap.is_distinguishable:
            continue
        if runs and runs[-1][-1] == i:
            runs[-1].append(i + 1)
        else:
            runs.append([i, i + 1])
    if not runs:
        return []
    names = [
        view.t("start.jam.pair" if len(run) == 2 else "start.jam.run", one=run[0], other=run[-1])
        for run in runs
    ]
    return [html.Span(view.t("start.jam.ties", ranks=", ".join(names)))]


Difference = tuple[str | None, Estimate, Estimate, Change]
"""Department, share now, share before, and the change."""


def _differences(view: View) -> list[Difference]:
    """Return the change of every department that can be compared, worst first."""
    if view.previous is None:
        return []
    now, before = compliance.of_departments(view), compliance.of_departments(view, view.previous)
    found = []
    for department in [*view.departments, None]:
        one, other = now.get(department, Estimate(None)), before.get(department, Estimate(None))
        if difference := change(one, other):
            found.append((department, one, other, difference))
    return sorted(found, key=lambda item: item[3].value)


def _open_waits(view: View) -> Listing:
    return listing(replace(view, state=replace(view.state, extra=OPEN_WAITS)))


def _changes_heading(view: View, found: list[Difference]) -> str:
    clear = [(view.name("department_id", d), c) for d, _, _, c in found if c.is_distinguishable]
    worse = [name for name, c in clear if c.value < 0]
    better = [name for name, c in clear if c.value > 0]
    if worse:
        return view.t("start.changes.worse", count=len(worse), names=formats.listed(worse[:3], view.lang))
    if better:
        return view.t("start.changes.better", count=len(better), names=formats.listed(better[:3], view.lang))
    return view.t("start.changes.nothing")


def _onward(view: View, path: str, key: str, **own: str) -> html.A:
    return html.A(view.t(key), href=view.link(path, **own), className="ls-onward")


PAGE = Page(
    key="start",
    path="/",
    layout=layout,
    cards=(jam, changes, waiting),
    icon="start",
    group="overview",
    order=10,
)
