"""A server as a child process: its own session, another account than root, never outliving us."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from .directory import Account
from .errors import EmbeddedError

PR_SET_PDEATHSIG = 1  # linux/prctl.h
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with_parent(stop_signal: signal.Signals) -> None:
    """Have the kernel send us ``stop_signal`` when our parent dies, even by ``kill -9`` (Linux; elsewhere nothing)."""
    if _libc:
        _libc.prctl(PR_SET_PDEATHSIG, stop_signal)


class Server:
    """One running server: ``stop_signal`` asks it to stop, in ``stop_seconds`` at most.

    ``orphan_signal`` is what it gets from the kernel when we die, if another.
    Start it from the main thread: the kernel's notice of a parent's death means the parent's thread.
    """

    def __init__(
        self,
        name: str,
        command: list[str],
        *,
        stop_signal: signal.Signals = signal.SIGTERM,
        stop_seconds: float = 30,
        orphan_signal: signal.Signals | None = None,
        account: Account | None = None,
        log: Path | None = None,
        environment: dict[str, str] | None = None,
    ) -> None:
        self.name = name
        self.log = log
        self.stop_signal = stop_signal
        self.stop_seconds = stop_seconds
        run_as = {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}
        output = log.open("ab") if log else None
        try:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=environment,
                cwd="/" if account else None,
                start_new_session=True,  # the terminal's Ctrl-C reaches us alone; we stop things in order
                preexec_fn=lambda: die_with_parent(orphan_signal or stop_signal),
                **run_as,
            )
        finally:
            if output:
                output.close()

    @property
    def pid(self) -> int:
        return self.process.pid

    def is_running(self) -> bool:
        return self.process.poll() is None

    def wait_until(self, is_ready: Callable[[], bool], *, seconds: float) -> bool:
        """True once ``is_ready()``; False when the server died or the time is over."""
        deadline = time.monotonic() + seconds
        while self.is_running() and time.monotonic() < deadline:
            if is_ready():
                return True
            time.sleep(0.02)
        return False

    def stop(self) -> None:
        """Ask it to stop, and end it when it takes longer than ``stop_seconds``."""
        if self.is_running():
            self.process.send_signal(self.stop_signal)
        try:
            self.process.wait(self.stop_seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def last_words(self) -> str:
        """The end of the server's log, for an error message."""
        if not self.log or not self.log.exists():
            return "it said nothing"
        return " · ".join(self.log.read_text(errors="replace").strip().splitlines()[-3:]) or "it said nothing"


def runnable(binary: Path, account: Account | None) -> bool:
    """Whether ``account`` can run ``binary``, tried for real.

    :raises EmbeddedError: the binary does not run on this machine at all.
    """
    run_as = {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}
    try:
        subprocess.run([str(binary), "--version"], cwd="/", capture_output=True, check=True, **run_as)
    except PermissionError:
        return False
    except (OSError, subprocess.CalledProcessError) as error:
        raise EmbeddedError(f"{binary.name} from its package does not run on this machine ({error}).") from error
    return os.access(binary, os.X_OK)
