"""``sweep_resumes``: objects without a row, rows without their object."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from procrastinate.contrib.django import app

from tests.factories import JobTrackingFactory
from tracking import tasks
from tracking.domain import resumes, sweeps
from tracking.management.commands import sweep_resumes
from tracking.models import JobTracking


def sweep(*options: str) -> list[str]:
    output = StringIO()
    call_command("sweep_resumes", *options, stdout=output)
    return output.getvalue().splitlines()


@pytest.fixture
def tended(objects, tracking) -> JobTracking:
    """A tracking with a resume that is years old."""
    tracking.resume_s3_url = f"resumes/{tracking.user_id}/{tracking.pk}/a/b.pdf"
    tracking.notes = {"resume_filename": "cv.pdf", "salary": "80k"}
    tracking.save()
    objects.put_aged(tracking.resume_s3_url, hours=20_000)
    return tracking


@pytest.fixture
def untended(objects, tended) -> list[str]:
    """Keys of old objects that no row points to: an upload, a replaced resume, one of somebody who has left."""
    of_tracking = f"resumes/{tended.user_id}/{tended.pk}"
    keys = [f"{of_tracking}/incoming/c.pdf", f"{of_tracking}/d/e.pdf", "resumes/999999/1/f/g.pdf"]
    for key in keys:
        objects.put_aged(key, hours=25)
    return keys


def test_sweep_removes_old_objects_that_no_row_points_to(objects, tended, untended):
    objects.put_aged("resumes/1/1/incoming/young.pdf", hours=23)
    objects.put_aged("elsewhere/1/1/old.pdf", hours=25)

    said = sweep()

    assert said == [
        "5 objects: removed 3 that no tracked job points to (1 of them never confirmed), left 1 younger than 24 hours."
    ]
    left = ["elsewhere/1/1/old.pdf", "resumes/1/1/incoming/young.pdf", tended.resume_s3_url]
    assert objects.keys == sorted(left)


def test_sweep_of_what_is_in_order_changes_nothing(objects, tended):
    assert sweep() == ["1 objects: removed 0 that no tracked job points to (0 of them never confirmed)."]
    assert objects.keys == [tended.resume_s3_url]


def test_dry_run_changes_nothing(objects, tended, untended):
    before = objects.keys

    said = sweep("--dry-run")

    assert said == ["4 objects: would remove 3 that no tracked job points to (1 of them never confirmed)."]
    assert objects.keys == before


@pytest.mark.parametrize("options", [[], ["--dry-run"], ["--dry-run", "--forget-lost"]])
def test_lost_resumes_are_named_and_kept(objects, tended, options):
    del objects[tended.resume_s3_url]
    output = StringIO()

    with pytest.raises(CommandError) as error:
        call_command("sweep_resumes", *options, stdout=output)

    assert output.getvalue().splitlines()[1:] == [f"Tracking {tended.pk}: {tended.resume_s3_url} is gone."]
    assert str(error.value) == (
        "The resumes of 1 tracked jobs are gone. Restore them from a backup of the object store, "
        "or run `manage.py sweep_resumes --forget-lost`."
    )
    assert JobTracking.objects.get(pk=tended.pk).resume_s3_url == tended.resume_s3_url


def test_lost_resumes_are_forgotten_when_told_so_even_of_rejected_jobs(objects, tended):
    JobTracking.objects.update(stage="rejected")
    del objects[tended.resume_s3_url]

    said = sweep("--forget-lost")

    after = JobTracking.objects.get(pk=tended.pk)
    assert said[1:] == [f"Tracking {tended.pk}: {tended.resume_s3_url} is gone, and now forgotten."]
    assert (after.resume_s3_url, after.notes) == (None, {"salary": "80k"})
    assert after.updated_at > tended.updated_at
    assert sweep() == ["0 objects: removed 0 that no tracked job points to (0 of them never confirmed)."]


def test_resume_confirmed_after_the_listing_is_not_lost(objects, tended, when_storing):
    key = f"resumes/{tended.user_id}/{tended.pk}/new/new.pdf"

    def replace():
        objects.put_aged(key, hours=0)
        JobTracking.objects.update(resume_s3_url=key)

    with sweeps.take_stock(lambda count: None) as stock:
        replace()
        lost = list(sweeps.lost())

    assert stock == sweeps.Stock(objects=1, orphans=0, unconfirmed=0, young=0, resumes=1, unlisted=0)
    assert lost == []


def test_resume_replaced_while_it_is_looked_for_is_not_lost(objects, tended, when_storing):
    del objects[tended.resume_s3_url]

    with sweeps.take_stock(lambda count: None):
        when_storing("GetObject", lambda: JobTracking.objects.update(resume_s3_url="resumes/new.pdf"))

        assert list(sweeps.lost()) == []


@pytest.fixture
def another_bucket(objects, monkeypatch):
    """Objects of some other installation."""
    monkeypatch.setattr(sweeps, "MANY", 2)
    for number in range(3):
        objects.put_aged(f"resumes/7/{number}/a/b.pdf", hours=25)


def test_bucket_of_another_database_is_left_alone(objects, another_bucket, db):
    with pytest.raises(CommandError) as error:
        sweep()

    assert str(error.value) == (
        "No tracked job points to 3 of 3 objects, and 0 of 0 resumes are not there. Do this database and this bucket "
        "belong together? If they do, run `manage.py sweep_resumes --force`."
    )
    assert len(objects.keys) == 3


def test_bucket_of_another_database_is_swept_when_told_so(objects, another_bucket, db):
    sweep("--force")

    assert objects.keys == []


def test_unconfirmed_uploads_alone_raise_no_doubt():
    stock = sweeps.Stock(objects=5000, orphans=5000, unconfirmed=5000, young=0, resumes=0, unlisted=0)

    assert not stock.is_doubtful


def test_wrong_bucket_does_not_make_resumes_forgotten(objects, db, monkeypatch):
    monkeypatch.setattr(sweeps, "MANY", 2)
    for number in range(3):
        JobTrackingFactory(resume_s3_url=f"resumes/1/{number}/a.pdf")

    with pytest.raises(CommandError):
        sweep("--forget-lost")

    assert JobTracking.objects.filter(resume_s3_url=None).count() == 0


def test_store_down_fails_and_says_what_to_do(settings, db):
    down = {"OPTIONS": {"endpoint_url": "http://127.0.0.1:9"}}
    settings.STORAGES = settings.STORAGES | {"patient": settings.STORAGES["patient"] | down}

    with pytest.raises(CommandError) as error:
        sweep()

    assert str(error.value) == (
        'The object store does not answer: Could not connect to the endpoint URL: "http://127.0.0.1:9/'
        f'{settings.AWS_STORAGE_BUCKET_NAME}?list-type=2&prefix=resumes%2F&encoding-type=url". '
        "Run this again when it does."
    )


def test_sweep_can_be_repeated_on_one_connection(objects, tended, untended):
    sweep()
    sweep()

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relname IN ('listed', 'orphans')")
        assert cursor.fetchone() == (0,)


def test_resume_replaced_before_it_is_forgotten_is_kept(objects, tended, monkeypatch):
    del objects[tended.resume_s3_url]
    with sweeps.take_stock(lambda count: None):
        [(pk, key)] = sweeps.lost()
    JobTracking.objects.update(resume_s3_url="resumes/new.pdf")

    assert resumes.forget(JobTracking.objects.all(), pk, key) is False
    assert JobTracking.objects.get().resume_s3_url == "resumes/new.pdf"


def test_many_lost_resumes_are_named_in_part(objects, db, monkeypatch):
    monkeypatch.setattr(sweep_resumes, "LOST_SHOWN", 1)
    lost = [JobTrackingFactory(resume_s3_url=f"resumes/1/{number}/a.pdf") for number in range(3)]

    said = sweep("--forget-lost")

    assert said[1:] == [f"Tracking {lost[0].pk}: resumes/1/0/a.pdf is gone, and now forgotten.", "… and 2 more."]
    assert JobTracking.objects.filter(resume_s3_url=None).count() == 3


# By the worker


def test_worker_sweeps_daily():
    [periodic] = [one for one in app.periodic_registry.periodic_tasks.values() if one.task is tasks.sweep_resumes]

    assert app.tasks["tracking.tasks.sweep_resumes"] is tasks.sweep_resumes
    assert periodic.cron == "37 16 * * *"


def test_worker_removes_what_no_row_points_to(objects, tended, caplog):
    keys = [f"resumes/{tended.user_id}/{tended.pk}/{rest}" for rest in ("incoming/c.pdf", "d/e.pdf")]
    for key in keys:
        objects.put_aged(key, hours=25)
    objects.put_aged("resumes/1/1/incoming/young.pdf", hours=23)

    with caplog.at_level("INFO", "tracking"):
        tasks.sweep_resumes(timestamp=0)

    assert objects.keys == sorted(["resumes/1/1/incoming/young.pdf", tended.resume_s3_url])
    assert caplog.messages == ["2 objects that no tracked job points to are removed"]


def test_worker_with_nothing_to_do_says_nothing(objects, tended, caplog):
    with caplog.at_level("INFO", "tracking"):
        tasks.sweep_resumes(timestamp=0)

    assert (objects.keys, caplog.messages) == ([tended.resume_s3_url], [])


def test_worker_keeps_former_resumes_while_more_are_stray_than_belong_to_somebody(objects, tended, untended, caplog):
    strays = untended[1:]

    with caplog.at_level("INFO", "tracking"):
        tasks.sweep_resumes(timestamp=0)

    assert objects.keys == sorted([tended.resume_s3_url, *strays])
    assert caplog.messages == [
        "1 objects that no tracked job points to are removed",
        (
            "No tracked job points to 2 former resumes, which are kept, and 0 of 1 resumes are not there: "
            "see `manage.py sweep_resumes --dry-run`"
        ),
    ]


def test_worker_tells_of_lost_resumes_and_keeps_their_rows(objects, tended, caplog):
    lost = JobTrackingFactory(resume_s3_url="resumes/1/1/a.pdf")

    tasks.sweep_resumes(timestamp=0)

    assert caplog.messages == ["The resumes of 1 tracked jobs are gone: `manage.py sweep_resumes` names them"]
    assert JobTracking.objects.get(pk=lost.pk).resume_s3_url == "resumes/1/1/a.pdf"


def test_worker_goes_on_while_the_store_is_down(settings, db, caplog):
    down = {"OPTIONS": {"endpoint_url": "http://127.0.0.1:9"}}
    settings.STORAGES = settings.STORAGES | {"patient": settings.STORAGES["patient"] | down}

    tasks.sweep_resumes(timestamp=0)

    [message] = caplog.messages
    assert message.startswith("The object store is not swept, or not all of it: Could not connect")
