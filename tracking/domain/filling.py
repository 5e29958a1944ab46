"""Rows of a table made into trackings, under the same rules as if somebody had entered them one by one.

A posting that an export names is found by its key. Any other becomes a private one, known by its company, title and
address, and the how-many-th it is of these: so the same table imported again finds everything there.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from search.domain import adding, companies
from search.domain import belongings as postings
from search.models import Job
from tracking import notes
from tracking.models import JobTracking, TrackingEvent
from tracking.stages import RefusedError
from tracking.tables.rows import Entry, Mistake

from . import events, trackings


@dataclass(slots=True)
class Filled:
    """How many rows became trackings, how many were tracked already (and left as they are), and what went wrong."""

    new: int = 0
    known: int = 0
    mistakes: list[Mistake] = field(default_factory=list)
    is_kept: bool = True


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What would become of a row: whether it is tracked already and, of a new one, the line that says the same."""

    entry: Entry
    is_known: bool
    same_as: int | None = None


def foresee(user, entries: Iterable[Entry]) -> list[Foreseen]:
    """What ``fill`` would make of each row; nothing is changed."""
    met: Counter[str] = Counter()
    lines: dict[str, int] = {}  # where the facts of a row stand first
    keys: set[str] = set()
    known = postings.Known(user)
    tracked = set(JobTracking.objects.for_user(user).values_list("job_id", flat=True))
    found = []
    for entry in entries:
        key = entry.posting or _key(entry, met)
        is_known = key in keys or known.find(key) in tracked
        first = lines.setdefault(_facts(entry), entry.line)
        found.append(Foreseen(entry, is_known, None if is_known or first == entry.line else first))
        keys.add(key)
    return found


def fill(user, entries: Iterable[Entry], *, is_whole: bool) -> Filled:
    """Track what the rows say. When ``is_whole``, one mistake means that nothing is kept."""
    filled = Filled()
    met: Counter[str] = Counter()
    with transaction.atomic():
        owner = User.objects.select_for_update().get(pk=user.pk)  # one import of a person at a time
        companies.several()
        known = postings.Known(owner)
        for entry in entries:
            key = entry.posting or _key(entry, met)
            try:
                with transaction.atomic():
                    is_new = _track(owner, entry, key, known)
            except (RefusedError, adding.TooManyPostingsError) as error:
                filled.mistakes.append(Mistake(entry.line, str(error)))
            except ValidationError as error:
                filled.mistakes.append(Mistake(entry.line, " ".join(error.messages)))
            else:
                filled.new += is_new
                filled.known += not is_new
        if is_whole and filled.mistakes:
            transaction.set_rollback(True)
            filled.is_kept = False
    return filled


def _facts(entry: Entry) -> str:
    return "\n".join(text.casefold() for text in (entry.company, entry.title, entry.url))


def _key(entry: Entry, met: Counter[str]) -> str:
    facts = _facts(entry)
    met[facts] += 1
    return hashlib.sha256(f"{facts}\n{met[facts]}".encode()).hexdigest()


def _track(user, entry: Entry, key: str, known: postings.Known) -> bool:
    """False if it is tracked already."""
    job_id = known.find(key)
    if job_id is None:
        job = adding.add(
            user,
            title=entry.title,
            company=entry.company,
            url=entry.url,
            locations=[entry.place] if entry.place else [],
            external_id=postings.own_key(key),
        )
    elif JobTracking.objects.for_user(user).filter(job=job_id).exists():
        return False
    else:
        job = Job.objects.select_related("company").get(pk=job_id)
    tracking = JobTracking(
        user=user,
        job=job,
        is_archived=entry.is_archived,
        notes=entry.notes,
        posting=trackings.posting_of(job),
        tracked_at=_began(user, entry) or timezone.now(),
    )
    history = [
        TrackingEvent(
            tracking=tracking,
            event_type=happening.event_type,
            event_date=happening.on,
            event_time=happening.at,
            location=happening.location or None,
            note=notes.write(notes.EVENT_NOTES[happening.event_type], {}, happening.note),
        )
        for happening in entry.happenings
    ]
    for event in history:
        events.refuse_date(event.event_date)
    events.record(tracking, history)
    known.add(key, job.pk)
    return True


def _began(user, entry: Entry) -> datetime | None:
    """When the person began to track this: as the row says, else with what happened first, unless that is to come."""
    days = [entry.tracked_on] if entry.tracked_on else [happening.on for happening in entry.happenings]
    began = datetime.combine(min(days), time(), user.zone) if days else None
    return began if entry.tracked_on or (began and began < timezone.now()) else None
