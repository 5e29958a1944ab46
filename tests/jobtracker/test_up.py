"""``manage.py up`` as an operator runs it: a process of its own, with real servers in a fresh directory."""

import json
import os
import re
import shutil
import signal
import socket
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from tests.product import Product, free_port, wait_for


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


def test_data_of_another_major_version_is_told_in_one_sentence(new_product):
    old = new_product()
    (old.directory / "postgres").mkdir(parents=True)
    (old.directory / "postgres" / "PG_VERSION").write_text("17\n")

    answer = old.manage("up", "--port", str(old.port))

    assert answer.returncode == 1
    assert answer.stderr == (
        f"CommandError: the data in {old.directory}/postgres was made by PostgreSQL 17 and this version brings "
        "PostgreSQL 18: with the former version of jobtracker run `manage.py backup FILE`, then with this one "
        "`manage.py restore FILE` into a new directory (JOBTRACKER_DATA_DIR names it).\n"
    )


@pytest.mark.long
def test_database_is_backed_up_before_it_is_upgraded(new_product):
    product = new_product()
    product.manage("create_user", "kept@example.org", stdin="correct horse battery\n")
    product.manage("migrate", "tracking", "0006")  # as an older version left it

    product.start()

    [backup] = (product.directory / "backups").iterdir()
    assert f"Upgrading the database; {backup} is a backup of how it was.\n" in product.said()
    product.stop()


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


def test_up_answers_behind_a_proxy_as_the_documentation_has_it(new_product):
    text = (settings.BASE_DIR / "docs" / "deployment.md").read_text()
    lines = re.search(r"## One machine.*?```sh\n(.*?)```", text, re.DOTALL)[1]
    proxied = new_product()
    proxied.environment |= dict(re.findall(r"^(\w+)=(\S+)", lines, re.MULTILINE))

    proxied.start()

    assert {"ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "HTTPS", "BEHIND_PROXY"} <= set(proxied.environment)
    assert proxied.is_ready()  # by plain HTTP, and by another name
    assert "DisallowedHost" not in proxied.said()
    assert "Sign-up is closed. Make your account with `manage.py createsuperuser" in proxied.said()
    through = {"Host": "jobs.example", "X-Forwarded-Proto": "https"}
    request = urllib.request.Request(f"http://127.0.0.1:{proxied.port}/accounts/login/", headers=through)
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert (answer.status, answer.url) == (200, request.full_url)


def test_interrupt_stops_everything(product):
    product.process.send_signal(signal.SIGINT)

    assert product.process.wait(60) == 0
    assert product.said().endswith("jobtracker has stopped; everything is kept.\n")
    assert product.processes() == {}
