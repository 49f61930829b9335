"""`leitstand sql` reads the snapshot, and neither writes nor lets others' texts do anything."""

import io
from pathlib import Path

import duckdb
import pytest

from pipelines import query
from pipelines.errors import QueryRefused
from pipelines.var_folder import VarFolder

HOSTILE = "\x1b]52;c;cm0gLXJm\x07\x1b[31m \u202efdp.exe \x9b1m"


class Terminal(io.StringIO):
    """What somebody looks at."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def published(var: VarFolder) -> VarFolder:
    """A snapshot with one text in it."""
    var.serving.mkdir(parents=True)
    with duckdb.connect(str(var.serving / "one.duckdb")) as connection:
        connection.execute("create table said as select ? as text", [HOSTILE])
    (var.serving / "CURRENT").write_text("one.duckdb")
    return var


@pytest.mark.parametrize(
    "asked",
    [
        "create table main.x as select 1",
        "copy said to '{folder}/out.csv'",
        "attach '{folder}/out.duckdb' as o; create table o.x as select 1",
        "export database '{folder}/out'",
        "select * from read_text('{folder}/leitstand.toml')",
        "select * from read_csv('https://example.invalid/x.csv')",
        "install httpfs",
        "load httpfs",
        "create persistent secret s (type http)",
        "set enable_external_access = true",
        "set extension_directory = '{folder}/out'",
        "set enable_profiling = 'json'; set profiling_output = '{folder}/out.json'; select 1",
        "set lock_configuration = false",
    ],
)
def test_a_query_reaches_no_file_no_network_and_no_setting(
    published: VarFolder, tmp_path: Path, asked: str
) -> None:
    (tmp_path / "leitstand.toml").write_text("password")
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(QueryRefused):
        query.write(published, asked.format(folder=tmp_path), "csv", io.StringIO())
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("format", ["table", "csv", "json"])
def test_no_text_does_anything_to_the_terminal_that_shows_it(published: VarFolder, format: str) -> None:
    out = Terminal()
    query.write(published, 'select text, text as "\x1b]0;a\x07" from said', format, out)

    seen = out.getvalue()
    ours = ("\x1b[1m", "\x1b[0m")  # how rich writes headings
    for word in ours:
        seen = seen.replace(word, "")
    assert not {"\x1b", "\x07", "\x9b"} & set(seen)
    assert "\u202e" not in seen and "\\u202e" in seen
    assert "fdp.exe" in seen


def test_a_file_gets_what_people_wrote_as_they_wrote_it(published: VarFolder) -> None:
    out = io.StringIO()
    query.write(published, "select text from said", "csv", out)

    assert out.getvalue() == f"text\n{HOSTILE}\n"
