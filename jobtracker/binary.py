"""Statements written by hand that are asked all day: PostgreSQL keeps them prepared, and answers in binary.

Planning a short statement takes as long as answering it, and writing out a date takes longer than reading it: the
rows of a calendar of 2,000 events cost half as much this way (``python -m tests.benchmarks.tracking``).

In binary an enum would come as bytes, and ``jsonb`` through a parser that not all of it can pass: such columns are
cast to ``text`` in the statement. A plan stays until a table that it reads is analysed anew, which autovacuum does
within a minute of its growing by a tenth; so no statement belongs here whose plan that could hurt. Behind a pooler
by transaction, DATABASE_PREPARED=no.
"""

from collections.abc import Sequence

import psycopg
from django.db import connection


class _BinaryCursor(psycopg.Cursor):
    """Binds on the server's side, prepares, and asks for binary; Django's own does none of these."""

    def execute(self, query: str, params: Sequence | None = None) -> "_BinaryCursor":
        return super().execute(query, params, prepare=True, binary=True)


def rows(statement: str, parameters: Sequence) -> list[tuple]:
    return _asked(statement, parameters).fetchall()


def row(statement: str, parameters: Sequence) -> tuple | None:
    """The first row, None if there is none."""
    return _asked(statement, parameters).fetchone()


def _asked(statement: str, parameters: Sequence) -> _BinaryCursor:
    """A cursor that has been asked within Django's: errors, logged statements, transactions are as with any other."""
    wrapper = connection.cursor()
    wrapper.cursor = _BinaryCursor(wrapper.cursor.connection)
    wrapper.execute(statement, parameters)
    return wrapper.cursor
