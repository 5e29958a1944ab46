"""What can happen while a resume is being confirmed: nothing harms a confirmed one, and a sweep finds what is left."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from tests.conftest import api_of
from tests.objects import PDF, put
from tracking import storage
from tracking.domain import events, resumes, sweeps, trackings
from tracking.models import JobTracking, TrackingEvent

TRACKINGS = JobTracking.objects.all()
EVIL = b"MZ".ljust(len(PDF), b"!")


class KilledError(BaseException):
    """The process ends here: nothing after this point is done."""


def kill():
    raise KilledError


def refusal(answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def reject(tracking) -> int:
    return events.add(TRACKINGS, tracking.pk, "rejected", on=date(2026, 3, 1)).event.pk


@pytest.fixture
def swept(objects, monkeypatch):
    """What remains in the store after a sweep at a time when everything is old."""

    def sweep() -> dict[str, bytes]:
        monkeypatch.setattr(sweeps, "GRACE", timedelta(hours=-1))
        call_command("sweep_resumes", verbosity=0)
        return {key: objects[key] for key in objects.keys}

    return sweep


@pytest.fixture
def confirmed(resume, tracking) -> JobTracking:
    """The tracking with a resume, before anything happens to it."""
    resume.confirm(resume.upload())
    return JobTracking.objects.get()


def test_swap_after_the_first_look_is_noticed(resume, confirmed, objects, when_storing):
    answer = resume.api.get(f"{resume.path}/upload-url?size={len(PDF)}").json()
    put(answer["upload_url"], PDF)
    when_storing("CopyObject", lambda: put(answer["upload_url"], EVIL))

    assert refusal(resume.confirm(answer["s3_key"])) == (400, "not_pdf")

    assert JobTracking.objects.get().resume_s3_url == confirmed.resume_s3_url
    assert {key: objects[key] for key in objects.keys} == {confirmed.resume_s3_url: PDF}


def test_removal_after_the_first_look_is_noticed(resume, confirmed, objects, when_storing):
    key = resume.upload()
    when_storing("CopyObject", lambda: objects.__delitem__(key))

    assert refusal(resume.confirm(key)) == (400, "not_uploaded")

    assert JobTracking.objects.get().resume_s3_url == confirmed.resume_s3_url
    assert objects.keys == [confirmed.resume_s3_url]


@pytest.mark.parametrize("moment", ["GetObject", "CopyObject"])
def test_rejection_meanwhile_refuses(resume, confirmed, objects, when_storing, moment):
    key = resume.upload(PDF + b"new")
    when_storing(moment, lambda: reject(confirmed))

    assert refusal(resume.confirm(key)) == (400, "rejected_locked")

    after = JobTracking.objects.get()
    assert (after.resume_s3_url, after.notes) == (confirmed.resume_s3_url, confirmed.notes)
    assert {key: objects[key] for key in objects.keys} == {confirmed.resume_s3_url: PDF}


@pytest.mark.parametrize("moment", ["GetObject", "CopyObject"])
def test_untracking_meanwhile_leaves_nothing(resume, confirmed, objects, when_storing, moment):
    key = resume.upload(PDF + b"new")
    when_storing(moment, lambda: trackings.untrack(TRACKINGS, confirmed.pk))

    assert refusal(resume.confirm(key)) == (404, "not_found")

    assert objects.keys == []


@pytest.mark.parametrize("moment", ["GetObject", "CopyObject"])
def test_the_same_confirmation_meanwhile_is_the_one_that_counts(resume, tracking, objects, when_storing, moment):
    key = resume.upload()
    first = []

    def confirm_too():
        with resume.commit():
            first.append(resumes.confirm(TRACKINGS, tracking.pk, key, "first.pdf"))

    when_storing(moment, confirm_too)

    answer = resume.confirm(key, "second.pdf")

    assert (answer.status_code, answer.json()) == (200, {"has_resume": True, "resume_filename": "first.pdf"})
    assert JobTracking.objects.get().resume_s3_url == first[0].resume_s3_url
    assert {key: objects[key] for key in objects.keys} == {first[0].resume_s3_url: PDF}


def test_another_confirmation_meanwhile_is_replaced(resume, tracking, objects, when_storing):
    earlier, later = resume.upload(PDF + b"earlier"), resume.upload(PDF + b"later")
    when_storing("CopyObject", lambda: resumes.confirm(TRACKINGS, tracking.pk, earlier, "earlier.pdf"))

    assert resume.confirm(later, "later.pdf").json()["resume_filename"] == "later.pdf"

    assert {key: objects[key] for key in objects.keys} == {JobTracking.objects.get().resume_s3_url: PDF + b"later"}


# Ends in the middle


@pytest.mark.parametrize("moment", ["CopyObject", "GetObject", "DeleteObject"])
@pytest.mark.django_db(transaction=True)
def test_killed_anywhere_a_sweep_leaves_the_resume_alone(resume, confirmed, objects, when_storing, swept, moment):
    key = resume.upload(PDF + b"new")
    when_storing(moment, kill)

    with pytest.raises(KilledError):
        resumes.confirm(TRACKINGS, confirmed.pk, key, "new.pdf")

    [after] = JobTracking.objects.all()
    assert swept() == {after.resume_s3_url: PDF + b"new" if moment == "DeleteObject" else PDF}


@pytest.mark.django_db(transaction=True)
def test_killed_between_copy_and_commit_a_sweep_leaves_the_resume_alone(resume, confirmed, objects, swept, monkeypatch):
    key = resume.upload(PDF + b"new")
    monkeypatch.setattr(resumes, "_point_at", lambda *args, **kwargs: kill())

    with pytest.raises(KilledError):
        resumes.confirm(TRACKINGS, confirmed.pk, key, "new.pdf")

    assert len(objects.keys) == 3  # the resume, the upload, its copy
    assert swept() == {confirmed.resume_s3_url: PDF}


@pytest.mark.django_db(transaction=True)
def test_commit_whose_answer_is_lost_keeps_what_was_committed(resume, confirmed, objects, swept, monkeypatch):
    key = resume.upload(PDF + b"new")
    commit = connection.connection.commit

    def lose_the_answer():
        commit()
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(connection, "_commit", lose_the_answer)
    with pytest.raises(OperationalError):
        resumes.confirm(TRACKINGS, confirmed.pk, key, "new.pdf")
    monkeypatch.undo()

    after = JobTracking.objects.get()
    assert after.notes == {"resume_filename": "new.pdf"}
    assert objects[after.resume_s3_url] == PDF + b"new"
    assert swept() == {after.resume_s3_url: PDF + b"new"}


@pytest.mark.parametrize("operation", ["GetObject", "CopyObject"])
def test_store_that_dies_meanwhile_changes_nothing(resume, confirmed, objects, when_storing, operation):
    key = resume.upload(PDF + b"new")

    def die():
        raise storage.BotoCoreError

    when_storing(operation, die)
    assert refusal(resume.confirm(key)) == (503, "storage_unavailable")
    assert JobTracking.objects.get().resume_s3_url == confirmed.resume_s3_url

    assert resume.confirm(key).status_code == 200
    assert {key: objects[key] for key in objects.keys} == {JobTracking.objects.get().resume_s3_url: PDF + b"new"}


def test_store_that_dies_before_the_former_resume_is_removed_costs_nothing(
    resume, confirmed, objects, when_storing, caplog
):
    key = resume.upload(PDF + b"new")

    def die():
        raise storage.BotoCoreError

    when_storing("DeleteObject", die)

    assert resume.confirm(key).status_code == 200
    assert f"Left to sweep_resumes: {key}, {confirmed.resume_s3_url}" in caplog.text


# All at once


@pytest.mark.django_db(transaction=True)
def test_confirmations_at_once_leave_one_resume(user, tracking, objects, resume):
    uploads = [resume.upload(PDF + bytes([number])) for number in range(4)] * 2
    barrier = Barrier(len(uploads))

    def confirm(key: str) -> int:
        api = api_of(user)
        barrier.wait()
        try:
            return api.post(f"{resume.path}/confirm", {"s3_key": key, "filename": "cv.pdf"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(uploads)) as pool:
        statuses = Counter(pool.map(confirm, uploads))

    # A second confirmation of an upload that was replaced meanwhile finds nothing any more.
    assert statuses.keys() <= {200, 400}
    assert statuses[200] >= 4
    assert objects.keys == [JobTracking.objects.get().resume_s3_url]


@pytest.mark.django_db(transaction=True)
def test_confirmations_rejections_and_undo_at_once_keep_row_and_object_together(user, tracking, objects, resume):
    resume.confirm(resume.upload())
    uploads = [resume.upload(PDF + bytes([number])) for number in range(6)]
    barrier = Barrier(len(uploads) + 1)

    def confirm(key: str) -> int:
        api = api_of(user)
        barrier.wait()
        try:
            return api.post(f"{resume.path}/confirm", {"s3_key": key, "filename": "cv.pdf"}).status_code
        finally:
            connection.close()

    def reject_and_undo() -> None:
        barrier.wait()
        try:
            for _ in range(10):
                events.delete(TRACKINGS, tracking.pk, reject(tracking))
        finally:
            connection.close()

    with ThreadPoolExecutor(len(uploads) + 1) as pool:
        undone = pool.submit(reject_and_undo)
        statuses = set(pool.map(confirm, uploads))
        undone.result()

    after = JobTracking.objects.get()
    assert statuses <= {200, 400}
    assert not TrackingEvent.objects.exists()
    assert after.resume_s3_url in objects.keys
    assert objects[after.resume_s3_url].startswith(PDF)


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_store_is_asked(resume, confirmed, objects, swept):
    asked = []
    clients = [storage._client(), storage._client("patient")]

    def note(event_name, **kwargs):
        asked.append((event_name.rpartition(".")[2], connection.in_atomic_block))

    for client in clients:
        client.meta.events.register("before-send.s3", note)
    try:
        resume.confirm(resume.upload())
        resume.url()
        objects["resumes/1/1/orphan.pdf"] = PDF
        swept()
        del objects[JobTracking.objects.get().resume_s3_url]
        with pytest.raises(CommandError):
            call_command("sweep_resumes")
        trackings.untrack(TRACKINGS, confirmed.pk)
        resumes.remove_all_of(confirmed.user_id)
    finally:
        for client in clients:
            client.meta.events.unregister("before-send.s3", note)

    operations = {"HeadBucket", "GetObject", "CopyObject", "DeleteObject", "ListObjectsV2"}
    assert set(asked) == {(operation, False) for operation in operations}
