import gzip
import shutil
import threading

import pytest

from dashboard.app import create_app
from dashboard.data import NothingPublished, Reader
from dashboard.urls import parse
from dashboard.view import View
from tests.dashboard.company import publish
from tests.dashboard.test_delivery import ask
from warehouse.catalog import Filters


def test_an_empty_folder_says_that_nothing_is_published(tmp_path):
    with pytest.raises(NothingPublished), Reader(tmp_path).snapshot():
        pass


@pytest.fixture(scope="module")
def two_snapshots(tmp_path_factory):
    """A folder in which two small snapshots stand; neither is the current one yet."""
    folder = tmp_path_factory.mktemp("two")
    publish(folder, "first.duckdb", run_id="first", days=3)
    publish(folder, "second.duckdb", seed=8, run_id="second", days=3)
    return folder / "serving"


def publish_again(var, two_snapshots, name):
    """Put one of the two snapshots there as the pipeline does: the file first, then what names it."""
    (var / "serving").mkdir(exist_ok=True)
    shutil.copy(two_snapshots / name, var / "serving" / name)
    (var / "serving" / "CURRENT").write_text(name, encoding="utf-8")


def test_a_new_snapshot_is_read_without_a_restart(tmp_path, two_snapshots):
    publish_again(tmp_path, two_snapshots, "first.duckdb")
    reader = Reader(tmp_path)
    with reader.snapshot() as one:
        assert one.about.run_id == "first"

    publish_again(tmp_path, two_snapshots, "second.duckdb")

    with reader.snapshot() as other:
        assert (other.name, other.about.run_id) == ("second.duckdb", "second")


def test_a_request_keeps_its_snapshot_to_the_end(tmp_path, two_snapshots):
    publish_again(tmp_path, two_snapshots, "first.duckdb")
    reader = Reader(tmp_path)
    with reader.snapshot() as held:
        publish_again(tmp_path, two_snapshots, "second.duckdb")
        with reader.snapshot() as newer:
            assert newer.about.run_id == "second"

        assert held.rows("select run_id from marts.dim_snapshot").item() == "first"


@pytest.mark.parametrize("broken", ["gone.duckdb", "torn.duckdb", "../../secret.duckdb"])
def test_a_snapshot_that_cannot_be_opened_leaves_the_one_that_is_open(tmp_path, two_snapshots, broken):
    publish_again(tmp_path, two_snapshots, "first.duckdb")
    reader = Reader(tmp_path)
    with reader.snapshot():
        pass
    (tmp_path / "serving" / "torn.duckdb").write_bytes(b"no database" * 100)
    (tmp_path / "serving" / "CURRENT").write_text(broken, encoding="utf-8")

    with reader.snapshot() as held:
        assert (held.about.run_id, reader.shown, reader.newest()) == ("first", "first.duckdb", broken)
    with pytest.raises(NothingPublished, match="can't be opened"), Reader(tmp_path).snapshot():
        pass


def test_an_answer_is_not_kept_for_a_snapshot_that_it_is_not_of(tmp_path, two_snapshots):
    publish_again(tmp_path, two_snapshots, "first.duckdb")
    client = create_app(tmp_path).server.test_client()

    def answer():
        return gzip.decompress(ask(client).data)

    first = answer()
    (tmp_path / "serving" / "CURRENT").write_text("second.duckdb", encoding="utf-8")
    assert answer() == first

    publish_again(tmp_path, two_snapshots, "second.duckdb")
    assert answer() != first


def test_an_answer_is_computed_once_a_snapshot(snapshot):
    filters = Filters(include={"clock": ("business",)})

    first = snapshot.evaluate("answered_within_target", filters, ("target_id",))

    assert snapshot.evaluate("answered_within_target", filters, ("target_id",)) is first


def test_many_threads_read_at_once(snapshot):
    found, failed = [], []

    def read(i: int) -> None:
        try:
            found.append(snapshot.rows(f"select {i} as i, count(*) as n from marts.fct_waits").row(0))
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=read, args=(i,)) for i in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not failed
    assert len({n for _, n in found}) == 1
    assert sorted(i for i, _ in found) == list(range(16))


@pytest.mark.parametrize(
    ("search", "condition"),
    [
        ("f.department_id=service,none", "department_id = 'service' or department_id is null"),
        ("x.department_id=service", "department_id is distinct from 'service'"),
        ("x.department_id=none", "department_id is not null"),
        (
            "f.channel=mail&x.department_id=sales,none",
            "channel = 'mail' and coalesce(department_id, 'sales') <> 'sales'",
        ),
    ],
)
def test_a_list_and_a_figure_understand_a_filter_alike(snapshot, search, condition):
    view = View(parse("/", search), snapshot)
    where, values = view.where("opened_day")

    listed = view.rows(f"select count(*) from marts.fct_waits where {where}", values).item()
    expected = view.rows(
        "select count(*) from marts.fct_waits where opened_day between '2026-10-24' and '2026-11-20'"
        f" and ({condition})"
    ).item()
    frame = view.evaluate("answered_within_target", ("clock",))
    counted = frame.filter((frame["statistic"] == "none") & (frame["clock"] == "business"))[
        "sample_size"
    ].item()

    assert listed == expected == counted
