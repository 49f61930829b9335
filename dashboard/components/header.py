"""What stands in the header and at the right of the filter bar: period, clock, language, scheme, and the data line."""

from typing import Any

import dash_mantine_components as dmc
import polars as pl
from dash import html

from dashboard import texts, urls
from dashboard.components.icons import icon
from dashboard.view import View


def period_label(view: View) -> list[Any]:
    """Return the period as its button shows it."""
    days = view.period
    from dashboard import formats

    return [
        icon("calendar"),
        html.B(formats.period(days.since, days.last, view.lang)),
        html.Span(view.t("common.period.days", count=days.days), className="ls-wide"),
    ]


def period_menu(view: View) -> html.Div:
    """Return the presets, and a calendar (assets/calendar.js) for any range of complete days."""
    presets = [
        html.A(
            view.t(f"common.period.{name}"),
            href=view.href(period=name),
            className="ls-option",
            **({"aria-current": "true"} if name == view.state.period else {}),
        )
        for name in urls.PRESETS
    ]
    about, days = view.snapshot.about, view.period
    calendar = html.Div(
        className="ls-calendar",
        **{
            "data-since": days.since.isoformat(),
            "data-last": days.last.isoformat(),
            "data-first-day": about.data_from.isoformat() if about.data_from else "",
            "data-last-day": urls.resolve("7d", about.today).last.isoformat(),
            "data-href": view.href(period="2000-01-01..2000-01-01"),
            "data-lang": view.lang,
            "data-back": view.t("common.period.month_back"),
            "data-next": view.t("common.period.month_next"),
            "data-hint": view.t("common.period.hint"),
        },
    )
    return html.Div([html.Div(presets, className="ls-presets"), calendar], className="ls-period-menu")


def tools(view: View) -> list[Any]:
    """Return clock, copy link, language and scheme."""
    clocks = html.Div(
        [
            html.A(
                view.t(f"common.clock.{clock}"),
                href=view.href(clock=clock),
                title=view.t(f"common.clock.{clock}_hint"),
                className="ls-segment",
                **({"aria-current": "true"} if clock == view.state.clock else {}),
            )
            for clock in urls.CLOCKS
        ],
        className="ls-segments",
        role="group",
        **{"aria-label": view.t("common.clock.label")},
    )
    other = next(lang for lang in texts.LANGUAGES if lang != view.lang)
    language = html.A(
        other.upper(),
        href=view.href(lang=other),
        className="ls-icon ls-lang",
        hrefLang=other,
        title=texts.text(other, "common.language"),
        **{"aria-label": texts.text(other, "common.language")},
    )
    return [
        clocks,
        html.Span(className="ls-rule"),
        _tool("link", view.t("common.copy_link"), "copy", **{"data-done": view.t("common.copied")}),
        language,
        _tool("moon", view.t("common.scheme"), "scheme"),
    ]


def _tool(name: str, label: str, action: str, **more: str) -> html.Button:
    return html.Button(
        icon(name), className="ls-icon", title=label, **{"aria-label": label, "data-action": action}, **more
    )


def data_line(view: View) -> list[Any]:
    """Return how fresh the data is: as of when, how many sources are current, and which are behind by how much."""
    about, sources = view.snapshot.about, _sources(view)
    current = sources.filter(pl.col("state") == "ok").height
    behind = sources.filter(pl.col("state") != "ok").to_dicts()
    label = view.t("common.data.sources", count=sources.height, current=current, total=sources.height)
    popover = dmc.Popover(
        [
            dmc.PopoverTarget(
                html.Button(label, className="ls-textlink"), boxWrapperProps={"className": "ls-inline"}
            ),
            dmc.PopoverDropdown(_source_list(view, sources)),
        ],
        position="bottom-end",
        shadow="none",
        width=420,
    )
    parts: list[Any] = [
        html.Span([view.t("common.data.as_of") + " ", html.B(view.instant(about.as_of, "short"))]),
        _age(view),
        html.Span("·", className="ls-dot"),
        popover,
    ]
    if behind:
        shown = ", ".join(
            f"{view.name('source', row['source'])} {view.duration(-row['lag'], 'chart')}"
            if row["lag"] is not None
            else view.name("source", row["source"])
            for row in behind[:2]
        )
        more = f" +{len(behind) - 2}" if len(behind) > 2 else ""
        parts += [
            html.Span("·", className="ls-dot"),
            html.A([icon("warn"), shown + more], href=view.link("/data"), className="ls-warn"),
        ]
    return parts


def _age(view: View) -> html.Span:
    """Return the place where the browser says how old the data is, once that is too old (assets/age.js)."""
    words = {
        "data-one": view.t("common.data.old", 1),
        "data-other": view.t("common.data.old", 2, days="DAYS"),
    }
    return html.Span(
        "", className="ls-warn", **{"data-as-of": view.snapshot.about.as_of.isoformat(), **words}
    )


def banners(view: View) -> list[Any]:
    """Return one line a source that failed or is stale, to stand under the title row."""
    from dashboard.components.states import banner

    found = []
    for row in _sources(view).filter(pl.col("state") != "ok").to_dicts():
        if row["last_success_at"] is None:
            text = view.t("common.data.never", source=view.name("source", row["source"]))
        else:
            text = view.t(
                "common.data.behind",
                source=view.name("source", row["source"]),
                since=view.instant(row["last_success_at"]),
                lag=view.duration(row["lag"], "prose"),
            )
        more = html.A(view.t("data_health.nav"), href=view.link("/data"))
        found.append(banner([html.B(text), " ", view.t("common.data.kept"), " ", more]))
    return found


def _sources(view: View) -> pl.DataFrame:
    frame = view.rows(
        "select source, type, state, last_success_at, last_record_at, error, row_count"
        " from marts.dim_source order by source"
    )
    as_of = view.snapshot.about.as_of
    return frame.with_columns(lag=(pl.lit(as_of) - pl.col("last_success_at")).dt.total_seconds())


def _read_when(view: View, row: dict[str, Any]) -> str:
    """Return when a source was last read, and what is known from it: costs and shifts are no messages."""
    success = view.instant(row["last_success_at"], "short")
    if not row["row_count"]:
        return view.t("common.data.read", success=success)
    return view.t("common.data.detail", success=success, rows=view.number(row["row_count"]))


def _kind(view: View, row: dict[str, Any]) -> html.Span | None:
    """Return what a source is, where its name doesn't say so."""
    said = texts.source_type(view.lang, row["type"])
    return html.Span(said, className="ls-meta") if said != view.name("source", row["source"]) else None


def _source_list(view: View, sources: pl.DataFrame) -> html.Div:
    items = []
    for row in sources.to_dicts():
        state = view.t(f"common.data.state.{row['state']}")
        items.append(
            html.Li(
                [
                    html.Div(
                        [
                            html.B(view.name("source", row["source"])),
                            _kind(view, row),
                            html.Span(
                                state, className="ls-badge " + ("" if row["state"] == "ok" else "warn")
                            ),
                        ]
                    ),
                    html.Div(
                        _read_when(view, row),
                        className="ls-meta",
                    ),
                    html.Div(row["error"], className="ls-error-text") if row["error"] else None,
                ]
            )
        )
    more = html.P(html.A(view.t("data_health.nav"), href=view.link("/data")))
    return html.Div(
        [html.P(html.B(view.t("common.data.title"))), html.Ul(items, className="ls-sources"), more]
    )
