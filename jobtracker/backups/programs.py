"""PostgreSQL's own programs for backups: ``pg_dump`` and ``pg_restore``, found and run over Django's connection."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from django.db import connection
from psycopg.conninfo import make_conninfo
from psycopg.pq import Conninfo

from jobtracker.embedded.postgres import program_folders

from .archive import BLOCK, BackupError


def server_major() -> int:
    connection.ensure_connection()
    return connection.connection.info.server_version // 10000


def find(name: str, *, at_least: int) -> tuple[Path, int]:
    """The program of that name and its major version: ``at_least`` that one, and no newer than need be.

    An older ``pg_dump`` refuses a newer server, an older ``pg_restore`` a newer dump.

    :raises BackupError: there is none.
    """
    on_path = shutil.which(name)
    candidates = [folder / name for folder in program_folders()] + ([Path(on_path)] if on_path else [])
    fitting = [(path, major) for path in candidates if (major := _major(path)) >= at_least]
    if not fitting:
        raise BackupError(
            f"{name} of PostgreSQL {at_least} or newer is needed and is not on this machine: install PostgreSQL's "
            f"client programs (on Debian the package postgresql-client-{at_least})."
        )
    return min(fitting, key=lambda found: found[1])


@contextmanager
def dumping(program: Path, *, snapshot: str) -> Iterator[Iterator[bytes]]:
    """What ``pg_dump`` writes of the database as ``snapshot`` sees it, in blocks.

    Without the tables that a crash of the server would empty, too (the cache).

    :raises BackupError: it failed.
    """
    options = ["--format=custom", "--compress=3", "--no-unlogged-table-data", f"--snapshot={snapshot}"]
    with tempfile.TemporaryFile() as said:
        process = _run(program, *options, stdout=subprocess.PIPE, stderr=said)
        try:
            yield iter(lambda: process.stdout.read(BLOCK), b"")
            _wait(process, said)
        finally:
            _end(process)


def load(program: Path, blocks: Iterable[bytes]) -> None:
    """Have ``pg_restore`` write a dump into the database, all of it or nothing.

    :raises BackupError: it failed, and nothing is written.
    """
    options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    with tempfile.TemporaryFile() as said:
        process = _run(program, *options, stdin=subprocess.PIPE, stderr=said)
        try:
            with suppress(BrokenPipeError):  # it has failed, and says why
                for block in blocks:
                    process.stdin.write(block)
                process.stdin.close()
            _wait(process, said)
        finally:
            _end(process)


def _run(program: Path, *options: str, **streams) -> subprocess.Popen:
    # What the operator has set, not what our driver makes of it: an older program knows fewer parameters.
    known = {option.keyword.decode() for option in Conninfo.get_defaults()}
    address = {name: value for name, value in connection.get_connection_params().items() if name in known}
    password = address.pop("password", "")
    return subprocess.Popen(
        [str(program), *options, f"--dbname={make_conninfo(**address)}"],
        # Not on the command line, which other users of the machine can read.
        env=os.environ | ({"PGPASSWORD": password} if password else {}),
        **streams,
    )


def _wait(process: subprocess.Popen, said) -> None:
    if process.wait() == 0:
        return
    said.seek(0)
    lines = said.read().decode(errors="replace").strip().splitlines() or [f"exit status {process.returncode}"]
    raise BackupError(f"{lines[0]}.")


def _end(process: subprocess.Popen) -> None:
    """Leave nothing running, whatever went wrong."""
    for stream in (process.stdin, process.stdout):
        if stream and not stream.closed:
            with suppress(BrokenPipeError):
                stream.close()
    if process.poll() is None:
        process.kill()
        process.wait()


@cache
def _major(program: Path) -> int:
    """Its major version; 0 if there is no such program, or it does not run."""
    try:
        said = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    match = re.search(r"\) (\d+)", said)
    return int(match[1]) if match else 0
