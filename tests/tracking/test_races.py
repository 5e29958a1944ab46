"""Two requests at the same moment, for each invariant; and that the tracking's lock is what keeps them.

The two meet at a barrier after both have read the events: without the lock both then act on what is no longer so.
With it the second cannot read before the first has finished, and the barrier gives up waiting.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import IntegrityError, connection
from django.test import Client

from search.models import Job
from tests.conftest import api_of
from tests.factories import JobFactory, JobTrackingFactory
from tracking.domain import events, trackings
from tracking.models import JobTracking, TrackingEvent
from tracking.querysets import JobTrackingQuerySet
from tracking.stages import faults

pytestmark = pytest.mark.django_db(transaction=True)
MEETING = 0.4  # seconds to wait for the other, who may be waiting for a lock


@pytest.fixture
def tracking(user):
    return JobTrackingFactory(user=user)


@pytest.fixture
def at_once(user):
    """Sends two requests at the same moment; gives their (status, code) in order of status."""
    clients = [api_of(user), api_of(user)]

    def at_once(*requests: tuple) -> list[tuple[int, str | None]]:
        start = threading.Barrier(2)

        def send(client, request):
            method, path, *body = request
            try:
                start.wait()
                answer = getattr(client, method)(path, *body)
                return answer.status_code, (answer.json() if answer.status_code < 500 else {}).get("code")
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(send, clients, requests))
        return sorted(answers, key=str)

    return at_once


@pytest.fixture
def meeting_after_reading(monkeypatch):
    """Both requests wait for each other once they have read the events."""
    barrier = threading.Barrier(2)
    read = events._events_of

    def read_and_meet(tracking):
        found = read(tracking)
        try:
            barrier.wait(MEETING)
        except threading.BrokenBarrierError:
            barrier.reset()
        return found

    monkeypatch.setattr(events, "_events_of", read_and_meet)


@pytest.fixture
def without_lock(monkeypatch):
    monkeypatch.setattr(JobTrackingQuerySet, "locked", lambda self, pk: self.get(pk=pk))


def add(tracking, *event_types: str) -> list[TrackingEvent]:
    return [
        events.add(JobTracking.objects.all(), tracking.pk, event_type, on=date(2026, 3, day)).event
        for day, event_type in enumerate(event_types, 1)
    ]


def faults_of(tracking) -> tuple:
    tracking.refresh_from_db()
    return faults(tracking.stage, list(tracking.events.all()))


def posting(tracking, event_type: str, on: str = "2026-03-20") -> tuple:
    return ("post", f"/api/tracked/{tracking.pk}/events", {"event_type": event_type, "event_date": on})


# (events before, the two requests, both possible pairs of answers)
RACES = {
    "rejected twice": (
        ["applied"],
        lambda tracking, made: [posting(tracking, "rejected"), posting(tracking, "rejected")],
        [[(201, None), (400, "rejected_locked")]],
    ),
    "accepted and declined": (
        ["offer"],
        lambda tracking, made: [posting(tracking, "accepted"), posting(tracking, "declined")],
        [[(201, None), (400, "closed")]],
    ),
    "accepted while its offer is deleted": (
        ["offer"],
        lambda tracking, made: [
            posting(tracking, "accepted"),
            ("delete", f"/api/tracked/{tracking.pk}/events/{made[0].pk}"),
        ],
        [[(201, None), (400, "not_latest")], [(200, None), (400, "needs_offer")]],
    ),
    "added while rejected": (
        [],
        lambda tracking, made: [posting(tracking, "applied"), posting(tracking, "rejected", "2026-03-01")],
        [[(201, None), (201, None)], [(201, None), (400, "rejected_locked")]],
    ),
    "two events, each of which thinks that it is the latest": (
        [],
        lambda tracking, made: [posting(tracking, "screening"), posting(tracking, "interview")],
        [[(201, None), (201, None)]],
    ),
    "the latest deleted twice": (
        ["applied", "interview"],
        lambda tracking, made: [("delete", f"/api/tracked/{tracking.pk}/events/{made[1].pk}")] * 2,
        [[(200, None), (404, "not_found")]],
    ),
    "moved while another is added": (
        ["interview"],
        lambda tracking, made: [
            ("patch", f"/api/tracked/{tracking.pk}/events/{made[0].pk}", {"event_date": "2026-03-25"}),
            posting(tracking, "screening", "2026-03-10"),
        ],
        [[(200, None), (201, None)]],
    ),
}


@pytest.mark.parametrize("name", RACES)
def test_race_of_events_leaves_every_rule_whole(name, tracking, at_once, meeting_after_reading):
    before, requests, outcomes = RACES[name]
    made = add(tracking, *before)

    answers = at_once(*requests(tracking, made))

    assert answers in outcomes
    assert faults_of(tracking) == ()


@pytest.mark.parametrize("name", ["rejected twice", "accepted and declined", "accepted while its offer is deleted"])
def test_race_is_lost_without_the_lock(name, tracking, at_once, meeting_after_reading, without_lock):
    before, requests, outcomes = RACES[name]
    made = add(tracking, *before)

    answers = at_once(*requests(tracking, made))

    assert answers not in outcomes
    assert faults_of(tracking) != () or answers[-1][0] == 500


def test_tracking_at_once_makes_one(user, at_once):
    for _ in range(10):
        job = JobFactory()

        answers = at_once(*[("post", "/api/tracked", {"job_id": job.pk})] * 2)

        assert answers == [(201, None), (409, "already_tracked")]
        assert JobTracking.objects.filter(user=user, job=job).count() == 1


def test_untracking_while_an_event_is_added_leaves_no_orphan(user, at_once):
    for _ in range(10):
        tracking = JobTrackingFactory(user=user)

        answers = at_once(("delete", f"/api/tracked/{tracking.pk}"), posting(tracking, "applied"))

        assert answers in ([(200, None), (404, "not_found")], [(201, None), (400, "not_interested")])
        assert JobTracking.objects.filter(pk=tracking.pk).exists() == TrackingEvent.objects.exists()
        TrackingEvent.objects.all().delete()


def test_untracking_twice_at_once_finds_it_once(user, at_once):
    for _ in range(10):
        path = f"/api/tracked/{JobTrackingFactory(user=user).pk}"

        answers = at_once(("delete", path), ("delete", f"{path}?if_empty=true"))

        assert sorted(answers) == [(200, None), (404, "not_found")]
        assert not JobTracking.objects.exists()


def test_notes_changed_at_once_are_both_kept(tracking, at_once):
    for number in range(10):
        path = f"/api/tracked/{tracking.pk}"

        answers = at_once(
            ("patch", path, {"notes": {f"a{number}": number}}), ("patch", path, {"notes": {f"b{number}": number}})
        )

        assert [status for status, _ in answers] == [200, 200]
    tracking.refresh_from_db()
    assert len(tracking.notes) == 20


# Two tabs: whoever comes second is told, and replaces nothing unseen


@pytest.fixture
def meeting_before_writing(monkeypatch):
    """Two pages wait for each other when both have compared what they showed with what is stored."""

    def meet_in(domain, name: str) -> None:
        barrier = threading.Barrier(2)
        write = getattr(domain, name)

        def meet_and_write(*args, **kwargs):
            barrier.wait(10)
            return write(*args, **kwargs)

        monkeypatch.setattr(domain, name, meet_and_write)

    return meet_in


@pytest.fixture
def saved_at_once(user, tracking):
    """Sends a form from two tabs at the same moment; gives the answers, the one that was saved first."""

    def saved_at_once(path: str, *forms: dict) -> list:
        tabs = [Client(), Client()]
        for tab in tabs:
            tab.force_login(user)

        def send(tab, form):
            try:
                return tab.post(path, form)
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            return sorted(pool.map(send, tabs, forms), key=lambda answer: answer.status_code)

    return saved_at_once


def test_event_saved_from_two_tabs_at_once_replaces_nothing_unseen(tracking, saved_at_once, meeting_before_writing):
    event = add(tracking, "screening")[0]
    shown = {"event_date": "2026-03-01", "note_type": "phone", "location": "", "note_note": ""}
    shown |= {f"initial-{name}": value for name, value in shown.items()}
    texts = {"One.", "Two."}
    meeting_before_writing(events, "edit")

    saved, told = saved_at_once(
        f"/track/{tracking.pk}/events/{event.pk}", *(shown | {"note_note": note, "location": note} for note in texts)
    )

    event.refresh_from_db()
    assert (saved.status_code, told.status_code) == (302, 422)
    kept = event.note["note"]
    (other,) = texts - {kept}
    assert (event.location, told.context["form"]["note_note"].value()) == (kept, other)
    sentence = f"Another tab has changed this meanwhile, to: “{kept}” Save again to replace that."
    assert told.context["form"].errors == {"note_note": [sentence], "location": [sentence]}


def test_date_saved_from_two_tabs_at_once_replaces_nothing_unseen(tracking, saved_at_once, meeting_before_writing):
    event = add(tracking, "interview")[0]
    shown = {"event_date": "2026-03-01", "event_time": "", "note_round": "1st", "note_type": "technical"}
    shown |= {f"initial-{name}": value for name, value in shown.items()}
    meeting_before_writing(events, "edit")

    saved, told = saved_at_once(
        f"/track/{tracking.pk}/events/{event.pk}",
        shown | {"event_date": "2026-03-02", "event_time": "10:30"},
        shown | {"event_date": "2026-03-03", "event_time": "11:45"},
    )

    assert (saved.status_code, told.status_code) == (302, 422)
    assert set(told.context["form"].errors) == {"event_date", "event_time"}


def test_different_fields_saved_from_two_tabs_at_once_are_both_kept(tracking, saved_at_once, meeting_before_writing):
    event = add(tracking, "screening")[0]
    shown = {"event_date": "2026-03-01", "note_type": "phone", "note_with_person": "", "note_note": ""}
    shown |= {f"initial-{name}": value for name, value in shown.items()}
    meeting_before_writing(events, "edit")

    answers = saved_at_once(
        f"/track/{tracking.pk}/events/{event.pk}",
        shown | {"note_note": "By phone."},
        shown | {"note_with_person": "Ana"},
    )

    event.refresh_from_db()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert event.note == {"note": "By phone.", "with_person": "Ana"}


def test_notes_saved_from_two_tabs_at_once_replace_nothing_unseen(tracking, saved_at_once, meeting_before_writing):
    shown = {"general_note": "", "initial-general_note": ""}
    texts = {"One.", "Two."}
    meeting_before_writing(trackings, "change")

    saved, told = saved_at_once(f"/track/{tracking.pk}/notes", *(shown | {"general_note": note} for note in texts))

    tracking.refresh_from_db()
    assert (saved.status_code, told.status_code) == (302, 422)
    (other,) = texts - {tracking.notes["general_note"]}
    assert told.context["form"]["general_note"].value() == other


# What must never be false is in the database, whoever writes


def sql(statement: str, *parameters) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


@pytest.mark.parametrize(
    ("constraint", "statement"),
    [
        (
            "tracking_events_one_rejection",
            (
                "INSERT INTO tracking_events (tracking_id, event_type, event_date)"
                " SELECT id, 'rejected', '2026-03-01' FROM job_tracking, generate_series(1, 2)"
            ),
        ),
        (
            "job_tracking_user_job_unique",
            "INSERT INTO job_tracking (user_id, job_id) SELECT user_id, job_id FROM job_tracking",
        ),
        ("job_tracking_notes_is_object", "UPDATE job_tracking SET notes = '[]'"),
        ("job_tracking_posting_is_object", "UPDATE job_tracking SET posting = '\"text\"'"),
        (
            "tracking_events_note_is_object",
            (
                "INSERT INTO tracking_events (tracking_id, event_type, event_date, note)"
                " SELECT id, 'applied', '2026-03-01', 'null' FROM job_tracking"
            ),
        ),
        (
            "tracking_events_date_in_range",
            (
                "INSERT INTO tracking_events (tracking_id, event_type, event_date)"
                " SELECT id, 'applied', 'infinity' FROM job_tracking"
            ),
        ),
    ],
)
def test_database_refuses(tracking, constraint, statement):
    with pytest.raises(IntegrityError, match=constraint):
        sql(statement)


def test_integrators_sql_needs_no_more_than_the_contract_says(user):
    job = JobFactory()

    sql("INSERT INTO job_tracking (user_id, job_id) VALUES (%s, %s)", user.pk, job.pk)
    sql(
        "INSERT INTO tracking_events (tracking_id, event_type, event_date) SELECT id, 'applied', '2026-03-01'"
        " FROM job_tracking"
    )

    tracking = JobTracking.objects.get()
    assert (tracking.stage, tracking.is_archived, tracking.notes, tracking.posting) == ("interested", False, {}, {})
    assert tracking.events.get().note == {}


@pytest.mark.parametrize("table", ["users", "jobs"])
def test_database_deletes_what_belongs_to_a_person_or_posting(tracking, table):
    add(tracking, "applied")
    pk = {"users": tracking.user_id, "jobs": tracking.job_id}[table]
    sql("DELETE FROM api_tokens")

    sql(f"DELETE FROM {table} WHERE id = %s", pk)

    assert not JobTracking.objects.exists()
    assert not TrackingEvent.objects.exists()


def test_stages_sort_in_the_order_of_the_pipeline(user):
    for stage in ("rejected", "offer", "interested", "reference", "applied"):
        JobTracking.objects.filter(pk=JobTrackingFactory(user=user).pk).update(stage=stage)

    ordered = JobTracking.objects.order_by("stage").values_list("stage", flat=True)

    assert list(ordered) == ["interested", "applied", "reference", "offer", "rejected"]


def test_posting_that_is_removed_while_it_is_tracked_is_not_found(user, monkeypatch):
    job = JobFactory()
    posting_of = trackings.posting_of

    def removed_when_read(read):
        kept = posting_of(read)
        Job.objects.filter(pk=read.pk).delete()
        return kept

    monkeypatch.setattr(trackings, "posting_of", removed_when_read)

    with pytest.raises(Job.DoesNotExist):
        trackings.track(user, job.pk)

    assert not JobTracking.objects.exists()
