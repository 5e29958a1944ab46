"""Mutation testing of the rules (``tracking/domain``, ``tracking/stages.py``): `make mutation`.

mutmut changes the code a little at a time and wants a test to fail for each change; `[tool.mutmut]` in pyproject.toml
says where. It forks a process for each mutant. So that this takes no server and no migration each time, they are
started and run once here; as pytest's plugin in each fork, this module then gives the fork a database copied from
that one, and a bucket of its own.
"""

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import django
import pytest
from django.conf import settings
from django.db import connection
from django.urls import get_resolver

from . import servers

WANTED = 90  # percent
RESULT = Path("mutants/mutmut-cicd-stats.json")


def pytest_collection_finish(session):
    """Load what every test needs, once: mutmut collects before it forks."""
    import_module("boto3")
    assert get_resolver().url_patterns


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    template = connection.creation._get_test_db_name()
    own = f"{template}_{os.getpid()}"
    settings.AWS_STORAGE_BUCKET_NAME += f"-{os.getpid()}"
    with django_db_blocker.unblock():
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{own}" TEMPLATE "{template}"')
        connection.settings_dict["NAME"] = own
        yield
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{own}" WITH (FORCE)')


def main() -> int:
    with servers.running():
        _make_template()
        environment = os.environ | {
            "PYTEST_XDIST_WORKER": "mutants",  # a worker joins the servers
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        }
        for command in (["run", *sys.argv[1:]], ["export-cicd-stats"], ["results"]):
            subprocess.run([sys.executable, "-m", "mutmut", *command], env=environment, check=True)
    return _judge(json.loads(RESULT.read_text()))


def _make_template() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    connection.creation.create_test_db(verbosity=0, serialize=False)
    connection.close()


def _judge(stats: dict) -> int:
    tried = stats["total"] - stats["skipped"]
    killed = stats["killed"] + stats["timeout"] + stats["segfault"]
    score = 100 * killed / tried
    sys.stdout.write(f"{killed} of {tried} mutants killed: {score:.1f} %, wanted {WANTED} %\n")
    return int(score < WANTED)


if __name__ == "__main__":
    sys.exit(main())
