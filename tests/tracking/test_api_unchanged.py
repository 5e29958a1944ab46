"""Reads that need not be sent again: tags and 304 (RFC 9110, 13.1.2)."""

from datetime import date

import pytest
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


def test_tag_holds_for_one_person_and_one_address(api, stranger):
    tag = api.get("/api/tracked/ids")["ETag"]
    other = APIClient(headers={"Authorization": f"Bearer {tokens.create(stranger, 'theirs')[1]}"})

    assert other.get("/api/tracked/ids", headers={"if-none-match": tag}).status_code == 200
    assert api.get("/api/tracked", headers={"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize("tag", ["", "nonsense", '"', 'W/"', "\x00", '"' * 9000])
def test_malformed_tag_is_as_none(api, tag):
    assert api.get("/api/tracked/ids", headers={"if-none-match": tag}).status_code == 200
