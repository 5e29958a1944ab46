"""A pytest plugin: a PostgreSQL and an object store of the suite's own, shared by its workers.

Loaded with ``-p tests.servers`` before Django's settings are read. The servers are those that
`manage.py up` runs, in a temporary directory, without the safety that a throw-away needs not.
"""

import atexit
import contextlib
import os
import shutil
import tempfile
from pathlib import Path

import pytest

OF_THE_DEVELOPER = (
    *("DATABASE_URL", "SECRET_KEY", "DEBUG", "HTTPS", "ALLOWED_HOSTS", "EMAIL_URL", "STATIC_ROOT"),
    *("AWS_STORAGE_BUCKET_NAME", "AWS_S3_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
    *("AWS_S3_PUBLIC_ENDPOINT_URL", "AWS_S3_ADDRESSING_STYLE"),
)
_running = None


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config):
    global _running
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        _join(worker)
    else:
        _running = _start()
        atexit.register(_stop)  # also when the configuration fails, where no hook is called
    return (yield)


def pytest_unconfigure(config):
    _stop()


@contextlib.contextmanager
def running():
    """The servers, for who runs pytest several times as one of their workers."""
    global _running
    _running = _start()
    try:
        yield
    finally:
        _stop()


def _stop():
    global _running
    if _running:
        _running.stop()
        shutil.rmtree(_running.directory.path)
        _running = None


def _start():
    # Imported here: it reads the developer's .env, which then must give way.
    from jobtracker.embedded import DataDirectory, Servers
    from jobtracker.embedded.postgres import UNSAFE_BUT_FAST

    _forget_the_developer()
    path = Path(tempfile.mkdtemp(prefix="jobtracker-tests-"))
    os.environ["JOBTRACKER_DATA_DIR"] = str(path)
    directory = DataDirectory()
    directory.create()
    servers = Servers(directory, web="*", postgres_settings=(*UNSAFE_BUT_FAST, "max_connections=200"))
    servers.start()
    servers.announce()
    return servers


def _join(worker: str) -> None:
    """Use the servers that the first process has started, with a bucket of our own: keys repeat in every database."""
    from jobtracker.embedded import servers

    _forget_the_developer()
    servers.BUCKET = f"{servers.BUCKET}-{worker}"


def _forget_the_developer() -> None:
    for name in OF_THE_DEVELOPER:
        os.environ.pop(name, None)
