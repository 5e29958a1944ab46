"""All events of a tracking in one cell, a line each: ``2026-05-04 09:30 interview {"note": {"round": "2nd"}}``.

For people to read, and for us to read back without loss.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time

from tracking.stages import EventType

_LINE = re.compile(r"(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d(?::\d\d(?:\.\d{6})?)?))? ([a-z]+)(?: (\{.*\}))?")
LINES_MAX = 1000


@dataclass(frozen=True, slots=True)
class Happening:
    """An event to be added."""

    event_type: EventType
    on: date
    at: time | None = None
    location: str | None = None
    note: dict = field(default_factory=dict)


class CellError(ValueError):
    """The cell is none that we wrote; the message says where."""


def write(events: Iterable) -> str:
    """The cell for stored events, in the order of their entry."""
    return "\n".join(_line(event) for event in events)


def _line(event) -> str:
    more = {"location": event.location} if event.location else {}
    if event.note:
        more["note"] = event.note
    parts = [event.event_date.isoformat(), event.event_time and event.event_time.isoformat(), str(event.event_type)]
    if event.event_time and not event.event_time.second and not event.event_time.microsecond:
        parts[1] = event.event_time.isoformat("minutes")
    if more:
        parts.append(json.dumps(more, ensure_ascii=False))
    return " ".join(part for part in parts if part)


def read(cell: str) -> list[Happening]:
    """:raises CellError: a line that is not as ``write`` writes them."""
    lines = [line.strip() for line in cell.split("\n") if line.strip()]  # U+0085 is no end of a line in JSON
    if len(lines) > LINES_MAX:
        raise CellError(f"There are more than {LINES_MAX} events.")
    return [_read(line) for line in lines]


def _read(line: str) -> Happening:
    match = _LINE.fullmatch(line)
    if match is None or match[3] not in EventType.values:
        raise CellError(f"“{line[:40]}” is no event as an export writes it.")
    try:
        more = json.loads(match[4]) if match[4] else {}
        on, at = date.fromisoformat(match[1]), time.fromisoformat(match[2]) if match[2] else None
    except (ValueError, RecursionError) as error:
        raise CellError(f"“{line[:40]}” is no event as an export writes it.") from error
    location, note = more.get("location"), more.get("note", {})
    if not isinstance(location, str | None) or not isinstance(note, dict):
        raise CellError(f"“{line[:40]}” is no event as an export writes it.")
    return Happening(EventType(match[3]), on, at, location, note)
