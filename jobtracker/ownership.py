"""Your data is yours: taking all of it with you, bringing it back, and having it removed.

An export is a ZIP: ``manifest.json`` says what it is, each app's part is a file of JSON lines, and beside them lie the
resumes and the trackings as a table for people (an import does not read that one).
"""

from collections.abc import Iterator
from contextlib import closing
from typing import BinaryIO, Literal

from django.db import IntegrityError, transaction
from django.utils import timezone
from pydantic import BaseModel, field_validator

from accounts.domain import removal
from accounts.domain.belongings import ACCOUNT, AccountRecord, Moment, Outcome, Part, Record, RecordError
from accounts.models import User
from search.domain import companies
from search.domain.belongings import POSTINGS, SAVED_SEARCHES, own_key
from tracking.domain import belongings as trackings
from tracking.domain import resumes
from tracking.domain.belongings import TRACKINGS
from tracking.tables import drafts, writing

from . import archives
from .archives import Archive, ArchiveError

RECORDS_MAX = {ACCOUNT: 1, SAVED_SEARCHES: 1000, POSTINGS: 60_000, TRACKINGS: 50_000}
"""The most an archive may have of each part: far more than anybody has, and each takes some milliseconds to restore."""

PARTS = tuple(RECORDS_MAX)
"""In the order in which they are restored: what is tracked must be there first."""

VERSION = 1


class Manifest(BaseModel):
    """What an archive says of itself."""

    format: Literal["jobtracker"] = "jobtracker"
    version: int = VERSION
    exported_at: Moment

    @field_validator("version")
    @classmethod
    def _refuse_another(cls, version: int) -> int:
        if version != VERSION:
            raise ValueError(f"this is version {version} of the format, and version {VERSION} is read here")
        return version


def export(user: User) -> Iterator[bytes]:
    """The archive of all that ``user`` owns, piece by piece.

    :raises StorageUnavailableError: in the midst of it, when the object store no longer answers.
    """
    return archives.write(_entries(user))


def _entries(user: User) -> Iterator[tuple[str, Iterator[bytes]]]:
    manifest = Manifest(exported_at=timezone.now())
    yield archives.MANIFEST, archives.lines([manifest])
    resume_keys: dict[str, str] = {}
    for part in PARTS:
        more = {"keys": resume_keys} if part is TRACKINGS else {}
        yield f"{part.name}.jsonl", archives.lines(part.export(user, **more))
    yield "trackings.csv", writing.write(user)
    yield from trackings.resume_files(resume_keys)


def owner_of(archive: Archive) -> str:
    """The e-mail address of the account that was exported, "" if the archive does not say.

    :raises ArchiveError: it is not one of ours.
    """
    with closing(archive.records("account.jsonl", AccountRecord)) as records:
        return next((record.email for record in records), "")


def restore(user: User, file: BinaryIO, *, is_dry: bool = False) -> dict[str, Outcome]:
    """Give ``user`` what the archive holds and they have not got yet: all of it, or nothing.

    What is there already is left as it is, so a second time changes nothing. When ``is_dry``, everything is tried
    and nothing is kept. Gives what came of each part, by its name.

    :raises ArchiveError: it cannot be read, or holds what cannot be.
    :raises StorageUnavailableError: the object store does not answer.
    """
    archive = Archive(file)
    archive.manifest(Manifest)
    try:
        _check(user, archive)
    except RecordError as error:
        raise ArchiveError(str(error)) from error
    places = {} if is_dry else trackings.prepare(user, _records(TRACKINGS, archive), archive)
    unused = dict(places)
    try:
        with transaction.atomic():
            owner = User.objects.select_for_update().get(pk=user.pk)  # one import of a person at a time
            outcomes = {part.name: _restore(part, owner, archive, unused) for part in PARTS}
            transaction.set_rollback(is_dry)
    except RecordError as error:
        trackings.abandon(places)
        raise ArchiveError(str(error)) from error
    except IntegrityError as error:
        trackings.abandon(places)
        raise ArchiveError("Something else was changed at the same time. Import it again.") from error
    trackings.abandon(unused)
    return outcomes


def _check(user: User, archive: Archive) -> None:
    """Read all of it once, before anything is written anywhere."""
    posting_keys: set[str] = set()
    for part in PARTS:
        records = _records(part, archive)
        if part is TRACKINGS:
            trackings.check(user, records, posting_keys=posting_keys, files=archive)
            continue
        for record in records:
            if part is POSTINGS:
                posting_keys.add(own_key(record.key))


def _records(part: Part, archive: Archive) -> Iterator[Record]:
    """:raises ArchiveError: one cannot be read, or there are more than ``RECORDS_MAX``."""
    name, most = f"{part.name}.jsonl", RECORDS_MAX[part]
    for number, record in enumerate(archive.records(name, part.record), 1):
        if number > most:
            raise ArchiveError(f"{name} has more than {most:,} record{'' if most == 1 else 's'}.")
        yield record


def _restore(part: Part, user: User, archive: Archive, places: dict) -> Outcome:
    more = {"files": archive, "places": places} if part is TRACKINGS else {}
    return part.restore(user, _records(part, archive), **more)


def remove(user: User) -> None:
    """The account and all that is its own go for good; its objects in the store with the commit."""
    with transaction.atomic():
        employers = list(user.private_jobs.values_list("company", flat=True))
        removal.sign_out_everywhere(user)
        removal.forget_log(user)
        removal.forget_limits(user)
        drafts.forget(user)
        resumes.remove_all_of(user.pk)
        user.delete()
        companies.remove_unused(employers)  # made for what they entered
