"""The data directory: databases, objects, logs and the secrets of an embedded installation."""

import contextlib
import fcntl
import functools
import hashlib
import json
import os
import pwd
import secrets
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jobtracker.environment import BASE_DIR, env

from .errors import EmbeddedError

SOCKET_PATH_MAX = 107  # bytes; a limit of sockaddr_un, which PostgreSQL checks at start
SOCKET_NAME = ".s.PGSQL.5432"


@dataclass(frozen=True, slots=True)
class Account:
    """The operating-system user that the servers run as."""

    uid: int
    gid: int


@functools.cache
def server_account(owner_of: Path | None = None) -> Account | None:
    """The account for the servers, or None for "as we are".

    PostgreSQL refuses to run as root, so root starts the servers as whoever owns ``owner_of``
    (an earlier run's choice), else as ``postgres``, else as ``nobody``.
    """
    if os.geteuid() != 0:
        return None
    if owner_of and owner_of.exists() and (status := owner_of.stat()).st_uid != 0:
        return Account(status.st_uid, status.st_gid)
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Account(entry.pw_uid, entry.pw_gid)
    raise EmbeddedError("PostgreSQL refuses to run as root and there is no user “postgres” or “nobody” to run it as.")


def can_reach(account: Account | None, path: Path) -> bool:
    """Whether ``account`` can enter every folder above ``path``: asked of the system, not computed from modes."""
    if account is None:
        return True
    folder = path if path.is_dir() else path.parent
    test = subprocess.run(
        ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)],
        user=account.uid,
        group=account.gid,
        extra_groups=[],
        cwd="/",
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return test.returncode == 0


class DataDirectory:
    """``JOBTRACKER_DATA_DIR``, by default ``.data`` beside ``manage.py``.

    Root may keep its checkout where the servers' account cannot go (a home of mode 0700); then the
    default lies under ``/var/lib/jobtracker``.
    """

    def __init__(self, path: Path | None = None) -> None:
        configured = env.str("JOBTRACKER_DATA_DIR", default="")
        self.path = (path or (Path(configured).expanduser() if configured else self._default())).absolute()

    @staticmethod
    def _default() -> Path:
        if not can_reach(server_account(), BASE_DIR):
            return Path("/var/lib/jobtracker") / hashlib.sha256(bytes(BASE_DIR)).hexdigest()[:12]
        return BASE_DIR / ".data"

    @property
    def account(self) -> Account | None:
        return server_account(self.postgres)

    @property
    def postgres(self) -> Path:
        return self.path / "postgres"

    @property
    def objects(self) -> Path:
        return self.path / "objects"

    @property
    def binaries(self) -> Path:
        return self.path / "binaries"

    @property
    def backups(self) -> Path:
        return self.path / "backups"

    @property
    def state(self) -> Path:
        return self.path / "servers.json"

    def log(self, name: str) -> Path:
        return self.path / "logs" / f"{name}.log"

    @property
    def socket(self) -> Path:
        """Where PostgreSQL's socket lies: in here, unless the path is longer than a socket's may be."""
        inside = self.path / "socket"
        if len(bytes(inside / SOCKET_NAME)) <= SOCKET_PATH_MAX:
            return inside
        short = hashlib.sha256(bytes(self.path)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"jobtracker-{short}"

    def create(self) -> None:
        """Make the directory and what belongs in it; harmless when it is there.

        :raises EmbeddedError: it cannot be written, or the servers' account cannot reach it.
        """
        try:
            # The servers' account must pass through, nobody else may look: 0711 for root, 0700 otherwise.
            self._folder(self.path, mode=0o711 if self.account else 0o700)
            self._folder(self.path / "secrets", mode=0o700)
            self._folder(self.path / "logs", mode=0o700)
            for folder in (self.postgres, self.objects, self.socket):
                self._folder(folder, mode=0o700, account=self.account)
        except OSError as error:
            raise EmbeddedError(
                f"the data directory {self.path} cannot be written ({error.strerror}): "
                "mend its permissions, or set JOBTRACKER_DATA_DIR to a directory that can."
            ) from error
        if not can_reach(self.account, self.postgres):
            raise EmbeddedError(
                f"started as root, the servers run as another user, who cannot reach {self.path}: "
                "set JOBTRACKER_DATA_DIR to a directory outside private homes, such as /var/lib/jobtracker."
            )

    def _folder(self, path: Path, *, mode: int, account: Account | None = None) -> None:
        path.mkdir(mode=mode, parents=True, exist_ok=True)
        status = path.lstat()
        ours = {os.geteuid()} | ({account.uid} if account else set())
        if not stat.S_ISDIR(status.st_mode) or status.st_uid not in ours:
            raise PermissionError(1, f"{path} belongs to somebody else")
        if account and status.st_uid != account.uid:
            os.chown(path, account.uid, account.gid)
        if stat.S_IMODE(status.st_mode) != mode:
            path.chmod(mode)

    def secret(self, name: str) -> str:
        """The secret of that name (256 bits, URL-safe), made on first use in a file only we can read."""
        path = self.path / "secrets" / name
        if not path.exists():
            self.create()
            # Written whole under another name, then linked: two first runs at once agree on one secret.
            draft = path.with_name(f"{name}.{os.getpid()}")
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(32))
            with contextlib.suppress(FileExistsError):
                os.link(draft, path)
            draft.unlink()
        return path.read_text()

    def read_state(self) -> dict:
        """What the running servers wrote of themselves; empty while none run."""
        try:
            return json.loads(self.state.read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            return {}

    def write_state(self, **state: object) -> None:
        draft = self.state.with_suffix(".draft")
        draft.write_text(json.dumps(state))
        draft.chmod(0o600)
        draft.replace(self.state)

    @contextlib.contextmanager
    def lock(self, name: str, *, shared: bool = False, wait: bool = True) -> Iterator[bool]:
        """Hold the lock file ``name``; gives False when ``wait`` is false and somebody else holds it.

        The system releases it when we die, however that happens.
        """
        descriptor = os.open(self.path / f"{name}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
            try:
                fcntl.flock(descriptor, kind | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                yield False
            else:
                yield True
        finally:
            os.close(descriptor)
