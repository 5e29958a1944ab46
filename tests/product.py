"""One whole product, as an operator starts it with `manage.py up`: real servers, a directory of its own."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from django.conf import settings

READY = "is running: open"
# `make coverage` measures what the suite starts as well: coverage.py tells those processes by a variable.
MEASURED = {name: value for name, value in os.environ.items() if name == "COVERAGE_PROCESS_CONFIG"}


class Product:
    """One ``manage.py up`` and its data directory."""

    def __init__(self, directory: Path, static: Path) -> None:
        self.directory = directory
        self.port = free_port()
        self.environment = {
            "PATH": os.environ["PATH"],
            "JOBTRACKER_DATA_DIR": str(directory),
            "STATIC_ROOT": str(static),
            "PYTHONUNBUFFERED": "1",
            "API_CALLS_PER_MINUTE": "0",  # loads are heavier than a person's
            **MEASURED,
        }
        self.output = directory.with_suffix(".log")
        self.process: subprocess.Popen | None = None

    def start(self) -> "Product":
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "up", "--port", str(self.port), "--no-demo"],
                cwd=settings.BASE_DIR,
                env=self.environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        wait_for(lambda: READY in self.said() or self.process.poll() is not None, seconds=90)
        assert READY in self.said(), self.said()
        return self

    def said(self) -> str:
        return self.output.read_text()

    def get(self, path: str) -> dict:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return json.load(answer)

    def is_ready(self) -> bool:
        try:
            return self.get("/readyz") == {"status": "ok", "database": "ok", "object_store": "ok"}
        except (urllib.error.URLError, OSError):
            return False

    def manage(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def processes(self) -> dict[int, str]:
        """Every process that has to do with this data directory or port, by its number."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                cwd = (folder / "cwd").readlink()
            except OSError:
                continue
            marks = (str(self.directory), f"--port {self.port}", f"127.0.0.1:{self.port}")
            if str(self.directory) in str(cwd) or any(mark in command for mark in marks):
                found[int(folder.name)] = command
        return found

    def memory(self) -> float:
        """Megabytes that all of them take together, what they share counted once."""
        rollups = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in self.processes()]
        return sum(int(re.search(r"^Pss: +(\d+) kB", rollup, re.MULTILINE)[1]) for rollup in rollups) / 1024

    def pids_of(self, part: str) -> list[int]:
        return [pid for pid, command in self.processes().items() if part in command]

    def pid_of(self, part: str) -> int:
        return min(self.pids_of(part))

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(60)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(condition, *, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False
