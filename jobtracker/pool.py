"""The web server's pool of database connections."""

import select

from psycopg import Connection
from psycopg_pool import ConnectionPool


def check_connection(connection: Connection) -> None:
    """Whether a pooled connection still lives, for the pool: asked before every request, without a round trip.

    An idle connection has nothing to read, unless the server has closed it or told it something: only then is the
    server asked. A statement each time, psycopg's own check, costs about a tenth of a short request.

    :raises psycopg.OperationalError: it is dead; the pool takes another one.
    """
    socket = select.poll()
    socket.register(connection.fileno(), select.POLLIN)
    if socket.poll(0):
        ConnectionPool.check_connection(connection)
