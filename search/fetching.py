"""Fetching a feed: one GET, of a host on the list, from a public address, within limits of size and time.

The rules against server-side request forgery are those of OWASP's cheat sheet, tightened where the standard
library is too generous (``is_private`` misses 100.64.0.0/10, ``is_global`` accepts NAT64 and multicast).
"""

import asyncio
import socket
import ssl
import zlib
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from threading import Thread
from urllib.parse import urlsplit

import httpx
from django.utils import timezone

from search.feeds.addresses import is_feed_host

MAX_BYTES = 20 * 1024 * 1024  # after decompression
DEADLINE = 30  # seconds, for everything: looking up the name, connecting, headers, the last byte
USER_AGENT = "jobtracker/0.1 (self-hosted; fetches each board a few times a day)"
ADDRESSES_MAX = 4  # of one host, tried in turn
RETRY_AFTER_MAX = timedelta(days=1)

# IPv6 for the open internet (RFC 4291) less what carries any IPv4 address, the private ones too: 6to4 and
# Teredo. NAT64 (RFC 6052) and the old site-local addresses, which ``is_global`` accepts, lie outside.
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_CARRIERS = [IPv6Network("2002::/16"), IPv6Network("2001::/32")]


class FetchError(Exception):
    """There is no payload; the message says why. ``status`` is the answer's, if there was one.

    ``retry_after`` is how long the host asked to be left alone, if it did.
    """

    def __init__(self, message: str, *, status: int | None = None, retry_after: timedelta | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after

    @property
    def is_host_busy(self) -> bool:
        """Whether the host, not this one board, needs a rest."""
        return self.status == HTTPStatus.TOO_MANY_REQUESTS or (self.status or 0) >= HTTPStatus.INTERNAL_SERVER_ERROR


@dataclass(frozen=True, slots=True)
class Payload:
    """A feed's bytes, or None where it is the same as last time; and the marks to ask with next time."""

    data: bytes | None
    etag: str = ""
    last_modified: str = ""


def is_public(address: str) -> bool:
    """Whether ``address`` is one that anybody on the internet could reach, and no gateway to others."""
    ip: IPv4Address | IPv6Address = ip_address(address)
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped:
            return is_public(str(ip.ipv4_mapped))
        if ip not in _GLOBAL_UNICAST or any(ip in network for network in _CARRIERS):
            return False
    return ip.is_global and not ip.is_multicast


def resolve(host: str) -> list[str]:
    """The addresses of ``host``, as the system's resolver gives them. Raises OSError if there are none."""
    return list(dict.fromkeys(found[4][0] for found in socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)))


@dataclass(frozen=True)
class Fetcher:
    """How to fetch. The tests' replay server is reached through one of their own; no setting changes this."""

    resolve: Callable[[str], Iterable[str]] = resolve
    is_reachable: Callable[[str], bool] = is_public
    port: int = 443
    deadline: float = DEADLINE
    max_bytes: int = MAX_BYTES
    tls: ssl.SSLContext = field(default_factory=lambda: httpx.create_ssl_context(trust_env=False))

    def get(self, url: str, *, etag: str = "", last_modified: str = "") -> Payload:
        """The payload at ``url``, or that it is unchanged since the marks ``etag`` and ``last_modified``.

        Raises FetchError for anything else: a refused address, a redirect, an error, too much, too late.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        # A thread of its own, whatever runs in the caller's: there may be an event loop in that already.
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="fetch") as thread:
            fetched = thread.submit(lambda: asyncio.run(self._get_in_time(url, conditions)))
        try:
            return fetched.result()
        except TimeoutError:
            raise FetchError(f"The answer took longer than {self.deadline:g} seconds.") from None
        except httpx.HTTPError as error:
            raise FetchError(f"The connection failed: {_reason(error)}.") from error

    async def _get_in_time(self, url: str, conditions: dict[str, str]) -> Payload:
        async with asyncio.timeout(self.deadline):
            host = _host_of(url)
            headers = {
                "Host": host,
                "User-Agent": USER_AGENT,
                "Accept": "application/json, application/xml;q=0.9, */*;q=0.1",
                "Accept-Encoding": "gzip",
            } | {name: value for name, value in conditions.items() if value}
            *others, last = await _in_thread(self._addresses_of, host)
            # Redirects are not followed, and neither proxies nor .netrc come from the environment.
            async with httpx.AsyncClient(verify=self.tls, trust_env=False, timeout=self.deadline) as client:
                for address in others:
                    try:
                        return await self._get(client, url, host, address, headers)
                    except httpx.ConnectError:  # this machine may have no way to IPv6
                        continue
                return await self._get(client, url, host, last, headers)

    async def _get(self, client: httpx.AsyncClient, url: str, host: str, address: str, headers: dict) -> Payload:
        # Connected to by address: a name that resolves differently a moment later changes nothing. The
        # name still stands in the request, and the certificate must be for it.
        pinned = httpx.URL(url).copy_with(host=address, port=self.port)
        async with client.stream("GET", pinned, headers=headers, extensions={"sni_hostname": host}) as answer:
            return await self._read(answer)

    def _addresses_of(self, host: str) -> list[str]:
        try:
            addresses = list(self.resolve(host))
        except OSError as error:
            raise FetchError(f"{host} cannot be found: {error.strerror or error}.") from None
        refused = [address for address in addresses if not self.is_reachable(address)]
        if refused or not addresses:
            raise FetchError(f"{host} does not lead to the public internet, so it is not fetched.")
        return addresses[:ADDRESSES_MAX]

    async def _read(self, answer: httpx.Response) -> Payload:
        marks = {
            "etag": _mark(answer.headers.get("ETag", "")),
            "last_modified": _mark(answer.headers.get("Last-Modified", "")),
        }
        is_conditional = answer.request.headers.keys() & {"if-none-match", "if-modified-since"}
        if answer.status_code == HTTPStatus.NOT_MODIFIED and is_conditional:
            return Payload(None, **marks)
        if answer.status_code != HTTPStatus.OK:
            raise FetchError(
                _meaning(answer), status=answer.status_code, retry_after=_wish(answer.headers.get("Retry-After", ""))
            )
        return Payload(await self._body(answer), **marks)

    async def _body(self, answer: httpx.Response) -> bytes:
        """The body, never more than ``max_bytes`` of it, whatever it was compressed from."""
        encoding = answer.headers.get("Content-Encoding", "identity").strip().lower()
        if encoding not in ("gzip", "identity", ""):
            raise FetchError(f"The answer is compressed in a way that was not asked for ({encoding}).")
        unpack = _gunzip() if encoding == "gzip" else None
        body = bytearray()
        received = 0
        async for chunk in answer.aiter_raw():
            received += len(chunk)
            try:
                while chunk and unpack:
                    # One gzip file after another is one content (RFC 1952, 2.2); anything else after the end is damage.
                    unpack = _gunzip() if unpack.eof else unpack
                    body += unpack.decompress(chunk, self.max_bytes + 1 - len(body))
                    if len(body) > self.max_bytes:
                        break
                    chunk = unpack.unused_data
            except zlib.error:
                raise FetchError("The answer is damaged: it cannot be decompressed.") from None
            body += chunk if not unpack else b""
            if max(len(body), received) > self.max_bytes:
                raise FetchError(f"The answer is larger than {self.max_bytes // (1024 * 1024)} MiB.")
        if unpack and not unpack.eof:
            raise FetchError("The answer ends before it is complete.")
        return bytes(body)


FETCHER = Fetcher()


def _in_thread(function: Callable, *arguments) -> asyncio.Future:
    """What ``function`` gives, from a thread that nobody waits for at the end: a resolver cannot be interrupted."""
    outcome = Future()
    outcome.set_running_or_notify_cancel()  # from here on it is not cancelled; whoever gave up does not look

    def work() -> None:
        try:
            outcome.set_result(function(*arguments))
        except BaseException as error:  # noqa: BLE001 - told to whoever waits
            outcome.set_exception(error)

    Thread(target=work, name="look-up", daemon=True).start()
    return asyncio.wrap_future(outcome)


def _gunzip():
    return zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)


def _host_of(url: str) -> str:
    parts = urlsplit(url)
    host = parts.hostname or ""
    is_plain = parts.scheme == "https" and parts.netloc == host
    if not is_plain or not is_feed_host(host):
        raise FetchError(f"{parts.netloc or url} is not on the list of hosts that are fetched.")
    return host


def _meaning(answer: httpx.Response) -> str:
    status = answer.status_code
    if status == HTTPStatus.NOT_MODIFIED:
        return "The host says that nothing has changed (status 304), which nobody had asked."
    if answer.is_redirect:
        return f"The board has moved elsewhere (status {status}): redirects are not followed."
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        return f"There is no such board (status {status})."
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return "The host was asked too often (status 429)."
    return f"The host answered with status {status}{f' {answer.reason_phrase}' if answer.reason_phrase else ''}."


def _wish(retry_after: str) -> timedelta | None:
    """Retry-After, in seconds or as a date (RFC 9110, 10.2.3), at most a day."""
    if retry_after.isascii() and retry_after.isdigit():
        wish = timedelta(seconds=min(int(retry_after[:9]), RETRY_AFTER_MAX.total_seconds()))
    else:
        try:
            until = parsedate_to_datetime(retry_after)
        except ValueError:
            return None
        wish = (until if until.tzinfo else until.replace(tzinfo=UTC)) - timezone.now()
    return min(max(wish, timedelta()), RETRY_AFTER_MAX)


def _mark(value: str) -> str:
    """A mark to hand back as it came; one that no column or header holds is done without."""
    return value if len(value) <= 200 and value.isascii() and value.isprintable() else ""


def _reason(error: httpx.HTTPError) -> str:
    return str(error).rstrip(".") or type(error).__name__
