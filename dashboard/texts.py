"""Every word on a page, from locales/<language>/<area>.toml: one file a page or area, the same keys in each language.

A key is `<area>.<name>`; a name may be nested ("reason.no_calendar"). A text may hold `{values}`, and a table with
`one` and `other` is a plural that `count` chooses from. `**strong**` and `!!bad!!` mark emphasis (components/rich.py).
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "locales"
LANGUAGES = ("de", "en")


class TextMissing(KeyError):
    """A key that a language doesn't have; the message names the file it belongs in."""


@cache
def catalogue(lang: str) -> dict[str, Any]:
    """Return all texts of a language by full key; plurals are dicts with `one` and `other`."""
    found: dict[str, Any] = {}
    for path in sorted((FOLDER / lang).glob("*.toml")):
        _flatten(path.stem, tomllib.loads(path.read_text(encoding="utf-8")), found)
    return found


def _flatten(prefix: str, node: Any, into: dict[str, Any]) -> None:
    if isinstance(node, dict) and set(node) != {"one", "other"}:
        for name, value in node.items():
            _flatten(f"{prefix}.{name}", value, into)
    else:
        into[prefix] = node


def text(lang: str, key: str, count: int | None = None, **values: object) -> str:
    """Return one text in a language, its values filled in.

    Raises:
        TextMissing: neither language file of the key's area holds it.
    """
    try:
        entry = catalogue(lang)[key]
    except KeyError:
        area, _, name = key.partition(".")
        raise TextMissing(f"locales/{lang}/{area}.toml lacks {name!r}") from None
    if isinstance(entry, dict):
        entry = entry["one" if count == 1 else "other"]
    return str(entry).format(count=count, **values) if "{" in entry else str(entry)


def has(lang: str, key: str) -> bool:
    """Return whether a language has a text; for keys made from data, such as a channel's name."""
    return key in catalogue(lang)


def name(lang: str, kind: str, value: str | None) -> str:
    """Return the name of a platform, channel, visibility, ...; a value without one is shown as it is."""
    key = f"common.{kind}.{'none' if value is None else value}"
    return text(lang, key) if has(lang, key) else str(value)


def source_type(lang: str, kind: str) -> str:
    """Return what a type of source is called: a platform by its name, others by what they bring."""
    found = name(lang, "source_type", kind)
    return found if found != kind else name(lang, "platform", kind)


def source_name(lang: str, source: str) -> str:
    """Return what a source is called; its id is a name of the configuration, in lower case.

    One that is named as a platform or a type is called as that is (x: X, meta_ads: Meta ad account), another by its
    own words, the first in upper case (press: Press; service_mail: Service mail).
    """
    found = source_type(lang, source)
    return found if found != source else source[:1].upper() + source[1:].replace("_", " ")
