"""Statements written by hand that are asked all day, answered in binary.

Writing out a date takes PostgreSQL longer than reading it, and Python longer to read than to make: the rows of a
calendar of 2,000 events cost half as much this way (``python -m tests.benchmarks.tracking``).

In binary an enum would come as bytes, and ``jsonb`` through a parser that not all of it can pass: such columns are
cast to ``text`` in the statement.
"""

from collections.abc import Sequence

import psycopg
from django.db import connection


class _BinaryCursor(psycopg.Cursor):
    """Binds on the server's side, which answers in binary; Django's own does neither."""

    is_prepared = False

    def execute(self, query: str, params: Sequence | None = None) -> "_BinaryCursor":
        return super().execute(query, params, prepare=self.is_prepared, binary=True)


def rows(statement: str, parameters: Sequence) -> list[tuple]:
    """All rows.

    Planned anew each time: a plan that was made when a table was empty would be kept, too, until the table is
    analysed, and read the whole of it each time.
    """
    return _asked(statement, parameters, is_prepared=False).fetchall()


def row(statement: str, parameters: Sequence) -> tuple | None:
    """The one row that a statement finds by a unique key, or writes; None if there is none.

    Such a statement has one good plan, so PostgreSQL keeps it prepared: planning it takes as long as the rest.
    Behind a pooler that cannot keep any, DATABASE_PREPARED=no.
    """
    return _asked(statement, parameters, is_prepared=True).fetchone()


def _asked(statement: str, parameters: Sequence, *, is_prepared: bool) -> _BinaryCursor:
    """A cursor that has been asked, as Django asks its own: errors, logged statements, transactions."""
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    cursor = _BinaryCursor(connection.connection)
    cursor.is_prepared = is_prepared
    connection._prepare_cursor(cursor).execute(statement, parameters)
    return cursor
