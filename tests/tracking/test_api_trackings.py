"""Trackings over HTTP: list, detail, notes, archive, untrack (CONTRACT, "HTTP API")."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search.models import Job
from tests.conftest import api_of
from tests.factories import CompanyFactory, JobFactory, JobTrackingFactory
from tracking.domain import events, trackings
from tracking.models import JobTracking

NO_NOTES = {"salary": None, "location": None, "general_note": None, "resume_filename": None}


def add(tracking, event_type: str, on: str, **more):
    day = date.fromisoformat(on)
    return events.add(JobTracking.objects.all(), tracking.pk, event_type, on=day, **more).event


def shown(moment) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def test_track_keeps_the_posting_as_it_reads_now(api, user):
    job = JobFactory(
        title="Data engineer",
        company=CompanyFactory(name="Fernwood"),
        locations=["Porto", "Remote"],
        salary_min="80000.00",
        salary_max="90000.50",
        salary_currency="EUR",
        salary_period="year",
        description_text="Nine people.",
    )

    answer = api.post("/api/tracked", {"job_id": job.pk})

    posting = {
        "title": "Data engineer",
        "company": "Fernwood",
        "url": None,
        "location": "Porto",
        "salary": {"min": 80000, "max": 90000.5, "currency": "EUR", "period": "year", "text": None},
        "description": "Nine people.",
    }
    assert JobTracking.objects.get(pk=answer.json()["tracking_id"]).posting == posting


def test_first_applied_keeps_the_posting_anew_and_later_ones_do_not(api, tracking):
    Job.objects.update(title="Rewritten")
    add(tracking, "screening", "2026-03-01")
    tracking.refresh_from_db()
    assert tracking.posting == {}

    add(tracking, "applied", "2026-03-02")
    Job.objects.update(title="Rewritten again")
    add(tracking, "applied", "2026-03-03")

    tracking.refresh_from_db()
    assert tracking.posting["title"] == "Rewritten"


@pytest.mark.parametrize("job_id", ["0", "-1", str(2**63), "1" + "0" * 30])
def test_track_what_no_row_can_be_is_not_found(api, job_id):
    answer = api.post("/api/tracked", f'{{"job_id": {job_id}}}', content_type="application/json")

    assert answer.status_code in (400, 404)


def test_track_gives_what_is_stored(user):
    tracking = trackings.track(user, JobFactory(description_text="Bread").pk)

    stored = JobTracking.objects.get()
    columns = [field.attname for field in JobTracking._meta.concrete_fields]
    assert {name: getattr(tracking, name) for name in columns} == {name: getattr(stored, name) for name in columns}
    tracking.save()  # the row is known to be there
    assert JobTracking.objects.get() == tracking


def test_track_a_private_posting_of_another_is_not_found(api, stranger):
    job = JobFactory(private_to=stranger)

    answer = api.post("/api/tracked", {"job_id": job.pk})

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_list_answers_everything_about_each(api, tracking):
    interview = add(tracking, "interview", "2026-03-04", at="10:30", location="Third floor", note={"round": "2nd"})
    applied = add(tracking, "applied", "2026-03-01")
    tracking.refresh_from_db()

    answer = api.get("/api/tracked")

    assert answer.status_code == 200
    assert answer.json() == {
        "tracked_jobs": [
            {
                "id": tracking.pk,
                "job_id": tracking.job_id,
                "stage": "interview",
                "is_archived": False,
                "notes": NO_NOTES,
                "has_resume": False,
                "tracked_at": shown(tracking.tracked_at),
                "updated_at": shown(tracking.updated_at),
                "job": {
                    "id": tracking.job_id,
                    "title": "Staff Engineer",
                    "company": "Fernwood Robotics",
                    "company_logo_url": "/static/logos/fernwood.svg",
                    "location": "Berlin",
                    "url": "https://fernwood.example/1",
                    "is_open": True,
                },
                "events": [
                    {
                        "id": applied.pk,
                        "tracking_id": tracking.pk,
                        "event_type": "applied",
                        "event_date": "2026-03-01",
                        "event_time": None,
                        "location": None,
                        "note": {"type": "online", "referrer_name": None, "referrer_content": None, "note": None},
                        "created_at": shown(applied.created_at),
                        "is_deletable": True,
                    },
                    {
                        "id": interview.pk,
                        "tracking_id": tracking.pk,
                        "event_type": "interview",
                        "event_date": "2026-03-04",
                        "event_time": "10:30:00",
                        "location": "Third floor",
                        "note": {"round": "2nd", "type": "technical", "interviewers": None, "note": None},
                        "created_at": shown(interview.created_at),
                        "is_deletable": True,
                    },
                ],
            }
        ],
        "total": 1,
    }


def test_events_are_in_order_of_date_then_time_none_first_then_entry(api, tracking):
    late = add(tracking, "interview", "2026-03-04", at="15:00")
    second = add(tracking, "interview", "2026-03-04", at="09:00")
    third = add(tracking, "interview", "2026-03-04", at="09:00")
    all_day = add(tracking, "interview", "2026-03-04")
    first = add(tracking, "applied", "2026-03-01", at="23:00")

    answer = api.get(f"/api/tracked/{tracking.pk}")

    assert [event["id"] for event in answer.json()["events"]] == [first.pk, all_day.pk, second.pk, third.pk, late.pk]


def test_list_is_active_first_then_newest(api, user):
    old, new, archived = (JobTrackingFactory(user=user) for _ in range(3))
    JobTracking.objects.filter(pk=old.pk).update(tracked_at="2026-01-01T00:00Z")
    JobTracking.objects.filter(pk=archived.pk).update(is_archived=True)

    answer = api.get("/api/tracked")

    assert [row["id"] for row in answer.json()["tracked_jobs"]] == [new.pk, old.pk, archived.pk]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "abc"),
        ("archived=false", "ab"),
        ("archived=true", "c"),
        ("archived=any", "abc"),
        ("stage=interested", "bc"),
        ("stage=applied&stage=interested", "abc"),
        ("company=fernwood", "a"),
        ("company=fernwood&company=oatfield", "ab"),
        ("company=nobody", ""),
        ("q=POTTER", "b"),
        ("q=fern", "a"),
        ("q=kiln", "c"),
        ("q=100%25", ""),
        ("q=%20", "abc"),
        ("limit=2", "ab"),
        ("limit=2&offset=2", "c"),
        ("offset=9", ""),
    ],
)
def test_list_filters(api, user, query, found):
    def tracked(title, company, **more):
        return JobTrackingFactory(user=user, job=JobFactory(title=title, company=company), **more)

    fernwood, oatfield = CompanyFactory(name="Fernwood", slug="fernwood"), CompanyFactory(name="Oat", slug="oatfield")
    rows = {
        "c": tracked("Clerk", CompanyFactory(), is_archived=True, notes={"general_note": "Ask about the kiln"}),
        "b": tracked("Potter", oatfield),
        "a": tracked("Baker", fernwood),
    }
    add(rows["a"], "applied", "2026-03-01")

    answer = api.get(f"/api/tracked?{query}").json()

    assert [row["id"] for row in answer["tracked_jobs"]] == [rows[name].pk for name in found]
    assert answer["total"] == (3 if "limit" in query or "offset" in query else len(found))


@pytest.mark.parametrize(
    ("q", "is_found"),
    [
        ("designer alan", True),  # title and company
        ("sohne", True),  # of Söhne
        ("MÜLLER & söhne", True),
        ("c++", True),
        ("100k", True),  # the salary that was noted
        ("lisbon attic cv.pdf", True),  # the place, the note, the resume
        ("grace tram", True),  # an event's note, another's
        ("gartenstrasse", False),  # ß is no accent
        ("gartenstraße", True),  # where an event is
        ("designer oatfield", False),  # of two words, one stands nowhere
        ("100_ 100%", False),  # no wildcards
        ("back\\slash", False),
        ("interviewers", False),  # a key of notes
        ("round", False),
    ],
)
def test_list_finds_words_wherever_they_are_written(api, user, q, is_found):
    company = CompanyFactory(name="Alan Müller & Söhne")
    notes = {"salary": "100k", "location": "Lisbon", "general_note": "C++ in the attic.", "resume_filename": "cv.pdf"}
    tracking = JobTrackingFactory(user=user, job=JobFactory(title="Product Designer", company=company), notes=notes)
    add(tracking, "interview", "2026-03-01", note={"interviewers": "Grace"}, location="Gartenstraße 5")
    add(tracking, "interview", "2026-03-02", note={"note": "By tram"})
    JobTrackingFactory(user=user, job=JobFactory(title="Baker"))
    JobTrackingFactory(job=JobFactory(title="Product Designer"))

    answer = api.get("/api/tracked", {"q": q}).json()

    assert [row["id"] for row in answer["tracked_jobs"]] == [tracking.pk] * is_found


def test_list_filters_by_company_id(api, tracking):
    JobTrackingFactory(user=tracking.user)

    answer = api.get(f"/api/tracked?company={tracking.job.company_id}").json()

    assert [row["id"] for row in answer["tracked_jobs"]] == [tracking.pk]


def test_digits_are_a_slug_before_they_are_a_company_id(api, tracking):
    by_id = tracking.job.company_id
    by_slug = JobTrackingFactory(user=tracking.user, job__company__slug=str(by_id))

    answer = api.get(f"/api/tracked?company={by_id}").json()

    assert [row["id"] for row in answer["tracked_jobs"]] == [by_slug.pk]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("archived=maybe", "archived"),
        ("stage=interviewing", "stage"),
        ("limit=0", "limit"),
        ("limit=501", "limit"),
        ("limit=x", "limit"),
        ("offset=-1", "offset"),
        ("offset=9999999999999999999999", "offset"),
        ("q=%00", "q"),
        ("company=%00", "company"),
    ],
)
def test_list_refuses_bad_parameters(api, query, field):
    answer = api.get(f"/api/tracked?{query}")

    assert answer.status_code == 400
    assert list(answer.json()) == [field]


@pytest.mark.parametrize("count", [1, 12])
def test_statements_do_not_grow(api, user, count):
    for _ in range(count):
        tracking = JobTrackingFactory(user=user)
        for day in range(1, 4):
            add(tracking, "interview", f"2026-03-0{day}")

    def statements(path: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert api.get(path).status_code == 200
        return len(captured)

    api.get("/api/tracked/ids")  # the first use of a token in an hour is written down
    assert {
        path: statements(path)
        for path in (
            "/api/tracked/ids",
            "/api/tracked",
            "/api/tracked?stage=interview&q=position&company=nobodys",
            "/api/tracked/calendar/events?start=2026-03-01&end=2026-03-31",
            f"/api/tracked/{tracking.pk}",
        )
    } == {
        "/api/tracked/ids": 2,
        "/api/tracked": 3,
        "/api/tracked?stage=interview&q=position&company=nobodys": 2,
        "/api/tracked/calendar/events?start=2026-03-01&end=2026-03-31": 2,
        f"/api/tracked/{tracking.pk}": 3,
    }


def test_detail_adds_the_kept_posting_and_the_description(api, tracking):
    Job.objects.update(description_html="<p>Nine people.</p>", description_text="Nine people.")
    JobTracking.objects.update(posting={"title": "As it was"})

    answer = api.get(f"/api/tracked/{tracking.pk}")

    listed = api.get("/api/tracked").json()["tracked_jobs"][0]
    description = {"description_html": "<p>Nine people.</p>", "description_text": "Nine people."}
    assert answer.status_code == 200
    assert answer.json() == listed | {"job": listed["job"] | description, "posting": EMPTY | {"title": "As it was"}}


EMPTY = {"title": "", "company": "", "url": None, "location": None, "salary": None, "description": ""}
NO_SALARY = {"min": None, "max": None, "currency": None, "period": None, "text": None}


@pytest.mark.parametrize(
    ("stored", "answered"),
    [
        ({}, None),
        ({"mood": 1}, EMPTY),
        ({"title": 7, "company": None, "url": [], "location": {}, "salary": "much", "description": True}, EMPTY),
        (
            {"title": "Baker", "salary": {"min": 10**400, "max": True, "currency": 7, "text": "Well paid"}},
            EMPTY | {"title": "Baker", "salary": NO_SALARY | {"text": "Well paid"}},
        ),
        (
            {"location": "Bern", "salary": {"min": 1, "max": 2.5, "period": "year", "currency": "CHF"}},
            EMPTY
            | {"location": "Bern", "salary": NO_SALARY | {"min": 1, "max": 2.5, "period": "year", "currency": "CHF"}},
        ),
    ],
)
def test_detail_reads_the_kept_posting_whatever_is_stored(api, tracking, stored, answered):
    JobTracking.objects.update(posting=stored)

    answer = api.get(f"/api/tracked/{tracking.pk}")

    assert (answer.status_code, answer.json()["posting"]) == (200, answered)


@pytest.mark.parametrize("number", ["123456789012345678901234567890", "18446744073709551616", "-9223372036854775809"])
def test_number_of_a_note_that_would_be_rounded_is_refused(api, tracking, number):
    body = f'{{"notes": {{"id": {number}, "general_note": "fine"}}}}'

    answer = api.patch(f"/api/tracked/{tracking.pk}", body, content_type="application/json")

    assert answer.status_code == 400
    assert answer.json() == {"notes": {"id": ["This value contains a number out of range."]}}


@pytest.mark.parametrize("number", ["18446744073709551615", "-9223372036854775808", "0.30000000000000004", "1e-05"])
def test_number_of_a_note_comes_back_as_it_was_sent(api, tracking, number):
    body = f'{{"notes": {{"id": {number}}}}}'

    api.patch(f"/api/tracked/{tracking.pk}", body, content_type="application/json")

    kept = JobTracking.objects.get().notes["id"]
    listed = api.get("/api/tracked").json()["tracked_jobs"][0]["notes"]["id"]
    assert (repr(kept), repr(listed)) == (number, number)


def test_bad_stored_notes_are_answered_with_defaults(api, tracking):
    event = add(tracking, "interview", "2026-03-01")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # of the rows just made; else no table can be altered
        cursor.execute("ALTER TABLE job_tracking DROP CONSTRAINT job_tracking_notes_is_object")
        cursor.execute("ALTER TABLE tracking_events DROP CONSTRAINT tracking_events_note_is_object")
        for bad in ("[]", '"text"', "12", "null", '{"a": 1e400}', '{"a": ' * 3000 + "1" + "}" * 3000):
            cursor.execute("UPDATE job_tracking SET notes = %s", [bad])
            cursor.execute("UPDATE tracking_events SET note = %s", [bad])

            answer = api.get("/api/tracked")

            assert answer.status_code == 200
            row = answer.json()["tracked_jobs"][0]
            assert row["notes"] == NO_NOTES
            assert row["events"][0]["note"] == {"round": "1st", "type": "technical", "interviewers": None, "note": None}
        cursor.execute("UPDATE job_tracking SET notes = '[]'")
        cursor.execute("UPDATE tracking_events SET note = '\"text\"'")

    repaired = api.patch(f"/api/tracked/{tracking.pk}", {"notes": {"salary": "80k"}})
    event_repaired = api.patch(f"/api/tracked/{tracking.pk}/events/{event.pk}", {"note": {"round": "final"}})

    tracking.refresh_from_db()
    event.refresh_from_db()
    assert (repaired.status_code, tracking.notes) == (200, {"salary": "80k"})
    assert (event_repaired.status_code, event.note) == (200, {"round": "final"})


def test_notes_are_merged_key_by_key_and_null_clears(api, tracking):
    api.patch(f"/api/tracked/{tracking.pk}", {"notes": {"salary": "80k", "location": "Porto", "extra": [1]}})

    answer = api.patch(f"/api/tracked/{tracking.pk}", {"notes": {"location": None, "general_note": "Nine people"}})

    assert answer.status_code == 200
    assert answer.json()["notes"] == NO_NOTES | {"salary": "80k", "general_note": "Nine people", "extra": [1]}
    assert answer.json() == api.get("/api/tracked").json()["tracked_jobs"][0]


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        (
            {"notes": {"salary": 3, "location": []}},
            {"notes": {"salary": ["Must be text."], "location": ["Must be text."]}},
        ),
        ({"notes": []}, {"notes": ["A note is an object: keys and values."]}),
        ({"notes": None}, {"notes": ["This field may not be null."]}),
        ({"notes": {"a": "\0"}}, {"notes": {"a": ["This value contains a NUL character."]}}),
        ({"is_archived": "yes"}, {"is_archived": ["Must be a valid boolean."]}),
        ({"is_archived": 1}, {"is_archived": ["Must be a valid boolean."]}),
        ({"is_archived": None}, {"is_archived": ["This field may not be null."]}),
        ([], {"non_field_errors": ["Invalid data. Expected a dictionary, but got list."]}),
    ],
)
def test_patch_names_what_is_wrong(api, tracking, body, errors):
    answer = api.patch(f"/api/tracked/{tracking.pk}", body)

    assert (answer.status_code, answer.json()) == (400, errors)


def test_patch_cannot_write_the_stage_or_any_other_column(api, tracking):
    refused = api.patch(f"/api/tracked/{tracking.pk}", {"stage": "offer", "is_archived": True})
    ignored = api.patch(
        f"/api/tracked/{tracking.pk}",
        {"id": 1, "user_id": 1, "job_id": 1, "resume_s3_url": "x", "posting": {}, "notes": {"resume_filename": "x"}},
    )

    assert (refused.status_code, refused.json()["code"]) == (400, "stage_follows_events")
    assert ignored.status_code == 200
    before = JobTracking.objects.filter(pk=tracking.pk).values().get()
    tracking.refresh_from_db()
    assert (before["stage"], before["is_archived"], before["notes"], before["resume_s3_url"]) == (
        "interested",
        False,
        {},
        None,
    )
    assert (before["user_id"], before["job_id"]) == (tracking.user_id, tracking.job_id)


def test_archiving_leaves_the_stage_and_the_stage_leaves_it(api, tracking):
    add(tracking, "applied", "2026-03-01")

    archived = api.patch(f"/api/tracked/{tracking.pk}", {"is_archived": True}).json()
    add(tracking, "screening", "2026-03-02")
    later = api.get(f"/api/tracked/{tracking.pk}").json()

    assert (archived["stage"], archived["is_archived"]) == ("applied", True)
    assert (later["stage"], later["is_archived"]) == ("screening", True)


def test_updated_at_moves_with_the_row_and_with_its_events(api, tracking):
    def updated_at():
        return JobTracking.objects.values_list("updated_at", flat=True).get(pk=tracking.pk)

    moments = [updated_at()]
    event = add(tracking, "applied", "2026-03-01")
    moments.append(updated_at())
    for body in ({"event_date": "2026-03-02"}, {"note": {"note": "x"}}):
        api.patch(f"/api/tracked/{tracking.pk}/events/{event.pk}", body)
        moments.append(updated_at())
    for body in ({"is_archived": True}, {"notes": {"salary": "1"}}):
        api.patch(f"/api/tracked/{tracking.pk}", body)
        moments.append(updated_at())
    api.delete(f"/api/tracked/{tracking.pk}/events/{event.pk}")
    moments.append(updated_at())

    assert moments == sorted(set(moments))
    api.patch(f"/api/tracked/{tracking.pk}", {})
    assert updated_at() == moments[-1]


def test_while_rejected_only_archiving_is_left(api, tracking):
    add(tracking, "rejected", "2026-03-01")

    notes = api.patch(f"/api/tracked/{tracking.pk}", {"notes": {"salary": "1"}, "is_archived": True})
    archived = api.patch(f"/api/tracked/{tracking.pk}", {"is_archived": True})
    unarchived = api.patch(f"/api/tracked/{tracking.pk}", {"is_archived": False})

    assert (notes.status_code, notes.json()["code"]) == (400, "rejected_locked")
    assert (archived.json()["is_archived"], unarchived.json()["is_archived"]) == (True, False)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("get", "/api/tracked/{id}", None),
        ("patch", "/api/tracked/{id}", {"is_archived": True}),
        ("patch", "/api/tracked/{id}", {"stage": "offer"}),
        ("patch", "/api/tracked/{id}", {"is_archived": "bad"}),
        ("delete", "/api/tracked/{id}", None),
        ("post", "/api/tracked/{id}/events", {"event_type": "applied", "event_date": "2026-03-01"}),
        ("post", "/api/tracked/{id}/events", {}),
        ("patch", "/api/tracked/{id}/events/{event_id}", {"event_date": "2026-03-02"}),
        ("patch", "/api/tracked/{id}/events/{event_id}", {"event_date": "bad"}),
        ("delete", "/api/tracked/{id}/events/{event_id}", None),
    ],
)
def test_a_stranger_finds_nothing(tracking, stranger, method, path, body):
    event = add(tracking, "applied", "2026-03-01")
    before = list(JobTracking.objects.values())

    answer = getattr(api_of(stranger), method)(path.format(id=tracking.pk, event_id=event.pk), body)

    assert (answer.status_code, answer.json()) == (404, {"detail": "Not found.", "code": "not_found"})
    assert list(JobTracking.objects.values()) == before


@pytest.mark.parametrize("pk", ["0", "-1", "x", "1.5", "9223372036854775808", "9" * 5000, "%00", "１"])
def test_ids_that_no_row_can_have_are_not_found(api, tracking, pk):
    for method, path in (
        ("get", f"/api/tracked/{pk}"),
        ("patch", f"/api/tracked/{pk}"),
        ("delete", f"/api/tracked/{pk}"),
        ("post", f"/api/tracked/{pk}/events"),
        ("patch", f"/api/tracked/{tracking.pk}/events/{pk}"),
        ("delete", f"/api/tracked/{tracking.pk}/events/{pk}"),
    ):
        assert getattr(api, method)(path).status_code == 404


class TestNotesBefore:
    """A program that says what it has of a note replaces no text that it has not seen."""

    def test_note_that_reads_differently_is_left_alone(self, api, tracking):
        api.patch(f"/api/tracked/{tracking.pk}", {"notes": {"general_note": "Theirs."}})

        changes = {"notes": {"general_note": "Mine.", "salary": "1"}, "notes_before": {"general_note": None}}
        answer = api.patch(f"/api/tracked/{tracking.pk}", changes)

        assert (answer.status_code, answer.json()["code"]) == (409, "changed_meanwhile")
        tracking.refresh_from_db()
        assert tracking.notes == {"general_note": "Theirs."}

    @pytest.mark.parametrize("before", ["One.\nTwo.", " One.\r\nTwo.\n"])
    def test_note_that_reads_the_same_is_changed(self, api, tracking, before):
        api.patch(f"/api/tracked/{tracking.pk}", {"notes": {"general_note": "One.\r\nTwo. "}})

        changes = {"notes": {"general_note": "Mine."}, "notes_before": {"general_note": before, "salary": None}}
        answer = api.patch(f"/api/tracked/{tracking.pk}", changes)

        assert (answer.status_code, answer.json()["notes"]["general_note"]) == (200, "Mine.")

    @pytest.mark.parametrize("before", ["text", [], {"general_note": {}}, {"general_note": "\0"}])
    def test_what_is_no_note_is_refused(self, api, tracking, before):
        answer = api.patch(f"/api/tracked/{tracking.pk}", {"notes": {"salary": "1"}, "notes_before": before})

        assert (answer.status_code, list(answer.json())) == (400, ["notes_before"])
