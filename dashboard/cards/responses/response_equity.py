"""Who waits longest? The median by who asks and by turn, each held against the median of all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from dashboard.cards.responses import response_times
from dashboard.cards.responses.response_table import nothing
from dashboard.components.card import Card
from dashboard.components.strip import scaled
from dashboard.components.table import Column
from dashboard.verdict import Estimate, estimate
from dashboard.view import View

TURNS = ("first", "second", "later")


@dataclass(frozen=True)
class Group:
    """One line: its name, its median and P90, and the address of the waits behind it.

    `part` is who or turn; `is_stated` is false for those of whom nobody says who they are.
    """

    part: str
    name: str
    half: Estimate
    most: Estimate
    href: str
    is_stated: bool = True

    def tone(self, whole: Estimate) -> str:
        """Return bad or good only where the interval excludes what all together wait."""
        e = self.half
        if e.is_few:
            return "few"
        if not self.is_stated or whole.value is None or e.lower is None:
            return ""
        if e.lower > whole.value:
            return "bad"
        return "good" if e.upper is not None and e.upper < whole.value else ""


def card(view: View) -> Card:
    """Return stakeholders and turns, one below the other."""
    who, turns = stakeholders(view), by_turn(view)
    # Turns are held against every response, stakeholders against first responses: each against its own whole.
    wholes = {"who": _whole(view, "first_response_time"), "turn": _whole(view, "next_response_time")}
    title = finding(view, who, wholes["who"]) or view.t("responses.equity.question")
    if not turns:
        return Card(title, body=nothing(view))
    clock = view.t(f"responses.clock.{view.state.clock}")
    return Card(
        title,
        view.t("responses.equity.sub", clock=clock),
        html.Table(
            [
                html.Caption(title, className="ls-hidden"),
                *_part(view, "who", who, wholes["who"]),
                *_part(view, "turn", turns, wholes["turn"]),
            ],
            className="ls-table ls-equity",
        ),
        footer=[html.Span(view.t("responses.equity.footer")), *_unstated(view, who)],
        rows=[
            {
                "part": view.t(f"responses.equity.{one.part}"),
                "name": one.name,
                "p50": one.half.value,
                "lower": one.half.lower,
                "upper": one.half.upper,
                "p90": one.most.value,
                "n": one.half.n,
            }
            for one in (*who, *turns)
        ],
        columns=[
            Column("part", view.t("responses.equity.part")),
            Column("name", view.t("responses.equity.group")),
            Column("p50", "P50", "seconds"),
            Column("lower", view.t("responses.column.lower"), "seconds"),
            Column("upper", view.t("responses.column.upper"), "seconds"),
            Column("p90", "P90", "seconds"),
            Column("n", "n", "number"),
        ],
        metric=("first_response_time", "next_response_time"),
    )


def stakeholders(view: View) -> list[Group]:
    """Return first responses by who asks, the quickest first, too few at the end; nothing where nobody says."""
    found = _groups(view, "first_response_time", "stakeholder", "who")
    return found if any(name is not None for name in _names(view)) else []


def by_turn(view: View) -> list[Group]:
    """Return every response by turn, in order."""
    return _groups(view, "next_response_time", "turn", "turn")


def finding(view: View, who: Sequence[Group], whole: Estimate) -> str | None:
    """Return who waits clearly longer than all together; None where no interval lies beyond the whole's."""
    worse = [one for one in who if one.tone(whole) == "bad"]
    if not worse:
        return None
    worst = max(worse, key=lambda one: one.half.lower or 0.0)
    if worst.half.value is None:
        return None
    return view.t(
        "responses.equity.finding", name=worst.name, length=view.duration(worst.half.value, "prose")
    )


def _groups(view: View, metric: str, column: str, part: str) -> list[Group]:
    frame = view.evaluate(metric, (column,), clock=response_times.clock(view))
    by_key: dict[str | None, dict[str, Estimate]] = {}
    for row in frame.to_dicts():
        by_key.setdefault(row[column], {})[row["statistic"]] = estimate(row)
    groups = [
        (
            key,
            Group(
                part,
                _name(view, column, key),
                found["p50"],
                found.get("p90", Estimate(None)),
                view.link("/waits", metric=metric, **{column: key or "none"}, **response_times.origin(view)),
                is_stated=key is not None,
            ),
        )
        for key, found in by_key.items()
        if found.get("p50", Estimate(None)).n
    ]
    return [one for _, one in sorted(groups, key=lambda pair: _order(column, *pair))]


def _order(column: str, key: str | None, one: Group) -> tuple[Any, ...]:
    if column == "turn":
        return (TURNS.index(str(key)),)
    value = one.half.value if one.half.value is not None else float("inf")
    return (one.half.is_few, key is None, value, one.name)


def _name(view: View, column: str, key: str | None) -> str:
    return view.t(f"waits.turn.{key}") if column == "turn" else view.name("stakeholder", key)


def _names(view: View) -> list[str | None]:
    frame = view.evaluate("first_response_time", ("stakeholder",), clock=response_times.clock(view))
    return frame["stakeholder"].unique().to_list()


def _whole(view: View, metric: str) -> Estimate:
    rows = view.evaluate(metric, (), clock=response_times.clock(view)).to_dicts()
    return next((estimate(row) for row in rows if row["statistic"] == "p50"), Estimate(None))


def _part(view: View, part: str, groups: Sequence[Group], whole: Estimate) -> list[Any]:
    if not groups:
        return []
    heads = [
        html.Th(view.t(f"responses.equity.{part}"), scope="col"),
        html.Th("P50", scope="col", className="r"),
        html.Th("", scope="col", className="ls-rt-strip"),
        html.Th("n", scope="col", className="r"),
    ]
    return [html.Thead(html.Tr(heads)), html.Tbody([_line(view, one, whole) for one in groups])]


def _line(view: View, one: Group, whole: Estimate) -> html.Tr:
    e, tone = one.half, one.tone(whole)
    log, mark = response_times.on_log_scale(e), response_times.on_log_scale(whole)
    length = view.duration(e.value) if e.value is not None else view.t("responses.beyond")
    low = view.duration(e.lower, "chart")
    high = view.duration(e.upper, "chart") if e.upper is not None else view.t("responses.beyond")
    interval = view.t("responses.kpi.interval", low=low, high=high) if e.lower is not None else None
    strip = scaled(log.value, log.lower, log.upper, mark.value, *response_times.LOG_SCALE, tone=tone)
    return html.Tr(
        [
            html.Th(one.name, scope="row"),
            html.Td(length, className=f"r {'ls-bad' if tone == 'bad' else ''}".strip(), title=interval),
            html.Td(strip, className="ls-rt-strip", title=interval),
            html.Td(html.A(view.number(e.n), href=one.href), className="r"),
        ],
        className="few" if e.is_few else None,
    )


def _unstated(view: View, who: Sequence[Group]) -> list[Any]:
    """Say where nobody tells who asks, instead of an empty half of the card."""
    return [] if who else [html.Span(view.t("responses.equity.unstated"))]
