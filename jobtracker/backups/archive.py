"""The file: what is where in it, written once and whole, checked before anybody relies on it."""

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel

FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "database.dump"
SUMS = "SHA256SUMS"
OBJECTS = "objects/"
BLOCK = 1024 * 1024  # bytes


class BackupError(Exception):
    """No backup was made, or none restored; the sentence says why and what to do."""


class Manifest(BaseModel):
    """What is in a backup, and what made it.

    postgres: the major version of the server
    pg_dump: the major version of the program
    migrations: those applied, as ``app.name``
    tables: how many rows each had, by ``schema.table``
    lost: keys that rows point to, but whose objects were gone before
    """

    format: int = FORMAT
    taken_at: datetime
    postgres: int
    pg_dump: int
    migrations: list[str]
    tables: dict[str, int]
    lost: list[str]


class Writer:
    """A backup being written; members come one after the other, none is held in memory."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file
        self.sums: dict[str, str] = {}

    def add_object(self, key: str, body: bytes) -> None:
        self.add(OBJECTS + key, [body])

    def has_object(self, key: str) -> bool:
        return OBJECTS + key in self.sums

    def add(self, name: str, blocks: Iterable[bytes]) -> None:
        digest = hashlib.sha256()
        # Stored as they are: PDF files and pg_dump's format are compressed already.
        with self._file.open(zipfile.ZipInfo(name), "w", force_zip64=True) as member:
            for block in blocks:
                digest.update(block)
                member.write(block)
        self.sums[name] = digest.hexdigest()

    def close(self, manifest: Manifest, keys: Iterable[str]) -> None:
        """Write the sums of the dump and of the objects ``keys``, and the manifest, which makes it a backup.

        Other objects in it, replaced since they were copied, are of no use to anybody.
        """
        named = [DUMP, *(OBJECTS + key for key in keys)]
        with self._file.open(zipfile.ZipInfo(SUMS), "w", force_zip64=True) as member:
            for name in named:
                member.write(f"{self.sums[name]}  {name}\n".encode())
        self._file.writestr(zipfile.ZipInfo(MANIFEST), manifest.model_dump_json(indent=1))


@contextmanager
def creating(target: Path) -> Iterator[Writer]:
    """A new backup at ``target``, readable by its owner alone, which is there whole or not at all.

    :raises BackupError: there is something already, or it cannot be written.
    """
    if target.exists():
        raise BackupError(f"{target} is there already: choose another name.")
    try:
        # In the same folder, so that renaming it is one step; mode 0600 from the beginning.
        descriptor, draft = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                with zipfile.ZipFile(file, "w") as archive:
                    yield Writer(archive)
                file.flush()
                os.fsync(file.fileno())
            Path(draft).rename(target)
        except BaseException:
            with suppress(FileNotFoundError):
                Path(draft).unlink()
            raise
    except OSError as error:
        raise BackupError(f"{target} cannot be written ({error.strerror or error}).") from error


class Reader:
    """A finished backup."""

    def __init__(self, source: Path, file: zipfile.ZipFile) -> None:
        self._source = source
        self._file = file
        self.manifest = Manifest.model_validate_json(file.read(MANIFEST))
        with file.open(SUMS) as lines:
            pairs = (line.decode().removesuffix("\n").split("  ", 1) for line in lines)
            self.sums = {name: digest for digest, name in pairs}

    @property
    def keys(self) -> list[str]:
        return [name.removeprefix(OBJECTS) for name in self.sums if name.startswith(OBJECTS)]

    def read_object(self, key: str) -> bytes:
        return self._file.read(OBJECTS + key)

    def blocks_of(self, name: str) -> Iterator[bytes]:
        with self._file.open(name) as member:
            while block := member.read(BLOCK):
                yield block

    def check(self, progress: Callable[[], object]) -> None:
        """Read it all and compare the sums; ``progress`` is told of each member.

        :raises BackupError: something in it is not what was put there.
        """
        for name, expected in self.sums.items():
            digest = hashlib.sha256()
            with _understood(self._source):
                for block in self.blocks_of(name):
                    digest.update(block)
            if digest.hexdigest() != expected:
                raise BackupError(f"{self._source} is damaged: {name} in it is not what was put there.")
            progress()


@contextmanager
def reading(source: Path) -> Iterator[Reader]:
    """A backup to restore from.

    :raises BackupError: it is none, is damaged, or a newer version made it.
    """
    with ExitStack() as stack:
        with _understood(source):
            reader = Reader(source, stack.enter_context(zipfile.ZipFile(source)))
        if reader.manifest.format != FORMAT:
            raise BackupError(f"{source} was made by a newer version of jobtracker: install that one first.")
        yield reader


@contextmanager
def _understood(source: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BackupError(f"{source} cannot be read ({error.strerror or error}).") from error
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError) as error:  # ValueError: JSON, UTF-8, a missing field
        raise BackupError(f"{source} is no backup of jobtracker, or is damaged: take another one.") from error
