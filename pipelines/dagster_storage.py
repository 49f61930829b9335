"""Dagster's storage on SQLite as it comes with Dagster, but with the record of events kept open.

Dagster opens, syncs and closes a file several times for each event, which took three quarters of a small company's run.
Here the files of the run at work stay open, and what is written to them is safe from a kill of the process at once.
When the machine itself fails, the last events may be missing from Dagster's page; nothing else follows from them. And
what these files can hold is looked up once, not at each event.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.event_log.sqlite.sqlite_event_log import INDEX_SHARD_NAME
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from dagster._serdes import ConfigurableClassData
from sqlalchemy.pool import StaticPool


class EventLog(SqliteEventLogStorage):
    """The events of all runs: one file a run, and one about all (the index). One thread at a time reads or writes."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._open: dict[str, sqlalchemy.Engine] = {}
        self._found: set[str] = set()
        super().__init__(base_dir, inst_data)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[sqlalchemy.Connection]:
        with self._db_lock, self._file(shard).begin() as connection:
            yield connection

    def _file(self, shard: str) -> sqlalchemy.Engine:
        """The file of a run, or the index; that of another run is closed. Dagster forgets the names of deleted ones."""
        if not {shard} <= self._open.keys() & self._initialized_dbs:
            for other in self._open.keys() - ({INDEX_SHARD_NAME} - {shard}):
                self._open.pop(other).dispose()
            engine = sqlalchemy.create_engine(
                self.conn_string_for_shard(shard),
                poolclass=StaticPool,
                connect_args={"timeout": SQLITE_BUSY_TIMEOUT_SECONDS, "check_same_thread": False},
            )
            self._initdb(engine)
            with engine.begin() as connection:
                # the disk is waited for where the file's log is folded in, not at each event
                connection.exec_driver_sql("pragma synchronous = normal")
            self._open[shard] = engine
            self._initialized_dbs.add(shard)
        return self._open[shard]

    def has_table(self, table_name: str) -> bool:
        """Whether the index has this table."""
        return self._has(f"table {table_name}", lambda: super(EventLog, self).has_table(table_name))

    def has_secondary_index(self, name: str) -> bool:
        """Whether the index was brought to this later layout."""
        return self._has(f"layout {name}", lambda: super(EventLog, self).has_secondary_index(name))

    def _has_asset_key_col_on_connection(self, conn: sqlalchemy.Connection, column_name: str) -> bool:
        look = super()._has_asset_key_col_on_connection
        return self._has(f"column {column_name}", lambda: look(conn, column_name))

    def _has(self, what: str, look: Callable[[], bool]) -> bool:
        """What is there stays there."""
        if what not in self._found and look():
            self._found.add(what)
        return what in self._found

    def dispose(self) -> None:
        """Close all files."""
        super().dispose()
        for shard in [*self._open]:
            self._open.pop(shard).dispose()


class Storage(DagsterSqliteStorage):
    """What dagster.yaml names: runs, schedules, and this record of events, below `base_dir`."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        super().__init__(base_dir, inst_data)
        self._event_log_storage = EventLog(self._event_log_storage._base_dir)

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Any) -> "Storage":
        """The storage that dagster.yaml describes."""
        return cls.from_local(inst_data=inst_data, **config_value)
