"""What changed: each department's share in target against the same number of days before, worst first."""

from typing import Any

from dash import html

from dashboard import formats
from dashboard.cards.sla import compliance
from dashboard.components.card import Card, key_item
from dashboard.components.kpi import change_tone
from dashboard.components.ranking import MOST_ROWS, cut, onward, ranking
from dashboard.components.states import unknown
from dashboard.components.strip import change_strip
from dashboard.components.table import Column
from dashboard.verdict import Change, Estimate, change
from dashboard.view import View

Difference = tuple[str | None, Estimate, Estimate, Change]
"""Department, share now, share before, and the change."""


def changes(view: View) -> Card:
    """What changed? Share in target by department, against the days before."""
    question, sub = view.t("start.changes.question"), view.t("start.changes.sub")
    if not compliance.targets(view):
        return Card(question, body=unknown(view, view.t("sla.no_targets")))
    if view.previous is None:
        return Card(question, body=html.P(view.t("common.kpi.no_previous"), className="ls-state"))
    found = differences(view)
    if not found:
        return Card(question, sub=sub, body=html.P(view.t("start.changes.too_few"), className="ls-state"))
    reach = max(0.1, *(max(abs(c.lower), abs(c.upper)) for _, _, _, c in found))
    rows: list[dict[str, Any]] = []
    lines: list[html.Tr] = []
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
        if len(lines) >= MOST_ROWS:
            continue
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
    table = ranking(head, lines)
    return Card(
        heading(view, found),
        sub=sub,
        body=table,
        footer=[
            key_item("target", view.t("start.changes.zero")),
            *cut(view, len(rows)),
            onward(view, "/sla", "start.changes.onward"),
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


def differences(view: View) -> list[Difference]:
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


def heading(view: View, found: list[Difference]) -> str:
    """Return whose share has clearly changed, or that none has."""
    clear = [(view.name("department_id", d), c) for d, _, _, c in found if c.is_distinguishable]
    worse = [name for name, c in clear if c.value < 0]
    better = [name for name, c in clear if c.value > 0]
    if worse:
        return view.t("start.changes.worse", count=len(worse), names=formats.listed(worse[:3], view.lang))
    if better:
        return view.t("start.changes.better", count=len(better), names=formats.listed(better[:3], view.lang))
    return view.t("start.changes.nothing")
