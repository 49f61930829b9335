"""The backlog as of any moment: which one the address asks for, what was open then, and the controls that move it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
from dash import dcc, html

from dashboard import urls
from dashboard.cards.backlog import backlog_levels
from dashboard.cards.backlog.backlog_levels import moment
from dashboard.cards.cases.conversations import OPEN_STATES
from dashboard.components.card import Card
from dashboard.components.icons import icon
from dashboard.components.ranking import ranking
from dashboard.components.table import Column
from dashboard.figures.backlog_area import AGES
from dashboard.view import View

HOUR = timedelta(hours=1)
STEPS = (("day_back", "back", -24), ("hour_back", "back", -1), ("hour_on", "next", 1), ("day_on", "next", 24))
DAY = 86_400.0


def card(view: View, origin: dict[str, Any]) -> Card:
    """Return the card: the moment and what moves it, and the cases open then by state and age."""
    at = moment(view)
    rows = by_state(view)
    total = sum(row["open"] for row in rows)
    values: dict[str, Any] = {"at": view.instant(at), "total": view.number(total)}
    titles = {
        True: view.t("backlog.moment.title", total, **values),
        False: view.t("backlog.moment.nothing", **values),
    }
    all_cases = html.A(
        view.t("backlog.moment.list", total, total=view.number(total)),
        href=backlog_levels.address(view, at=at, **origin),
    )
    return Card(
        titles[bool(total)],
        view.t("backlog.moment.sub"),
        [scrubber(view, at), _table(view, rows, at, origin)],
        footer=[all_cases, html.Span(view.t("backlog.moment.aged", days=view.number(_aged(rows))))]
        if total
        else (),
        rows=rows,
        columns=[
            Column("name", view.t("backlog.column.state")),
            Column("open", view.t("backlog.column.open"), "number"),
            *[Column(age, view.t(f"figures.{age}"), "number") for age in AGES],
            Column("aged_seconds", view.t("backlog.kpi.aged"), "seconds"),
        ],
        metric="backlog_at",
    )


def by_state(view: View) -> list[dict[str, Any]]:
    """Return a row a state in which cases were open at the moment, in the order of a case's life."""
    frame = backlog_levels.wide(view.evaluate("backlog_at", ("state",), at=moment(view)), "state")
    found = {row["state"]: row for row in frame.filter(pl.col("open") > 0).to_dicts()}
    order = [state for state in OPEN_STATES if state in found]
    return [{**found[state], "name": view.t(f"conversation.state.{state}")} for state in order]


def _aged(rows: list[dict[str, Any]]) -> float:
    return float(sum(row["aged_seconds"] for row in rows)) / DAY


def scrubber(view: View, at: datetime) -> html.Div:
    """Return what moves the moment: a slider over the full hours of the period, and links an hour or a day away."""
    first, last = span(view)
    count = max(int((last - first) / HOUR), 1)
    value = min(max(round((at - first) / HOUR), 0), count)
    slider = dcc.Input(id="ls-moment", type="range", min=0, max=count, step=1, value=value, debounce=True)
    links = [_step(view, at, name, sign, hours) for name, sign, hours in STEPS]
    now = html.A(view.t("backlog.moment.now"), href=_address(view, None), className="ls-segment")
    return html.Div(
        [
            html.Div(
                [links[0], links[1], html.Output(view.instant(at, "short")), links[2], links[3], now],
                className="ls-moment-steps",
            ),
            html.Label(
                [html.Span(view.t("backlog.moment.slider"), className="ls-hidden"), slider],
                className="ls-moment-slider",
            ),
        ],
        className="ls-moment",
        **{
            "data-since": first.isoformat(),
            "data-last": last.isoformat(),
            "data-zone": view.snapshot.about.zone,
            "data-href": _address(view, "INSTANT"),
        },
    )


def span(view: View) -> tuple[datetime, datetime]:
    """Return the instants that the slider runs over: the period's, to now where it ends with the last complete day."""
    since, _ = view.span
    return since, backlog_levels.instant(view)


def _step(view: View, at: datetime, name: str, sign: str, hours: int) -> Any:
    first = view.snapshot.about.data_from
    wanted = at + hours * HOUR
    if wanted > view.snapshot.about.as_of or (first is not None and wanted.date() < first):
        return html.Span(icon(sign), className="ls-icon ls-off")
    label = view.t(f"backlog.moment.{name}")
    text = [icon(sign), html.Small(view.t(f"backlog.moment.{'day' if abs(hours) > 1 else 'hour'}"))]
    parts = text if hours < 0 else text[::-1]
    href = _address(view, wanted.astimezone(UTC).isoformat().replace("+00:00", "Z"))
    return html.A(parts, href=href, className="ls-segment", title=label, **{"aria-label": label})


def _address(view: View, at: str | None) -> str:
    extra = {key: value for key, value in view.state.extra.items() if key != "at"}
    return urls.format(view.state, extra={**extra, **({"at": at} if at else {})})


def _table(view: View, rows: list[dict[str, Any]], at: datetime, origin: dict[str, Any]) -> Any:
    if not rows:
        return None
    most = max(row["open"] for row in rows)
    head = [(view.t("backlog.column.state"), ""), (view.t("backlog.column.open"), "r"), ("", "ls-age-bar")]
    lines = []
    for row in rows:
        own = {"at": at, "state": row["state"], **origin}
        href = backlog_levels.address(view, **own)
        parts = [
            html.A(
                href=backlog_levels.address(view, age=age, **own),
                title=f"{view.t(f'figures.{age}')}: {view.number(row[age])}",
                className=f"ls-age {age}",
                style={"width": f"{row[age] / most * 100:.2f}%"},
                tabIndex=-1,
                **{"aria-hidden": "true"},
            )
            for age in AGES
            if row[age]
        ]
        cells = [
            html.Td(html.A(view.number(row["open"]), href=href), className="r"),
            html.Td(html.Div(parts, className="ls-ages"), className="ls-age-bar"),
        ]
        lines.append(html.Tr([html.Th(row["name"], scope="row"), *cells]))
    return ranking(head, lines, "ls-ageing")
