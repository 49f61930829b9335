"""Text files as lines of UTF-8, however they are packed and encoded, with a fingerprint of what was read."""

import codecs
import gzip
import hashlib
import zlib
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import zstandard

from connectors.errors import SettingsError, SourceUnavailable

CHUNK_BYTES = 1 << 20
LONGEST_LINE_BYTES = 64 << 20
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_MAGIC = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}


class Lines:
    """Physical lines, each with its line end; lines that were taken too early can be given back.

    `offset` (bytes of UTF-8) and `number` (lines) count what `done` has settled; `digest` is its fingerprint.
    """

    def __init__(self, chunks: Iterator[bytes], newline: bytes) -> None:
        self.newline = newline
        self.offset = 0
        self.number = 0
        self._hash = hashlib.blake2b(digest_size=16)
        self._fresh = _split(chunks, newline)
        self._returned: deque[bytes] = deque()

    def take(self) -> bytes | None:
        """The next line, None at the end."""
        return self._returned.popleft() if self._returned else next(self._fresh, None)

    def give_back(self, lines: list[bytes]) -> None:
        """Put lines back in front, in their order."""
        self._returned.extendleft(reversed(lines))

    def done(self, raw: bytes, lines: int = 1) -> None:
        """Count `raw` as read for good. A last line without its end is not: more may be appended to it."""
        if raw.endswith(self.newline):
            self.offset += len(raw)
            self.number += lines
            self._hash.update(raw)

    @property
    def digest(self) -> str:
        """The fingerprint of the first `offset` bytes."""
        return self._hash.hexdigest()

    def skip_to(self, offset: int, digest: str) -> bool:
        """Pass over what was read before; False if these bytes are not the same any more."""
        while self.offset < offset and (raw := self.take()) is not None:
            if not raw.endswith(self.newline):
                return False
            self.done(raw)
        return self.offset == offset and self.digest == digest


def _split(chunks: Iterator[bytes], newline: bytes) -> Iterator[bytes]:
    rest: list[bytes] = []
    size = 0
    for chunk in chunks:
        if newline not in chunk:
            rest.append(chunk)
            size += len(chunk)
            if size > LONGEST_LINE_BYTES:
                raise ValueError(f"a line is longer than {LONGEST_LINE_BYTES >> 20} MiB")
            continue
        first, *between, last = chunk.split(newline)
        yield b"".join((*rest, first, newline))
        for line in between:
            yield line + newline
        rest, size = [last], len(last)
    if any(rest):
        yield b"".join(rest)


@contextmanager
def open_utf8(path: Path, compression: str, encoding: str) -> Iterator[Iterator[bytes]]:
    """The file's text as chunks of UTF-8 without a byte-order mark.

    Bytes that don't belong to `encoding` come through as bytes that are no UTF-8 either, so that the line
    which holds them can be told from the others.

    Raises:
        SettingsError: the file isn't in that encoding at all.
        SourceUnavailable: the file can't be read, or its archive is cut short or damaged.
    """
    try:
        with path.open("rb") as file:
            yield _utf8(_unpacked(file, compression), encoding)
    except (EOFError, zlib.error, gzip.BadGzipFile, zstandard.ZstdError) as error:
        raise SourceUnavailable(
            f"{path}: the archive is damaged or cut short ({error}); copy it again"
        ) from error
    except OSError as error:
        raise SourceUnavailable(f"{path}: {error.strerror or error}; make the file readable") from error
    except ValueError as error:
        raise SettingsError("encoding", f"{path}: {error}; is encoding right?") from error


def _unpacked(file: BinaryIO, compression: str) -> Iterator[bytes]:
    magic = file.read(4)
    file.seek(0)
    if compression == "auto":
        compression = next((kind for start, kind in _MAGIC.items() if magic.startswith(start)), "none")
    stream: BinaryIO = file
    if compression == "gzip":
        stream = cast(BinaryIO, gzip.GzipFile(fileobj=file))
    elif compression == "zstd":
        stream = cast(BinaryIO, zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True))
    while chunk := stream.read(CHUNK_BYTES):
        yield chunk


def _utf8(chunks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    head = next(chunks, b"")
    mark = next((known for bom, known in _BOMS if head.startswith(bom)), None)
    if encoding == "auto":
        encoding = mark or "utf-8"
    name = codecs.lookup(encoding).name
    if name in ("utf-8", "utf-8-sig"):
        if mark == "utf-16" or head[:4096].count(0) > len(head[:4096]) // 4:
            raise ValueError('this is no UTF-8; try encoding = "utf-16"')
        yield head.removeprefix(codecs.BOM_UTF8)
        yield from chunks
        return
    # lone halves of UTF-16 pairs and bytes without a letter become surrogates, which UTF-8 doesn't allow
    decode = codecs.getincrementaldecoder(encoding)(
        "surrogatepass" if "utf-16" in name else "surrogateescape"
    )
    yield decode.decode(head).removeprefix("\ufeff").encode("utf-8", "surrogatepass")
    for chunk in chunks:
        yield decode.decode(chunk).encode("utf-8", "surrogatepass")
    try:
        yield decode.decode(b"", final=True).encode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        yield f"\ufffd ({error.reason})".encode()
