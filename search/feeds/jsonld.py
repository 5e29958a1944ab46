"""Any page that describes its jobs with schema.org's JobPosting in JSON-LD, as search engines ask for.

Reads a page's HTML, or the JSON-LD by itself. Lists, ``@graph`` and wrapping objects are searched.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace

from search.feeds import html, places, terms, values
from search.feeds.reading import most_common, parse_json, read_postings
from search.postings import Board, FeedError, JobPosting, Refusal, Salary, Workplace

# The kind is looked for in the tag that was found: within the pattern it would be tried at every place of a long tag.
_OPENING = re.compile(r"<!--|<script(?:\s([^<>]*))?>", re.IGNORECASE)
_KIND = "application/ld+json"
_CLOSING = re.compile(r"</script", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta\s[^<>]*charset=[\"']?([\w-]+)", re.IGNORECASE)
_MAX_DEPTH = 12
_MAX_POSTINGS = 10_000


def read(data: bytes, *, token: str = "") -> Board:
    """The postings on the page in ``data``; ``token`` may be its address, for postings that state none.

    A block that is no JSON is refused, the others are read. Raises FeedError if there is no JobPosting at all.
    """
    bare = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    shown, hidden = ([_decode(bare)], []) if bare[:1] in (b"{", b"[") else _blocks(_decode(data))
    found, refused = _found(shown)
    if not found:
        found, refused_too = _found(hidden)
        refused += refused_too
    if not found and not refused:
        raise FeedError("No schema.org JobPosting was found on this page.")
    named = [company for company in map(_company, found) if company]
    is_of_many = len(set(map(str.casefold, named))) > 1
    company = "" if is_of_many else most_common(named)
    if len(found) > _MAX_POSTINGS:
        refused.append(Refusal(f"number {_MAX_POSTINGS + 1}", "Of one page no more postings are read."))
    board = read_postings(found[:_MAX_POSTINGS], _reader(found, token), company=company)
    return replace(board, refused=(*refused, *board.refused), is_of_many=is_of_many)


def _found(blocks: list[str]) -> tuple[list[dict], list[Refusal]]:
    """The JobPostings in ``blocks``, what they refer to put in its place, and the blocks that are no JSON."""
    contents, refused = [], []
    for number, block in enumerate(blocks, start=1):
        try:
            contents.append(_parse(block))
        except FeedError as error:
            refused.append(Refusal(f"JSON-LD block {number}", str(error)))
    found = list(_job_postings(contents))
    nodes = {node["@id"]: node for node in _nodes(contents) if len(node) > 1}
    return [{key: _referred(part, nodes) for key, part in item.items()} for item in found], refused


def _reader(found: list[dict], page: str) -> Callable[[dict], JobPosting]:
    """Reads one of the JobPostings ``found`` on a page; different ones that share an id get ids of their own."""
    meant: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for item in found:
        meant[_shared_id(item, page)].add(_identity(item))

    def read_one(item: dict) -> JobPosting:
        posting = posting_of(item, page=page)
        if len(meant[_shared_id(item, page)]) == 1:
            return posting
        own = _id(item) or values.url(item.get("url"))
        return replace(posting, external_id=_digest(*filter(None, [own]), *_identity(item)))

    return read_one


def _shared_id(item: dict, page: str) -> str:
    return _id(item) or values.url(item.get("url")) or values.url(page) or _digest(*_identity(item))


def _identity(item: dict) -> tuple[str, ...]:
    """What tells a posting from another with its id; its places do where nothing but the page holds them together."""
    title, company = _title(item), _company(item)
    return (title, company) if _id(item) or values.url(item.get("url")) else (title, company, *_locations(item))


def posting_of(item: dict, *, page: str = "") -> JobPosting:
    """What the JobPosting ``item`` states; ``page`` is the address of the page it was found on."""
    title = _title(item)
    company = _company(item)
    locations = _locations(item)
    description = _description(item.get("description"))
    address = values.url(item.get("url")) or values.url(page)
    is_remote = "TELECOMMUTE" in _texts(item.get("jobLocationType"))
    return JobPosting(
        external_id=_id(item) or _digest(address) or _digest(title, company, *locations),
        title=title,
        company=company,
        locations=locations,
        workplace=Workplace.REMOTE if is_remote else terms.workplace(*locations),
        employment_type=terms.employment_type("; ".join(_texts(item.get("employmentType")))),
        salary=_salary(item.get("baseSalary"), item.get("salaryCurrency")),
        description_html=description,
        description_text=html.to_text(description),
        language=values.language(_text(item.get("inLanguage"))),
        url=address,
        posted_at=values.moment(item.get("datePosted")),
        updated_at=values.moment(item.get("dateModified")),
        expires_at=values.deadline(item.get("validThrough")),
    )


def _blocks(page: str) -> tuple[list[str], list[str]]:
    """The blocks of JSON-LD on a page, and those within its comments."""
    shown, hidden = [], []
    end = comment_end = 0
    while opening := _OPENING.search(page, end):
        if opening[0] == "<!--":
            if 0 <= comment_end <= opening.start():
                comment_end = page.find("-->", opening.end())  # one that never ends hides nothing
            end = opening.end()
            continue
        closing = _CLOSING.search(page, opening.end())
        if not closing:
            break
        if _KIND in values.unescaped(opening[1] or "").lower():
            block = page[opening.end() : closing.start()]
            (hidden if opening.start() < comment_end else shown).append(block)
        end = closing.end()
    return shown, hidden


def _decode(data: bytes) -> str:
    declared = _CHARSET.search(data[:4096])
    try:
        return data.decode(declared[1].decode() if declared else "utf-8")
    except (LookupError, UnicodeDecodeError):
        return data.decode("utf-8", errors="replace")


def _parse(block: str) -> object:
    """Raises FeedError for what is no JSON, even after the two commonest mistakes are put right."""
    text = re.sub(r"^\s*(?:<!--|/?/?<!\[CDATA\[)|(?:-->|/?/?\]\]>)\s*$", "", block).strip().removeprefix("\ufeff")
    # Raw line ends inside strings, and then quotes that a template engine escaped: within strings those are right.
    on_one_line = re.sub(r"[\x00-\x1f]+", " ", text)
    for attempt in (text, on_one_line):
        with suppress(FeedError):
            return parse_json(attempt.encode("utf-8", errors="replace"))
    return parse_json(values.unescaped(on_one_line).encode("utf-8", errors="replace"))


def _job_postings(value: object, depth: int = 0) -> Iterator[dict]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for part in value:
            yield from _job_postings(part, depth + 1)
    elif isinstance(value, dict):
        kinds = _texts(value.get("@type"))
        if any(kind.rpartition("/")[2].rpartition(":")[2] == "JobPosting" for kind in kinds):
            yield value
        else:
            for part in value.values():
                yield from _job_postings(part, depth + 1)


def _nodes(value: object, depth: int = 0) -> Iterator[dict]:
    """What is described under an ``@id`` of its own."""
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, dict) and isinstance(value.get("@id"), str):
        yield value
    for part in value.values() if isinstance(value, dict) else _listed(value):
        if isinstance(part, dict | list):
            yield from _nodes(part, depth + 1)


def _referred(value: object, nodes: dict[str, dict]) -> object:
    """``value``, or what stands elsewhere on the page under the ``@id`` that is all it says."""
    if isinstance(value, list):
        return [_referred(part, nodes) for part in value]
    if isinstance(value, dict) and not value.keys() - {"@id", "@type"} and isinstance(value.get("@id"), str):
        return nodes.get(value["@id"], value)
    return value


def _texts(value: object) -> list[str]:
    parts = value if isinstance(value, list) else [value]
    return [text for text in map(_text, parts) if text]


def _text(value: object) -> str:
    """A text that may stand bare, in a list, or as the name of an object; entities in it decoded."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return values.line(values.unescaped(value), values.LOCATION_LENGTH) if isinstance(value, str) else ""


def _company(item: dict) -> str:
    return values.line(_text(item.get("hiringOrganization")))


def _title(item: dict) -> str:
    return values.title(_text(item.get("title")) or _text(item.get("name")))


def _id(item: dict) -> str:
    stated = item.get("identifier")
    if isinstance(stated, list):
        stated = stated[0] if stated else None
    if isinstance(stated, dict):
        stated = stated.get("value")
    found = values.identifier(stated)
    return "" if found == _company(item) else found  # some put the employer there


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32] if parts[0] else ""


def _description(value: object) -> str:
    if not isinstance(value, str):
        return ""
    if "<" not in value:
        value = values.unescaped(value)
    return html.clean(value) if re.search(r"<\s*/?[a-zA-Z]", value) else html.from_text(value)


def _locations(item: dict) -> tuple[str, ...]:
    stated = places.distinct(map(_location, _listed(item.get("jobLocation"))))
    # Remote jobs name the countries whose residents may apply.
    return stated or places.distinct(
        places.country(name) or name for name in _texts(item.get("applicantLocationRequirements"))
    )


def _location(place: object) -> str:
    address = place.get("address") if isinstance(place, dict) else place
    if isinstance(address, list):
        address = address[0] if address else None
    if not isinstance(address, dict):
        return _text(address) or _text(place)
    parts = (_text(address.get(key)) for key in ("addressLocality", "addressRegion", "addressCountry"))
    return places.address(*parts) or _text(place)


def _listed(value: object) -> list:
    return value if isinstance(value, list) else [value]


def _salary(stated: object, currency: object) -> Salary | None:
    """Pay, in the ``currency`` of the posting where it states none itself."""
    if isinstance(stated, list):
        stated = stated[0] if stated else None
    if not isinstance(stated, dict):
        return values.salary(stated, stated, currency, None, stated)
    value = stated.get("value")
    inner = value if isinstance(value, dict) else stated
    low = inner.get("minValue") or inner.get("value")
    high = inner.get("maxValue") or inner.get("value")
    period = terms.period(_text(inner.get("unitText")) or _text(stated.get("unitText")))
    code = stated.get("currency") or inner.get("currency") or currency
    wording = value if isinstance(value, str) else inner.get("value")
    is_figure = inner is value and values.amount(wording) is not None
    return values.salary(low, high, code, period, "" if is_figure else wording)
