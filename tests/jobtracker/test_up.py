"""``manage.py up`` as an operator runs it: a process of its own, with real servers in a fresh directory."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

READY = "is running: open"


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

    def pid_of(self, part: str) -> int:
        return min(pid for pid, command in self.processes().items() if part in command)

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(60)


@pytest.fixture(scope="module")
def new_product():
    """Products in directories of their own, which share the collected static files; stopped at the end."""
    # Not pytest's own, which nobody else may enter: started by root, the database runs as another user.
    base = Path(tempfile.mkdtemp(prefix="jobtracker-up-"))
    base.chmod(0o755)
    made = []

    def make() -> Product:
        product = Product(base / f"data{len(made)}", base / "static")
        made.append(product)
        return product

    yield make
    for product in made:
        product.stop()
    shutil.rmtree(base)


@pytest.fixture(scope="module")
def product(new_product) -> Product:
    return new_product().start()


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


pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc"),
    pytest.mark.xdist_group("up"),
]


def test_up_answers_and_says_how_to_sign_in(product):
    assert product.is_ready()
    assert f"open http://127.0.0.1:{product.port}" in product.said()
    assert "Create an account" in product.said()


def test_first_run_takes_less_than_half_a_gigabyte(product):
    assert product.memory() <= 500


def test_secrets_are_made_for_this_installation_alone(product):
    folder = product.directory / "secrets"

    modes = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}

    assert modes == dict.fromkeys(
        ["database_password", "s3_access_key", "s3_secret_key", "secret_key", "superuser_password"], 0o600
    )
    assert all(len(path.read_text()) == 43 for path in folder.iterdir())


def test_database_lets_nobody_in_without_the_password(product):
    address = {"host": str(product.directory / "socket"), "dbname": "jobtracker", "user": "jobtracker"}

    for password in (None, "wrong"):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(**address, password=password)

    right = (product.directory / "secrets" / "database_password").read_text()
    psycopg.connect(**address, password=right).close()


def test_database_listens_on_no_network_address(product):
    postgres = product.pid_of("/bin/postgres")
    sockets = {
        link.readlink().name
        for link in Path(f"/proc/{postgres}/fd").iterdir()
        if link.is_symlink() and str(link.readlink()).startswith("socket:")
    }

    listening = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            columns = line.split()
            if columns[3] == "0A":
                listening.add(f"socket:[{columns[9]}]")

    assert not sockets & listening


def test_object_store_refuses_strangers(product):
    state = json.loads((product.directory / "servers.json").read_text())

    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(f"http://127.0.0.1:{state['object_store_port']}/jobtracker", timeout=5)

    refusal.value.close()
    assert refusal.value.code in (400, 403)


def test_commands_find_the_running_servers(product):
    made = product.manage("create_user", "maya@example.org", stdin="correct horse battery\n")
    token = product.manage("create_token", "maya@example.org")

    assert (made.returncode, made.stdout) == (0, "Created maya@example.org.\n")
    assert re.fullmatch(r"jt_[\w-]{43}\n", token.stdout)
    request = urllib.request.Request(
        f"http://127.0.0.1:{product.port}/api/me", headers={"Authorization": f"Bearer {token.stdout.strip()}"}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert json.load(answer)["email"] == "maya@example.org"


def test_second_up_says_where_the_first_is(product):
    second = product.manage("up", "--port", str(free_port()))

    assert second.returncode == 1
    assert f"already running: open http://127.0.0.1:{product.port}" in second.stderr


def test_busy_port_is_said_in_one_sentence(new_product):
    busy = new_product()
    with socket.socket() as other:
        other.bind(("127.0.0.1", busy.port))
        other.listen()

        answer = busy.manage("up", "--port", str(busy.port))

    assert answer.returncode == 1
    assert answer.stderr == (
        f"CommandError: port {busy.port} is in use by another program: choose another, as in `make run PORT=8001`.\n"
    )


def test_directory_that_cannot_be_made_is_said_in_one_sentence(new_product):
    blocked = new_product()
    blocked.directory.write_text("a file, where a directory should be")

    answer = blocked.manage("create_token", "maya@example.org")

    assert answer.returncode == 1
    assert re.fullmatch(r"manage.py: the data directory .* cannot be written \(.*\): mend its .*\n", answer.stderr)


def test_commands_start_the_servers_themselves_and_stop_them(new_product):
    alone = new_product()

    made = alone.manage("create_user", "maya@example.org", stdin="correct horse battery\n")
    again = alone.manage("create_user", "maya@example.org", stdin="correct horse battery\n")

    assert (made.returncode, made.stdout) == (0, "Created maya@example.org.\n")
    assert (again.returncode, again.stderr) == (1, "CommandError: This address has an account.\n")
    assert alone.processes() == {}


@pytest.mark.parametrize("victim", ["/bin/postgres", "rclone serve", "gunicorn", "procrastinate"])
def test_killed_server_is_started_anew(product, victim):
    pid = product.pid_of(victim)

    os.kill(pid, signal.SIGKILL)

    assert wait_for(lambda: product.processes().get(pid) is None, seconds=10)
    assert wait_for(product.is_ready, seconds=60), product.said()
    assert wait_for(lambda: any(victim in command for command in product.processes().values()), seconds=30)


def test_killed_up_leaves_nothing_running_and_loses_nothing(new_product):
    product = new_product().start()
    product.manage("create_user", "kept@example.org", stdin="correct horse battery\n")

    os.kill(product.process.pid, signal.SIGKILL)
    product.process.wait()

    assert wait_for(lambda: product.processes() == {}, seconds=30), product.processes()
    product.start()
    assert product.is_ready()
    assert product.manage("create_token", "kept@example.org").returncode == 0


def test_interrupt_stops_everything(product):
    product.process.send_signal(signal.SIGINT)

    assert product.process.wait(60) == 0
    assert product.said().endswith("jobtracker has stopped; everything is kept.\n")
    assert product.processes() == {}
