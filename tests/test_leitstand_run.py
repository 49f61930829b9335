"""`leitstand run`: what a pass does, says and returns, from files to the published snapshot."""

import shutil
from pathlib import Path

import duckdb
import pytest

import leitstand
from pipelines import run_lock
from tests.shop import MAIL, Shop, open_shop

pytestmark = pytest.mark.server  # each pass is a run of Dagster, which takes seconds


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """A shop after its first run; not to be changed."""
    shop = open_shop(tmp_path_factory.mktemp("shop"))
    assert shop.run() == leitstand.OK
    return shop


@pytest.fixture
def shop(published: Shop, tmp_path: Path) -> Shop:
    """A copy of it to be changed."""
    shutil.copytree(published.folder, tmp_path / "shop")
    return Shop(tmp_path / "shop")


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().err


def count(shop: Shop, table: str, capsys: pytest.CaptureFixture[str]) -> int:
    capsys.readouterr()
    assert shop.leitstand("sql", "--format", "csv", f"select count(*) from {table}") == leitstand.OK
    return int(capsys.readouterr().out.splitlines()[1])


def test_a_run_says_what_it_did(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    assert shop.run("--full") == leitstand.OK

    lines = said(capsys).splitlines()
    assert any(line.endswith("] mail: messages") for line in lines)
    assert "mail: 3 records" in lines
    assert "desk: 3 records" in lines
    assert "rejected: 0 records (select * from quality.rejected)" in lines
    assert any(line.startswith("checks: ") for line in lines)
    assert any(line.startswith(f"published: {shop.var / 'serving' / shop.current}") for line in lines)


def test_a_second_run_fetches_only_what_is_new(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    (shop.folder / "mail.csv").write_text(MAIL + "4,shop,2026-11-20T11:30:00Z,We do.,b,no\n")

    assert shop.run() == leitstand.OK

    assert "mail: 1 records" in said(capsys)
    assert count(shop, "marts.fct_messages", capsys) == 4


def test_one_source_alone_leaves_the_others_data(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    (shop.folder / "mail.csv").write_text(MAIL + "4,shop,2026-11-20T11:30:00Z,We do.,b,no\n")

    assert shop.run("--source", "desk") == leitstand.OK

    assert "mail" not in said(capsys)
    assert count(shop, "marts.fct_messages", capsys) == 3


def test_a_failed_source_keeps_its_last_data_and_the_rest_is_published(
    shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    (shop.folder / "mail.csv").unlink()
    before = shop.current

    assert shop.run() == leitstand.SOURCE_FAILED

    assert "mail: 0 records; FAILED, keeps its last data: " in said(capsys)
    assert shop.current != before
    assert count(shop, "marts.fct_messages", capsys) == 3
    assert count(shop, "marts.dim_source where source = 'mail' and state = 'failed'", capsys) == 1

    (shop.folder / "mail.csv").write_text(MAIL)
    assert shop.run() == leitstand.OK


def test_a_check_that_fails_blocks_publishing_and_the_old_snapshot_stands(
    shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    before = shop.current
    with duckdb.connect(str(shop.var / "marts.duckdb")) as marts:
        marts.execute("insert into marts.marts.fct_waits from marts.marts.fct_waits")

    assert shop.run() == leitstand.BLOCKED

    lines = said(capsys)
    assert "check FAILED: unique marts.fct_waits: " in lines
    assert "NOT published" in lines
    assert shop.current == before
    assert count(shop, "marts.fct_waits", capsys) == 2

    assert shop.run("--full") == leitstand.OK
    assert shop.current != before


def test_a_memory_limit_that_is_none_is_refused_before_anything_is_fetched(
    shop: Shop, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (shop.folder / "mail.csv").write_text(MAIL + "4,shop,2026-11-20T11:30:00Z,We do.,b,no\n")
    monkeypatch.setenv("LEITSTAND_MEMORY", "plenty")
    before = sorted((shop.var / "raw").rglob("*"))

    assert shop.run() == leitstand.USAGE

    assert 'LEITSTAND_MEMORY: "plenty" is no amount of memory; write it like "700MB" or "2GB"' in said(capsys)
    assert sorted((shop.var / "raw").rglob("*")) == before


def test_a_second_run_beside_the_first_is_refused(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    with run_lock.hold(shop.var):
        assert shop.run() == leitstand.LOCKED

    assert "another run (process " in said(capsys)


def test_another_company_is_refused(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    shop.config.write_text(shop.config.read_text().replace('id = "shop"', 'id = "bank"'))

    assert shop.run() == leitstand.USAGE
    assert 'belongs to company "shop", not "bank"' in said(capsys)


def test_another_pseudonym_key_is_refused(
    shop: Shop, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEITSTAND_PSEUDONYM_KEY", "another key than before")

    assert shop.run() == leitstand.USAGE
    assert "LEITSTAND_PSEUDONYM_KEY is not the one" in said(capsys)


def test_doctor_finds_nothing_wrong_where_nothing_is(
    published: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    assert published.leitstand("doctor") == leitstand.OK

    lines = capsys.readouterr().out.splitlines()
    assert all(line.startswith("ok ") for line in lines)
    assert {line.split(":")[0].split()[1] for line in lines} >= {
        "configuration",
        "mail",
        "desk",
        "disk",
        "snapshot",
    }


def test_an_internal_error_is_one_line_that_says_where_the_details_are(
    shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    (shop.var / "marts.duckdb").write_bytes(b"this is no database")

    assert shop.run() == leitstand.INTERNAL

    lines = said(capsys).splitlines()
    assert lines[-1].startswith("leitstand: ")
    assert "has the details" in lines[-1]
    assert not any("Traceback" in line for line in lines)
