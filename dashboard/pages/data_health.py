"""Can I trust it? What came from where and how fresh, what couldn't be read, what is odd, and what was checked."""

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl
from dash import html

from dashboard import formats, texts
from dashboard.cards.data_health import (
    capture_cards,
    case_coverage,
    data_cards,
    data_quality,
    disagreement_cards,
    identity_cards,
)
from dashboard.components.card import Card, badge, grid, key_item, place
from dashboard.components.chart import chart
from dashboard.components.kpi import Kpi
from dashboard.components.ranking import ranking
from dashboard.components.rich import rich
from dashboard.components.states import unknown
from dashboard.components.table import Column
from dashboard.figures import volume_bars
from dashboard.page import Body, Page
from dashboard.view import View

MOST_VOLUMES = 8
HOUR = 3600
Builder = Callable[[View], Card]


def freshness(view: View) -> Kpi:
    """How many sources are current?"""
    rows = data_quality.sources(view)
    current = [row for row in rows if row["state"] == "ok"]
    is_whole = len(current) == len(rows)
    return Kpi(
        view.t("data_health.kpi.current"),
        view.number(len(current)),
        formats.NBSP + view.t("data_health.kpi.of", total=view.number(len(rows))),
        tone="" if is_whole else "bad",
        verdict=None if is_whole else view.t("data_health.kpi.behind"),
        interval=view.t("data_health.kpi.as_of", when=view.instant(view.snapshot.about.as_of, "short")),
        foot=[html.Span(", ".join(row["source_name"] for row in rows if row["state"] != "ok"))] if not is_whole else [],
        has_strip=False,
    )  # fmt: skip


def landed(view: View) -> Kpi:
    """How many records arrived, and how many of them are messages and case events?"""
    rows = data_quality.sources(view)
    return Kpi(
        view.t("data_health.kpi.landed"),
        view.number(sum(row["landed_count"] for row in rows)),
        interval=view.t("data_health.kpi.known", total=view.number(sum(row["row_count"] for row in rows))),
        foot=[html.Span(view.t("data_health.kpi.landed_note"))],
        has_strip=False,
    )


def unreadable(view: View) -> Kpi:
    """What share couldn't be read?"""
    rows = data_quality.sources(view)
    count, total = sum(row["rejected_count"] for row in rows), sum(row["landed_count"] for row in rows)
    return Kpi(
        view.t("data_health.kpi.rejected"),
        view.number(count),
        interval=view.t("data_health.kpi.share", share=view.share(count / total, 2)) if total else "",
        foot=[html.Span(view.t("data_health.kpi.rejected_note"))],
        has_strip=False,
    )


def checked(view: View) -> Kpi:
    """How many checks passed?"""
    rows = data_quality.checks(view)
    label = view.t("data_health.kpi.checks")
    if not rows:
        return Kpi(label, formats.DASH, tone="unknown", interval=view.t("data_health.no_checks"))
    passed = sum(row["is_ok"] for row in rows)
    return Kpi(
        label,
        view.number(passed),
        formats.NBSP + view.t("data_health.kpi.of", total=view.number(len(rows))),
        tone="" if passed == len(rows) else "bad",
        interval=view.t("data_health.kpi.blocking"),
        has_strip=False,
    )


def sources(view: View) -> Card:
    """How fresh is each source, and where did its records go?"""
    rows = [
        {**row, "state_name": view.t(f"common.data.state.{row['state']}"), "captured": _captured(view, row)}
        for row in data_quality.sources(view)
    ]
    heads = "source state success behind landed known rejected flags".split()
    head = [(view.t(f"data_health.column.{name}"), "r" if i > 2 else "") for i, name in enumerate(heads)]
    lines = [_source_line(view, row) for row in rows]
    columns = [
        Column("source_name", view.t("data_health.column.source")),
        Column("source", view.t("data_health.column.id")),
        Column("type", view.t("data_health.column.type")),
        Column("captured", view.t("data_health.column.captured")),
        Column("export_age_seconds", view.t("data_health.column.export_age"), "seconds"),
        Column("state_name", view.t("data_health.column.state")),
        Column("last_success_at", view.t("data_health.column.success"), "instant"),
        Column("last_record_at", view.t("data_health.column.newest"), "instant"),
        Column("behind_seconds", view.t("data_health.column.behind"), "seconds"),
        *[
            Column(f"{name}_count" if name != "known" else "row_count", view.t(f"data_health.column.{name}"), "number")
            for name in ("landed", "known", "rejected")
        ],
        Column("flag_count", view.t("data_health.column.flags"), "number"),
        Column("error", view.t("data_health.column.error")),
    ]  # fmt: skip
    return Card(
        view.t("data_health.sources.title"),
        view.t("data_health.sources.sub"),
        html.Div(ranking(head, lines, "ls-sourcelist"), className="ls-scroll", tabIndex=0),
        footer=[html.Span(view.t("data_health.sources.sum"))],
        rows=rows,
        columns=columns,
        notes=[view.t("data_health.sources.note")],
    )


def _captured(view: View, row: dict[str, Any]) -> str:
    """How its data comes here; an export with its age."""
    if row["captured_by"] == "export" and row["export_age_seconds"] is not None:
        if row["export_age_seconds"] < HOUR:
            return view.t("data_health.captured.export_new")
        return view.t("data_health.captured.export_of", age=view.duration(row["export_age_seconds"], "chart"))
    return view.t(f"data_health.captured.{row['captured_by']}")


def _source_line(view: View, row: dict[str, Any]) -> html.Tr:
    is_late = row["state"] != "ok"
    rejected = view.link("/data", source=row["source"]) + "#data-cards-rejected"
    flags = view.link("/cases", flag_source=row["source"], time="any")
    behind = view.duration(row["behind_seconds"], "chart") if is_late else ""
    kind = texts.source_type(view.lang, row["type"])
    told = [kind, row["captured"]] if kind != row["source_name"] else [row["captured"]]
    name = [html.B(row["source_name"], title=row["source"]), html.Small(row["error"] or " · ".join(told))]
    cells = [
        html.Td(badge(row["state_name"], "warn" if is_late else "")),
        html.Td(view.instant(row["last_success_at"], "short")),
        html.Td(html.Span(behind, className="ls-bad" if is_late else None), className="r"),
        html.Td(view.number(row["landed_count"]), className="r"),
        html.Td(view.number(row["row_count"]), className="r"),
        html.Td(_linked(view, row["rejected_count"], rejected), className="r"),
        html.Td(_linked(view, row["flag_count"], flags), className="r"),
    ]
    return html.Tr([html.Th(html.Div(name, className="ls-twoline"), scope="row"), *cells])


def _linked(view: View, count: int, href: str) -> Any:
    return html.A(view.number(count), href=href) if count else "0"


def volume(view: View) -> Card:
    """Does a source deliver far more or less than usual?"""
    frame = data_quality.volumes(view)
    title = view.t("data_health.volume.title")
    if frame.is_empty():
        return Card(title, body=unknown(view, view.t("data_health.volume.none")))
    odd = frame.filter(pl.col("verdict").is_in(["low", "high"]))
    order = frame.group_by("source").agg(
        odd=pl.col("verdict").is_in(["low", "high"]).sum(), total=pl.col("record_count").sum()
    )
    names = order.sort(["odd", "total", "source"], descending=[True, True, False])["source"].to_list()
    figures = []
    for i, name in enumerate(names[:MOST_VOLUMES]):
        rows = frame.filter(pl.col("source") == name).to_dicts()
        count = sum(row["verdict"] in ("low", "high") for row in rows)
        said = view.t("data_health.volume.odd_days", count) if count else view.t("data_health.volume.usual")
        figures.append(
            _multiple(view, view.name("source", name), i, rows, said, "ls-bad" if count else "ls-meta")
        )
    finding = (
        view.t("data_health.volume.finding", odd.height, days=view.number(odd.height))
        if odd.height
        else view.t("data_health.volume.all_usual")
    )
    footer = [
        key_item("band", view.t("data_health.volume.band")),
        key_item("over", view.t("data_health.volume.outside")),
        html.Span(view.t("data_health.volume.rule")),
    ]
    if len(names) > MOST_VOLUMES:
        footer.append(html.Span(view.t("data_health.volume.more", len(names) - MOST_VOLUMES)))
    verdicts = {name: view.t(f"data_health.verdict.{name}") for name in ("low", "high", "usual")}
    rows = [
        {**row, "verdict": verdicts.get(row["verdict"]), "source_name": view.name("source", row["source"])}
        for row in frame.to_dicts()
    ]
    return Card(
        finding,
        view.t("data_health.volume.sub"),
        html.Div(figures, className="ls-multiples m4" if len(figures) > 2 else "ls-multiples"),
        footer=footer,
        rows=rows,
        columns=[
            Column("source_name", view.t("data_health.column.source")),
            Column("date_day", view.t("data_health.column.day"), "date"),
            Column("record_count", view.t("data_health.column.records"), "number"),
            Column("usual_low", view.t("data_health.column.usual_low"), "decimal"),
            Column("usual_high", view.t("data_health.column.usual_high"), "decimal"),
            Column("verdict", view.t("data_health.column.verdict")),
        ],
        notes=[view.t("data_health.volume.note")],
        has_figure=True,
    )


def _multiple(view: View, name: str, i: int, rows: list[dict[str, Any]], said: str, tone: str) -> html.Div:
    drawn = volume_bars.volume_bars(rows, lang=view.lang, scheme=view.scheme)
    head = html.Div([html.B(name), html.Span(said, className=tone)], className="ls-multihead")
    return html.Div([head, chart(view, f"data-volume-{i}", drawn, volume_bars.HEIGHT, f"{name}: {said}")])


def layout(view: View) -> Body:
    """Return the page."""
    rows = data_quality.sources(view)
    count, total = sum(row["rejected_count"] for row in rows), sum(row["landed_count"] for row in rows)
    late = [row for row in rows if row["state"] != "ok"]
    parts = [
        view.t("data_health.answer.late", len(late), names=", ".join(row["source_name"] for row in late[:3]))
        if late
        else view.t("data_health.answer.current"),
        view.t("data_health.answer.rejected", count, number=view.number(count), share=view.share(count / total, 2))
        if count and total
        else view.t("data_health.answer.all_read"),
    ]  # fmt: skip
    found = data_quality.checks(view)
    if found and all(row["is_ok"] for row in found):
        parts.append(view.t("data_health.answer.checked", number=view.number(len(found))))
    if not data_quality.oddities(view) and view.has("marts.fct_flags"):
        parts.append(view.t("data_health.answer.nothing_odd"))
    return Body(
        [
            grid(*[place(view, kpi, 3) for kpi in (freshness, landed, unreadable, checked)]),
            grid(*_cards(view, count)),
        ],
        answer=rich(" ".join(parts)),
        count=view.t("data_health.count", total=view.number(total)),
    )


def _cards(view: View, rejected: int) -> list[Any]:
    """Return the cards in their places.

    One that could say nothing but that there is nothing would only make the page longer, and isn't there.
    """
    beside = [data_cards.lag] if data_cards.is_lag_known(view) else []
    if data_quality.oddities(view) or not view.has("marts.fct_flags"):
        beside.append(data_cards.oddities)
    gaps = [capture_cards.gaps] if capture_cards.has_gaps(view) else []
    differ = [disagreement_cards.disagreements] if disagreement_cards.is_any(view) else []
    rows: list[tuple[Sequence[Builder], Sequence[Builder]]] = [
        ([sources], []),
        ([data_cards.rejected], [data_cards.reasons]) if rejected else ([], []),
        ([case_coverage.coverage], [capture_cards.capture, disagreement_cards.leading]),
        (gaps, beside) if gaps else ([data_cards.loads], beside),
        (differ, [data_cards.loads] if gaps else []),
    ]
    placed = [part for wide, narrow in rows for part in _side_by_side(view, wide, narrow)]
    if identity_cards.is_anybody_known(view):
        placed += [place(view, card, 6) for card in (identity_cards.recognised, identity_cards.contacts)]
        placed.append(place(view, identity_cards.duplicates))
    return [*placed, place(view, volume), place(view, data_cards.checks)]


def _side_by_side(view: View, wide: Sequence[Builder], narrow: Sequence[Builder]) -> list[Any]:
    """Return a row of the page: a wide card left and narrow ones stacked right of it, or what there is alone."""
    left = [place(view, card, 7 if narrow else 12) for card in wide]
    if not wide:
        return [place(view, card, 12) for card in narrow]
    return (
        [*left, html.Div([place(view, card, 12) for card in narrow], className="ls-stack s5")]
        if narrow
        else left
    )


PAGE = Page(
    key="data_health",
    path="/data",
    layout=layout,
    cards=(
        sources,
        capture_cards.capture,
        capture_cards.gaps,
        case_coverage.coverage,
        disagreement_cards.leading,
        disagreement_cards.disagreements,
        identity_cards.recognised,
        identity_cards.contacts,
        identity_cards.duplicates,
        volume,
        data_cards.lag,
        data_cards.loads,
        data_cards.rejected,
        data_cards.reasons,
        data_cards.oddities,
        data_cards.checks,
    ),
    icon="pulse",
    group="evidence",
    order=110,
)
