"""Statements written by hand that are asked all day, answered in binary.

Writing out a date takes PostgreSQL longer than reading it, and Python longer to read than to make: the rows of a
calendar of 2,000 events cost half as much this way (``python -m tests.benchmarks.tracking``).

In binary an enum would come as bytes, and ``jsonb`` through a parser that not all of it can pass: such columns are
cast to ``text`` in the statement.

Nothing is kept prepared, though that would spare a short statement its planning: a plan that was made when a table
was empty is kept, too, until the table is analysed, and reads the whole of it each time.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper


class _BinaryCursor(psycopg.Cursor):
    """Binds on the server's side, which answers in binary; Django's own does neither."""

    def execute(self, query: str, params: Sequence | None = None) -> "_BinaryCursor":
        return super().execute(query, params, prepare=False, binary=True)


@contextmanager
def cursor() -> Iterator[CursorWrapper]:
    """Django's cursor (errors, logged statements, transactions), over one that asks for binary."""
    with connection.cursor() as wrapper:
        wrapper.cursor = _BinaryCursor(wrapper.cursor.connection)
        yield wrapper


def rows(statement: str, parameters: Sequence) -> list[tuple]:
    with cursor() as asked:
        asked.execute(statement, parameters)
        return asked.fetchall()


def row(statement: str, parameters: Sequence) -> tuple | None:
    """The first row, None if there is none."""
    with cursor() as asked:
        asked.execute(statement, parameters)
        return asked.fetchone()
