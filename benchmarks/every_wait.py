"""Every wait of a message log (goal P2), in DuckDB and in a PostgreSQL started for it; each is asked in its best way.

Customer messages with the same number of replies before them are one wait, and the next reply ends it: what
steps.int_turns and steps.int_waits find, without their ranks, withdrawals and cases. PostgreSQL counts the replies in a
window, one sort of everything. DuckDB finds each message's next reply with an ASOF join, which sorts two columns only;
a window took half as much again, a list for each conversation about as long. PostgreSQL comes from the machine; where
there is none, the row says so.
"""

import os
import pwd
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb

from benchmarks.measure import Comparison, cpu_seconds

MESSAGES = 10_000_000
PORT = "54329"
WAITS = """
    create table waits as
    with turns as (
        select
            conversation_id,
            sent_at,
            is_reply,
            count(*) filter (where is_reply) over (
                partition by conversation_id order by sent_at, message_id
                rows between unbounded preceding and 1 preceding
            ) as replies_before
        from messages
    )
    select
        conversation_id,
        replies_before,
        min(sent_at) filter (where not is_reply) as opened_at,
        max(sent_at) filter (where is_reply) as answered_at,
        count(*) filter (where not is_reply) as burst_count
    from turns
    group by conversation_id, replies_before
    having count(*) filter (where not is_reply) > 0
"""
# Instants are whole seconds and numbers of messages below 2^30, so that both fit into one whole number, their order.
NEXT_REPLY = """
    create table waits as
    with placed as (
        select
            conversation_id,
            is_reply,
            epoch_us(sent_at) // 1000000 * 1073741824 + message_id as place
        from messages
    )
    select
        inbound.conversation_id,
        make_timestamp(min(inbound.place) // 1073741824 * 1000000) as opened_at,
        make_timestamp(replies.place // 1073741824 * 1000000) as answered_at,
        count(*) as burst_count
    from (select conversation_id, place from placed where not is_reply) as inbound
    asof left join (select conversation_id, place from placed where is_reply) as replies
        on inbound.conversation_id = replies.conversation_id and inbound.place < replies.place
    group by inbound.conversation_id, replies.place
"""
# How many, with how many messages, and the seconds that they waited for an answer: the same on both sides.
FOUND = """
    select count(*), sum(burst_count)::bigint, {seconds} from waits
"""
# What a careful administrator would set; on two cores PostgreSQL starts up to two workers of itself.
SETTINGS = {
    "listen_addresses": "127.0.0.1", "port": PORT, "shared_buffers": "1GB", "work_mem": "512MB",
    "maintenance_work_mem": "512MB", "fsync": "off", "max_wal_size": "8GB", "autovacuum": "off",
    "max_parallel_workers_per_gather": "2", "unix_socket_directories": "",
}  # fmt: skip


def compare(count: int = MESSAGES) -> Iterator[Comparison]:
    """CPU seconds of both sides; they must find the same waits."""
    binaries = installed()
    if binaries is None:
        print("| Every wait | PostgreSQL is not installed | | | at least 6 x as fast | 10 x |")
        return
    with tempfile.TemporaryDirectory(prefix="every_wait_") as folder:
        connection = duckdb.connect()
        ours, found = here(connection, count, Path(folder) / "messages.csv")
        theirs, expected = there(binaries, Path(folder))
    assert found == expected, f"{found} here, {expected} there"
    yield Comparison(
        "P2 Every wait", "messages", "DuckDB", ours, count, "PostgreSQL", theirs, count,
        "at least 6 x as fast", "10 x",
    )  # fmt: skip


def here(connection: duckdb.DuckDBPyConnection, count: int, file: Path) -> tuple[float, tuple[int, ...]]:
    """CPU seconds in DuckDB and what was found; the messages are written to `file` for the other side."""
    run = connection.execute
    run("set timezone = 'UTC'; set preserve_insertion_order = false; select setseed(0.5)")
    run(f"""
        create table messages as
        select
            number as message_id,
            (random() * {count} / 4)::bigint as conversation_id,
            make_timestamp(1735689600000000 + (random() * 63072000)::bigint * 1000000) as sent_at,
            random() < 0.45 as is_reply
        from range({count}) as numbers (number)
    """)
    run("copy messages to ? (header false)", [str(file)])

    def waits() -> None:
        run("drop table if exists waits")
        run(NEXT_REPLY)

    taken = cpu_seconds(waits)
    found = run(FOUND.format(seconds="sum(epoch(answered_at - opened_at))::bigint")).fetchone()
    return taken, tuple(found or ())


def there(binaries: Path, folder: Path) -> tuple[float, tuple[int, ...]]:
    """CPU seconds of the server and all its workers for the query, and what was found."""
    database = Database(binaries, folder)
    database.create()
    database.during(
        "create unlogged table messages"
        " (message_id bigint, conversation_id bigint, sent_at timestamp, is_reply boolean)",
        f"\\copy messages from '{folder / 'messages.csv'}' (format csv)",
        "vacuum analyze messages",
    )
    idle, _ = database.during("select count(*) from messages")
    taken, answer = database.during(
        "select count(*) from messages",
        WAITS.replace("create table", "create unlogged table"),
        FOUND.format(seconds="sum(extract(epoch from answered_at - opened_at))::bigint"),
    )
    return taken - idle, tuple(int(figure) for figure in answer.splitlines()[-1].split("|"))


class Database:
    """A PostgreSQL of its own below `folder`, on 127.0.0.1, run by an unprivileged user where we are root."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self.binaries, self.data = binaries, folder / "data"
        self.user: dict[str, object] = {}
        if os.getuid() == 0:
            nobody = pwd.getpwnam("nobody")
            self.user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            shutil.chown(folder, nobody.pw_uid, nobody.pw_gid)

    def create(self) -> None:
        """Make the cluster; only this machine may connect, and everything goes with the folder."""
        self._run("initdb", "--auth=trust", "--username=bench", "--no-sync", "--locale=C", "-E", "UTF8")
        lines = "".join(f"{key} = '{value}'\n" for key, value in SETTINGS.items())
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(lines)

    def during(self, *statements: str) -> tuple[float, str]:
        """Run statements in a server started for them; CPU seconds of its processes, and what was printed."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [str(self.binaries / "postgres"), "-D", str(self.data)]
        server = subprocess.Popen(command, stderr=subprocess.DEVNULL, **self.user)  # type: ignore[call-overload]
        client = [
            str(self.binaries / "psql"),
            "-qAt",
            "-h",
            "127.0.0.1",
            "-p",
            PORT,
            "-U",
            "bench",
            "postgres",
        ]
        try:
            ready = [str(self.binaries / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", PORT, "-t", "1"]
            while subprocess.run(ready, check=False).returncode:
                if server.poll() is not None:
                    raise RuntimeError(f"PostgreSQL on port {PORT} didn't start")
            arguments = [part for statement in statements for part in ("-c", statement)]
            done = subprocess.run(
                [*client, "-v", "ON_ERROR_STOP=1", *arguments], check=True, capture_output=True, text=True
            )
        finally:
            server.terminate()
            server.wait()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout.strip()

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.binaries / program), "-D", str(self.data), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **self.user)  # type: ignore[call-overload]


def installed() -> Path | None:
    """The folder of PostgreSQL's programs: on the path, or where Debian puts the newest."""
    named = shutil.which("initdb")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    candidates = [*reversed(folders), *([Path(named).resolve().parent] if named else [])]
    wanted = ("initdb", "postgres", "psql", "pg_isready")
    return next((one for one in candidates if all((one / name).exists() for name in wanted)), None)


if __name__ == "__main__":
    for row in compare():
        print(row.row())
