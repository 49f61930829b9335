"""What each platform calls what the pages count, from glossary.toml: among the definitions, and as a hint elsewhere."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from dash import html

from dashboard.components.card import Card
from dashboard.components.fold import fold
from dashboard.components.table import Column
from dashboard.view import View

FILE = Path(__file__).with_suffix(".toml")
Words = dict[str, list[str]]


@cache
def concepts() -> dict[str, dict[str, str]]:
    """Return our word for each concept and what it means, by language."""
    return dict(_file()["concept"])


@cache
def platforms() -> dict[str, dict[str, Words]]:
    """Return each platform's own words, by concept and language."""
    return dict(_file()["platform"])


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def hint(view: View, platform: str | None) -> str | None:
    """Return a platform's words that aren't ours with those that are: "video, Short = post · view = impression"."""
    parts = []
    for concept, words in platforms().get(platform or "", {}).items():
        ours = concepts()[concept][view.lang]
        theirs = [word for word in words[view.lang] if word.casefold() != ours.casefold()]
        if theirs:
            parts.append(f"{', '.join(theirs)} = {ours}")
    return " · ".join(parts) or None


def named(view: View, platform: str | None) -> Any:
    """Return a platform's name; pointing at it shows the words that it uses."""
    said = hint(view, platform)
    name = view.name("platform", platform)
    return html.Abbr(name, title=said, className="ls-term") if said else name


def glossary(view: View) -> Card:
    """Our word for each thing, what it means, and what each platform calls it."""
    rows = [
        {
            "concept": ours[view.lang],
            "means": ours[f"means_{view.lang}"],
            "platform": view.name("platform", platform),
            "words": ", ".join(words[concept][view.lang]),
        }
        for concept, ours in concepts().items()
        for platform, words in platforms().items()
        if concept in words
    ]
    names = ("concept", "means", "platform", "words")
    return Card(
        view.t("definitions.glossary.title"),
        view.t("definitions.glossary.sub"),
        html.Div([_entry(view, concept) for concept in concepts()]),
        rows=rows,
        columns=[Column(name, view.t(f"definitions.glossary.{name}")) for name in names],
    )


def _entry(view: View, concept: str) -> html.Details:
    """Return one concept, closed; its address ends with #word-<concept>."""
    ours = concepts()[concept]
    found = {name: words[concept][view.lang] for name, words in platforms().items() if concept in words}
    theirs = [
        html.Li([html.B(view.name("platform", name)), " ", ", ".join(words)]) for name, words in found.items()
    ]
    means = ours[f"means_{view.lang}"]
    said = [html.P(means), html.Ul(theirs, className="ls-words")]
    words = " ".join([ours[view.lang], means, *found, *(word for one in found.values() for word in one)])
    return fold(f"word-{concept}", ours[view.lang], means, words, said)
