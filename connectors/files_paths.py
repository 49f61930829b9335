"""Which files a source means."""

import glob
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from connectors.errors import SourceUnavailable


@dataclass(frozen=True)
class DataFile:
    """A file to read. `label` is its stable name: relative to the folder that all patterns share."""

    path: Path
    label: str


def find_files(source: str, patterns: Sequence[str], folders: Sequence[str], base: Path) -> list[DataFile]:
    """The files that fit `patterns`, by name, in the first of `folders` (relative to `base`) that holds any.

    Raises:
        SourceUnavailable: a pattern fits no file there; names the source and where was looked.
    """
    places = [Path(os.path.normpath(base / folder)) for folder in folders]
    for place in places:
        found = {pattern: _matches(place, pattern) for pattern in patterns}
        if any(found.values()):
            missing = [pattern for pattern, files in found.items() if not files]
            if missing:
                raise SourceUnavailable(
                    f"source {source}: {missing[0]} isn't in {place}; put it there, or mend path"
                )
            shared = os.path.commonpath([os.path.normpath(place / _fixed(pattern)) for pattern in patterns])
            unique = sorted({file for files in found.values() for file in files})
            return [DataFile(file, Path(os.path.relpath(file, shared)).as_posix()) for file in unique]
    looked = ", ".join(str(place) for place in places)
    raise SourceUnavailable(
        f"source {source}: {patterns[0]} isn't in {looked}; put it there, or mend path or folders"
    )


def _matches(place: Path, pattern: str) -> list[Path]:
    exact = place / pattern
    if exact.is_file():
        return [Path(os.path.normpath(exact))]
    hits = glob.glob(pattern, root_dir=place, recursive=True)  # noqa: PTH207 - absolute patterns are allowed
    return [path for hit in hits if (path := Path(os.path.normpath(place / hit))).is_file()]


def _fixed(pattern: str) -> Path:
    """The folder of a pattern before its first wildcard."""
    parts = Path(pattern).parent.parts
    plain = [i for i, part in enumerate(parts) if glob.has_magic(part)]
    return Path(*parts[: plain[0]]) if plain else Path(*parts)
