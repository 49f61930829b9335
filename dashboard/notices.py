"""Pages that stand where no page can: nothing published, no such page, one that failed, a snapshot too old for it."""

from typing import Any

from dash import html

from dashboard import frame, texts
from dashboard.page import Body, Page
from dashboard.view import View


def nothing_published(lang: str) -> dict[str, Any]:
    """Return the page of an empty var folder: it names the commands that fill it."""

    def t(key: str) -> str:
        return texts.text(lang, f"common.nothing.{key}")

    marks = {"data-lang": lang, "data-title": "Leitstand", "data-wait": "1"}
    commands = html.Dl(
        [
            html.Dt(html.Code("leitstand demo")),
            html.Dd(t("demo")),
            html.Dt(html.Code("leitstand run")),
            html.Dd(t("run")),
        ],
        className="ls-commands",
    )
    card = html.Section(
        [html.P(t("text")), commands, html.P(t("then"), className="ls-meta")], className="ls-card s12"
    )
    return {
        "nav": frame.brand("/"),
        "main": [
            html.Div(html.H1(t("title")), className="ls-titlerow", **marks),
            html.Div(card, className="ls-grid"),
        ],
    }


def page_missing(view: View) -> dict[str, Any]:
    """Return the page of an address that no page has."""
    body = Body([html.A(view.t("common.missing.start"), href=view.link("/"), className="ls-button")])
    return _framed(view, "missing", view.t("common.missing.text"), body)


def page_failed(view: View, page: Page) -> dict[str, Any]:
    """Return the page that says what failed, in which run, and offers to try again; the trace is in the log."""
    retry = html.A(
        view.t("common.error.retry"), href=view.href(), className="ls-button", **{"data-reload": "1"}
    )
    text = view.t(
        "common.failed.text", run=view.snapshot.about.run_id[:8], when=view.instant(view.snapshot.about.as_of)
    )
    return _framed(view, "failed", text, Body([retry]), page)


def page_outdated(view: View, page: Page) -> dict[str, Any]:
    """Return the page that says that the snapshot is older than the program, and what mends it."""
    mend = html.P(view.t("common.outdated.mend"), className="ls-meta")
    return _framed(view, "outdated", view.t("common.outdated.text"), Body([mend]), page)


def _framed(view: View, key: str, text: str, body: Body, page: Page | None = None) -> dict[str, Any]:
    stand_in = page or Page(key="start", path=view.state.path, layout=lambda view: body)
    shown = Body(body.children, answer=text, title=view.t(f"common.{key}.title"))
    return frame.contents(view, stand_in, shown)
