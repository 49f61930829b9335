"""Cards on the data itself: delay, loads, what couldn't be read, what is odd, what was checked."""

from collections.abc import Sequence
from typing import Any

import polars as pl
from dash import html

from dashboard.cards.cases.case_grid import word
from dashboard.cards.data_health import data_quality
from dashboard.components.card import Card, badge
from dashboard.components.fold import fold
from dashboard.components.ranking import ranking
from dashboard.components.states import outdated, unknown
from dashboard.components.table import Column, Row, shown
from dashboard.data import CATALOG
from dashboard.formats import DASH
from dashboard.view import View

MOST_ROWS = 12
_LAG = "arrival_lag"


def lag(view: View) -> Card:
    """How long after its publishing does a message arrive?"""
    title = view.t("data_health.lag.title")
    if _LAG not in CATALOG.metrics:
        return Card(title, body=unknown(view, view.t("data_health.lag.none")))
    frame = view.evaluate(_LAG, ("source",))
    found: dict[str, dict[str, Any]] = {}
    for row in frame.to_dicts():
        one = found.setdefault(row["source"], {"source": row["source"]})
        one[row["statistic"]] = row["metric_value"]
        if row["statistic"] == "p50":
            one |= {"n": row["sample_size"], "lower": row["lower"], "upper": row["upper"]}
    rows = _called(view, [found[name] for name in sorted(found)])
    if not rows:
        return Card(title, body=unknown(view, view.t("data_health.lag.none")))
    is_measured = any(row.get("p50") is not None for row in rows)
    columns = [
        Column("source_name", view.t("data_health.column.source")),
        Column("p50", view.t("data_health.column.p50"), "seconds"),
        Column("p90", view.t("data_health.column.p90"), "seconds"),
        Column("n", view.t("data_health.column.n"), "number"),
        Column("history", view.t("data_health.column.history"), "number"),
        Column("p99", view.t("data_health.column.p99"), "seconds"),
    ]
    return Card(
        title,
        view.t("data_health.lag.sub"),
        listed(view, columns[:-1], rows) if is_measured else unknown(view, view.t("data_health.lag.older")),
        footer=[html.Span(f"{DASH} {view.t('data_health.lag.older')}")]
        if is_measured and any(row.get("p50") is None for row in rows)
        else [],
        rows=rows,
        columns=[
            *columns[:2],
            Column("lower", view.t("data_health.column.lower"), "seconds"),
            Column("upper", view.t("data_health.column.upper"), "seconds"),
            *columns[2:],
        ],
        metric=_LAG,
    )


def is_lag_known(view: View) -> bool:
    """Whether anything of the period arrived after its source was first read: else nobody can tell how long it took."""
    if _LAG not in CATALOG.metrics:
        return False
    frame = view.evaluate(_LAG, ("source",)).filter(pl.col("statistic") == "p50")
    return frame["metric_value"].is_not_null().any()


def _called(view: View, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "source_name": view.name("source", row["source"])} for row in rows]


def loads(view: View) -> Card:
    """What was fetched, by source and stream?"""
    rows = _called(view, data_quality.loads(view))
    title = view.t("data_health.loads.title")
    if not rows:
        return Card(title, body=unknown(view, view.t("data_health.loads.none")))
    columns = [
        Column("source_name", view.t("data_health.column.source")),
        Column("stream", view.t("data_health.column.stream")),
        Column("file_count", view.t("data_health.column.files"), "number"),
        Column("record_count", view.t("data_health.column.records"), "number"),
        Column("first_at", view.t("data_health.column.first"), "instant"),
        Column("last_at", view.t("data_health.column.last"), "instant"),
    ]
    return Card(
        title,
        view.t("data_health.loads.sub"),
        listed(view, columns, rows),
        footer=cut(view, len(rows)),
        rows=rows,
        columns=columns,
    )


def reasons(view: View) -> Card:
    """Why couldn't records be read?"""
    rows = _called(view, data_quality.reasons(view))
    title = view.t("data_health.reasons.title")
    if not rows:
        return Card(title, body=html.P(view.t("data_health.reasons.none"), className="ls-state"))
    head = _head(view, "reason", right="records")
    lines = []
    for row in rows[:MOST_ROWS]:
        href = view.link("/data", source=row["source"], reason=row["reason"]) + "#data-cards-rejected"
        text = _two(row["reason"], row["source_name"])
        amount = html.A(view.number(row["record_count"]), href=href)
        lines.append(html.Tr([html.Th(text, scope="row"), html.Td(amount, className="r")]))
    return Card(
        title,
        view.t("data_health.reasons.sub"),
        ranking(head, lines, "ls-two"),
        footer=cut(view, len(rows)),
        rows=rows,
        columns=[
            Column("source_name", view.t("data_health.column.source")),
            Column("reason", view.t("data_health.column.reason")),
            Column("record_count", view.t("data_health.column.records"), "number"),
            Column("last_at", view.t("data_health.column.last"), "instant"),
        ],
    )


def rejected(view: View) -> Card:
    """Which records couldn't be read, and where do they stand?"""
    rows = _called(view, data_quality.rejects(view))
    own = {key: view.state.extra[key] for key in ("source", "reason") if key in view.state.extra}
    title = view.t("data_health.rejected.title", count=len(rows), number=view.number(len(rows)))
    columns = [
        Column("source_name", view.t("data_health.column.source")),
        Column("record_id", view.t("data_health.column.record")),
        Column("reason", view.t("data_health.column.reason")),
        Column("file", view.t("data_health.column.file")),
        Column("line", view.t("data_health.column.line"), "number"),
        Column("received_at", view.t("data_health.column.received"), "instant"),
    ]
    if not rows:
        return Card(title, body=html.P(view.t("data_health.reasons.none"), className="ls-state"))
    lines = []
    for row in rows[:MOST_ROWS]:
        place = f"{row['file']}:{row['line']}" if row["line"] is not None else row["file"] or ""
        what = _two(row["reason"], place)
        record = _two(row["record_id"], row["source_name"])
        when = html.Td(view.instant(row["received_at"], "short"), className="r")
        lines.append(html.Tr([html.Th(record, scope="row"), html.Td(what), when]))
    head = _head(view, "record", "reason", right="received")
    footer = cut(view, len(rows))
    if own:
        said = " · ".join(own.values())
        footer.append(html.A(view.t("data_health.rejected.all", chosen=said), href=view.link("/data")))
    return Card(
        title,
        view.t("data_health.rejected.sub"),
        ranking(head, lines, "ls-two ls-rejects"),
        footer=footer,
        rows=rows,
        columns=columns,
    )


def oddities(view: View) -> Card:
    """What was kept although it is odd?"""
    title = view.t("data_health.oddities.title")
    if not view.has("marts.fct_flags"):
        return Card(title, body=outdated(view, "marts.fct_flags"))
    found = _called(view, data_quality.oddities(view))
    rows = [{**row, "what": word(view, "cases.flags", row["flag"])} for row in found]
    if not rows:
        return Card(title, body=html.P(view.t("data_health.oddities.none"), className="ls-state"))
    head = [*_head(view, "oddity", right="records"), (view.t("data_health.column.cases"), "r")]
    lines = []
    for row in rows[:MOST_ROWS]:
        href = view.link("/cases", flag=row["flag"], flag_source=row["source"], time="any")
        text = _two(row["what"], row["source_name"])
        amount = html.A(view.number(row["record_count"]), href=href)
        cells = [html.Td(amount, className="r"), html.Td(view.number(row["case_count"]), className="r")]
        lines.append(html.Tr([html.Th(text, scope="row"), *cells]))
    return Card(
        title,
        view.t("data_health.oddities.sub"),
        ranking(head, lines, "ls-two"),
        footer=cut(view, len(rows)),
        rows=rows,
        columns=[
            Column("source_name", view.t("data_health.column.source")),
            Column("what", view.t("data_health.column.oddity")),
            Column("record_count", view.t("data_health.column.records"), "number"),
            Column("case_count", view.t("data_health.column.cases"), "number"),
            Column("last_at", view.t("data_health.column.last"), "instant"),
        ],
    )


GUARDS = {"unique": "unique ", "lost": "nothing lost ", "sums": ""}
"""What the checks protect, by the beginning of their names; the last are identities that must come out even."""


def checks(view: View) -> Card:
    """What was checked before this was published?"""
    rows = data_quality.checks(view)
    title = view.t("data_health.checks.title")
    if not rows:
        return Card(title, body=unknown(view, view.t("data_health.no_checks")))
    named = [
        {
            **row,
            "guard": guard(row["name"]),
            "guards": view.t(f"data_health.guard.{guard(row['name'])}.name"),
            "state": view.t(f"data_health.check.{'ok' if row['is_ok'] else 'failed'}"),
        }
        for row in rows
    ]
    groups = {name: [row for row in named if row["guard"] == name] for name in GUARDS}
    failed = sum(not row["is_ok"] for row in rows)
    finding = (
        view.t("data_health.checks.failed", failed, number=view.number(failed), total=view.number(len(rows)))
        if failed
        else view.t("data_health.checks.passed", total=view.number(len(rows)))
    )
    return Card(
        finding,
        view.t("data_health.checks.sub"),
        html.Div([_guarded(view, name, found) for name, found in groups.items() if found]),
        rows=named,
        columns=[
            Column("guards", view.t("data_health.column.guards")),
            Column("name", view.t("data_health.column.check")),
            Column("state", view.t("data_health.column.state")),
            Column("detail", view.t("data_health.column.detail")),
        ],
        notes=[view.t("data_health.checks.note")],
    )


def guard(check: str) -> str:
    """Return what a check protects."""
    return next(name for name, beginning in GUARDS.items() if check.startswith(beginning))


def _guarded(view: View, name: str, rows: list[dict[str, Any]]) -> html.Details:
    """Return the checks that protect one thing: what failed stands open, what passed behind a click."""
    passed = sum(row["is_ok"] for row in rows)
    counted = view.t("data_health.checks.counted", passed=view.number(passed), total=view.number(len(rows)))
    lines = [
        html.Tr(
            [
                html.Td(badge(row["state"], "" if row["is_ok"] else "bad")),
                html.Th(_two(html.Code(row["name"].removeprefix(GUARDS[name])), row["detail"]), scope="row"),
            ]
        )
        for row in rows
    ]
    table = ranking([("", ""), (view.t("data_health.column.check"), "")], lines, "ls-checks")
    said = [html.Div(table, className="ls-tall", tabIndex=0, role="region", **{"aria-label": counted})]
    return fold(
        f"checks-{name}",
        view.t(f"data_health.guard.{name}.name"),
        view.t(f"data_health.guard.{name}.why"),
        "",
        said,
        badge(counted, "" if passed == len(rows) else "bad"),
        is_open=passed < len(rows),
    )


def listed(view: View, columns: Sequence[Column], rows: Sequence[Row]) -> html.Div:
    """Return rows as a plain table, the first column naming each; the year stands where it isn't the data's."""

    def cell(column: Column, row: Row) -> Any:
        value = row.get(column.key)
        text = view.instant(value, "short") if column.kind == "instant" else shown(view, column.kind, value)
        return html.Td(text, className="r" if column.is_right else None)

    head = [(column.label, "r" if column.is_right else "") for column in columns]
    lines = [
        html.Tr([html.Th(row[columns[0].key], scope="row"), *[cell(column, row) for column in columns[1:]]])
        for row in rows[:MOST_ROWS]
    ]
    return html.Div(ranking(head, lines), className="ls-scroll", tabIndex=0)


def cut(view: View, total: int, most: int = MOST_ROWS) -> list[Any]:
    """Return how many rows the card leaves to its table, if any."""
    left = total - most
    return [html.Span(view.t("data_health.more", left, number=view.number(left)))] if left > 0 else []


def _head(view: View, *names: str, right: str) -> list[tuple[str, str]]:
    left = [(view.t(f"data_health.column.{name}"), "") for name in names]
    return [*left, (view.t(f"data_health.column.{right}"), "r")]


def _two(text: Any, context: str) -> html.Div:
    hint = {"title": text} if isinstance(text, str) else {}
    return html.Div([html.Span(text, **hint), html.Small(context, title=context)], className="ls-twoline")
