"""The workspace: pseudonyms, and models that are built again only when something they follow from has changed."""

from __future__ import annotations

import hashlib
import hmac
import os
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.conftest import COMPANY, DAY, Build, inbound
from warehouse.company import ConfigError
from warehouse.database import Workspace, memory_limit


def test_pseudonyms_are_hmac_sha256_of_source_and_native_id(build: Build) -> None:
    expected = hmac.new(b"k" * 32, "files:jörg".encode(), hashlib.sha256).hexdigest()[:24]

    assert build().query("select pseudonym('files', 'jörg') as name, pseudonym('files', null) as nobody") == [
        {"name": expected, "nobody": None}
    ]


def test_the_key_is_in_no_file(build: Build) -> None:
    built = build([inbound("m1", "09:00")])
    built.make("marts.fct_waits")
    built.workspace.checkpoint()

    for file in ("marts.duckdb", "staging.duckdb"):
        content = (built.workspace.var / file).read_bytes()
        assert b"k" * 32 not in content
        assert bytes(part ^ 0x36 for part in b"k" * 32) not in content


def test_an_unchanged_model_is_not_built_again_and_a_changed_setting_is(build: Build) -> None:
    built = build([inbound("m1", "09:00")])
    built.bench.forget()
    built.make("marts.dim_target")
    connection, model = built.workspace.connection, built.workspace.catalog.models["marts.dim_target"]
    built.change("delete from warehouse.marts.dim_target")

    assert built.workspace.build(model) == 3
    assert connection.execute("select count(*) from marts.dim_target").fetchone() == (0,)

    built.workspace.prints["company.targets"] = "another"
    assert built.workspace.build(model) == 3
    assert connection.execute("select count(*) from marts.dim_target").fetchone() == (3,)


@pytest.mark.parametrize("limit", ["700 apples", "much", "MB"])
def test_a_memory_limit_that_is_none_is_refused_with_what_one_looks_like(limit: str) -> None:
    with pytest.raises(ConfigError) as error:
        memory_limit({"LEITSTAND_MEMORY": limit})
    assert error.value.problems == [
        f'LEITSTAND_MEMORY: "{limit}" is no amount of memory; write it like "700MB" or "2GB"'
    ]


def test_a_memory_limit_is_what_it_says_and_without_one_the_database_chooses() -> None:
    assert memory_limit({"LEITSTAND_MEMORY": "700MB"}) == "700MB"
    assert memory_limit({}) is None


@pytest.mark.thorough
def test_threads_share_the_work_only_where_there_is_much_of_it(build: Build, tmp_path: Path) -> None:
    archive = tmp_path / "raw" / "files" / "messages" / "20261118T090000000000Z-1.ndjson.zst"
    archive.parent.mkdir(parents=True)

    def setting(connection: duckdb.DuckDBPyConnection) -> int:
        row = connection.execute("select current_setting('threads')").fetchone()
        return int(row[0]) if row else 0

    def threads(size: int) -> int:
        archive.touch()
        os.truncate(archive, size)  # no more than its length is looked at
        with Workspace(tmp_path, build().workspace.company, as_of=DAY, run_id="run", key=b"k" * 32) as opened:
            return setting(opened.connection)

    assert threads(1_000) == 1
    assert threads(20_000_000) == setting(duckdb.connect())


def test_no_secret_of_a_source_gets_into_a_table(build: Build) -> None:
    text = COMPANY.replace('path = "none.csv"', 'path = "env:SECRET_PATH"')

    assert build(company=text).query("select settings ->> '$.path' as path from company.sources") == [
        {"path": "env:SECRET_PATH"}
    ]
