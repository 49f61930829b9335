"""The tables of the simulated departments: written as finance departments write them, the same bytes each time."""

import csv
import io
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from simulator import reach, sheets
from simulator.campaigns import BY_ID
from simulator.company import local
from simulator.records import World
from simulator.truth_intents import intents


@pytest.fixture(scope="module")
def folder(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("files")
    sheets.write(world, target)
    return target


def read(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig")), delimiter=";"))


def test_the_same_world_gives_the_same_bytes(world: World, folder: Path, tmp_path: Path):
    sheets.write(world, tmp_path)

    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {
        p.name: p.read_bytes() for p in folder.iterdir()
    }


def test_money_and_days_are_written_in_german(folder: Path):
    (campaign,) = read(folder / "campaigns.csv")

    assert campaign["Plankosten"] == "62.000,00 €"
    assert campaign["Start"] == "09.03.2026"
    assert campaign["Werbeaussage"] == BY_ID["nordflat-unlimited"].claim


def test_workbooks_hold_numbers_and_dates(folder: Path):
    rows = list(
        openpyxl.load_workbook(folder / "spend.xlsx").worksheets[0].iter_rows(min_row=2, values_only=True)
    )
    media = [row[4] for row in rows if row[3] == "Media"]

    assert all(isinstance(row[0], datetime) and row[5] == "EUR" for row in rows)
    assert 0 < sum(media) <= BY_ID["nordflat-unlimited"].other_media


def test_a_quarter_is_written_in_more_than_one_way(folder: Path):
    rows = list(
        openpyxl.load_workbook(folder / "budgets.xlsx").worksheets[0].iter_rows(min_row=2, values_only=True)
    )

    assert {row[1] for row in rows} == {"I/2026", "Q1 2026", "2026-Q1", "2026-03"}


def test_counters_of_reach_grow_and_end_where_the_post_stands(world: World, folder: Path):
    post = next(p for p in world.posts if p.is_paid)
    rows = [row for row in read(folder / "reach.csv") if row["Beitrag"] == post.id]
    paid = [int(row["Bezahlte Impressionen"]) for row in rows]
    last = int(datetime.fromisoformat(rows[-1]["Zeitpunkt"]).timestamp())

    assert paid == sorted(paid)
    assert paid[-1] == reach.paid(post, last) > 0


def test_each_call_comes_in_once_and_is_taken_or_given_up(world: World, folder: Path):
    rows = read(folder / "phone.csv")
    taken = {row["Anruf"] for row in rows if row["Art"] == "Angenommen"}
    gave_up = {row["Anruf"] for row in rows if row["Aufgelegt"]}

    assert sum(row["Art"] == "Eingang" for row in rows) == len(world.calls) > 100
    assert taken and gave_up and not taken & gave_up
    assert {local(call.created).hour for call in world.calls} <= set(range(8, 20))


def test_the_audit_is_a_sample_of_what_comments_under_posts_really_want(world: World, folder: Path):
    tops = {f"facebook:{comment.id}" for comment in world.comments if comment.parent_id is None}
    for name, outlet in world.outlets.items():
        tops |= {f"{name}:{one.id}" for one in outlet.comments if one.parent_id is None and one.post_id}
    truth = {message: intent for message, _, intent, _ in intents(world, world.end) if message in tops}
    rows = read(folder / "audit.csv")

    assert 0.15 < len(rows) / len(truth) < 0.25
    assert all(truth[row["message_id"]] == row["intent"] for row in rows)
