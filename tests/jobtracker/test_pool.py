"""The check of pooled connections, on real ones."""

import psycopg
import pytest
from django.db import connection

from jobtracker.pool import check_connection

pytestmark = pytest.mark.django_db


@pytest.fixture
def pooled():
    """A connection of its own, as a pool holds it."""
    with psycopg.connect(**connection.get_connection_params() | {"autocommit": True}) as made:
        yield made


def test_idle_connection_passes_without_a_statement(pooled):
    pooled.execute("SELECT 1")
    last = "SELECT query_start FROM pg_stat_activity WHERE pid = %s"
    with connection.cursor() as cursor:
        cursor.execute(last, [pooled.info.backend_pid])
        before = cursor.fetchone()

        check_connection(pooled)

        cursor.execute(last, [pooled.info.backend_pid])
        assert cursor.fetchone() == before


def test_connection_that_the_server_has_ended_is_refused(pooled):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pooled.info.backend_pid])

        with pytest.raises(psycopg.OperationalError):
            check_connection(pooled)


def test_connection_that_was_told_something_passes(pooled):
    pooled.execute("LISTEN news")
    with psycopg.connect(**connection.get_connection_params() | {"autocommit": True}) as other:
        other.execute("NOTIFY news")

    check_connection(pooled)

    assert pooled.execute("SELECT 1").fetchone() == (1,)
