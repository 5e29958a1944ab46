"""Reads that need not be sent again: tags and 304 (RFC 9110, 13.1.2)."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from rest_framework.test import APIClient

from accounts.domain import tokens
from tests.factories import JobTrackingFactory
from tracking.domain import events, trackings
from tracking.models import JobTracking

ANYBODYS = JobTracking.objects.all()
DAYS = {"start": "2026-03-01", "end": "2026-03-31"}
READS = [("/api/tracked/ids", {}), ("/api/tracked", {}), ("/api/tracked/calendar/events", DAYS)]
each_read = pytest.mark.parametrize(("path", "query"), READS, ids=["ids", "list", "calendar"])


@pytest.fixture
def screening(tracking):
    return events.add(ANYBODYS, tracking.pk, "screening", on=date(2026, 3, 4), note={"with_person": "Ines"}).event


@each_read
def test_unchanged_answer_is_not_sent_again(api, screening, path, query):
    first = api.get(path, query)

    again = api.get(path, query, headers={"if-none-match": first["ETag"]})

    assert (first.status_code, first["Cache-Control"]) == (200, "private, no-cache")
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])


@each_read
def test_unchanged_list_is_not_even_made(api, screening, path, query, django_assert_max_num_queries):
    tag = api.get(path, query)["ETag"]

    with django_assert_max_num_queries(2):  # token, trackings
        api.get(path, query, headers={"if-none-match": tag})


def add_interview(tracking, screening):
    events.add(ANYBODYS, tracking.pk, "interview", on=date(2026, 3, 9))


def delete_event(tracking, screening):
    events.delete(ANYBODYS, tracking.pk, screening.pk)


def track_another(tracking, screening):
    other = JobTrackingFactory(user=tracking.user)
    events.add(ANYBODYS, other.pk, "applied", on=date(2026, 3, 20))


def edit_note(tracking, screening):
    events.edit(ANYBODYS, tracking.pk, screening.pk, {"note": {"with_person": "Tomasz"}})


def rename_company(tracking, screening):
    tracking.job.company.name = "Fernwood"
    tracking.job.company.save()


def retitle(tracking, screening):
    tracking.job.title = "Principal Engineer"
    tracking.job.save()


# Ids tell no details.
CHANGES = [(read, change) for read in READS for change in (add_interview, delete_event, track_another)]
CHANGES += [(read, change) for read in READS[1:] for change in (edit_note, rename_company, retitle)]


@pytest.mark.parametrize(("read", "change"), CHANGES, ids=lambda value: getattr(value, "__name__", None))
def test_changed_answer_is_sent(api, tracking, screening, read, change):
    path, query = read
    first = api.get(path, query)
    change(tracking, screening)

    again = api.get(path, query, headers={"if-none-match": first["ETag"]})

    assert again.status_code == 200
    assert again.json() != first.json()


def test_changed_notes_are_sent(api, tracking):
    first = api.get("/api/tracked")
    trackings.change(ANYBODYS, tracking.pk, notes={"salary": "90k"})

    again = api.get("/api/tracked", headers={"if-none-match": first["ETag"]})

    assert again.json()["tracked_jobs"][0]["notes"]["salary"] == "90k"


BY_HAND = [
    """UPDATE job_tracking SET notes = '{"salary": "90k"}'""",
    """UPDATE tracking_events SET note = '{"with_person": "Tomasz"}'""",
    "UPDATE tracking_events SET location = 'Porto', event_time = '10:30'",
    "DELETE FROM tracking_events",
    """INSERT INTO tracking_events (tracking_id, event_type, event_date)
       SELECT tracking_id, 'applied', '2026-03-01' FROM tracking_events""",
    "UPDATE tracking_events SET tracking_id = (SELECT max(id) FROM job_tracking)",
]


@pytest.mark.parametrize("statement", BY_HAND)
def test_change_by_sql_is_sent(api, user, tracking, screening, statement):
    JobTrackingFactory(user=user)
    reads = [("/api/tracked", {}), *([READS[2]] if "events" in statement else [])]
    before = [api.get(path, query) for path, query in reads]
    moments = dict(JobTracking.objects.values_list("pk", "updated_at"))
    with connection.cursor() as cursor:
        cursor.execute(statement)

    again = [
        api.get(path, query, headers={"if-none-match": answer["ETag"]})
        for (path, query), answer in zip(reads, before, strict=True)
    ]

    assert [answer.status_code for answer in again] == [200] * len(reads)
    assert JobTracking.objects.get(pk=tracking.pk).updated_at > moments[tracking.pk]


def test_change_by_sql_of_nothing_changes_nothing(api, tracking, screening):
    tag = api.get("/api/tracked")["ETag"]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE job_tracking SET notes = notes, is_archived = false")
        cursor.execute("UPDATE tracking_events SET note = '{}' WHERE id = 0")

    assert api.get("/api/tracked", headers={"if-none-match": tag}).status_code == 304


def test_moment_that_sql_states_itself_stands(tracking):
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE job_tracking SET is_archived = true, updated_at = %s", [moment])

    tracking.refresh_from_db()
    assert tracking.updated_at == moment


def test_change_through_the_product_writes_its_tracking_once(tracking, screening):
    """The triggers find the moment moved: a second version of the row would double what a change costs."""

    def versions(change) -> int:
        with connection.cursor() as cursor:
            count = "SELECT pg_stat_get_xact_tuples_updated('job_tracking'::regclass)"
            cursor.execute(count)
            [before] = cursor.fetchone()
            change()
            cursor.execute(count)
            return cursor.fetchone()[0] - before

    assert [
        versions(lambda change=change: change(tracking, screening))
        for change in (
            add_interview,
            edit_note,
            lambda *_: trackings.change(ANYBODYS, tracking.pk, notes={"salary": "90k"}),
        )
    ] == [1, 1, 1]
    latest = tracking.events.latest("pk")
    assert versions(lambda: events.delete(ANYBODYS, tracking.pk, latest.pk)) == 1


def test_tag_holds_for_one_person_and_one_address(api, stranger):
    tag = api.get("/api/tracked/ids")["ETag"]
    other = APIClient(headers={"Authorization": f"Bearer {tokens.create(stranger, 'theirs')[1]}"})

    assert other.get("/api/tracked/ids", headers={"if-none-match": tag}).status_code == 200
    assert api.get("/api/tracked", headers={"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize("tag", ["", "nonsense", '"', 'W/"', "\x00", '"' * 9000])
def test_malformed_tag_is_as_none(api, tag):
    assert api.get("/api/tracked/ids", headers={"if-none-match": tag}).status_code == 200
