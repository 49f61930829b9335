"""What a card says when it has no number to show: why, and what to do about it. Never 0 for unknown."""

from typing import Any

from dash import html

from dashboard import urls
from dashboard.components.icons import icon
from dashboard.view import View


def empty(view: View, what: str) -> html.Div:
    """Nothing in this period under these filters: says so, when there last was, and offers to remove the filters.

    `what` is what there is none of, in the plural.
    """
    state = view.state
    where, parameters = view.where(None)
    last = view.rows(f"select max(opened_day) from marts.fct_waits where {where}", parameters).item()
    why = view.t("common.empty.filters" if state.chips else "common.empty.period")
    when = view.t("common.empty.last", date=view.date(last)) if last else view.t("common.empty.never")
    parts: list[Any] = [
        html.P(view.t("common.empty.title", what=what), className="ls-state-title"),
        html.P(f"{why} {when}"),
    ]
    if len(state.chips) == 1:
        chip = state.chips[0]
        values = ", ".join(view.name(chip.column, v) for v in chip.values)
        label = view.t("common.empty.remove", column=view.t(f"common.column.{chip.column}"), values=values)
        parts.append(html.A(label, href=urls.format(state.without(chip)), className="ls-button"))
    elif state.chips:
        parts.append(html.A(view.t("common.filter.reset"), href=view.href(chips=()), className="ls-button"))
    return html.Div(parts, className="ls-state")


def unknown(view: View, reason: str, mend: str | None = None) -> html.Div:
    """Not computable: a dash, the reason, and who can mend it."""
    return html.Div(
        [
            html.P("—", className="ls-value"),
            html.P(reason),
            html.P(mend, className="ls-meta") if mend else None,
        ],
        className="ls-state",
    )


def outdated(view: View, table: str | None = None) -> html.Div:
    """The snapshot is older than the card, and holds nothing of what it shows; the next run mends it.

    `table` is what it lacks, where that is known.
    """
    text = view.t("common.outdated.lacks", table=table) if table else view.t("common.outdated.text")
    return html.Div(
        [
            html.P(view.t("common.outdated.absent"), className="ls-state-title"),
            html.P([text, " ", view.t("common.outdated.mend")]),
        ],
        className="ls-state",
    )


def error(view: View, last_good: str | None, retry: str) -> html.Div:
    """Could not be computed: the run, when the number below was good, and a way to try again; never a stack trace."""
    run = view.snapshot.about.run_id[:8]
    text = (
        view.t("common.error.last_good", when=last_good) if last_good else view.t("common.error.nothing_kept")
    )
    return html.Div(
        [
            html.P(view.t("common.error.title"), className="ls-state-title"),
            html.P([text, " ", view.t("common.error.run", run=run)]),
            html.A(view.t("common.error.retry"), href=retry, className="ls-button", **{"data-reload": "1"}),
        ],
        className="ls-state",
        role="alert",
    )


def banner(parts: list[Any]) -> html.Div:
    """A source is behind: a line under the title row."""
    return html.Div([icon("warn"), html.Span(parts)], className="ls-banner", role="status")
