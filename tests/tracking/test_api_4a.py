import pytest
from django.db import connection

from tests.conftest import api_of
from tests.factories import JobFactory, JobTrackingFactory
from tracking.models import JobTracking


def test_ids_are_those_of_the_caller(api, user, stranger):
    mine = JobTrackingFactory(user=user)
    JobTrackingFactory(user=stranger)

    answer = api.get("/api/tracked/ids")

    assert answer.status_code == 200
    assert answer.json() == {"tracked": {str(mine.job_id): {"tracking_id": mine.pk, "stage": "interested"}}}


def test_track_answers_what_was_made(api, user):
    job = JobFactory()

    answer = api.post("/api/tracked", {"job_id": job.pk})

    tracking = JobTracking.objects.get(user=user, job=job)
    assert answer.status_code == 201
    body = answer.json()
    body.pop("tracked_at")
    assert body == {"tracking_id": tracking.pk, "job_id": job.pk, "stage": "interested"}


def test_track_twice_is_refused(api, user):
    tracking = JobTrackingFactory(user=user)

    answer = api.post("/api/tracked", {"job_id": tracking.job_id})

    assert answer.status_code == 409
    assert answer.json() == {"detail": "You track this posting already.", "code": "already_tracked"}


def test_untrack_removes_it(api, user):
    tracking = JobTrackingFactory(user=user)

    answer = api.delete(f"/api/tracked/{tracking.pk}")

    assert (answer.status_code, answer.json()) == (200, {"success": True})
    assert not JobTracking.objects.exists()


@pytest.mark.parametrize("kept", [{"notes": {"salary": "80k"}}, {"resume_s3_url": "resumes/1/1/a.pdf"}])
def test_untrack_if_empty_loses_nothing(api, user, kept):
    tracking = JobTrackingFactory(user=user, **kept)
    empty = JobTrackingFactory(user=user, notes={"salary": None})

    answers = [api.delete(f"/api/tracked/{pk}?if_empty=true") for pk in (tracking.pk, empty.pk)]

    assert [answer.status_code for answer in answers] == [400, 200]
    assert answers[0].json() == {
        "detail": "There are notes or a resume, which would be deleted with it.",
        "code": "not_empty",
    }
    assert JobTracking.objects.get() == tracking


@pytest.mark.parametrize(
    ("notes", "status"),
    [
        ("{}", 200),
        ('{"salary": null, "location": ""}', 200),
        ('{"bonus": 0}', 400),
        ('{"is_remote": false}', 400),
        ('{"contacts": []}', 400),
        ('{"general_note": " "}', 400),
        (f'{{"a": {"1" * 5000}}}', 400),  # no parser takes this
    ],
)
def test_untrack_if_empty_keeps_whatever_sql_has_written(api, user, notes, status):
    tracking = JobTrackingFactory(user=user)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE job_tracking SET notes = %s::jsonb", [notes])

    answer = api.delete(f"/api/tracked/{tracking.pk}?if_empty=true")

    assert answer.status_code == status
    assert JobTracking.objects.filter(pk=tracking.pk).exists() == (status == 400)


def test_untrack_refuses_after_interested(api, user):
    tracking = JobTrackingFactory(user=user, stage="applied")

    answer = api.delete(f"/api/tracked/{tracking.pk}")

    assert answer.status_code == 400
    assert answer.json()["code"] == "not_interested"


def test_untrack_of_a_stranger_is_not_found(user, stranger):
    tracking = JobTrackingFactory(user=user)

    answer = api_of(stranger).delete(f"/api/tracked/{tracking.pk}")

    assert answer.status_code == 404
    assert JobTracking.objects.filter(pk=tracking.pk).exists()
