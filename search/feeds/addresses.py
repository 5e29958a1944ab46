"""Where boards are: which one a careers address means, and the address that answers with all of its postings.

This is the list of hosts that may be fetched at all (SECURITY.md): a feed's address is built here from the
source and the token, never taken from what somebody typed or a feed said.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from urllib.parse import SplitResult, parse_qs, quote, unquote, urlsplit, urlunsplit

from search.feeds import values
from search.postings import Source

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# A name in a path: what employers choose, spaces and dots included (Ashby has both), but nothing that
# means something in an address.
_NAME = re.compile(r"(?!\.+$)[\w .,&+'()-]{1,100}")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)  # "acme.example:8000" has none
_FRAME = re.compile(r"""<iframe\s[^<>]*?\bsrc\s*=\s*["']?([^"'\s<>]+)""", re.IGNORECASE)
_ABBREVIATED = re.compile(r"(?:%20|\s)\w+\.$")
_AROUND = " \t\r\n<>,;\"'`“”„‘’«»"
_EUROPE = "eu/"  # before a token of Lever: the employer is on its European service


class UnknownAddressError(ValueError):
    """The address is no board that can be fetched; the message says why, and what to do instead."""


@dataclass(frozen=True, slots=True)
class Site:
    """How one source is reached. ``hosts`` matches every host that ``feed`` can lead to."""

    hosts: re.Pattern[str]
    feed: Callable[[str], str]
    recognise: Callable[[SplitResult], str]  # the token, or "" for an address that is no board
    has_token: bool = True


def recognise(address: str) -> tuple[Source, str]:
    """The source and the token of the board at a careers ``address``, with or without ``https://``.

    A feed of many employers has the token "". Any page of a board will do, that of one posting too.
    Raises UnknownAddressError with what to tell whoever pasted it.
    """
    try:
        parts = urlsplit(_bare(address))
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        host = ""
    if not host or parts.scheme not in ("http", "https"):
        raise UnknownAddressError("This is no web address: paste that of the page which lists the jobs.")
    for source, site in SITES.items():
        token = site.recognise(parts)
        if token or (not site.has_token and host in _FEED_PAGES[source]):
            return source, token
    for source, hosts in _BY_FILE_ONLY.items():
        if any(host == known or host.endswith(f".{known}") for known in hosts):
            raise UnknownAddressError(
                f"Boards of {source.label} are not fetched yet: save what theirs answers and use import_jobs."
            )
    if any(host == known or host.endswith(f".{known}") for known in _KNOWN_DOMAINS):
        raise UnknownAddressError("The employer's name is missing: paste the address of the page which lists its jobs.")
    raise UnknownAddressError(
        f"{host} is none of the job boards known here. Many careers pages show a board of one of those: "
        "open a posting there, and paste the address it leads to."
    )


def _bare(address: str) -> str:
    """The address as pasted, with a scheme, and without what stood around it in a text or in a frame's tag."""
    address = values.strip_unwanted(address).strip()
    if frame := _FRAME.match(address):
        address = unescape(frame[1])
    address = address.strip(_AROUND).removeprefix("(")
    # Ashby's names may end in a full stop or a bracket of their own: "Acme, Inc.", "Acme (UK)".
    if not _ABBREVIATED.search(address):
        address = address.rstrip(".")
    if address.endswith(")") and address.count("(") < address.count(")"):
        address = address.rstrip(")")
    if address.startswith("//"):
        return f"https:{address}"
    return address if _SCHEME.match(address) else f"https://{address}"


def canonical(address: str) -> str:
    """A posting's web address without what says nothing about which it is; equal for one posting.

    Dropped are case of scheme and host, a slash at the end, ``utm_*`` and the place on the page; a fragment that is a
    path ("#/jobs/1") is what tells postings apart on some sites.
    """
    parts = urlsplit(address)
    query = "&".join(pair for pair in parts.query.split("&") if pair and not pair.lower().startswith("utm_"))
    fragment = parts.fragment if parts.fragment.startswith(("/", "!")) else ""
    return urlunsplit((parts.scheme, parts.netloc.lower(), parts.path.rstrip("/"), query, fragment))


def is_live(source: Source | str) -> bool:
    """Whether boards of ``source`` can be fetched: one public address answers with all postings."""
    return source in SITES


def is_of_many(source: Source | str) -> bool:
    """Whether ``source`` is one feed with postings of many employers: it has no token, and no company."""
    return source in SITES and not SITES[source].has_token


def feed_address(source: Source | str, token: str) -> str:
    """The address that answers with all postings of a board.

    Raises UnknownAddressError for a source that cannot be fetched, and a token that cannot be one.
    """
    site = SITES.get(source)
    if site is None:
        raise UnknownAddressError(f"Boards of {Source(source).label} are not fetched.")
    address = site.feed(token)
    host = urlsplit(address).hostname or ""
    if not site.hosts.fullmatch(host) or not (_is_token(token) or not site.has_token):
        raise UnknownAddressError(f"“{token}” cannot be the name of a board at {Source(source).label}.")
    return address


def is_feed_host(host: str) -> bool:
    """Whether ``host`` is one that a feed of some source is fetched from."""
    return any(site.hosts.fullmatch(host) for site in SITES.values())


def vendor(host: str) -> str:
    """Whose servers ``host`` is: boards of one vendor, each with a host of its own, are asked in turn."""
    return ".".join(host.rsplit(".", 2)[-2:])


def _is_token(token: str) -> bool:
    return bool(_NAME.fullmatch(token.removeprefix(_EUROPE)))


def _exactly(*hosts: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, hosts)))


def _below(*domains: str) -> re.Pattern[str]:
    """Hosts right below one of ``domains``."""
    return re.compile(rf"{_LABEL}\.(?:{'|'.join(map(re.escape, domains))})")


def _segments(parts: SplitResult) -> list[str]:
    return [unquote(segment) for segment in parts.path.split("/") if segment]


def _in_path(parts: SplitResult, *before: str) -> str:
    """The name that follows the segments ``before`` in the path, or ""."""
    segments = _segments(parts)
    name = segments[len(before)] if len(segments) > len(before) and tuple(segments[: len(before)]) == before else ""
    return name if _NAME.fullmatch(name) else ""


def _in_host(parts: SplitResult, *domains: str, but: tuple[str, ...] = ("www", "api", "help", "support", "app")) -> str:
    """The name before one of ``domains``, or ""."""
    match = re.fullmatch(rf"({_LABEL})\.(?:{'|'.join(map(re.escape, domains))})", parts.hostname or "")
    return match[1] if match and match[1] not in but else ""


def _greenhouse(parts: SplitResult) -> str:
    # Europe's boards have pages of their own, and are answered for by the same API.
    host = (parts.hostname or "").replace(".eu.greenhouse.io", ".greenhouse.io")
    if host in ("boards-api.greenhouse.io", "api.greenhouse.io"):
        return _in_path(parts, "v1", "boards")
    if host not in ("boards.greenhouse.io", "job-boards.greenhouse.io"):
        return ""
    if _segments(parts)[:1] == ["embed"]:  # what careers pages have in a frame
        name = parse_qs(parts.query).get("for", [""])[0]
        return name if _NAME.fullmatch(name) else ""
    return _in_path(parts)


def _lever(parts: SplitResult) -> str:
    match parts.hostname:
        case "jobs.lever.co":
            return _in_path(parts)
        case "api.lever.co":
            return _in_path(parts, "v0", "postings")
        case "jobs.eu.lever.co":
            name = _in_path(parts)
        case "api.eu.lever.co":
            name = _in_path(parts, "v0", "postings")
        case _:
            return ""
    return name and _EUROPE + name


def _lever_feed(token: str) -> str:
    host = "api.eu.lever.co" if token.startswith(_EUROPE) else "api.lever.co"
    return f"https://{host}/v0/postings/{quote(token.removeprefix(_EUROPE), safe='')}?mode=json"


def _ashby(parts: SplitResult) -> str:
    if parts.hostname == "api.ashbyhq.com":
        return _in_path(parts, "posting-api", "job-board")
    return _in_path(parts) if parts.hostname == "jobs.ashbyhq.com" else ""


def _workable(parts: SplitResult) -> str:
    if parts.hostname == "apply.workable.com":
        name = (
            _in_path(parts, "api", "v1", "widget", "accounts")
            or _in_path(parts, "api", "v3", "accounts")
            or _in_path(parts)
        )
        return "" if name in ("api", "j") else name
    if parts.hostname == "www.workable.com":
        return _in_path(parts, "api", "accounts")
    return _in_host(parts, "workable.com", but=("www", "apply", "jobs", "careers", "help", "resources", "get"))


def _personio(parts: SplitResult) -> str:
    # The token of a ".com" board is its whole host: addresses of its postings are built from it.
    name = _in_host(parts, "jobs.personio.de", "jobs.personio.com")
    return (parts.hostname or "") if name and (parts.hostname or "").endswith(".com") else name


def _personio_feed(token: str) -> str:
    host = token if token.endswith((".jobs.personio.de", ".jobs.personio.com")) else f"{token}.jobs.personio.de"
    return f"https://{host.lower()}/xml?language=en"


def _teamtailor(parts: SplitResult) -> str:
    match = re.fullmatch(rf"({_LABEL}(?:\.{_LABEL})?)\.teamtailor\.com", parts.hostname or "")
    return match[1] if match and match[1] not in ("www", "app", "api", "support", "career", "docs") else ""


def _nowhere(parts: SplitResult) -> str:
    return ""


SITES: dict[Source, Site] = {
    Source.GREENHOUSE: Site(
        _exactly("boards-api.greenhouse.io"),
        lambda token: f"https://boards-api.greenhouse.io/v1/boards/{quote(token, safe='')}/jobs?content=true",
        _greenhouse,
    ),
    Source.LEVER: Site(_exactly("api.lever.co", "api.eu.lever.co"), _lever_feed, _lever),
    Source.ASHBY: Site(
        _exactly("api.ashbyhq.com"),
        lambda token: f"https://api.ashbyhq.com/posting-api/job-board/{quote(token, safe='')}?includeCompensation=true",
        _ashby,
    ),
    Source.WORKABLE: Site(
        _exactly("apply.workable.com"),
        lambda token: f"https://apply.workable.com/api/v1/widget/accounts/{quote(token, safe='')}?details=true",
        _workable,
    ),
    Source.RECRUITEE: Site(
        _below("recruitee.com"),
        lambda token: f"https://{token.lower()}.recruitee.com/api/offers/",
        lambda parts: _in_host(parts, "recruitee.com", but=("www", "api", "app", "support", "docs", "blog")),
    ),
    Source.PERSONIO: Site(_below("jobs.personio.de", "jobs.personio.com"), _personio_feed, _personio),
    Source.TEAMTAILOR: Site(
        re.compile(rf"{_LABEL}(?:\.{_LABEL})?\.teamtailor\.com"),
        lambda token: f"https://{token.lower()}.teamtailor.com/jobs.json",
        _teamtailor,
    ),
    Source.REMOTEOK: Site(
        _exactly("remoteok.com"), lambda token: "https://remoteok.com/api", _nowhere, has_token=False
    ),
    Source.REMOTIVE: Site(
        _exactly("remotive.com"), lambda token: "https://remotive.com/api/remote-jobs", _nowhere, has_token=False
    ),
    Source.WEWORKREMOTELY: Site(
        _exactly("weworkremotely.com"),
        lambda token: "https://weworkremotely.com/remote-jobs.rss",
        _nowhere,
        has_token=False,
    ),
}

_FEED_PAGES = {
    Source.REMOTEOK: ("remoteok.com", "remoteok.io"),
    Source.REMOTIVE: ("remotive.com", "remotive.io"),
    Source.WEWORKREMOTELY: ("weworkremotely.com",),
}
_BY_FILE_ONLY = {
    Source.SMARTRECRUITERS: ("smartrecruiters.com",),
    Source.BAMBOOHR: ("bamboohr.com",),
    Source.RIPPLING: ("ats.rippling.com",),
    Source.WORKDAY: ("myworkdayjobs.com", "myworkdaysite.com"),
}
_KNOWN_DOMAINS = (
    *("greenhouse.io", "lever.co", "ashbyhq.com", "workable.com", "recruitee.com", "personio.de", "personio.com"),
    "teamtailor.com",
)
