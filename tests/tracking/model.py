"""The rules once more, written from the contract's sentences, as slowly and plainly as possible.

Shares no code with ``tracking.stages``; tests compare the two.
"""

from datetime import date
from typing import NamedTuple


class Happened(NamedTuple):
    """One event as plain data."""

    event_type: str
    event_date: date
    id: int


def outranks(one: Happened, other: Happened) -> bool:
    """Rule 2 between two events."""

    def hardness(event):
        if event.event_type == "rejected":
            return "hardest"
        return "hard" if event.event_type in ("accepted", "declined") else "soft"

    if hardness(one) != hardness(other):
        return hardness(one) == "hardest" or hardness(other) == "soft"
    if one.event_date != other.event_date:
        return one.event_date > other.event_date
    return one.id > other.id


def latest(events: list[Happened]) -> Happened | None:
    for one in events:
        if all(outranks(one, other) for other in events if other is not one):
            return one
    return None


def may_add(event_type: str, events: list[Happened]) -> str | None:
    present = [event.event_type for event in events]
    if "rejected" in present:
        return "rejected_locked"
    if event_type == "accepted" and "declined" in present:
        return "closed"
    if event_type == "declined" and "accepted" in present:
        return "closed"
    if event_type in ("accepted", "declined") and "offer" not in present:
        return "needs_offer"
    return None


def may_delete(event: Happened, events: list[Happened]) -> str | None:
    if any(other.event_type == "rejected" for other in events) and event.event_type != "rejected":
        return "rejected_locked"
    if event is latest(events) or all(event.id >= other.id for other in events):
        return None
    return "not_latest"
