"""Stages and events: their order, what may follow what, and which event decides.

CONTRACT, "Stages and events", as pure functions over plain data: no models, no clock, no database.
Whoever changes an event (``tracking/domain``) asks here first; whoever shows one asks here what may be done.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Protocol

from django.db.models import TextChoices


class Stage(TextChoices):
    """Where an application stands, in the order of the pipeline (and of the database's enum)."""

    INTERESTED = "interested", "Interested"
    APPLIED = "applied", "Applied"
    SCREENING = "screening", "Screening"
    INTERVIEW = "interview", "Interview"
    REFERENCE = "reference", "Reference"
    OFFER = "offer", "Offer"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    REJECTED = "rejected", "Rejected"


class EventType(TextChoices):
    """What can happen to an application: every stage but the first, which needs no event."""

    APPLIED = "applied", "Applied"
    SCREENING = "screening", "Screening"
    INTERVIEW = "interview", "Interview"
    REFERENCE = "reference", "Reference"
    OFFER = "offer", "Offer"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    REJECTED = "rejected", "Rejected"


PIPELINE = (EventType.APPLIED, EventType.SCREENING, EventType.INTERVIEW, EventType.REFERENCE, EventType.OFFER)
"""The main stages, in order: events of these types may come several times and in any order."""

ANSWERS = (EventType.ACCEPTED, EventType.DECLINED)
"""The two answers to an offer. They exclude each other."""

CLOSING = (*ANSWERS, EventType.REJECTED)
"""What ends an application."""

DONE_AT_ONCE = (EventType.APPLIED, *CLOSING)
"""What has been done once it is entered; the others, when they are today's, may still be to come."""

FIRST_DAY = date(1970, 1, 1)
LAST_DAY = date(2100, 12, 31)
"""An event's date lies within these two days, both included (rule 6)."""

_CLOSES = {EventType.ACCEPTED: 1, EventType.DECLINED: 1, EventType.REJECTED: 2}
_BY_ENTRY = attrgetter("id")


class Event(Protocol):
    """What the rules need to know of an event; model instances and named rows have it.

    ``id`` grows in the order of entry: ids of one tracking are given out under its lock.
    """

    event_type: str
    event_date: date
    id: int


@dataclass(frozen=True, slots=True)
class Dated:
    """An event that is not stored yet, as far as the rules need to know it."""

    event_type: str
    event_date: date
    id: int


def is_ahead(event: Event, today: date) -> bool:
    """Whether it is still to come for somebody for whom it is ``today``, the application not being over."""
    return event.event_date > today or (event.event_date == today and event.event_type not in DONE_AT_ONCE)


class Refusal(TextChoices):
    """Why a change is refused: the code for programs, the label for people.

    In order of precedence: when several rules refuse, the first is named.
    """

    REJECTED_LOCKED = "rejected_locked", "This application was rejected. Undo the rejection to change it."
    CLOSED = "closed", "This application is already accepted or declined: it cannot be both."
    NEEDS_OFFER = "needs_offer", "There is no offer to answer yet. Add the offer first."
    NOT_LATEST = "not_latest", "Only the latest event, or the one entered last, can be deleted."


class RefusedError(Exception):
    """A rule refuses; nothing was changed. A subclass has a ``refusal`` of its own."""

    refusal: TextChoices

    def __init__(self, refusal: TextChoices | None = None) -> None:
        self.refusal = refusal or self.refusal
        super().__init__(self.refusal.label)


class Fault(TextChoices):
    """A way in which a stored tracking breaks rules 1, 3 or 8; no change made through the rules leads to one."""

    STAGE = "stage", "The stage is not that of the latest event."
    NO_OFFER = "no_offer", "Accepted or declined without an offer."
    BOTH_ANSWERS = "both_answers", "Both accepted and declined."
    REJECTED_TWICE = "rejected_twice", "Rejected more than once."


def latest[E: Event](events: Iterable[E]) -> E | None:
    """The event that decides the stage, None if there is none (rule 2).

    The greatest by (closes, date, order of entry), where rejected closes hardest. So an event entered late
    with an earlier date is history, and a rejection outdoes an interview that was already scheduled.
    """
    return max(
        events,
        key=lambda event: (_CLOSES.get(event.event_type, 0), event.event_date, event.id),
        default=None,
    )


def stage_of(events: Iterable[Event]) -> Stage:
    """The stage these events amount to (rule 1): the type of the latest, ``interested`` without any."""
    event = latest(events)
    return Stage.INTERESTED if event is None else Stage(event.event_type)


def following(stage: str) -> tuple[EventType, ...]:
    """The usual next steps after ``stage``: one of the pipeline, the two answers after an offer, none once closed."""
    if stage == Stage.INTERESTED:
        return PIPELINE[:1]
    if stage == Stage.OFFER:
        return ANSWERS
    if stage in CLOSING:
        return ()
    return (PIPELINE[PIPELINE.index(stage) + 1],)


def refusal_to_add(event_type: str, events: Iterable[Event]) -> Refusal | None:
    """Why an event of this type cannot be added to ``events`` (rules 3, 5 and 8), None if it can.

    ``rejected`` can follow any stage, once. An answer needs an offer and excludes the other answer; the same
    answer twice (by word, then by contract) is not refused. Dates play no part: history may be filled in.
    """
    types = {event.event_type for event in events}
    if EventType.REJECTED in types:
        return Refusal.REJECTED_LOCKED
    if event_type not in ANSWERS:
        return None
    if types.intersection(ANSWERS) - {event_type}:
        return Refusal.CLOSED
    if EventType.OFFER not in types:
        return Refusal.NEEDS_OFFER
    return None


def refusal_to_edit(events: Iterable[Event]) -> Refusal | None:
    """Why none of ``events`` can be edited (rule 5: the rejected event neither), None if each can.

    Any date may be given to an event: it can change which one is latest, but breaks no other rule.
    """
    if any(event.event_type == EventType.REJECTED for event in events):
        return Refusal.REJECTED_LOCKED
    return None


def refusal_to_delete(event_id: int, events: Collection[Event]) -> Refusal | None:
    """Why this one of ``events`` cannot be deleted (rules 4 and 5), None if it can."""
    if event_id in deletable_ids(events):
        return None
    return refusal_to_edit(events) or Refusal.NOT_LATEST


def deletable_ids(events: Collection[Event]) -> frozenset[int]:
    """The ids of the events that can be deleted: at most two of them (rules 4 and 5).

    While rejected, the rejection alone: that is its undo. Otherwise the latest, and the one entered last.

    Deleting never takes the offer from under an answer. An answer is added after its offer, so while the answer
    stands that offer is neither the latest nor the one entered last. Only in rows not made through these rules
    (entered by hand, or repaired) can the one offer be the youngest entry: then the answer has to go first.
    """
    last = latest(events)
    if last is None:
        return frozenset()
    if last.event_type == EventType.REJECTED:
        return frozenset({last.id})
    entered_last = max(events, key=_BY_ENTRY)
    if last.event_type in ANSWERS and entered_last.event_type == EventType.OFFER:
        offers = sum(event.event_type == EventType.OFFER for event in events)
        if offers == 1:
            return frozenset({last.id})
    return frozenset({last.id, entered_last.id})


def faults(stage: str, events: Collection[Event]) -> tuple[Fault, ...]:
    """The ways in which a tracking with this stage and these events breaks rules 1, 3 or 8; empty when it is sound."""
    types = [event.event_type for event in events]
    answers = {answer for answer in ANSWERS if answer in types}
    broken = {
        Fault.STAGE: stage != stage_of(events),
        Fault.NO_OFFER: bool(answers) and EventType.OFFER not in types,
        Fault.BOTH_ANSWERS: len(answers) > 1,
        Fault.REJECTED_TWICE: types.count(EventType.REJECTED) > 1,
    }
    return tuple(fault for fault, is_broken in broken.items() if is_broken)
