"""Tracking a posting, changing what is kept about it, and untracking it."""

import json
from collections.abc import Mapping
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import TextChoices
from django.db.models.functions import Now

from jobtracker import binary
from search import rows
from search.models import Job
from tracking import notes as declared
from tracking.models import JobTracking
from tracking.querysets import JobTrackingQuerySet
from tracking.stages import Refusal, RefusedError, Stage

from . import resumes

AMOUNT_END = 10**12  # of pay: what the columns of a posting do not hold any more

# One statement, which needs no transaction around it: whoever comes second is told by the row that is not there.
INSERT = """
INSERT INTO job_tracking (user_id, job_id, posting) VALUES (%s, %s, %s)
ON CONFLICT (user_id, job_id) DO NOTHING RETURNING id, tracked_at
"""


# One statement as well: should the stage move just now, it waits for that, looks again and leaves the row alone.
DELETE = """
DELETE FROM job_tracking WHERE id = %s AND user_id = %s AND stage = 'interested' RETURNING resume_s3_url
"""


class TrackingRefusal(TextChoices):
    """Why something is refused that no event is asked about: the code for programs, the label for people."""

    ALREADY_TRACKED = "already_tracked", "You track this posting already."
    NOT_INTERESTED = "not_interested", "An application is under way: archive it instead of untracking it."
    NOT_EMPTY = "not_empty", "There are notes or a resume, which would be deleted with it."
    CHANGED_MEANWHILE = "changed_meanwhile", "A note has been changed meanwhile: read it again first."
    STAGE_FOLLOWS_EVENTS = "stage_follows_events", "The stage follows the events: add or delete one."


class AlreadyTrackedError(RefusedError):
    """The person tracks this posting already."""

    refusal = TrackingRefusal.ALREADY_TRACKED


class NotInterestedError(RefusedError):
    """Only what is still ``interested`` can be untracked (CONTRACT, rule 7)."""

    refusal = TrackingRefusal.NOT_INTERESTED


class NotEmptyError(RefusedError):
    """Notes or a resume would go with the tracking, and whoever asks has not agreed to that."""

    refusal = TrackingRefusal.NOT_EMPTY


class ChangedMeanwhileError(RefusedError):
    """Something reads differently from what whoever changes it has seen; ``stands`` is what is there, by its name."""

    refusal = TrackingRefusal.CHANGED_MEANWHILE

    def __init__(self, stands: dict) -> None:
        super().__init__()
        self.stands = stands


def track(user, job_id: int) -> JobTracking:
    """Start tracking a posting; its stage is ``interested``, and the posting is kept as it reads now.

    :raises Job.DoesNotExist: there is no such posting, or it is somebody else's.
    :raises AlreadyTrackedError: it is tracked; also when two calls race.
    """
    job = rows.visible(job_id, user.pk)
    try:
        row = binary.row(INSERT, [user.pk, job_id, json.dumps(posting := posting_of(job))])
    except IntegrityError as error:
        raise Job.DoesNotExist from error  # removed in the meantime
    if row is None:
        raise AlreadyTrackedError
    pk, tracked_at = row
    tracking = JobTracking(pk=pk, user=user, job=job, posting=posting, tracked_at=tracked_at, updated_at=tracked_at)
    tracking._state.adding = False  # the row is there
    return tracking


def untrack(whose: JobTrackingQuerySet, tracking_id: int, *, if_empty: bool = False) -> None:
    """Stop tracking a posting that is still ``interested``; its notes and its resume go with it.

    With ``if_empty`` only while there are none: a page that has not asked cannot know what another one has kept.

    :raises JobTracking.DoesNotExist: it is not among ``whose``.
    :raises NotInterestedError: an application is under way; archive it instead.
    :raises NotEmptyError: see ``if_empty``.
    """
    if not if_empty and whose.owner_id is not None:
        deleted = binary.row(DELETE, [tracking_id, whose.owner_id])
        if deleted:
            resumes.remove_with(whose.owner_id, tracking_id, *deleted)
            return
    with transaction.atomic():
        tracking = whose.locked(tracking_id)
        if tracking.stage != Stage.INTERESTED:
            raise NotInterestedError
        if if_empty and not tracking.is_empty:
            raise NotEmptyError
        resumes.remove_with(tracking.user_id, tracking_id, tracking.resume_s3_url)
        tracking.delete()


def change(
    whose: JobTrackingQuerySet,
    tracking_id: int,
    *,
    is_archived: bool | None = None,
    notes: object = None,
    notes_before: dict[str, str | None] | None = None,
) -> JobTracking:
    """Archive or unarchive, and merge ``notes`` key by key; None leaves alone. Nothing of this moves the stage.

    ``notes_before`` is what the page or program that writes has of them: two that write the same one must not
    replace each other's text unseen.

    :raises JobTracking.DoesNotExist: it is not among ``whose``.
    :raises RefusedError: notes, while rejected (CONTRACT, rule 5).
    :raises NoteError: notes that cannot be kept; see ``tracking.notes.write``.
    :raises ChangedMeanwhileError: see ``notes_before``.
    """
    with transaction.atomic():
        tracking = whose.locked(tracking_id)
        fields = []
        if notes is not None:
            if tracking.stage == Stage.REJECTED:
                raise RefusedError(Refusal.REJECTED_LOCKED)
            if stands := differing(tracking.clean_notes, notes_before or {}):
                raise ChangedMeanwhileError(stands)
            tracking.notes = declared.write(declared.TrackingNotes, tracking.notes, notes)
            fields.append("notes")
        if is_archived is not None:
            tracking.is_archived = is_archived
            fields.append("is_archived")
        if fields:
            tracking.updated_at = Now()
            tracking.save(update_fields=[*fields, "updated_at"])
        return tracking


def differing(stored: Mapping, seen: Mapping) -> dict:
    """What of ``stored`` reads differently from what was ``seen`` of it, as it stands.

    A text is the same whichever ends its lines have, and with or without blanks around it.
    """
    return {name: stored.get(name) for name, value in seen.items() if _lines(stored.get(name)) != _lines(value)}


def _lines(value: object) -> list[str]:
    return str(value or "").strip().splitlines()


def posting_now(tracking: JobTracking) -> dict:
    """What is kept of its posting, as it reads at this moment."""
    return posting_of(rows.visible(tracking.job_id, tracking.user_id))


def posting_of(job: Job) -> dict:
    """What is kept of a posting: employers rewrite and withdraw them. What it does not state is null."""
    salary = job.salary
    return {
        "title": job.title,
        "company": job.company.name,
        "url": job.url or None,
        "location": job.location,
        "salary": salary
        and {
            "min": _number(salary.min),
            "max": _number(salary.max),
            "currency": salary.currency or None,
            "period": salary.period,
            "text": salary.text or None,
        },
        "description": job.description_text,
    }


def kept_posting(stored: object) -> dict | None:
    """A kept posting in the shape of ``posting_of``, None where none was kept.

    Never raises, whatever the column holds (an import without it, a fix by hand): a text that is missing or does not
    fit is empty, or null where it may be; the rest survives.
    """
    if not isinstance(stored, dict) or not stored:
        return None
    salary = stored.get("salary")
    return {
        "title": _text(stored, "title") or "",
        "company": _text(stored, "company") or "",
        "url": _text(stored, "url"),
        "location": _text(stored, "location"),
        "salary": {
            "min": _amount(salary, "min"),
            "max": _amount(salary, "max"),
            "currency": _text(salary, "currency"),
            "period": _text(salary, "period"),
            "text": _text(salary, "text"),
        }
        if isinstance(salary, dict)
        else None,
        "description": _text(stored, "description") or "",
    }


def _text(stored: dict, key: str) -> str | None:
    value = stored.get(key)
    return value if isinstance(value, str) else None


def _amount(stored: dict, key: str) -> int | float | None:
    value = stored.get(key)
    is_amount = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < AMOUNT_END
    return value if is_amount else None


def _number(amount: Decimal | None) -> int | float | None:
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)
