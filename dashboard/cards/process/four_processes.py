"""The four processes: answering in public and in private, archiving, passing on; how much, how long, what fails."""

from typing import Any

from dash import html

from dashboard.cards.process.process_tables import duration, table
from dashboard.components.card import Card
from dashboard.components.states import empty
from dashboard.components.table import Column
from dashboard.verdict import Estimate, estimate
from dashboard.view import View

WORKS = ("answer_public", "answer_private", "archive", "pass_on")


def card(view: View) -> Card:
    """How much, how long, how often does it fail: answering, archiving, passing on?"""
    frame = view.evaluate("process_volume", ("work",))
    question = view.t("process.works.question")
    found: dict[str, dict[str, Estimate]] = {}
    for row in frame.to_dicts():
        found.setdefault(row["work"], {})[row["statistic"]] = estimate(row)
    if not found:
        return Card(question, body=empty(view, view.t("common.messages")))
    rows = [_work_row(view, work, found.get(work, {})) for work in WORKS]
    heads = [
        (view.t("process.column.work"), ""), (view.t("process.column.volume"), "r"),
        (view.t("process.column.p50"), "r"),
        (view.t("process.column.p90"), "r i"), (view.t("process.column.failed"), "r"), ("", "r i"),
        (view.t("process.column.judged"), "r"),
    ]  # fmt: skip
    return Card(
        question,
        sub=view.t("process.works.sub"),
        body=table(heads, [_work_line(view, row) for row in rows], question),
        footer=[html.Span(view.t("process.works.judged"))],
        rows=rows,
        columns=[
            Column("name", view.t("process.column.work")),
            Column("volume", view.t("process.column.volume"), "number"),
            Column("p50", view.t("process.column.p50"), "seconds"),
            Column("p90", view.t("process.column.p90"), "seconds"),
            Column("failed", view.t("process.column.failed"), "share"),
            Column("lower", view.t("process.column.lower"), "share"),
            Column("upper", view.t("process.column.upper"), "share"),
            Column("judged", view.t("process.column.judged"), "number"),
        ],
        metric="process_volume",
        notes=[view.t("process.works.note")],
    )


def _work_row(view: View, work: str, found: dict[str, Estimate]) -> dict[str, Any]:
    failed = found.get("failed", Estimate(None))
    p50, p90 = (found.get(name, Estimate(None)) for name in ("p50", "p90"))
    return {
        "work": work, "name": view.t(f"process.work.{work}"), "what": view.t(f"process.work.{work}_failed"),
        "volume": found["volume"].value if "volume" in found else 0, "p50": p50.value, "p90": p90.value,
        "failed": failed.value, "lower": failed.lower, "upper": failed.upper, "judged": failed.n,
        "has_time": p50.n > 0, "is_few": failed.is_few,
    }  # fmt: skip


def _work_line(view: View, row: dict[str, Any]) -> html.Tr:
    interval = view.share_range(row["lower"], row["upper"]) if row["lower"] is not None else ""
    few = "r few" if row["is_few"] else "r"
    return html.Tr(
        [
            html.Th([row["name"], html.Small(row["what"])], scope="row"),
            html.Td(_volume(view, row), className="r"),
            html.Td(duration(view, row, "p50"), className="r"),
            html.Td(duration(view, row, "p90"), className="r i"),
            html.Td(view.share(row["failed"]), className=few),
            html.Td(interval, className="r i"),
            html.Td(view.number(row["judged"]), className=few),
        ]
    )


def _volume(view: View, row: dict[str, Any]) -> Any:
    """What waits count is listed as waits, hand-offs as hand-offs; the archive has no list."""
    number = view.number(row["volume"])
    if row["work"] == "pass_on" and row["volume"]:
        outcomes = "picked_up,passed_on,dropped,waiting,closed,cancelled"
        return html.A(number, href=view.link("/cases", handoff_kind="department", handoff_outcome=outcomes))
    if row["work"].startswith("answer_") and row["volume"]:
        return html.A(number, href=view.link("/waits", {"visibility": row["work"].removeprefix("answer_")}))
    return number
