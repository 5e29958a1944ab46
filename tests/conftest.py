import os
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings as project
from django.test import Client
from rest_framework.test import APIClient

from accounts.domain import tokens
from accounts.models import User

from .factories import PASSWORD, UserFactory
from .objects import Objects
from .worlds import World, made_for

# Machines are shared: how long an example takes says nothing.
hypothesis.settings.register_profile("jobtracker", deadline=None)
hypothesis.settings.load_profile("jobtracker")


def pytest_runtest_setup(item):
    if item.get_closest_marker("long") and "JOBTRACKER_LONG" not in os.environ:
        pytest.skip("takes long: `make test-long` runs it")


@pytest.fixture
def user(db):
    return UserFactory(email="maya@example.org", name="Maya Kessler")


@pytest.fixture
def stranger(db):
    return UserFactory(email="stranger@example.org")


@pytest.fixture
def api(user) -> APIClient:
    """The API as ``user``, with a token."""
    return api_of(user)


def api_of(user) -> APIClient:
    _, secret = tokens.create(user, "tests")
    client = APIClient(raise_request_exception=False)
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client


@pytest.fixture
def page(client, user):
    """Django's test client, signed in as ``user``."""
    client.force_login(user)
    return client


@pytest.fixture
def root(db) -> Client:
    """The admin as a superuser; an error of ours is an answer."""
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_superuser("root@example.org", PASSWORD))
    return client


@pytest.fixture
def staff(db) -> Client:
    """The same as somebody of the staff, ``staff.user``, who has no permission yet."""
    client = Client(raise_request_exception=False)
    client.user = UserFactory(email="support@example.org", is_staff=True)
    client.force_login(client.user)
    return client


@pytest.fixture
def objects() -> Objects:
    """The object store, with this worker's bucket in it; emptied afterwards."""
    objects = Objects()
    yield objects
    objects.clear()


@pytest.fixture
def world(user, stranger, objects) -> World:
    """What ``user`` has."""
    return made_for(user)


@pytest.fixture
def no_store(settings, objects):
    """The object store is down: nobody listens on its port."""
    down = {"OPTIONS": {"endpoint_url": "http://127.0.0.1:9"}}
    aliases = ("default", "browser", "patient")
    settings.STORAGES = settings.STORAGES | {alias: settings.STORAGES[alias] | down for alias in aliases}


@pytest.fixture(scope="session")
def samples() -> Path:
    """Recorded payloads of real boards, which are not part of the project."""
    folder = Path(os.environ.get("JOBTRACKER_SAMPLES", project.BASE_DIR.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no recorded payloads in {folder}; set JOBTRACKER_SAMPLES to where they are")
    return folder
