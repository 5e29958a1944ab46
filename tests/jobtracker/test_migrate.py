"""`migrate` while people work: it waits for a lock for a moment, and says what to do."""

import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg import connect


@pytest.fixture
def older(transactional_db):
    """The database as a former version left it, up to date again afterwards."""
    call_command("migrate", "tracking", "0006", verbosity=0)
    yield
    call_command("migrate", verbosity=0)


@pytest.fixture
def reader(older):
    """Somebody in the midst of reading ``job_tracking``."""
    parameters = connection.get_connection_params()
    names = ("host", "user", "password", "dbname")
    with connect(**{name: parameters[name] for name in names}) as other:
        other.execute("SELECT FROM job_tracking")
        yield other


def test_migration_gives_way_to_people_who_work(reader):
    began = time.monotonic()
    with pytest.raises(CommandError) as refused:
        call_command("migrate", lock_timeout="100ms", verbosity=0)
    seconds = time.monotonic() - began
    reader.rollback()

    call_command("migrate", lock_timeout="100ms", verbosity=0)

    out = StringIO()
    call_command("showmigrations", "tracking", stdout=out)
    assert str(refused.value) == (
        "A table was in use for longer than 100ms. The step that was refused has changed nothing, and those before "
        "it are done: run this again, in a quieter moment or with a longer --lock-timeout."
    )
    assert seconds < 5
    assert "[ ]" not in out.getvalue()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout')")
        assert cursor.fetchone() == ("0",)
