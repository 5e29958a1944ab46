"""Finding and mending trackings that break rules 1, 3 or 8 (CONTRACT, "Commands", ``check_tracking``).

No change through ``tracking.domain`` leads there; rows written by hand, in SQL, can.
"""

from collections.abc import Iterator, Sequence
from itertools import batched

from django.db import transaction
from django.db.models.functions import Now

from tracking import notes as declared
from tracking import stages
from tracking.models import JobTracking, TrackingEvent
from tracking.querysets import JobTrackingQuerySet
from tracking.stages import ANSWERS, EventType, Fault, Refusal, RefusedError, Stage

from . import events as changes

BATCH = 2000  # trackings read at a time: some megabytes with their events
OFFER_NOTE = {"note": "Added by a repair: the answer to it was already there.", "added_by_repair": True}


def find(whose: JobTrackingQuerySet) -> Iterator[tuple[int, tuple[Fault, ...]]]:
    """(tracking id, its faults; none if it is sound) for each, in the order of ids and in bounded memory.

    A tracking that looks broken is looked at again under its lock: it may have changed while it was read.
    """
    rows = whose.order_by("pk").values_list("pk", "stage").iterator(chunk_size=BATCH)
    for batch in batched(rows, BATCH):
        of_each: dict[int, list] = {pk: [] for pk, _ in batch}
        first, last = batch[0][0], batch[-1][0]
        events = TrackingEvent.objects.filter(tracking_id__gte=first, tracking_id__lte=last).order_by()
        for event in events.values_list("id", "tracking_id", "event_type", "event_date", named=True).iterator():
            if event.tracking_id in of_each:
                of_each[event.tracking_id].append(event)
        for pk, stage in batch:
            found = stages.faults(stage, of_each[pk])
            yield pk, _faults_under_lock(pk) if found else ()


def repair(whose: JobTrackingQuerySet, tracking_id: int) -> list[str]:
    """Make rules 1, 3 and 8 hold; gives what was done, a sentence each, nothing for a sound tracking.

    Of several rejections the newest stays, of both answers the one that the stage names (or else the newer):
    the others become text in its note. An answer without an offer gets one, of the same day. Then the stage
    follows the events.

    :raises JobTracking.DoesNotExist: it is not among ``whose``.
    """
    with transaction.atomic():
        tracking = whose.locked(tracking_id)
        events = list(tracking.events.order_by("id"))
        if not stages.faults(tracking.stage, events):
            return []
        done = []
        for surplus, kept in _surplus(tracking.stage, events):
            _tell(surplus, kept)
            events.remove(surplus)
            surplus.delete()
            done.append(f"Made the event “{surplus}” text in the note of “{kept}”.")
        if Fault.NO_OFFER in stages.faults(tracking.stage, events):
            first = min(event.event_date for event in events if event.event_type in ANSWERS)
            offer = TrackingEvent.objects.create(
                tracking=tracking, event_type=EventType.OFFER, event_date=first, note=OFFER_NOTE
            )
            events.append(offer)
            done.append(f"Added the event “{offer}”.")
        before = tracking.get_stage_display()
        changes.settle(tracking, events)
        if tracking.get_stage_display() != before:
            done.append(f"Set the stage from {before} to {tracking.get_stage_display()}.")
        return done


def rewrite_notes(whose: JobTrackingQuerySet, tracking_id: int, notes: object) -> None:
    """Put ``notes`` in the place of a tracking's notes, all of them; also of a rejected one, if they are malformed.

    :raises JobTracking.DoesNotExist: it is not among ``whose``.
    :raises RefusedError: it is rejected, and nothing is wrong with its notes.
    :raises NoteError: notes that cannot be kept.
    """
    with transaction.atomic():
        tracking = whose.locked(tracking_id)
        if tracking.stage == Stage.REJECTED and not declared.is_malformed(declared.TrackingNotes, tracking.notes):
            raise RefusedError(Refusal.REJECTED_LOCKED)
        tracking.notes = declared.write(declared.TrackingNotes, {}, notes, even_read_only=True)
        tracking.updated_at = Now()
        tracking.save(update_fields=["notes", "updated_at"])


def rewrite_note(whose: JobTrackingQuerySet, tracking_id: int, event_id: int, note: object) -> None:
    """Put ``note`` in the place of an event's note, all of it; also while rejected, if it is malformed.

    :raises JobTracking.DoesNotExist, TrackingEvent.DoesNotExist: it is not among ``whose``; there is no such event.
    :raises RefusedError: the tracking is rejected, and nothing is wrong with the note.
    :raises NoteError: a note that cannot be kept.
    """
    with transaction.atomic():
        tracking = whose.locked(tracking_id)
        event = tracking.events.get(pk=event_id)
        kind = declared.EVENT_NOTES[event.event_type]
        if tracking.stage == Stage.REJECTED and not declared.is_malformed(kind, event.note):
            raise RefusedError(Refusal.REJECTED_LOCKED)
        event.note = declared.write(kind, {}, note)
        event.save(update_fields=["note"])
        tracking.updated_at = Now()
        tracking.save(update_fields=["updated_at"])


def _faults_under_lock(tracking_id: int) -> tuple[Fault, ...]:
    with transaction.atomic():
        try:
            tracking = JobTracking.objects.all().locked(tracking_id)
        except JobTracking.DoesNotExist:  # untracked in the meantime
            return ()
        return stages.faults(tracking.stage, list(tracking.events.order_by("id")))


def _surplus(stage: str, events: Sequence[TrackingEvent]) -> list[tuple[TrackingEvent, TrackingEvent]]:
    """Each event that has to go, with the one whose note tells of it."""
    pairs = []
    rejections = [event for event in events if event.event_type == EventType.REJECTED]
    if len(rejections) > 1:
        kept = stages.latest(rejections)
        pairs += [(event, kept) for event in rejections if event is not kept]
    answers = [event for event in events if event.event_type in ANSWERS]
    kept = stages.latest([event for event in answers if event.event_type == stage] or answers)
    pairs += [(event, kept) for event in answers if event.event_type != kept.event_type]
    return pairs


def _tell(surplus: TrackingEvent, kept: TrackingEvent) -> None:
    parts = [surplus.get_event_type_display(), "on", surplus.event_date, surplus.event_time, surplus.location]
    told = " ".join(str(part) for part in parts if part)
    texts = [text for key, text in surplus.clean_note.items() if key in surplus.note and text]
    if texts:
        told += ": " + ", ".join(map(str, texts))
    text = kept.clean_note["note"]
    kept.note = (kept.note if isinstance(kept.note, dict) else {}) | {"note": f"{text}\n{told}" if text else told}
    kept.save(update_fields=["note"])
