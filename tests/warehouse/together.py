"""The logs of many tests built as one, as a table costs the same with one conversation in it as with forty.

A test says its log in a mark, and asks `built` for its own rows:

    @pytest.mark.log([inbound("m1", "09:00"), reply("r", "09:10")], now="12:00")
    def test_...(built): assert built.rows("marts.fct_waits", "wait_id") == [{"wait_id": "m1"}]

Logs of one file with the same company and the same 'now' stand in the tables together, each with ids of its own, which
nobody sees. What follows from other conversations too (a usual pace, a metric) can't be asked that way: `build` is for
that. Where a log follows from the test's parameters, the mark holds a function of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pytest

from warehouse.touched import columns_of

if TYPE_CHECKING:
    from tests.warehouse.conftest import Build, Built

_IDS = (
    "message_id", "conversation_id", "case_id", "post_id", "in_reply_to_id", "customer_id", "author_id", "agent_id",
    "author_handle", "merged_into_case_id", "event_id",
)  # fmt: skip
_FOUND_BY = ("conversation_id", "case_id", "wait_id", "message_id", "episode_id", "instance_id")


class Own:
    """The rows of one test's log, with the ids that it was given."""

    def __init__(self, built: Built, prefix: str) -> None:
        self._built, self._prefix = built, prefix

    def rows(self, table: str, *columns: str, order: str = "1") -> list[dict[str, Any]]:
        """Some columns of a table."""
        self._built.make(table)
        shape = columns_of(self._built.workspace.connection, table)
        found_by = ", ".join(name for name in _FOUND_BY if name in shape)
        assert found_by, f"rows of {table} can't be told apart; use `build`"
        strange = f"select * from {table} where not starts_with(coalesce({found_by}, ''), 'log ') limit 1"
        assert self._built.query(strange) == [], f"{table} has rows of no log; use `build`"
        where = f"starts_with(coalesce({found_by}), '{self._prefix}')"
        found = self._built.rows(f"(from {table} where {where})", *columns, order=order)
        return [{name: self._given(value) for name, value in row.items()} for row in found]

    def _given(self, value: Any) -> Any:
        if isinstance(value, str):
            return value.removeprefix(self._prefix)
        return [self._given(one) for one in value] if isinstance(value, list) else value


class Together:
    """All logs of one file."""

    def __init__(self, items: Iterable[pytest.Item], build: Build) -> None:
        self._build = build
        self._built: dict[str, Built] = {}
        self._logs: dict[str, list[Mapping[str, list[dict[str, Any]]]]] = {}
        self._settings: dict[str, dict[str, Any]] = {}
        self._places: dict[str, tuple[str, str]] = {}
        for number, item in enumerate(items):
            log = _log(item)
            rows = {name: log.pop(name, []) for name in ("messages", "events", "facts")}
            group, prefix = repr(sorted(log.items())), f"log {number}/"
            handles = {row.get("author_handle") for row in rows["messages"]}
            self._settings[group] = log
            self._logs.setdefault(group, []).append(
                {name: [_renamed(row, prefix, handles) for row in given] for name, given in rows.items()}
            )
            self._places[item.nodeid] = (group, prefix)

    def own(self, item: pytest.Item) -> Own:
        """What one test asks."""
        group, prefix = self._places[item.nodeid]
        if group not in self._built:
            logs = self._logs[group]
            rows = {
                name: [row for log in logs for row in log[name]] for name in ("messages", "events", "facts")
            }
            self._built[group] = self._build(**rows, **self._settings[group])
        return Own(self._built[group], prefix)


def _log(item: pytest.Item) -> dict[str, Any]:
    """messages, events, facts, and what else `build` takes."""
    mark = item.get_closest_marker("log")
    assert mark is not None, f"{item.nodeid} has no pytest.mark.log"
    parameters = (
        item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
    )
    given = dict(zip(("messages", "events"), mark.args, strict=False)) | mark.kwargs
    return {name: _said(value, parameters) for name, value in given.items()}


def _said(value: Any, parameters: Mapping[str, Any]) -> Any:
    if not isinstance(value, Callable):  # type: ignore[arg-type]
        return value
    names = value.__code__.co_varnames[: value.__code__.co_argcount]
    return value(**{name: parameters[name] for name in names})


def _renamed(row: Mapping[str, Any], prefix: str, handles: set[Any]) -> dict[str, Any]:
    renamed = {name: prefix + row[name] for name in _IDS if row.get(name) is not None}
    if row.get("mentions"):
        renamed["mentions"] = [prefix + name if name in handles else name for name in row["mentions"]]
    return {**row, **renamed}
