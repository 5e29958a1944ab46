"""Statements written by hand that are asked all day: PostgreSQL keeps them prepared, and answers in binary.

Planning a short statement takes as long as answering it, and writing out a date takes longer than reading it: the
rows of a calendar of 2,000 events cost half as much this way (``python -m tests.benchmarks.tracking``).

In binary an enum would come as bytes, and ``jsonb`` through a parser that not all of it can pass: such columns are
cast to ``text`` in the statement. Behind a pooler that cannot keep prepared statements, DATABASE_PREPARED=no.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper


class _BinaryCursor(psycopg.Cursor):
    """Prepares what it executes, once for each connection; Django's own binds on the client's side, and never does."""

    def execute(self, query: str, params: Sequence | None = None) -> "_BinaryCursor":
        return super().execute(query, params, prepare=True, binary=True)


@contextmanager
def cursor() -> Iterator[CursorWrapper]:
    """Django's cursor (errors, logged statements, transactions), over one that prepares."""
    with connection.cursor() as wrapper:
        wrapper.cursor = _BinaryCursor(wrapper.cursor.connection)
        yield wrapper


def rows(statement: str, parameters: Sequence) -> list[tuple]:
    with cursor() as prepared:
        prepared.execute(statement, parameters)
        return prepared.fetchall()


def row(statement: str, parameters: Sequence) -> tuple | None:
    """The first row, None if there is none."""
    with cursor() as prepared:
        prepared.execute(statement, parameters)
        return prepared.fetchone()
