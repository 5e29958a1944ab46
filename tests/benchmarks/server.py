"""A PostgreSQL of the benchmarks' own, as ``manage.py up`` runs it, in a directory that is kept between runs.

Import this before anything that reads Django's settings: ``running`` says where they find the database.
"""

import argparse
import contextlib
import os
import platform
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

FOLDER = Path(tempfile.gettempdir()) / "jobtracker-benchmarks"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the database lies (%(default)s)")


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Callable[[], None]]:
    """PostgreSQL in ``folder``, migrated, with Django set up to use it.

    Gives a function that starts it anew, cold: nothing is in its memory, nor do pages of its files stay in the
    system's, as far as the system lets go of them when asked.
    """
    folder.mkdir(parents=True, exist_ok=True)
    os.environ |= {"JOBTRACKER_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "jobtracker.settings"}
    os.environ["API_CALLS_PER_MINUTE"] = str(10**9)  # counted as ever, but never refused
    for variable in ("DATABASE_URL", "SECRET_KEY"):
        os.environ.pop(variable, None)

    import django
    from django.core.management import call_command
    from django.db import connections

    from jobtracker.embedded import DataDirectory
    from jobtracker.embedded.postgres import Postgres

    directory = DataDirectory()
    directory.create()
    (folder / "static").mkdir(exist_ok=True)
    postgres = Postgres(directory)
    process = postgres.start()

    def cool() -> None:
        nonlocal process
        connections.close_all()
        process.stop()
        _let_go(folder / "postgres")
        process = postgres.start()

    try:
        django.setup()
        call_command("migrate", verbosity=0)
        yield cool
    finally:
        connections.close_all()
        process.stop()


def _let_go(folder: Path) -> None:
    """Ask the system to forget what it keeps of the files in memory."""
    os.sync()  # only what has been written can be forgotten
    for path in folder.rglob("*"):
        if path.is_file():
            file = os.open(path, os.O_RDONLY)
            os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(file)


def cpu(folder: Path) -> float:
    """Seconds of CPU time that all of PostgreSQL's processes in ``folder`` have used."""
    return cpu_of([int((folder / "postgres" / "postmaster.pid").read_text().split()[0])])


def _under(pid: int) -> list[int]:
    found = [pid]
    with contextlib.suppress(FileNotFoundError):  # it has ended
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            found += _under(int(child))
    return found


def cpu_of(pids: list[int]) -> float:
    """Seconds of CPU that the process trees under these have used, with children that have ended."""
    total = 0
    for root in pids:
        for pid in _under(root):
            try:
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            except FileNotFoundError:
                continue
            total += sum(map(int, fields[11:15]))
    return total / os.sysconf("SC_CLK_TCK")


def machine() -> str:
    """The machine and the versions, for the head of a report."""
    import django
    from django.db import connection

    cpu = next((line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "?")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), current_setting('shared_buffers')")
        version, buffers = cursor.fetchone()
    return (
        f"{os.cpu_count()} × {cpu}, {platform.system()}, Python {platform.python_version()}, "
        f"Django {django.__version__}, PostgreSQL {version} (shared_buffers {buffers})"
    )


def _lines(path: str) -> list[str]:
    with contextlib.suppress(OSError):
        return Path(path).read_text().splitlines()
    return []
