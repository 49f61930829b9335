"""Which conversations and cases a run has to look at again, and nothing else.

Touched is what new, changed or vanished rows of staging name, and what may change merely because time passes (`moving`
in a model's header). Whatever belongs together is touched together: a conversation's messages, the tickets they belong
to, what they answer, and what answers them, before and now. So every table can be brought up to date by replacing the
rows of touched ids, whichever id they are found by.

The ids stay in `work.main.touched` until all tables are up to date: a run that is killed leaves them to the next one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import duckdb

from warehouse.catalog import CatalogError, Model
from warehouse.states import States
from warehouse.transaction import transaction

# Columns of a staging table that name an id, and of what.
KINDS = {
    "message_id": "message",
    "in_reply_to_id": "message",
    "conversation_id": "conversation",
    "case_id": "case",
    "merged_into_case_id": "case",
}
# Where more than this share of all messages is touched, making everything anew is cheaper.
MOST = 0.2
_TIES = ("steps.int_messages", "steps.int_case_events")
_ARRIVALS = ("received_at",)


def kind_of(model: Model) -> str:
    """What the ids are that a model's rows are found by; waits and episodes bear the ids of messages."""
    per = str(model.header.get("key", model.per))
    if not per.endswith("_id") or not per.isidentifier():
        raise CatalogError(
            f'{model.path.name}: per = "{per}" is no column that holds ids; see CONTRIBUTING.md.'
        )
    return KINDS.get(per, "message")


def is_touched(column: str, kind: str) -> str:
    """A condition on a column with ids."""
    return f"{column} in (from memory.main.touched_{kind})"


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Create what survives a killed run."""
    connection.execute("create table if not exists work.main.touched (kind varchar, id varchar)")


def columns_of(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """Names and types of a table's columns, in order."""
    # duckdb_columns() lists those of all tables first, which takes ten times as long
    return {row[0]: row[1] for row in connection.execute(f"describe {table}").fetchall()}


def note_rows(connection: duckdb.DuckDBPyConnection, relation: str, columns: Iterable[str]) -> None:
    """Remember every id that rows of a staging table name."""
    for column in columns:
        if kind := KINDS.get(column):
            connection.execute(
                f"insert into work.main.touched select distinct '{kind}', {column} from {relation}"
                f" where {column} is not null"
            )


class Touched:
    """The ids that one run touches; `everything` where replacing them wouldn't pay."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, states: States) -> None:
        self._connection, self._states = connection, states
        self._is_known = False
        self.everything = False
        self.count = 0

    def find(self, models: Iterable[Model], as_of: datetime) -> int:
        """Bring together what is touched, once a run; returns how many ids that are. Staging is up to date by then."""
        if not self._is_known and not all(self._states.get(table) for table in _TIES):
            self.everything, self.count, self._is_known = True, 1, True
        if not self._is_known:
            run = self._connection.execute
            with transaction(self._connection):
                self._note_moving(list(models), as_of)
            run(
                "create or replace table memory.main.touched as select distinct kind, id from work.main.touched"
            )
            self._close()
            with transaction(self._connection):
                run("delete from work.main.touched")
                run("insert into work.main.touched from memory.main.touched")
            for kind in ("message", "conversation"):
                run(f"""
                    create or replace table memory.main.touched_{kind} as
                    select id from memory.main.touched where kind = '{kind}'
                """)
            # Where there is no ticket, an episode is a case and bears the id of its first message.
            run("""
                create or replace table memory.main.touched_case as
                select distinct id from memory.main.touched where kind in ('case', 'message')
            """)
            self.count = self._number("select count(*) from memory.main.touched")
            messages = self._number("select count(*) from steps.int_messages")
            self.everything = (
                self._number("select count(*) from memory.main.touched_message") > MOST * messages + 1000
            )
            self._is_known = True
        return self.count

    def forget(self) -> None:
        """All tables are up to date."""
        with transaction(self._connection):
            self._connection.execute("delete from work.main.touched; delete from work.main.units")
        self._is_known = False

    def _number(self, sql: str) -> int:
        return int((self._connection.execute(sql).fetchone() or (0,))[0])

    def _note_moving(self, models: list[Model], as_of: datetime) -> None:
        earlier = self._states.earliest
        if earlier is None:
            return
        is_same = earlier == as_of  # then nothing moves by itself, but what is touched may still move others
        self._connection.execute("set variable earlier_as_of = ?::timestamptz", [earlier])
        for model in models:
            if not model.per or not self._states.get(model.key):
                continue
            columns = columns_of(self._connection, model.key)
            condition = model.header.get("moving")
            if is_same and "work.main.touched" not in (condition or ""):
                continue
            if model.schema == "staging":
                self._note_hidden(model, columns)
            elif condition and model.per in columns:
                self._connection.execute(
                    f"insert into work.main.touched select distinct '{kind_of(model)}', {model.per} from {model.key}"
                    f" where {condition}"
                )

    def _note_hidden(self, model: Model, columns: dict[str, str]) -> None:
        """Rows with an instant that lay in the future when the tables were last brought up to date."""
        instants = [
            name
            for name, kind in columns.items()
            if kind == "TIMESTAMP WITH TIME ZONE" and name not in _ARRIVALS
        ]
        late = " or ".join(f"{name} >= getvariable('earlier_as_of')" for name in instants)
        if late:
            note_rows(self._connection, f"(from {model.key} where {late})", columns)

    def _close(self) -> None:
        """Add all that is tied to what is touched, until nothing is added."""
        run = self._connection.execute
        run("create or replace table memory.main.fresh as from memory.main.touched")
        while self._number("select count(*) from memory.main.fresh"):
            run("""
                create or replace table memory.main.tied as
                select message_id, conversation_id, case_id, in_reply_to_id, null::varchar as merged_into_case_id
                from steps.int_messages
                where conversation_id in (select id from memory.main.fresh where kind = 'conversation')
                union all
                select message_id, conversation_id, case_id, in_reply_to_id, null from steps.int_messages
                where message_id in (select id from memory.main.fresh where kind in ('case', 'message'))
                union all
                select message_id, conversation_id, case_id, in_reply_to_id, null from steps.int_messages
                where in_reply_to_id in (select id from memory.main.fresh where kind = 'message')
                union all
                select message_id, conversation_id, case_id, in_reply_to_id, null from steps.int_messages
                where case_id in (select id from memory.main.fresh where kind in ('case', 'message'))
                union all
                select null, null, case_id, null, merged_into_case_id from steps.int_case_events
                where
                    merged_into_case_id is not null
                    and (
                        case_id in (select id from memory.main.fresh where kind in ('case', 'message'))
                        or merged_into_case_id in (select id from memory.main.fresh where kind in ('case', 'message'))
                    )
            """)
            named = " union ".join(
                f"select '{kind}' as kind, {column} as id from memory.main.tied where {column} is not null"
                for column, kind in KINDS.items()
            )
            run(
                f"create or replace table memory.main.fresh as select * from ({named}) anti join memory.main.touched"
                " using (kind, id)"
            )
            run("insert into memory.main.touched from memory.main.fresh")
