"""A worker of gunicorn that slow clients cannot keep busy.

gunicorn's own threaded worker gives a connection to a thread at its first byte, and the thread waits for the rest:
as many clients as there are threads, each sending a byte now and then ("slowloris"), keep everybody else out. Here
the loop that watches idle connections gathers a request as it trickles in, and a thread gets it when it is there as a
whole. It is no proxy: whoever opens connections by the thousand still needs one in front (docs/deployment.md).
"""

import re
import selectors
import socket
import struct
import time
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from gunicorn import util
from gunicorn.workers.gthread import TConn, ThreadWorker

REQUEST_SECONDS = 15  # in which a request must be there as a whole
HEAD_MAX = 64 * 1024  # bytes
GATHERED_MAX = 2 * 1024 * 1024  # bytes of a body: all that somebody without an account may send
ALL_GATHERED_MAX = 64 * 1024 * 1024  # bytes, of all clients of this process
# The rest of a larger body, an import's, is read by the thread; it must come as quickly as a poor line carries it.
REST_SECONDS = 60
REST_BYTES_A_SECOND = 32 * 1024
ANSWER_SECONDS = 30  # that a client may stop reading its answer
CLOSING_SECONDS = 2  # that a client has to hang up, too (RFC 9112, 9.6)

LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,15})[ \t]*\r\n", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)


class _RefusedError(Exception):
    """What has come can become no request; the arguments are the status line's."""


@dataclass(slots=True)
class _Arriving:
    """A request on its way."""

    ends_at: float  # monotonic
    received: bytearray = field(default_factory=bytearray)
    body: int = 0  # bytes that it says it has
    is_watched: bool = False

    @property
    def missing(self) -> int | None:
        """How many bytes are still to come, at most those that are gathered; None while the head is not there.

        :raises _RefusedError: the head is too large, or the body has no length.
        """
        end = self.received.find(b"\r\n\r\n", 0, HEAD_MAX)
        if end < 0:
            if len(self.received) >= HEAD_MAX:
                raise _RefusedError(431, "Request Header Fields Too Large")
            return None
        head = bytes(self.received[: end + 2])
        if CHUNKED.search(head):
            raise _RefusedError(411, "Length Required")
        length = LENGTH.search(head)
        self.body = int(length[1]) if length else 0
        return max(0, end + 4 + min(self.body, GATHERED_MAX) - len(self.received))


class PatientWorker(ThreadWorker):
    """``gunicorn --worker-class jobtracker.patient_worker.PatientWorker``"""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.arriving: dict[TConn, _Arriving] = {}
        self.gathered = 0  # bytes
        self.read_by_threads: dict[TConn, float] = {}  # until when the rest of a large body must have come
        self.closing: dict[TConn, float] = {}  # until when they are waited for

    def enqueue_req(self, conn: TConn) -> None:
        """Called for every new connection, and for one that was kept open when something comes: gather first."""
        if self.cfg.is_ssl:  # the handshake, too, would have to wait; whoever needs this has a proxy do TLS
            super().enqueue_req(conn)
            return
        if not conn.initialized:
            with suppress(OSError):  # macOS, when it has hung up
                conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", ANSWER_SECONDS, 0))
            conn.init()
            conn.close = partial(self._close, conn)  # gunicorn's waits in the loop
        arriving = _Arriving(time.monotonic() + REQUEST_SECONDS)
        arriving.received += conn.parser.unreader.take_buffered()  # read ahead, beyond the request before
        self.gathered += len(arriving.received)
        conn.sock.setblocking(False)
        self.arriving[conn] = arriving
        if arriving.received:
            self._look(conn)
        if conn in self.arriving:
            self._on_more(conn, conn.sock)  # most are there as a whole at once
        if conn in self.arriving:
            arriving.is_watched = True
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._on_more, conn))

    def _on_more(self, conn: TConn, sock: socket.socket) -> None:
        try:
            data = sock.recv(64 * 1024)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        arriving = self.arriving[conn]
        arriving.received += data
        self.gathered += len(data)
        if not data:  # it has hung up
            self._drop(conn)
        elif self.gathered > ALL_GATHERED_MAX and len(arriving.received) > HEAD_MAX:
            self._drop(conn, 503, "Service Unavailable")
        else:
            self._look(conn)

    def _look(self, conn: TConn) -> None:
        arriving = self.arriving[conn]
        try:
            if arriving.missing == 0:
                self._hand_over(conn)
        except _RefusedError as refused:
            self._drop(conn, *refused.args)

    def _hand_over(self, conn: TConn) -> None:
        arriving = self._forget(conn)
        conn.parser.unreader.unread(bytes(arriving.received))
        conn.sock.setblocking(True)
        if arriving.body > GATHERED_MAX:
            self.read_by_threads[conn] = time.monotonic() + REST_SECONDS + arriving.body / REST_BYTES_A_SECOND
        super().enqueue_req(conn)

    def _forget(self, conn: TConn) -> _Arriving:
        arriving = self.arriving.pop(conn)
        self.gathered -= len(arriving.received)
        if arriving.is_watched:
            self.poller.unregister(conn.sock)
        return arriving

    def _drop(self, conn: TConn, status: int = 0, reason: str = "") -> None:
        self._forget(conn)
        self.nr_conns -= 1
        if status:
            with suppress(OSError):  # it has hung up
                util.write_error(conn.sock, status, reason, "")
        conn.close(graceful=bool(status))

    def _close(self, conn: TConn, graceful: bool = False) -> None:
        try:
            if graceful:
                conn.sock.shutdown(socket.SHUT_WR)
                conn.sock.setblocking(False)
                self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._on_closing, conn))
                self.closing[conn] = time.monotonic() + CLOSING_SECONDS
        except OSError:  # it has hung up before
            graceful = False
        if not graceful:
            util.close(conn.sock)

    def _on_closing(self, conn: TConn, sock: socket.socket) -> None:
        try:
            data = sock.recv(64 * 1024)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._end(conn)

    def _end(self, conn: TConn) -> None:
        self.closing.pop(conn)
        self.poller.unregister(conn.sock)
        util.close(conn.sock)

    def finish_request(self, conn: TConn, fs) -> None:
        self.read_by_threads.pop(conn, None)
        super().finish_request(conn, fs)

    def murder_pending(self) -> None:
        """Called every second: let go of those whose time is over."""
        super().murder_pending()
        now = time.monotonic()
        for conn, arriving in list(self.arriving.items()):
            if not self.alive and not arriving.received:
                self._drop(conn)
            elif arriving.ends_at <= now:
                self._drop(conn, 408, "Request Timeout") if arriving.received else self._drop(conn)
        for conn, ends_at in list(self.closing.items()):
            if ends_at <= now:
                self._end(conn)
        for conn, ends_at in list(self.read_by_threads.items()):
            if ends_at <= now:
                del self.read_by_threads[conn]
                with suppress(OSError):
                    conn.sock.shutdown(socket.SHUT_RD)  # the thread reads on, and finds the end
