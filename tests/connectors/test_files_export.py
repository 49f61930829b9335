"""Exports in archives: which are read, which are read again, and what is said of one that isn't as expected."""

import os
import zipfile
from pathlib import Path

import pytest

from connectors.errors import SettingsError, SourceChanged, SourceUnavailable
from connectors.files_export import Exports, Member, name_fields
from connectors.page import Record
from tests.connectors.files_source import NOW


def pack(path: Path, **members: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/") + ".txt", text)
    return path


def exports(base: Path, *path: str, **read_as: str) -> Exports:
    def parse(member: Member) -> list[Record]:
        words = member.content.decode().split()
        return [Record(word, word, member.label, line) for line, word in enumerate(words, 1)]

    return Exports("s", path or ("*.zip",), ["."], base, ["chat*.txt"], parse, read_as)


def read(source: Exports, cursor: dict | None = None) -> tuple[list[str], dict]:
    pages = list(source.fetch("messages", cursor or {}, until=NOW))
    return [str(r.record_id) for page in pages for r in page.records], pages[-1].cursor if pages else (
        cursor or {}
    )


def test_a_member_is_found_in_any_folder_of_the_archive_and_the_others_are_left(tmp_path: Path) -> None:
    pack(tmp_path / "a.zip", json__chat_history="one two", json__friends="nobody")
    [page, _] = list(exports(tmp_path).fetch("messages", {}, until=NOW))

    assert [(r.record_id, r.file, r.line) for r in page.records] == [
        ("one", "a.zip/json/chat_history.txt", 1),
        ("two", "a.zip/json/chat_history.txt", 2),
    ]


def test_an_unchanged_export_is_not_read_again_and_a_new_one_is(tmp_path: Path) -> None:
    pack(tmp_path / "a.zip", chat="one")
    first, cursor = read(exports(tmp_path))
    pack(tmp_path / "b.zip", chat="one two")
    second, after = read(exports(tmp_path), cursor)

    assert (first, second) == (["one"], ["one", "two"])
    assert read(exports(tmp_path), after) == ([], after)


def test_a_changed_export_or_another_way_to_read_it_is_read_anew(tmp_path: Path) -> None:
    file = pack(tmp_path / "a.zip", chat="one")
    _, cursor = read(exports(tmp_path))
    os.utime(file, (1, 1))

    assert read(exports(tmp_path), cursor)[0] == ["one"]
    _, cursor = read(exports(tmp_path))
    assert read(exports(tmp_path, zone="UTC"), cursor)[0] == ["one"]


def test_a_stop_between_pages_reads_the_export_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.files_export.PAGE_RECORDS", 2)
    pack(tmp_path / "a.zip", chat="one two three")
    pages = list(exports(tmp_path).fetch("messages", {}, until=NOW))

    assert [len(page.records) for page in pages] == [2, 1, 0]
    assert read(exports(tmp_path), pages[1].cursor)[0] == ["one", "two", "three"]
    assert read(exports(tmp_path), pages[2].cursor)[0] == []


def test_a_file_taken_out_of_the_archive_will_do_as_well(tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text("one")

    assert read(exports(tmp_path, "chat.txt"))[0] == ["one"]


def test_an_archive_without_messages_names_what_it_holds(tmp_path: Path) -> None:
    pack(tmp_path / "a.zip", friends="nobody")
    with pytest.raises(SourceChanged, match=r"a\.zip holds no chat\*\.txt but friends\.txt; order an export"):
        read(exports(tmp_path))


def test_a_damaged_archive_is_named(tmp_path: Path) -> None:
    file = pack(tmp_path / "a.zip", chat="one " * 5000)
    whole = bytearray(file.read_bytes())
    whole[60:90] = b"x" * 30
    file.write_bytes(whole)
    with pytest.raises(SourceUnavailable, match=r"a\.zip is damaged"):
        read(exports(tmp_path))


def test_an_archive_of_which_only_a_part_has_come_is_named_as_damaged(tmp_path: Path) -> None:
    file = pack(tmp_path / "a.zip", chat="one " * 5000)
    file.write_bytes(file.read_bytes()[:60])

    with pytest.raises(SourceUnavailable, match=r"a\.zip is damaged \(its end is missing\); download"):
        read(exports(tmp_path))


def test_a_member_too_large_to_be_messages_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.files_export.LARGEST_MEMBER", 10)
    pack(tmp_path / "a.zip", chat="one " * 50)
    with pytest.raises(SourceUnavailable, match="unpacks to"):
        read(exports(tmp_path))


def test_doctor_says_how_many_messages_there_are_and_of_when(tmp_path: Path) -> None:
    [missing] = exports(tmp_path).check()
    file = pack(tmp_path / "a.zip", chat="one two")
    os.utime(file, (1_795_078_800, 1_795_078_800))
    [good] = exports(tmp_path).check()

    assert not missing.ok
    assert good.ok
    assert good.detail == "1 found, 2 messages, the latest of 2026-11-19"


KNOWN = {"who": ("Von", "from"), "at": ("Datum",)}
MEMBER = Member("m.csv in a.zip", "a.zip/m.csv", b"")


def test_fields_go_by_the_given_name_then_by_known_ones_in_any_case() -> None:
    assert name_fields("s", MEMBER, ["FROM", "Tag"], {"at": "tag"}, KNOWN, ["who", "at"]) == {
        "who": "FROM",
        "at": "Tag",
    }


def test_a_renamed_field_is_an_error_that_names_file_and_field() -> None:
    with pytest.raises(
        SettingsError, match=r'm\.csv in a\.zip has no field "Datum"; say under columns .*: Von, Tag'
    ):
        name_fields("s", MEMBER, ["Von", "Tag"], {}, KNOWN, ["who", "at"])
    with pytest.raises(SettingsError, match=r'columns\.at: source s: m\.csv in a\.zip has no field "Zeit"'):
        name_fields("s", MEMBER, ["Von", "Tag"], {"at": "Zeit"}, KNOWN, ["who"])
