"""What all readers share: parsing a payload, and the loop in which one bad posting spoils nothing."""

import json
import logging
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

import orjson
from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from search.feeds import values
from search.postings import Board, FeedError, JobPosting, Refusal

logger = logging.getLogger(__name__)

MAX_LOCATIONS = 200


class PostingError(ValueError):
    """A posting cannot be read; the message says why, after "the posting"."""


def parse_json(data: bytes) -> object:
    """The value that ``data`` holds. Raises FeedError if it is no JSON, or is nested too deeply."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        reason = str(error)
    # orjson is strict about lone surrogates and stray bytes. One of them in one posting must not cost
    # the board, so those payloads are read once more by the lenient parser; readers drop such characters.
    if "surrogate" not in reason and "UTF-8" not in reason:
        raise FeedError(f"This is not valid JSON: {reason}.")
    try:
        return json.loads(data.decode("utf-8", errors="replace"), parse_constant=lambda name: None)
    except RecursionError:
        raise FeedError("This is not valid JSON: it is nested too deeply.") from None
    except ValueError as error:
        raise FeedError(f"This is not valid JSON: {error}.") from None


def parse_xml(data: bytes):
    """The root element of ``data``. Raises FeedError if it is no XML, or declares entities of its own."""
    try:
        return ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise FeedError(f"This is not valid XML: {error}.") from None
    except DefusedXmlException:
        raise FeedError("This XML declares entities or external parts, which no feed needs.") from None
    except (LookupError, ValueError) as error:  # an unknown or multi-byte encoding
        raise FeedError(f"This XML cannot be decoded: {error}.") from None


def read_postings(
    items: Iterable[object], read_one: Callable[[dict], JobPosting | None], *, company: str = ""
) -> Board:
    """A board of what ``read_one`` makes of each item; what it cannot read is refused, with the reason.

    ``read_one`` answers None for an item that is no posting to show, and raises PostingError for one that
    should be but is not. Items with the same id are one posting in several locations (Workable, Rippling).
    """
    postings: dict[str, JobPosting] = {}
    refused: list[Refusal] = []
    for position, item in enumerate(items, start=1):
        posting = None
        try:
            if not isinstance(item, dict):
                raise PostingError("is not an object")
            posting = read_one(item)
            if posting is None:
                continue
            _require(posting)
        except PostingError as error:
            known_as = posting.external_id if posting else ""
            refused.append(Refusal(_label(item, position), f"The posting {error}.", known_as))
            continue
        except Exception as error:  # a reader's own mistake costs one posting, never the board
            logger.exception("A posting could not be read")
            refused.append(Refusal(_label(item, position), f"The posting could not be read ({type(error).__name__})."))
            continue
        known = postings.get(posting.external_id)
        postings[posting.external_id] = _joined(known, posting) if known else posting
    return Board(tuple(postings.values()), tuple(refused), company)


def require_list(value: object, shape: str) -> list:
    """``value``, which must be a list; otherwise FeedError names the ``shape`` that was expected."""
    if not isinstance(value, list):
        raise FeedError(f"This is not the payload expected here: {shape}.")
    return value


def most_common(names: Iterable[object]) -> str:
    """The name that most postings give, as the employer's; "" where none does."""
    counted = Counter(filter(None, map(values.line, names)))
    return counted.most_common(1)[0][0] if counted else ""


def _require(posting: JobPosting) -> None:
    if not posting.external_id:
        raise PostingError("has no usable id")
    if not posting.title:
        raise PostingError("has no title")


def _label(item: object, position: int) -> str:
    if isinstance(item, dict):
        for key in ("id", "uuid", "shortcode", "guid", "title", "text", "name", "position", "jobOpeningName"):
            label = values.identifier(item.get(key))
            if label:
                return label
    return f"number {position}"


def _joined(known: JobPosting, again: JobPosting) -> JobPosting:
    locations = tuple(dict.fromkeys(known.locations + again.locations))[:MAX_LOCATIONS]
    return replace(known, locations=locations, workplace=known.workplace or again.workplace)
