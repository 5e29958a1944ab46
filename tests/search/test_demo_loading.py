"""`load_demo` and `remove_demo`: something to look around with, and its end."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from io import StringIO
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.utils import timezone

from search.domain import demo
from search.domain.importing import Summary
from search.models import Company, Job, JobBoard
from search.postings import Source
from tests.factories import CompanyFactory, JobBoardFactory, JobFactory, JobTrackingFactory, UserFactory
from tracking.domain import trackings
from tracking.models import JobTracking


def run(command: str) -> str:
    out = StringIO()
    call_command(command, stdout=out)
    return out.getvalue()


@pytest.fixture
def loaded(db) -> None:
    demo.load()


def test_first_load_brings_200_postings_of_25_companies(db):
    said = run("load_demo")

    assert said == "200 demo postings, 200 of them new.\n"
    assert (Job.objects.demo().count(), JobBoard.objects.count(), Company.objects.count()) == (200, 25, 25)
    assert not Job.objects.exclude(is_open=True, owner=None).exists()
    assert Company.objects.get(slug="fernwood-robotics").logo == "logos/demo.svg#fernwood"


def test_second_load_changes_nothing(loaded):
    before = set(Job.objects.values_list("pk", "content_hash", "posted_at"))

    summary = demo.load()

    assert summary == Summary(seen=200)
    assert set(Job.objects.values_list("pk", "content_hash", "posted_at")) == before


def test_load_brings_what_has_been_reworded_since(db, monkeypatch):
    monkeypatch.setattr("search.demo.to_html", lambda text: "<h3>All in one</h3>")
    demo.load()
    monkeypatch.undo()

    summary = demo.load()

    assert summary == Summary(seen=200, changed=200)
    assert not Job.objects.filter(description_html="<h3>All in one</h3>").exists()


def test_ages_are_counted_from_the_first_load(loaded):
    month_ago = timezone.now() - timedelta(days=30)
    JobBoard.objects.update(created_at=month_ago)
    JobBoard.objects.filter(token="fernwood").update(created_at=month_ago - timedelta(days=1))

    demo.load()

    newest = Job.objects.latest("posted_at").posted_at
    assert newest <= month_ago - timedelta(days=1)


def test_load_leaves_other_boards_alone(db):
    job = JobFactory(board=JobBoardFactory(source=Source.LEVER, token="fernwood"))

    demo.load()

    assert list(Job.objects.exclude(source=Source.DEMO)) == [job]


def test_remove_deletes_postings_boards_and_companies(loaded):
    kept = JobFactory()

    said = run("remove_demo")

    assert said == "Removed 200 demo postings.\n"
    assert list(Job.objects.all()) == [kept]
    assert list(JobBoard.objects.all()) == [kept.board]
    assert list(Company.objects.all()) == [kept.company]


def test_remove_without_a_demo_says_so(db):
    assert run("remove_demo") == "Removed 0 demo postings.\n"


def test_remove_keeps_what_somebody_tracks(loaded):
    job = Job.objects.select_related("board", "company").demo().first()
    tracking = JobTrackingFactory(job=job, is_archived=True)

    said = run("remove_demo")

    assert said == "Removed 199 demo postings. 1 stay: they are tracked.\n"
    assert list(Job.objects.all()) == [job]
    assert list(JobBoard.objects.all()) == [job.board]
    assert list(Company.objects.all()) == [job.company]
    assert list(JobTracking.objects.all()) == [tracking]


def test_remove_keeps_a_company_that_has_something_else(loaded):
    fernwood = Company.objects.get(slug="fernwood-robotics")
    own = JobFactory(private_to=UserFactory(), company=fernwood)
    CompanyFactory(name="Nobody's")

    demo.remove()

    assert list(Job.objects.all()) == [own]
    assert set(Company.objects.values_list("name", flat=True)) == {"Fernwood Robotics", "Nobody's"}


def test_load_after_removal_begins_anew(loaded):
    JobBoard.objects.update(created_at=timezone.now() - timedelta(days=300))
    demo.remove()

    summary = demo.load()

    assert summary == Summary(seen=200, new=200)
    assert Job.objects.latest("posted_at").posted_at > timezone.now() - timedelta(days=2)


def test_tracking_during_the_removal_is_refused_or_kept(transactional_db):
    """Whichever comes first: nobody is told that a posting is tracked, and then finds it gone."""
    demo.load()
    user = UserFactory()
    jobs = list(Job.objects.demo().values_list("pk", flat=True))[:60]
    start = Barrier(3, timeout=10)

    def track(pks: list[int]) -> set[int]:
        start.wait()
        tracked = set()
        try:
            for pk in pks:
                with suppress(Job.DoesNotExist, trackings.AlreadyTrackedError, IntegrityError):
                    tracked.add(trackings.track(user, pk).job_id)
        finally:
            connection.close()
        return tracked

    with ThreadPoolExecutor(2) as threads:
        trackers = [threads.submit(track, jobs[:30]), threads.submit(track, jobs[30:])]
        start.wait()
        removed, kept = demo.remove()

    tracked = trackers[0].result() | trackers[1].result()
    assert set(JobTracking.objects.values_list("job", flat=True)) == tracked
    assert set(Job.objects.values_list("pk", flat=True)) == tracked
    assert (removed, kept) == (200 - len(tracked), len(tracked))
