"""What a pass says when it could not go on."""

import shutil
import sqlite3
from pathlib import Path

import duckdb
import pytest

from pipelines import run
from pipelines.errors import DiskFull, PassFailed

LOG = Path("var/log/1-run.log")


def test_a_full_disk_is_named_with_the_folder_and_the_mend() -> None:
    error = duckdb.IOException('Could not write file "marts.duckdb.wal": No space left on device')

    with pytest.raises(DiskFull, match=r"no room left in var: .*; free some and run again"):
        run._raise(error, LOG)


def test_what_goes_wrong_on_a_full_disk_goes_wrong_for_want_of_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "LEAST_ROOM", shutil.disk_usage(tmp_path).total)
    with pytest.raises(DiskFull, match="disk I/O error; free some"), run._saying_no_room(tmp_path):
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(run, "LEAST_ROOM", -1)
    with pytest.raises(sqlite3.OperationalError), run._saying_no_room(tmp_path):
        raise sqlite3.OperationalError("disk I/O error")


def test_anything_else_says_where_the_details_are() -> None:
    with pytest.raises(PassFailed, match=r"odd; the old snapshot stands, var/log/1-run.log has the details"):
        run._raise(ValueError("odd"), LOG)
