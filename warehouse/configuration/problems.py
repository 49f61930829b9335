"""What is wrong with a configuration: one line each, all of them at once, each with its mend."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

LISTED = 12  # more known words than this are not spelled out in a message


class ConfigError(Exception):
    """The configuration can't be used; `problems` holds one line for each thing to mend."""

    def __init__(self, problems: Sequence[str]):
        super().__init__("\n".join(problems))
        self.problems = list(problems)


class Problems:
    """Collects the problem lines of one configuration file, in the order in which they are found."""

    def __init__(self, file: str):
        self.file = file
        self.lines: list[str] = []

    def add(self, section: str, field: str, text: str, file: str = "") -> None:
        """Note `file: [section] field: text`; an empty section or field is left out, as is another `file`."""
        place = " ".join(part for part in (section, field) if part)
        file = file or self.file
        line = f"{file}: {place}: {text}" if place else f"{file}: {text}"
        if line not in self.lines:
            self.lines.append(line)

    def add_invalid(self, section: str, error: ValidationError, known: Mapping[str, Iterable[str]]) -> None:
        """Note everything that pydantic found in one section.

        `known` maps "" to the keys of the section, and the name of a list of tables to the keys of those.
        """
        for detail in error.errors(include_url=False):
            if detail["type"] == "default_factory_not_called":
                continue  # a default that follows from a field which is wrong itself
            loc = detail["loc"]
            keys = known[""] if len(loc) < 2 else known.get(str(loc[0]), ())
            self.add(section, _field(loc), _sentence(detail, keys))

    def raise_if_any(self) -> None:
        """Raise ConfigError with all that was collected."""
        if self.lines:
            raise ConfigError(self.lines)


def suggestion(word: object, known: Iterable[str], otherwise: str = "look for a misspelling") -> str:
    """`did you mean "…"?` where a known word is near, otherwise the list of known words where it is short."""
    words = sorted(set(known))
    folded = {candidate.casefold(): candidate for candidate in words}
    near = difflib.get_close_matches(str(word).casefold(), folded, n=1, cutoff=0.6)
    if near:
        return f'did you mean "{folded[near[0]]}"?'
    if 0 < len(words) <= LISTED:
        return f"known: {', '.join(words)}"
    return otherwise


def unknown(what: str, word: object, known: Iterable[str]) -> str:
    """The problem text for a name that refers to nothing."""
    words = list(known)
    mend = suggestion(word, words) if words else f"no {what} is configured"
    return f'unknown {what} "{word}"; {mend}'


def _field(loc: tuple[int | str, ...]) -> str:
    # A position within a list helps; pydantic's own markers (function-…, tagged unions) don't.
    parts = [f"no. {part + 1}" if isinstance(part, int) else part for part in loc]
    return " ".join(part for part in parts if "[" not in part)


def _sentence(detail: ErrorDetails, keys: Iterable[str]) -> str:
    kind, value = detail["type"], detail.get("input")
    context: Mapping[str, Any] = detail.get("ctx", {})
    if kind == "extra_forbidden":
        return f"unknown key; {suggestion(detail['loc'][-1], keys)}"
    if kind == "missing":
        return "is missing; add it"
    if kind == "literal_error":
        return f"{_shown(value)} is not known; {suggestion(value, _literals(context))}"
    if kind == "string_type":
        return f"must be text in quotes, not {_shown(value)}"
    if kind == "bool_type":
        return f"must be true or false without quotes, not {_shown(value)}"
    if kind.startswith("date_"):
        return f"must be a day without quotes like 2026-12-24, not {_shown(value)}"
    if kind in ("int_type", "int_from_float"):
        return f"must be a whole number without quotes, not {_shown(value)}"
    if kind == "float_type":
        return f"must be a number without quotes, not {_shown(value)}"
    if kind in ("greater_than_equal", "less_than_equal"):
        bound = f"at least {context['ge']}" if "ge" in context else f"at most {context['le']}"
        return f"must be {bound}, not {_shown(value)}"
    if kind == "greater_than":
        return f"must be more than {context['gt']}, not {_shown(value)}"
    if kind == "too_short":
        return "must hold at least one"
    if kind in ("value_error", "assertion_error"):
        return str(context["error"])
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        return "must be a table of its own"
    return f"{detail['msg'][:1].lower()}{detail['msg'][1:]}, not {_shown(value)}"


def _literals(context: Mapping[str, Any]) -> list[str]:
    return [word.strip().strip("'") for word in str(context["expected"]).replace(" or ", ",").split(",")]


def _shown(value: object) -> str:
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)
