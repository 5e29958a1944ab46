"""Both embedded servers together, and who runs them.

One process owns them: it holds the lock ``owner`` from before they start until they have stopped.
Any other finds them through the state file and holds the lock ``guests`` shared, so that an owner
that is a short command waits for its guests before it stops them.
"""

import contextlib
import os
import sys
import time
from collections.abc import Iterator

from jobtracker.environment import env

from .directory import DataDirectory
from .errors import EmbeddedError
from .object_store import BUCKET, ObjectStore
from .postgres import Postgres
from .process import Server

S3_SETTINGS = ("AWS_STORAGE_BUCKET_NAME", "AWS_S3_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
# `up` starts the servers itself; these need none, and must work where none can run.
COMMANDS_WITHOUT_SERVERS = {"up", "help", "version", "collectstatic"}
COMMANDS_WITHOUT_TABLES = {"restore"}  # it brings them


def is_database_embedded() -> bool:
    return not env.str("DATABASE_URL", default="")


def is_object_store_embedded() -> bool:
    return not any(env.str(name, default="") for name in S3_SETTINGS)


class Servers:
    """The servers this installation needs and no setting provides, in one data directory."""

    def __init__(
        self, directory: DataDirectory | None = None, *, web: str = "", postgres_settings: tuple[str, ...] = ()
    ) -> None:
        self.directory = directory or DataDirectory()
        self.web = web
        self.postgres = Postgres(self.directory, settings=postgres_settings) if is_database_embedded() else None
        self.object_store = ObjectStore(self.directory) if is_object_store_embedded() else None
        self.running: dict[str, Server] = {}

    def start(self) -> None:
        """Start what is needed; on an error nothing is left running."""
        try:
            if self.postgres:
                self.running["postgres"] = self.postgres.start()
            if self.object_store:
                self.object_store.port = self.directory.read_state().get("object_store_port", 0)
                self.running["object_store"] = self.object_store.start()
        except BaseException:
            self.stop()
            raise

    def announce(self, *, is_up: bool = True) -> None:
        """Tell other processes that the servers are up, or are no longer.

        The object store's port stays on record: the next start takes it again, so that addresses
        in open pages keep working.
        """
        port = self.object_store.port if self.object_store else 0
        self.directory.write_state(object_store_port=port, web=self.web, owner=os.getpid() if is_up else 0)

    def restart(self, name: str) -> None:
        """Start a server anew that has died; it keeps its address."""
        self.running[name] = {"postgres": self.postgres, "object_store": self.object_store}[name].start()

    def stop(self) -> None:
        """Stop all, PostgreSQL last; harmless when nothing runs."""
        for name in ("object_store", "postgres"):
            if server := self.running.pop(name, None):
                server.stop()

    @contextlib.contextmanager
    def owned(self, *, wait_for_guests: bool) -> Iterator[None]:
        """Run the servers for the length of the block; the caller holds the lock ``owner``."""
        self.start()
        try:
            self.announce()
            yield
            if wait_for_guests:
                with self.directory.lock("guests", wait=False) as alone:
                    if not alone:
                        sys.stderr.write("Another command still uses the servers: waiting for it.\n")
                with self.directory.lock("guests"):
                    self._sign_off()
        finally:
            self._sign_off()
            self.stop()

    def _sign_off(self) -> None:
        """Tell that the servers go. On a full disk that cannot be told: then we leave as one who was killed does."""
        with contextlib.suppress(OSError):
            self.announce(is_up=False)


@contextlib.contextmanager
def for_command(argv: list[str]) -> Iterator[bool]:
    """The servers for one ``manage.py`` command: those of a running ``up``, or our own until it ends.

    Gives True when the database was made just now, and its tables have yet to be.
    """
    if argv[1:2] == ["up"]:
        # It answers on loopback over plain HTTP, whatever database it is given.
        os.environ.setdefault("HTTPS", "false")
        if not env.str("SECRET_KEY", default=""):
            os.environ["SECRET_KEY"] = DataDirectory().secret("secret_key")
    needs_none = len(argv) < 2 or argv[1] in COMMANDS_WITHOUT_SERVERS or {"--help", "-h", "--version"} & set(argv[1:])
    if needs_none or not (is_database_embedded() or is_object_store_embedded()):
        yield False
        return
    directory = DataDirectory()
    directory.create()
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with directory.lock("owner", wait=False) as is_owner:
            if is_owner:
                is_new = is_database_embedded() and not (directory.postgres / "PG_VERSION").exists()
                with Servers(directory).owned(wait_for_guests=True):
                    yield is_new and argv[1] not in COMMANDS_WITHOUT_TABLES
                return
        with directory.lock("guests", shared=True):
            # An owner that was killed leaves its number behind; the next one's follows in a moment.
            if _is_alive(directory.read_state().get("owner", 0)):
                yield False
                return
        time.sleep(0.05)
    raise EmbeddedError("the embedded servers are starting or stopping for another command, and it takes too long.")


def object_store_settings(directory: DataDirectory) -> dict[str, str]:
    """The S3 settings of the embedded store as it runs now (or ran last)."""
    port = directory.read_state().get("object_store_port", 0)
    return {
        "AWS_STORAGE_BUCKET_NAME": BUCKET,
        "AWS_S3_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": directory.secret("s3_access_key"),
        "AWS_SECRET_ACCESS_KEY": directory.secret("s3_secret_key"),
        "AWS_S3_REGION_NAME": "us-east-1",
    }


def _is_alive(pid: int) -> bool:
    if not pid:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
