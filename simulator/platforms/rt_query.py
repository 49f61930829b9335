"""The part of TicketSQL and TransactionSQL that says `field operator value`, with AND, OR and parentheses.

Source: RT 5.0.3, tried. A date is read as local time, whatever zone stands behind it; "N seconds ago" has none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from operator import eq, ge, gt, le, lt, ne
from typing import Any

Test = Callable[[Mapping[str, Any]], bool]
_TOKEN = re.compile(r"\s*(?:([()])|(AND|OR)\b|(\w+)\s*(>=|<=|!=|=|>|<)\s*(?:'([^']*)'|(\d+)))")
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {">=": ge, "<=": le, "!=": ne, "=": eq, ">": gt, "<": lt}


class BadQuery(ValueError):
    """What RT says of a question that it doesn't understand."""


def parse(query: str, fields: Mapping[str, type], now: int) -> Test:
    """Whether an item fits. `fields` says which there are: int for numbers, datetime for instants, else text.

    Raises:
        BadQuery: in RT's words.
    """
    tokens, place = [], 0
    while query[place:].strip():
        found = _TOKEN.match(query, place)
        if not found:
            raise BadQuery(f"Incomplete query in '{query}'")
        tokens.append(found)
        place = found.end()
    test, rest = _either(tokens, fields, now)
    if rest:
        raise BadQuery(f"Wrong query, expecting nothing in '{query}'")
    return test


Rest = list[re.Match[str]]


def _either(tokens: Rest, fields: Mapping[str, type], now: int) -> tuple[Test, Rest]:
    tests = []
    test, tokens = _all(tokens, fields, now)
    tests.append(test)
    while tokens and tokens[0][2] == "OR":
        test, tokens = _all(tokens[1:], fields, now)
        tests.append(test)
    return (lambda item: any(one(item) for one in tests)), tokens


def _all(tokens: Rest, fields: Mapping[str, type], now: int) -> tuple[Test, Rest]:
    tests = []
    test, tokens = _one(tokens, fields, now)
    tests.append(test)
    while tokens and tokens[0][2] == "AND":
        test, tokens = _one(tokens[1:], fields, now)
        tests.append(test)
    return (lambda item: all(one(item) for one in tests)), tokens


def _one(tokens: Rest, fields: Mapping[str, type], now: int) -> tuple[Test, Rest]:
    if not tokens:
        raise BadQuery("Incomplete query, last element is not close paren or value")
    bracket, _, name, operator, text, number = tokens[0].groups()
    if bracket == "(":
        test, rest = _either(tokens[1:], fields, now)
        if not rest or rest[0][1] != ")":
            raise BadQuery("Incomplete query, 1 unclosed paren")
        return test, rest[1:]
    if name not in fields:
        raise BadQuery(f"Unknown field: {name}")
    kind, compare = fields[name], _COMPARE[operator]
    wanted = _value(text if text is not None else number, kind, now)
    return (lambda item: compare(kind(item[name]) if kind is int else item[name], wanted)), tokens[1:]


def _value(text: str, kind: type, now: int) -> Any:
    if kind is int:
        return int(text)
    if kind is not datetime:
        return text
    ago = re.fullmatch(r"(\d+) seconds ago", text)
    return now - int(ago[1]) if ago else int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())
