"""Trackings in an export, with their events and resumes, and the way back (CONTRACT, "Commands").

What is tracked here already is left as it is. What comes back keeps its dates, and the rules hold for it as for any
other: an archive may have been written by anybody.
"""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Annotated, Any, BinaryIO, Protocol

from django.db import connection
from django.db.models import Prefetch
from pydantic import AfterValidator, Field

from accounts.domain.belongings import Moment, Outcome, Part, Record, RecordError, Text
from search.domain import belongings as postings
from tracking import filenames, notes, stages, storage
from tracking.models import JobTracking, TrackingEvent
from tracking.stages import EventType, RefusedError, Stage

from . import events as changes
from . import resumes

EVENTS_MAX = 1000  # of one tracking
ALL_EVENTS_MAX = 200_000  # of an archive, which take a minute and a half to restore


def _refuse_zone(clock: time) -> time:
    if clock.tzinfo:
        raise ValueError("is the clock where it happens, without a zone")
    return clock


class EventRecord(Record):
    """An event; those of a tracking stand in the order of their entry."""

    event_type: EventType
    event_date: Annotated[date, Field(ge=stages.FIRST_DAY, le=stages.LAST_DAY)]
    event_time: Annotated[time, AfterValidator(_refuse_zone)] | None = None
    location: Text | None = None
    note: dict[str, Any] = {}
    created_at: Moment


class ResumeRecord(Record):
    """``file`` is its name in the archive, ``filename`` the one it is offered under."""

    file: Text
    filename: Text


class TrackingRecord(Record):
    """``job`` is the key of a posting of the archive; ``posting`` is the copy that was kept of it.

    ``stage`` is for readers: it follows from the events.
    """

    job: Text
    stage: Stage
    is_archived: bool = False
    notes: dict[str, Any] = {}
    posting: dict[str, Any] = {}
    tracked_at: Moment
    updated_at: Moment
    resume: ResumeRecord | None = None
    events: Annotated[list[EventRecord], Field(max_length=EVENTS_MAX)] = []


class Files(Protocol):
    """The files of an archive, by name."""

    def __contains__(self, name: str) -> bool: ...

    def open(self, name: str) -> BinaryIO: ...


# Out


def _export(user, keys: dict[str, str]) -> Iterator[TrackingRecord]:
    """The records; ``keys`` is told where each resume lies that one of them names, for ``resume_files``."""
    for tracking in _all_of(user).iterator(chunk_size=200):
        resume = None
        if tracking.has_resume:
            resume = _resume(tracking, len(keys) + 1)
            keys[resume.file] = tracking.resume_s3_url
        yield TrackingRecord.model_construct(
            job=postings.key_of(tracking.job),
            stage=tracking.stage,
            is_archived=tracking.is_archived,
            notes=_kept(notes.TrackingNotes, tracking.notes, but="resume_filename"),
            posting=tracking.posting if isinstance(tracking.posting, dict) else {},
            tracked_at=tracking.tracked_at,
            updated_at=tracking.updated_at,
            resume=resume,
            events=[
                EventRecord.model_construct(
                    event_type=event.event_type,
                    event_date=event.event_date,
                    event_time=event.event_time,
                    location=event.location,
                    note=_kept(notes.EVENT_NOTES[event.event_type], event.note),
                    created_at=event.created_at,
                )
                for event in tracking.events.all()
            ],
        )


def _all_of(user):
    # In the order of entry, which an import repeats: so two exports number the same things alike.
    rows = JobTracking.objects.for_user(user).select_related("job__board").order_by("pk")
    rows = rows.only(
        *(field.name for field in JobTracking._meta.fields), "job__external_id", "job__source", "job__board"
    )
    return rows.prefetch_related(Prefetch("events", TrackingEvent.objects.order_by("pk")))


def _kept(kind: type[notes.Note], stored: object, *, but: str = "") -> dict:
    note = notes.write(kind, stored, {})
    note.pop(but, None)
    return note


def _resume(tracking: JobTracking, number: int) -> ResumeRecord:
    filename = resumes.filename_of(tracking)
    return ResumeRecord.model_construct(file=f"resumes/{number:04} {filename}", filename=filename)


def resume_files(keys: dict[str, str]) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The files that the records name: their names, and their content piece by piece from the object store.

    ``keys`` is as the records have told: what the rows say by now may be another resume, under another name. One
    whose object is lost, or was removed or replaced meanwhile, is left out.

    :raises StorageUnavailableError: the store does not answer.
    """
    for name, key in keys.items():
        pieces = storage.read(key)
        if pieces is not None:
            yield name, pieces


# Back


@dataclass(frozen=True, slots=True)
class Place:
    """Where a tracking that is to come back will be: its id, and the key of its resume, if that is in the store."""

    tracking_id: int
    resume_key: str | None


def check(user, records: Iterable[TrackingRecord], *, posting_keys: Container[str], files: Files) -> None:
    """Refuse what ``restore`` would, as far as it can be told before anything is stored.

    ``posting_keys`` are the own keys of the archive's postings.

    :raises RecordError: its posting is missing; what is to be its resume is no PDF, too large, or another's, too;
        there are more than ``ALL_EVENTS_MAX``.
    """
    known = postings.Known(user)
    events = 0
    jobs: dict[str, str] = {}  # by the resume's file: read and stored once, however many records name it
    for record in records:
        if postings.own_key(record.job) not in posting_keys and known.find(record.job) is None:
            raise _missing(record)
        events += len(record.events)
        if events > ALL_EVENTS_MAX:
            raise RecordError(f"This archive has more than {ALL_EVENTS_MAX:,} events.")
        file = _file(record, files)
        if file is None or jobs.get(file) == record.job:
            continue
        if file in jobs:
            raise RecordError(f"{file} is the resume of more than one tracking.")
        _refuse_bad_resume(file, files)
        jobs[file] = record.job


def _file(record: TrackingRecord, files: Container[str]) -> str | None:
    """The name of its resume in the archive, None if it has none there."""
    return record.resume.file if record.resume and record.resume.file in files else None


def _refuse_bad_resume(name: str, files: Files) -> None:
    with files.open(name) as file:
        if file.read(len(resumes.FIRST_BYTES)) != resumes.FIRST_BYTES:
            raise RecordError(f"{name}: {resumes.UploadRefusal.NOT_PDF.label}")
        size = len(resumes.FIRST_BYTES)
        while piece := file.read(64 * 1024):
            size += len(piece)
            if size > resumes.MAX_BYTES:
                raise RecordError(f"{name}: {resumes.UploadRefusal.TOO_LARGE.label}")


def _missing(record: TrackingRecord) -> RecordError:
    return RecordError(f"The posting {record.job} is not in this archive.")


def prepare(user, records: Iterable[TrackingRecord], files: Files) -> dict[str, Place]:
    """Put the resumes of trackings that are not there yet into the object store; none if there are no resumes.

    This comes before the transaction that makes the rows, so that none ever points to a resume which is not there.
    Whoever does not come so far calls ``abandon``. ``records`` have passed ``check``.

    :raises StorageUnavailableError: the store does not answer; what was put there is removed.
    """
    wanted: dict[str, str | None] = {}
    for record in records:
        wanted.setdefault(record.job, _file(record, files))
    if not any(wanted.values()):
        return {}
    places: dict[str, Place] = {}
    known, tracked = postings.Known(user), _tracked(user)
    try:
        # A key has the tracking's id in it. The others get theirs here, too: ids are the order of entry.
        for (job, name), tracking_id in zip(wanted.items(), _new_ids(len(wanted)), strict=True):
            key = None
            if name and known.find(job) not in tracked:
                key = resumes.new_key(user.pk, tracking_id)
                with files.open(name) as file:
                    storage.write(key, file, content_type=resumes.CONTENT_TYPE)
            places[job] = Place(tracking_id, key)
    except storage.StorageUnavailableError:
        abandon(places)
        raise
    return places


def _new_ids(number: int) -> list[int]:
    """Ids for so many trackings, in one statement; those that are not used are never given out again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('job_tracking', 'id')) FROM generate_series(1, %s)", [number]
        )
        return [tracking_id for (tracking_id,) in cursor.fetchall()]


def abandon(places: dict[str, Place]) -> None:
    """Remove the resumes that ``prepare`` stored, which no row points to."""
    resumes.remove(*(place.resume_key for place in places.values() if place.resume_key))


def restore(user, records: Iterable[TrackingRecord], *, files: Container[str], places: dict[str, Place]) -> Outcome:
    """Make the trackings that are not there yet; those that ``prepare`` found a place for take it out of ``places``.

    :raises RecordError: a record that breaks a rule, or whose posting the archive lacks.
    """
    outcome = Outcome()
    known, tracked = postings.Known(user), _tracked(user)
    for record in records:
        job_id = known.find(record.job)
        if job_id is None:
            raise _missing(record)
        if job_id in tracked:
            outcome.known += 1
            continue
        _make(user, job_id, record, places.pop(record.job, None))
        tracked.add(job_id)
        outcome.new += 1
        if record.resume and record.resume.file not in files:
            outcome.remarks.append(f"The resume “{record.resume.filename}” is not in this archive.")
    return outcome


def _tracked(user) -> set[int]:
    """The ids of the postings that the person tracks."""
    return set(JobTracking.objects.for_user(user).order_by().values_list("job_id", flat=True))


def _make(user, job_id: int, record: TrackingRecord, where: Place | None) -> None:
    tracking = JobTracking(
        pk=where and where.tracking_id,
        user=user,
        job_id=job_id,
        is_archived=record.is_archived,
        tracked_at=record.tracked_at,
        posting=record.posting,
        resume_s3_url=where and where.resume_key,
    )
    try:
        notes.refuse_unstorable(record.posting)
        tracking.notes = notes.restore(notes.TrackingNotes, record.notes)
        events = [_event(tracking, event) for event in record.events]
    except notes.NoteError as error:
        raise RecordError(f"A note of {record.job}: {' '.join(error.messages)}") from error
    if tracking.has_resume:
        filename = {"resume_filename": filenames.clean(record.resume.filename)}
        tracking.notes = notes.write(notes.TrackingNotes, tracking.notes, filename, even_read_only=True)
    try:
        changes.record(tracking, events)
    except RefusedError as error:
        raise RecordError(f"The events of {record.job}: {error}") from error
    JobTracking.objects.filter(pk=tracking.pk).update(updated_at=record.updated_at)


def _event(tracking: JobTracking, record: EventRecord) -> TrackingEvent:
    return TrackingEvent(
        tracking=tracking,
        event_type=record.event_type,
        event_date=record.event_date,
        event_time=record.event_time,
        location=record.location or None,  # of exports made when a blank one was kept as such
        note=notes.restore(notes.EVENT_NOTES[record.event_type], record.note),
        created_at=record.created_at,
    )


TRACKINGS = Part("trackings", TrackingRecord, _export, restore)
