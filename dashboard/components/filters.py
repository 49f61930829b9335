"""The filter bar: chips for what is set, and the menu that sets it. Every value is a link to an address."""

from typing import Any

from dash import dcc, html

from dashboard import urls
from dashboard.components.icons import icon
from dashboard.glossary import hint
from dashboard.view import View

_NAMED = 2
"""Values a chip names; further ones are counted."""


def chips(view: View) -> list[Any]:
    """Return one chip a filter in order of adding, and "Reset" from two on."""
    found: list[Any] = [_chip(view, chip) for chip in view.state.chips]
    if len(found) > 1:
        found.append(html.A(view.t("common.filter.reset"), href=view.href(chips=()), className="ls-reset"))
    return found


def _chip(view: View, chip: urls.Chip) -> html.Span:
    names = [view.name(chip.column, value) for value in chip.values]
    label = ", ".join(names[:_NAMED]) + (f" +{len(names) - _NAMED}" if len(names) > _NAMED else "")
    column = view.t(f"common.column.{chip.column}")
    remove = view.t("common.filter.remove", column=column)
    parts: list[Any] = [html.Span(column, className="ls-chip-field")]
    if chip.exclude:
        parts += [html.Span(view.t("common.filter.not"), className="ls-chip-not"), html.B(html.S(label))]
    else:
        parts.append(html.B(label))
    parts.append(
        html.A(
            icon("close"),
            href=urls.format(view.state.without(chip)),
            className="ls-chip-x",
            title=remove,
            **{"aria-label": remove, "data-remove": "1"},
        )
    )
    said = ", ".join(names)
    if chip.column == "platform" and len(names) == 1 and (own := hint(view, chip.values[0])):
        said = f"{said}: {own}"
    return html.Span(parts, className="ls-chip" + (" not" if chip.exclude else ""), title=said)


def button_label(view: View) -> list[Any]:
    """Return the text of the button that opens the menu."""
    return [icon("plus"), view.t("common.filter.add")]


def menu(view: View) -> html.Div:
    """Return every value of every filter column, with how many messages it has; ticked ones are set."""
    sections: list[Any] = [
        dcc.Input(
            id="ls-filter-search",
            type="search",
            placeholder=view.t("common.filter.search"),
            className="ls-search",
            autoComplete="off",
        )
    ]
    for column in urls.COLUMNS:
        options = _options(view, column)
        if options:
            label = view.t(f"common.column.{column}")
            rows = [_option(view, column, value, count) for value, count in options]
            sections.append(
                html.Div(
                    [html.Div(label, className="ls-group"), *rows], role="group", **{"aria-label": label}
                )
            )
    return html.Div(sections, className="ls-filter-menu")


def _options(view: View, column: str) -> list[tuple[str | None, int]]:
    frame = view.rows(
        f"select {column} as value, count(*) as count from marts.fct_messages"
        " where direction = 'inbound' and visibility <> 'internal' group by all order by count desc, value"
    )
    return [(value, count) for value, count in frame.iter_rows()]


def _option(view: View, column: str, value: str | None, count: int) -> html.Div:
    state = view.state
    included, excluded = state.chip(column), state.chip(column, exclude=True)
    is_in = included is not None and value in included.values
    is_out = excluded is not None and value in excluded.values
    name = view.name(column, value)
    own = {"title": said} if column == "platform" and (said := hint(view, value)) else {}
    return html.Div(
        [
            html.A(
                [
                    html.Span(icon("tick"), className="ls-box"),
                    html.Span(name, **own),
                    html.Span(view.number(count), className="ls-n"),
                ],
                href=urls.format(state.toggled(column, value)),
                className="ls-option",
                role="menuitemcheckbox",
                **{"aria-checked": str(is_in).lower()},
            ),
            html.A(
                icon("not"),
                href=urls.format(state.toggled(column, value, exclude=True)),
                className="ls-icon ls-exclude",
                role="menuitemcheckbox",
                title=view.t("common.filter.exclude", value=name),
                **{
                    "aria-checked": str(is_out).lower(),
                    "aria-label": view.t("common.filter.exclude", value=name),
                },
            ),
        ],
        className="ls-optionrow" + (" out" if is_out else ""),
        **{"data-name": name.lower()},
    )
