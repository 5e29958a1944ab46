"""Resumes: the upload, what makes it count, the way back to it, and its end (CONTRACT, "Resume").

A browser uploads to a key of its own, ``…/incoming/{upload}.pdf``, and holds an address for that key for some
minutes. ``confirm`` copies what it finds there to a key that no client ever held an address for, and looks at the
copy: from then on nobody can change what was looked at. The row points at the copy, under the row's lock.

The database and the object store cannot change together, so every step leaves at worst an object that no row points
to, never a row without its object. Such objects are what ``sweep_resumes`` removes. No call to the store is made
inside a transaction.
"""

import logging
import re
import uuid
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.db.models import TextChoices
from django.db.models.functions import Now
from django.utils.http import content_disposition_header

from tracking import filenames, storage
from tracking import notes as declared
from tracking.models import JobTracking
from tracking.querysets import JobTrackingQuerySet
from tracking.stages import Refusal, RefusedError, Stage

logger = logging.getLogger(__name__)

CONTENT_TYPE = "application/pdf"
FIRST_BYTES = b"%PDF-"  # ISO 32000-2, 7.5.2
MAX_BYTES = 5 * 1024 * 1024
UPLOAD_SECONDS = 300
DOWNLOAD_SECONDS = 60
"""How long an address to read from lives: it is asked for when somebody clicks."""

PREFIX = "resumes/"
"""What all keys begin with, continued by ``{user_id}/{tracking_id}/``."""


class UploadRefusal(TextChoices):
    """Why an upload does not count: the code for programs, the label for people."""

    INVALID_KEY = "invalid_key", "This upload does not belong here."
    NOT_UPLOADED = "not_uploaded", "No file has arrived. Upload it again."
    NOT_PDF = "not_pdf", "This file is not a PDF."
    TOO_LARGE = "too_large", f"A resume has at most {MAX_BYTES // 1024**2} MB."


class DownloadRefusal(TextChoices):
    """Why there is nothing to read: the code for programs, the label for people."""

    NO_RESUME = "no_resume", "There is no resume for this job."


class NoResumeError(RefusedError):
    """There is no confirmed resume, or its file is gone from the object store."""

    refusal = DownloadRefusal.NO_RESUME


@dataclass(frozen=True, slots=True)
class Upload:
    """Where to PUT a file, and with which headers; ``confirm`` takes the ``key``."""

    url: str
    key: str
    headers: dict[str, str]


def prepare_upload(whose: JobTrackingQuerySet, tracking_id: int, *, size: int | None = None) -> Upload:
    """An address to upload one PDF to, for ``UPLOAD_SECONDS``; with ``size``, for exactly so many bytes.

    Nothing is stored: an upload that never comes leaves no trace.

    :raises JobTracking.DoesNotExist: it is not among ``whose``.
    :raises RefusedError: while rejected (CONTRACT, rule 5), or too large.
    :raises StorageUnavailableError: an upload would fail.
    """
    tracking = _changeable(whose, tracking_id)
    if size is not None and size > MAX_BYTES:
        raise RefusedError(UploadRefusal.TOO_LARGE)
    storage.ping()
    key = f"{_prefix(tracking)}incoming/{uuid.uuid4().hex}.pdf"
    url = storage.presigned_put(key, content_type=CONTENT_TYPE, size=size, seconds=UPLOAD_SECONDS)
    return Upload(url, key, {"Content-Type": CONTENT_TYPE})


def confirm(whose: JobTrackingQuerySet, tracking_id: int, key: str, filename: str) -> JobTracking:
    """Make an upload the tracking's resume, if it is one; the former one goes.

    Confirming the same upload again changes nothing. An upload that is refused is removed from the store; a key that
    belongs to none of this tracking's is left alone.

    :raises JobTracking.DoesNotExist: it is not among ``whose``, or was untracked meanwhile.
    :raises RefusedError: while rejected (CONTRACT, rule 5), or for an ``UploadRefusal``.
    :raises StorageUnavailableError: nothing has changed; the upload can be confirmed later.
    """
    tracking = _read(whose, tracking_id)
    try:
        _refuse_rejected(tracking)
    except RefusedError:
        if _match(tracking, key):
            remove(key)
        raise
    upload = _upload_of(tracking, key)
    if _has_confirmed(tracking, upload):
        return tracking
    try:
        final = _copy_if_pdf(key, f"{_prefix(tracking)}{upload}/{uuid.uuid4().hex}.pdf")
    except RefusedError:
        # Another call may have confirmed it meanwhile, and removed what was uploaded.
        tracking = _changeable(whose, tracking_id)
        if _has_confirmed(tracking, upload):
            return tracking
        raise
    try:
        return _point_at(final, whose, tracking_id, key=key, upload=upload, filename=filename)
    except (JobTracking.DoesNotExist, RefusedError):
        # Only here is it certain that no row points at the copy. Whatever else may fail, a commit whose answer got
        # lost for example, leaves it to the sweep, which asks the database.
        remove(final, key)
        raise


def download_url(whose: JobTrackingQuerySet, tracking_id: int, *, as_attachment: bool) -> str:
    """An address to read the resume from, for ``DOWNLOAD_SECONDS``: to save under its name, or to look at.

    :raises JobTracking.DoesNotExist: it is not among ``whose``.
    :raises NoResumeError: there is none.
    :raises StorageUnavailableError: the address would lead nowhere.
    """
    tracking = _read(whose, tracking_id)
    key = tracking.resume_s3_url
    if not key or storage.look(key, first=1) is None:
        raise NoResumeError
    return storage.presigned_get(
        key,
        content_type=CONTENT_TYPE,
        disposition=content_disposition_header(as_attachment, filename_of(tracking)),
        seconds=DOWNLOAD_SECONDS,
    )


def facts(whose: JobTrackingQuerySet, tracking_id: int) -> storage.Found | None:
    """How large the resume's file is and since when it is there; None where there is none.

    :raises JobTracking.DoesNotExist: it is not among ``whose``.
    :raises StorageUnavailableError: nobody can tell.
    """
    key = _read(whose, tracking_id).resume_s3_url
    return storage.look(key, first=1) if key else None


def discard(whose: JobTrackingQuerySet, tracking_id: int) -> JobTracking:
    """Keep the tracking without its resume, if it has one; the file goes after the commit.

    :raises JobTracking.DoesNotExist: it is not among ``whose``.
    :raises RefusedError: while rejected (CONTRACT, rule 5).
    """
    with transaction.atomic():
        tracking = whose.locked(tracking_id)
        _refuse_rejected(tracking)
        if tracking.resume_s3_url:
            transaction.on_commit(partial(remove, tracking.resume_s3_url), robust=True)
            _write(tracking, key=None, filename=None)
        return tracking


def new_key(user_id: int, tracking_id: int) -> str:
    """A key for a resume that we store ourselves; no client ever holds an address for it."""
    return f"{PREFIX}{user_id}/{tracking_id}/{uuid.uuid4().hex}/{uuid.uuid4().hex}.pdf"


def filename_of(tracking: JobTracking) -> str:
    """The name the resume is offered under; safe whatever the row holds."""
    return filenames.clean(tracking.clean_notes["resume_filename"] or "")


def remove_with(user_id: int, tracking_id: int, key: str | None) -> None:
    """Remove what a tracking has in the store, once the transaction that deletes it has come to pass.

    With its resume go uploads that were never confirmed; where there is no resume, the store is not asked, and they
    are left to the sweep, as is one that is replayed later, on an address that still counts.
    """
    if key:
        transaction.on_commit(partial(_remove_all_under, f"{PREFIX}{user_id}/{tracking_id}/"), robust=True)


def remove_all_of(user_id: int) -> None:
    """Remove every object of a person's from the store, once the transaction that deletes the person has come to pass.

    Uploads that were never confirmed, too.
    """
    transaction.on_commit(partial(_remove_all_under, f"{PREFIX}{user_id}/"), robust=True)


def forget(whose: JobTrackingQuerySet, tracking_id: int, key: str) -> bool:
    """Let a row no longer point at ``key``, whose object is lost; also while rejected, since this is a repair.

    False when it points there no more.

    :raises JobTracking.DoesNotExist: it is not among ``whose``.
    """
    with transaction.atomic():
        tracking = whose.locked(tracking_id)
        if tracking.resume_s3_url != key:
            return False
        _write(tracking, key=None, filename=None)
        return True


def remove(*keys: str) -> None:
    """Delete objects that no row points to. Where the store does not answer, they are left to the sweep."""
    for position, key in enumerate(keys):
        try:
            storage.delete(key)
        except storage.StorageUnavailableError as error:
            logger.warning("Left to sweep_resumes: %s (%s)", ", ".join(keys[position:]), error)
            return  # the others would have to wait as long


def _prefix(tracking: JobTracking) -> str:
    return f"{PREFIX}{tracking.user_id}/{tracking.pk}/"


def _read(whose: JobTrackingQuerySet, tracking_id: int) -> JobTracking:
    return whose.only("user_id", "stage", "resume_s3_url", "notes").get(pk=tracking_id)


def _changeable(whose: JobTrackingQuerySet, tracking_id: int) -> JobTracking:
    tracking = _read(whose, tracking_id)
    _refuse_rejected(tracking)
    return tracking


def _refuse_rejected(tracking: JobTracking) -> None:
    if tracking.stage == Stage.REJECTED:
        raise RefusedError(Refusal.REJECTED_LOCKED)


def _upload_of(tracking: JobTracking, key: str) -> str:
    """The upload's own part of a key that ``prepare_upload`` can have given out for this tracking."""
    match = _match(tracking, key)
    if not match:
        raise RefusedError(UploadRefusal.INVALID_KEY)
    return match[1]


def _match(tracking: JobTracking, key: str) -> re.Match[str] | None:
    return re.fullmatch(rf"{_prefix(tracking)}incoming/([0-9a-f]{{32}})\.pdf", key)


def _has_confirmed(tracking: JobTracking, upload: str) -> bool:
    return (tracking.resume_s3_url or "").startswith(f"{_prefix(tracking)}{upload}/")


def _copy_if_pdf(source: str, target: str) -> str:
    """Copy ``source`` out of the client's reach; gives ``target``."""
    _refuse_unless_pdf(source)
    if not storage.copy(source, target, content_type=CONTENT_TYPE):
        raise RefusedError(UploadRefusal.NOT_UPLOADED)
    # Looked at again, because until now the client could change it. (The condition S3 has for this,
    # CopySourceIfMatch, is not heeded by every store: rclone copies all the same.)
    _refuse_unless_pdf(target, source)
    return target


def _refuse_unless_pdf(key: str, *also_removed: str) -> None:
    found = storage.look(key, first=len(FIRST_BYTES))
    if found is None:
        raise RefusedError(UploadRefusal.NOT_UPLOADED)
    if found.size > MAX_BYTES:
        refusal = UploadRefusal.TOO_LARGE
    elif found.start != FIRST_BYTES:
        refusal = UploadRefusal.NOT_PDF
    else:
        return
    remove(key, *also_removed)
    raise RefusedError(refusal)


def _point_at(
    final: str, whose: JobTrackingQuerySet, tracking_id: int, *, key: str, upload: str, filename: str
) -> JobTracking:
    with transaction.atomic(durable=True):  # outermost: what waits for the commit waits for this one
        tracking = whose.locked(tracking_id)
        _refuse_rejected(tracking)
        if _has_confirmed(tracking, upload):  # two calls at once: the first one's copy stays
            superseded = [final]
        else:
            superseded = [key, tracking.resume_s3_url] if tracking.resume_s3_url else [key]
            _write(tracking, key=final, filename=filenames.clean(filename))
        transaction.on_commit(partial(remove, *superseded), robust=True)
        return tracking


def _write(tracking: JobTracking, *, key: str | None, filename: str | None) -> None:
    """The one place that writes ``resume_s3_url`` and ``notes.resume_filename``."""
    tracking.resume_s3_url = key
    tracking.notes = declared.write(
        declared.TrackingNotes, tracking.notes, {"resume_filename": filename}, even_read_only=True
    )
    tracking.updated_at = Now()
    tracking.save(update_fields=["resume_s3_url", "notes", "updated_at"])


def _remove_all_under(prefix: str) -> None:
    try:
        keys = [listed.key for page in storage.pages(prefix) for listed in page]
    except storage.StorageUnavailableError as error:
        logger.warning("Left to sweep_resumes: everything under %s (%s)", prefix, error)
        return
    remove(*keys)
