"""How one table is brought up to date: made whole, in part, or not at all.

Whole where its query, its settings or an input that can't be replaced in part has changed, or where 'now' went back.
In part where a model says how (`per`, `grows`, `sums`, `units` in its header) and what it reads was replaced in part
too. Both ways give the same rows.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import duckdb

from warehouse import catalog
from warehouse.catalog import Catalog, Metric, Model
from warehouse.partial import Partial, place
from warehouse.staged import Staged
from warehouse.states import State, States, token
from warehouse.touched import Touched
from warehouse.transaction import transaction

# Where rows of more than this share of all days change, computing all of them is cheaper.
_MOST_DAYS = 0.5


class Maker:
    """Makes the tables of one run, in the order in which they are asked for."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, catalog: Catalog, states: States, as_of: datetime
    ) -> None:
        self._connection, self._catalog, self._states, self.as_of = connection, catalog, states, as_of
        self._partial = Partial(connection, catalog)
        self._touched = Touched(connection, states)
        self._raw_prints: dict[str, str] = {}

    def bring_up(self, model: Model, definition: str, whole: str) -> State:
        """Bring one table up to date; returns what is known of it then."""
        known = self._states.get(model.key)
        if model.schema == "staging":
            return self._staging(model, known, definition, whole)
        is_same = known is not None and known.whole == whole and known.as_of <= self.as_of
        if known is None or not is_same or (model.is_partial and self._is_too_much(model)):
            return self._whole(model, definition, whole)
        if isinstance(model, Metric):
            return self._days(model, known) if model.is_partial else self._same(model, known)
        if not model.is_partial or "sums" in model.header or not self._find_touched():
            return self._same(model, known)
        return self._part(model, known)

    def raw_print(self, table: str, with_last: bool) -> str:
        """What a small raw table holds, as one text."""
        key = f"{table} {with_last}"
        if key not in self._raw_prints:
            last = ", last_received_at" if with_last else ""
            row = self._connection.execute(
                f"select count(*), sum(hash(source, record_id, received_at, payload, file, line{last})::hugeint)"
                f" from {table}"
            ).fetchone()
            self._raw_prints[key] = repr(row)
        return self._raw_prints[key]

    def loads_print(self) -> str:
        """Which files were read."""
        row = self._connection.execute(
            "select count(*), sum(hash(file)::hugeint) from work.landed.loads"
        ).fetchone()
        return repr(row)

    def forget_touched(self) -> None:
        """Every table is up to date."""
        self._states.agree(self.as_of)
        self._touched.forget()
        with transaction(self._connection):
            self._connection.execute("delete from warehouse.main.days")

    def _find_touched(self) -> int:
        return self._touched.find(self._catalog.models.values(), self.as_of)

    def _is_too_much(self, model: Model) -> bool:
        if isinstance(model, Metric):
            return False
        return bool(self._find_touched()) and self._touched.everything

    def _same(self, model: Model, known: State) -> State:
        """Nothing to do; it is said of all such tables at once, when every table is up to date."""
        state = replace(known, as_of=self.as_of)
        self._states.assume(model.key, state)
        return state

    def _whole(self, model: Model, definition: str, whole: str) -> State:
        generation = token()
        is_computed = isinstance(model, Metric) or model.compute is not None
        if isinstance(model, Metric):
            rows = self._evaluated(model, catalog.Filters())
        elif model.compute is not None:
            frames = {name: self._connection.execute(query).pl() for name, query in model.queries.items()}
            self._connection.register("figures", model.compute(frames).to_arrow())
        with transaction(self._connection):
            rows = self._replaced(model, "select * from figures" if is_computed else model.sql)
            version = generation if model.is_partial else self._content(model)
            state = State(definition, whole, generation, version, self.as_of, rows)
            self._states.put(model.key, state)
        if is_computed:
            self._connection.unregister("figures")
        return state

    def _replaced(self, model: Model, query: str) -> int:
        made = self._connection.execute(f"create or replace table {place(model)} as {query}").fetchone()
        return int(made[0]) if made else 0

    def _content(self, model: Model) -> str:
        """What a table holds, as one text, if anything reads it: what didn't change makes nothing anew."""
        if not any(model.key in reader.inputs for reader in self._catalog.models.values()):
            return token()
        row = self._connection.execute(
            f"select count(*), sum(hash(t)::hugeint) from {place(model)} as t"
        ).fetchone()
        return repr(row)

    def _part(self, model: Model, known: State) -> State:
        self._partial.make(model)
        sums = [(one, state) for one in self._summing(model) if (state := self._states.get(one.key))]
        for one, state in sums:
            self._partial.difference(one, model, state.as_of, self.as_of)
        with transaction(self._connection):
            more = self._partial.grow(model) if "grows" in model.header else self._partial.replace(model)
            for one, state in sums:
                self._changed(one, state, self._partial.add(one))
            return self._changed(model, known, more)

    def _changed(self, model: Model, known: State, more: int) -> State:
        """Say that rows of a table were replaced, and by how many it grew."""
        state = State(known.definition, known.whole, known.generation, token(), self.as_of, known.rows + more)
        self._states.put(model.key, state)
        return state

    def _summing(self, model: Model) -> list[Model]:
        """What sums up the rows of this table."""
        return [
            one for one in self._catalog.models.values() if "sums" in one.header and model.key in one.inputs
        ]

    def _staging(self, model: Model, known: State | None, definition: str, whole: str) -> State:
        staged = Staged(self._connection, self._catalog, model)
        is_known = known is not None and known.definition == definition
        is_same = known is not None and known.whole == whole
        units = staged.find_units() if model.per and is_same else 0
        if known is not None and is_same and not units:
            return self._same(model, known)
        partly = bool(is_same and units) and not staged.is_much()
        compared = is_known and (partly or not units)
        staged.read(partly)
        if compared:
            staged.compare(partly)
        with transaction(self._connection):
            if partly:
                assert known is not None
                rows = known.rows + staged.write_partly()
            else:
                rows = staged.write_whole()
            if compared:
                staged.note_changes()
            generation = known.generation if known is not None and compared else token()
            state = State(definition, whole, generation, token(), self.as_of, rows)
            self._states.put(model.key, state)
        staged.drop()
        return state

    def _evaluated(self, metric: Metric, filters: catalog.Filters) -> int:
        """Register a metric's rows as `figures`; returns how many."""
        frame = self._catalog.evaluate(self._connection, metric.name, filters, by=metric.table_columns)
        self._connection.register("figures", frame.to_arrow())
        return frame.height

    def _recent(self, metric: Metric, known: State) -> list[date]:
        """Days whose figures follow the clock since the run before; one more, as zones begin theirs early."""
        if not metric.recent or known.as_of == self.as_of:
            return []
        first = known.as_of.date() - timedelta(days=metric.recent)
        return [first + timedelta(days=number) for number in range((self.as_of.date() - first).days + 2)]

    def _days(self, metric: Metric, known: State) -> State:
        """Compute the days anew on which rows of the metric's inputs came or went."""
        days = self._connection.execute(
            "select distinct day from warehouse.main.days where list_contains(?, table_name) and column_name = ?"
            " order by day",
            [sorted(metric.inputs), metric.header["time"]],
        ).fetchall()
        chosen = list(dict.fromkeys([*(day for (day,) in days), *self._recent(metric, known)]))
        if not chosen:
            return self._same(metric, known)
        self._evaluated(metric, catalog.Filters(include={metric.header["time"]: chosen}))
        with transaction(self._connection):
            run = self._connection.execute
            where = "list_contains(?::date[], date_day)"
            if None in chosen:
                where = f"({where} or date_day is null)"
            gone = run(
                f"delete from {place(metric)} where {where}", [[day for day in chosen if day is not None]]
            ).fetchone()
            come = run(f"insert into {place(metric)} select * from figures").fetchone()
            rows = known.rows + int(come[0] if come else 0) - int(gone[0] if gone else 0)
            state = State(known.definition, known.whole, known.generation, token(), self.as_of, rows)
            self._states.put(metric.key, state)
        self._connection.unregister("figures")
        return state
