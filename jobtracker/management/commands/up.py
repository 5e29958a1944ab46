"""``manage.py up``: the whole product on this machine, until Ctrl-C."""

import hashlib
import os
import signal
import socket
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError
from django.db import connection

from jobtracker.backups import upgrading
from jobtracker.commands import BaseCommand
from jobtracker.embedded import DataDirectory, EmbeddedError, Servers
from jobtracker.embedded.process import Server, die_with_parent

# Parts of packages' static files that no page of ours uses.
UNUSED_STATIC = ["rest_framework", "redoc", "django_htmx", "*.map", "swagger-ui-dist/*.html"]
RESTARTS = 5  # of one server within RESTART_WINDOW seconds; more often, and something is wrong for good
RESTART_WINDOW = 60


class Command(BaseCommand):
    help = """Start the whole product: the database and the object store (unless DATABASE_URL or the S3 settings name
others), the web server and the worker that fetches job boards. Ctrl-C stops everything."""
    requires_system_checks = ()
    examples = "manage.py up --port 8001 --no-demo"

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=settings.PORT, help="the web port (default: $PORT or 8000)")
        parser.add_argument("--no-demo", action="store_true", help="a first run without the demo postings")
        parser.add_argument("--no-backup", action="store_true", help="upgrade the embedded database without a backup")

    def handle(self, *, port: int, no_demo: bool, no_backup: bool, **options):
        sys.stdout.reconfigure(line_buffering=True)  # a log file gets the lines as they come, too
        if "MAKELEVEL" in os.environ:
            die_with_parent(signal.SIGTERM)  # a make that is killed takes us along
        url = f"http://127.0.0.1:{port}"
        try:
            directory = DataDirectory()
            directory.create()
            with self._ownership(directory):
                _check_port(port)
                servers = Servers(directory, web=url)
                Up(self, servers, port=port, with_demo=not no_demo, with_backup=not no_backup).run()
        except EmbeddedError as error:
            raise CommandError(str(error)) from error

    @contextmanager
    def _ownership(self, directory: DataDirectory):
        """Hold the data directory's lock, or say who does."""
        with directory.lock("owner", wait=False) as is_ours:
            if is_ours:
                yield
                return
        if web := directory.read_state().get("web"):
            raise CommandError(f"jobtracker is already running: open {web} (its data are in {directory.path}).")
        self.stdout.write("Another command uses the database: waiting for it to end.")
        with directory.lock("owner"):
            yield


class Up:
    """One run of the product: start everything in order, watch it, stop it in the opposite order."""

    def __init__(
        self, command: BaseCommand, servers: Servers, *, port: int, with_demo: bool, with_backup: bool
    ) -> None:
        self.command = command
        self.servers = servers
        self.port = port
        self.with_demo = with_demo
        self.with_backup = with_backup
        self.preparation: Server | None = None
        self.web: Server | None = None
        self.worker: Server | None = None
        self.is_stopping = False
        self.deaths: dict[str, list[float]] = {}

    def run(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        try:
            with self.servers.owned(wait_for_guests=False):
                try:
                    self._prepare()
                    self._start_web()
                    self._start_worker()
                    self._greet()
                    self._watch()
                finally:
                    for server in (self.preparation, self.worker, self.web):
                        if server:
                            server.stop()
        except KeyboardInterrupt:
            pass
        self.command.stdout.write("jobtracker has stopped; everything is kept.")

    def _ask_to_stop(self, number, frame) -> None:
        if self.is_stopping:
            return
        self.is_stopping = True
        # Wakes whatever is being waited for; raised once, so that stopping itself is not interrupted.
        raise KeyboardInterrupt

    def _prepare(self) -> None:
        is_first_run = "jobs" not in connection.introspection.table_names()
        if is_first_run:
            self.command.stdout.write("First run: making the database.")
        is_behind = upgrading.pending_migrations() > 0
        if is_behind and not is_first_run and self.servers.postgres and self.with_backup and upgrading.has_data():
            self._back_up()
        if is_behind:
            self._run_apart("migrate")
        if is_first_run and self.with_demo:
            self._run_apart("load_demo")
        self._collect_static()
        self.is_without_users = not get_user_model().objects.exists()
        connection.close()

    def _back_up(self) -> None:
        folder = self.servers.directory.backups
        file = upgrading.new_file(folder)
        try:
            self._run_apart("backup", str(file))
        except EmbeddedError as error:
            raise EmbeddedError(
                "the backup before an upgrade failed, for the reason above: nothing was changed. "
                "`up --no-backup` upgrades the database all the same."
            ) from error
        upgrading.prune(folder)
        self.command.stdout.write(f"Upgrading the database; {file} is a backup of how it was.")

    def _run_apart(self, *command: str) -> None:
        """A command of ``manage.py`` in a process of its own: the memory that it takes up would never give back.

        :raises EmbeddedError: it failed.
        """
        self.preparation = Server(
            f"manage.py {command[0]}",
            [sys.executable, str(settings.BASE_DIR / "manage.py"), *command, "--verbosity", "0", "--skip-checks"],
            environment=self._environment,
        )
        if self.preparation.process.wait() != 0:
            raise EmbeddedError(f"{self.preparation.name} failed; its messages are above.")

    def _collect_static(self) -> None:
        """``collectstatic``, unless the files are those of the last time (hashing and compressing takes seconds)."""
        fingerprint = _fingerprint_of_static()
        marker = Path(settings.STATIC_ROOT) / ".fingerprint"
        if marker.exists() and marker.read_text() == fingerprint:
            return
        ignored = [f"--ignore={pattern}" for pattern in UNUSED_STATIC]
        self._run_apart("collectstatic", "--noinput", "--clear", *ignored)
        marker.write_text(fingerprint)

    @property
    def _environment(self) -> dict[str, str]:
        return os.environ | {"JOBTRACKER_DATA_DIR": str(self.servers.directory.path)}

    def _start_web(self) -> None:
        self.web = Server(
            "the web server",
            [
                *(sys.executable, "-m", "gunicorn", "--config", str(settings.BASE_DIR / "gunicorn.conf.py")),
                *("--bind", f"127.0.0.1:{self.port}"),
                "--preload",  # what is loaded before the fork, the workers share
                *("--log-level", "warning"),
                # Shown by ps where setproctitle is installed, and nothing else of the command line then.
                *("--name", f"jobtracker in {self.servers.directory.path}"),
            ],
            environment=self._environment,
        )
        if not self.web.wait_until(self._web_answers, seconds=60):
            raise EmbeddedError("the web server does not start; its messages are above.")

    def _start_worker(self) -> None:
        """What happens in the background; a fetch that is under way when it stops is taken up anew later."""
        self.worker = Server(
            "the worker",
            [
                *(sys.executable, str(settings.BASE_DIR / "manage.py"), "procrastinate"),
                "--skip-checks",  # they load the pages and the API, which it never needs
                *("worker", "--name", f"jobtracker in {self.servers.directory.path}"),
            ],
            stop_seconds=10,
            orphan_signal=signal.SIGKILL,  # asked politely, it would wait for the database, which goes with us, too
            environment=self._environment,
        )

    def _web_answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2) as answer:  # nosec B310
                return answer.status == 200
        except OSError:
            return False

    def _greet(self) -> None:
        style = self.command.style
        lines = ["", style.SUCCESS(f"jobtracker is running: open http://127.0.0.1:{self.port}")]
        if self.is_without_users and not settings.IS_SIGNUP_OPEN:
            lines.append("Sign-up is closed. Make your account with `manage.py createsuperuser --email EMAIL`.")
        elif self.is_without_users:
            lines.append("Sign in: choose “Create an account” there; an e-mail address and a password are enough.")
        else:
            lines.append("Sign in with the e-mail address and the password you chose.")
        lines += [
            f"Data: {self.servers.directory.path}",
            "Ctrl-C stops everything; `make run` goes on where you left off.",
            "",
        ]
        self.command.stdout.write("\n".join(lines))

    def _watch(self) -> None:
        """Until somebody asks to stop: start anew what has died."""
        while True:
            time.sleep(0.2)
            for name, server in self.servers.running.items():
                if not server.is_running():
                    self._note_death(name, server)
                    self.servers.restart(name)
            if not self.web.is_running():
                self._note_death("web", self.web)
                self._start_web()
            if not self.worker.is_running():
                self._note_death("worker", self.worker)
                self._start_worker()

    def _note_death(self, name: str, server: Server) -> None:
        self.command.stderr.write(f"{server.name} died (exit status {server.process.returncode}): starting it anew.")
        now = time.monotonic()
        recent = [moment for moment in self.deaths.get(name, []) if now - moment < RESTART_WINDOW]
        self.deaths[name] = [*recent, now]
        if len(self.deaths[name]) > RESTARTS:
            raise EmbeddedError(f"{server.name} keeps dying: {server.last_words()}")


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            reason = "is in use by another program" if isinstance(error, OSError) else "is not a port number"
            raise CommandError(f"port {port} {reason}: choose another, as in `make run PORT=8001`.") from error


def _fingerprint_of_static() -> str:
    fingerprint = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            fingerprint.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return fingerprint.hexdigest()
