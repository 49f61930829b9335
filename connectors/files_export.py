"""Data exports that a person has downloaded from a platform: zip archives, or a file taken out of one.

An export that is unchanged isn't read again; a new or changed one is read whole. Messages only come to it: what a later
export no longer holds stays in the archive, which is why these platforms' exports are worth keeping.
"""

import fnmatch
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from connectors.errors import ConnectorError, SettingsError, SourceChanged, SourceUnavailable
from connectors.files_paths import DataFile, find_files
from connectors.page import Check, Cursor, Page, Record

PAGE_RECORDS = 4000
# Beyond it no export of messages is; whoever unpacked it whole would fill the memory.
LARGEST_MEMBER = 512 << 20
ZIP_BEGINS = b"PK\x03\x04"


@dataclass(frozen=True)
class Member:
    """One file of an export: `place` names archive and member for people, `label` is stable between machines."""

    place: str
    label: str
    content: bytes


@dataclass(frozen=True)
class Exports:
    """The exports of one source. `members` are patterns of names within an archive; `parse` makes one into records.

    `read_as` are the settings by which a member becomes records: with others it is another export.
    """

    name: str
    path: Sequence[str]
    folders: Sequence[str]
    base: Path
    members: Sequence[str]
    parse: Callable[[Member], list[Record]]
    read_as: Mapping[str, Any]
    streams: tuple[str, ...] = ("messages",)
    daily: frozenset[str] = frozenset()

    def fetch(self, stream: str, cursor: Cursor, *, until: datetime) -> Iterator[Page]:
        """Yield the records of exports that are new or changed since `cursor`, by name.

        `until` plays no part: an export holds what it holds. Cursor: {"files": {label: {size, mtime_ns, read_as}}}.

        Raises:
            SourceUnavailable: an export is missing, unreadable or damaged.
            SourceChanged, SettingsError: a member or a field isn't where it is looked for; names file and field.
        """
        read = dict(cursor.get("files", {}))
        for file in self._find():
            stat = file.path.stat()
            now = {"size": stat.st_size, "mtime_ns": stat.st_mtime_ns, "read_as": dict(self.read_as)}
            if read.get(file.label) == now:
                continue
            records = [record for member in self._members(file) for record in self.parse(member)]
            for start in range(0, len(records), PAGE_RECORDS):
                yield Page(stream, records[start : start + PAGE_RECORDS], {"files": dict(read)})
            read[file.label] = now
            yield Page(stream, [], {"files": dict(read)})

    def fetch_day(self, stream: str, day: date) -> Iterator[Page]:
        """Never asked for: no stream is daily."""
        raise NotImplementedError(f"{stream} of an export can't be asked for one day")

    def check(self) -> Iterator[Check]:
        """Find the exports, and read them as the next run will."""
        try:
            found = self._find()
            count = sum(len(self.parse(member)) for file in found for member in self._members(file))
        except ConnectorError as error:
            problem, _, mend = str(error).rpartition("; ")
            yield Check("files", False, problem or mend, mend)
            return
        latest = max(datetime.fromtimestamp(file.path.stat().st_mtime).astimezone() for file in found)
        yield Check("files", True, f"{len(found)} found, {count} messages, the latest of {latest:%Y-%m-%d}")

    def _find(self) -> list[DataFile]:
        return find_files(self.name, self.path, self.folders, self.base)

    def _members(self, file: DataFile) -> list[Member]:
        try:
            if not zipfile.is_zipfile(file.path):
                content = file.path.read_bytes()
                if content.startswith(ZIP_BEGINS):
                    raise zipfile.BadZipFile("its end is missing")
                return [Member(str(file.path), file.label, content)]
            with zipfile.ZipFile(file.path) as archive:
                return self._unpacked(file, archive)
        except (zipfile.BadZipFile, EOFError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
            raise SourceUnavailable(
                f"source {self.name}: {file.path} is damaged ({error}); download the export again"
            ) from error
        except (OSError, RuntimeError) as error:  # RuntimeError: it asks for a password
            raise SourceUnavailable(
                f"source {self.name}: {file.path} can't be read ({error}); make it readable"
            ) from error

    def _unpacked(self, file: DataFile, archive: zipfile.ZipFile) -> list[Member]:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        wanted = [info for info in infos if any(_fits(info.filename, pattern) for pattern in self.members)]
        if not wanted:
            has = ", ".join(sorted(info.filename for info in infos)[:12])
            raise SourceChanged(
                f"source {self.name}: {file.path} holds no {' or '.join(self.members)} but {has or 'nothing'}; "
                "order an export with messages, or name the file in members"
            )
        for info in wanted:
            if info.file_size > LARGEST_MEMBER:
                raise SourceUnavailable(
                    f"source {self.name}: {info.filename} in {file.path} unpacks to {info.file_size >> 20} MiB; cut it"
                )
        return [
            Member(f"{info.filename} in {file.path}", f"{file.label}/{info.filename}", archive.read(info))
            for info in wanted
        ]


def name_fields(
    source: str,
    member: Member,
    has: Sequence[str],
    given: Mapping[str, str],
    known: Mapping[str, Sequence[str]],
    required: Sequence[str],
) -> dict[str, str]:
    """The member's own field for each of ours: the one that the settings give, else the first of the known names.

    Raises:
        SettingsError: a given field isn't there, or a required one goes by none of its known names.
    """
    by_lower = {name.strip().lower(): name for name in has}
    listed = ", ".join(has)
    found: dict[str, str] = {}
    for ours, theirs in given.items():
        if theirs.strip().lower() not in by_lower:
            raise SettingsError(
                f"columns.{ours}",
                f'source {source}: {member.place} has no field "{theirs}"; use one of its own: {listed}',
            )
        found[ours] = by_lower[theirs.strip().lower()]
    for ours, names in known.items():
        hit = next((by_lower[name.lower()] for name in names if name.lower() in by_lower), None)
        if ours not in found and hit is not None:
            found[ours] = hit
    for ours in required:
        if ours not in found:
            raise SettingsError(
                f"columns.{ours}",
                f'source {source}: {member.place} has no field "{known[ours][0]}"; say under columns which of these '
                f"it is now: {listed}",
            )
    return found


def _fits(name: str, pattern: str) -> bool:
    """Does the name of a member, or its end behind any folder, fit?"""
    lower = name.lower()
    return fnmatch.fnmatch(lower, pattern.lower()) or fnmatch.fnmatch(lower, f"*/{pattern.lower()}")
