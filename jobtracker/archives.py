"""ZIP files of records and files: written as a stream, read with suspicion.

A leaf: it knows neither apps nor people. Nothing is ever unpacked to a disk.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from io import SEEK_END, RawIOBase
from typing import BinaryIO

from pydantic import BaseModel, ValidationError

ENTRIES_MAX = 20_000
DIRECTORY_MAX = 4 * 1024**2  # bytes of the ZIP's table of contents: it is read whole
LINE_MAX = 4 * 1024**2  # bytes of one record
RECORDS_MAX = 256 * 1024**2  # bytes of all records, unpacked
TOTAL_MAX = 8 * 1024**3  # bytes of all there is, unpacked

MANIFEST = "manifest.json"


DAMAGE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)
"""What zipfile and zlib make of bytes that are not what they claim to be; ValueError: of a place before the file."""


class ArchiveError(Exception):
    """This file cannot be read; the message says why, and where."""


# Writing


class _Pipe(RawIOBase):
    """What the ZIP writes, until it is taken out at the other end."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece) -> int:
        self.pieces.append(bytes(piece))
        return len(piece)

    def take(self) -> bytes:
        taken, self.pieces = b"".join(self.pieces), []
        return taken


def write(entries: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """A ZIP of ``entries``, names with contents, piece by piece: no more than a piece is ever in memory."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w") as archive:
        for name, pieces in entries:
            entry = zipfile.ZipInfo(name)  # dated 1980: the same things make the same file
            entry.compress_type = zipfile.ZIP_DEFLATED  # of a stored stream some programs cannot find the end
            entry.external_attr = 0o600 << 16
            with archive.open(entry, "w") as file:
                for piece in pieces:
                    file.write(piece)
                    if len(pipe.pieces) > 16:
                        yield pipe.take()
    yield pipe.take()


def lines(records: Iterable[BaseModel]) -> Iterator[bytes]:
    """Each record as a line of JSON."""
    for record in records:
        yield record.model_dump_json(warnings=False).encode() + b"\n"  # what is stored need not be as declared


# Reading


class Archive:
    """An archive that somebody sent. Closing it is closing ``file``.

    :raises ArchiveError: it is no ZIP, or one that would take too much of anything to read.
    """

    def __init__(self, file: BinaryIO) -> None:
        _refuse_long_directory(file)
        try:
            self.zip = zipfile.ZipFile(file)
        except DAMAGE as error:
            raise ArchiveError("This is no ZIP file, or it is damaged.") from error
        self.entries: dict[str, zipfile.ZipInfo] = {}
        for entry in self.zip.infolist():
            if not entry.is_dir():
                self._add(entry)
        if sum(entry.file_size for entry in self.entries.values()) > TOTAL_MAX:
            raise ArchiveError(f"Unpacked, this archive has more than {TOTAL_MAX // 1024**3} GB.")
        if sum(entry.file_size for entry in self.entries.values() if entry.filename.endswith(".jsonl")) > RECORDS_MAX:
            raise ArchiveError(f"Unpacked, the records of this archive have more than {RECORDS_MAX // 1024**2} MB.")

    def _add(self, entry: zipfile.ZipInfo) -> None:
        name = entry.filename
        shown = name[:100]
        # We would not fall for such a name, but no export of ours has one.
        if name.startswith(("/", "\\")) or "\\" in entry.orig_filename or ":" in name or ".." in name.split("/"):
            raise ArchiveError(f"“{shown}” leads out of the archive.")
        if name in self.entries:
            raise ArchiveError(f"“{shown}” is in this archive twice.")
        if entry.flag_bits & 0x1:
            raise ArchiveError(f"“{shown}” is encrypted.")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ArchiveError(f"“{shown}” is compressed in a way that is not read here.")
        self.entries[name] = entry

    def __contains__(self, name: str) -> bool:
        return name in self.entries

    def open(self, name: str) -> "Member":
        return Member(self.zip, self.entries[name])

    def manifest[M: BaseModel](self, kind: type[M]) -> M:
        """What the archive says of itself.

        :raises ArchiveError: it says nothing, or nothing that fits ``kind``.
        """
        if MANIFEST not in self:
            raise ArchiveError("This is not an export of jobtracker: it has no manifest.json.")
        with self.open(MANIFEST) as file:
            try:
                return kind.model_validate_json(file.read(LINE_MAX))
            except ValidationError as error:
                raise ArchiveError(f"{MANIFEST}: {_reason(error)}") from error

    def records[M: BaseModel](self, name: str, kind: type[M]) -> Iterator[M]:
        """The lines of one of its files, none if there is no such file.

        :raises ArchiveError: one of them does not fit ``kind``; the message names it.
        """
        if name not in self:
            return
        with self.open(name) as file:
            for number, line in enumerate(iter(lambda: file.readline(LINE_MAX + 1), b""), 1):
                if len(line) > LINE_MAX:
                    raise ArchiveError(f"{name}, line {number} has more than {LINE_MAX // 1024**2} MB.")
                if not line.strip():
                    continue
                try:
                    record = kind.model_validate_json(line)
                except ValidationError as error:
                    raise ArchiveError(f"{name}, line {number}: {_reason(error)}") from error
                yield record


class Member:
    """A file of the archive, as a stream; damage is an ``ArchiveError``."""

    def __init__(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
        self.name = entry.filename
        self.file = self._do(archive.open, entry)

    def __enter__(self) -> "Member":
        return self

    def __exit__(self, *exception) -> None:
        self.file.close()

    def read(self, size: int = -1) -> bytes:
        return self._do(self.file.read, size)

    def readline(self, size: int) -> bytes:
        return self._do(self.file.readline, size)

    def _do(self, action, *arguments):
        try:
            return action(*arguments)
        except DAMAGE as error:
            raise ArchiveError(f"“{self.name[:100]}” is damaged.") from error


END = struct.Struct("<4s4H2LH")  # the end of a ZIP's table of contents (APPNOTE 4.3.16)
COMMENT_MAX = 2**16


def _refuse_long_directory(file: BinaryIO) -> None:
    """Look at what the file says of its table of contents, before Python builds objects for all of it."""
    size = file.seek(0, SEEK_END)
    file.seek(max(0, size - END.size - COMMENT_MAX))
    tail = file.read()
    file.seek(0)
    at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) - at < END.size:
        raise ArchiveError("This is no ZIP file, or it is damaged.")
    _, _, _, _, entries, length, _, _ = END.unpack_from(tail, at)
    # ZIP64 tells greater numbers in another record: no export of ours comes to that.
    if entries > ENTRIES_MAX or length > DIRECTORY_MAX or b"PK\6\7" in tail[max(0, at - 20) : at]:
        raise ArchiveError(f"This archive has more than {ENTRIES_MAX} files.")


def _reason(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    return f"{where}: {first['msg']}" if where else first["msg"]
