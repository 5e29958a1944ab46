"""Resumes over HTTP, against the real object store (CONTRACT, "Resume" and "HTTP API")."""

import re
import time
from datetime import date, timedelta
from io import StringIO
from urllib.parse import unquote

import pytest
from django.core.files.storage import storages
from django.core.management import call_command

from tests.conftest import api_of
from tests.factories import JobTrackingFactory
from tests.objects import PDF, get, put
from tracking.domain import events, resumes, sweeps
from tracking.models import JobTracking

MB = 1024 * 1024


def reject(tracking) -> None:
    events.add(JobTracking.objects.all(), tracking.pk, "rejected", on=date(2026, 3, 1))


def refusal(answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


# Uploading


def test_upload_url_answers_address_key_and_headers(api, tracking, objects):
    answer = api.get(f"/api/tracked/{tracking.pk}/resume/upload-url?size=1000")

    body = answer.json()
    url, key = body.pop("upload_url"), body.pop("s3_key")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert body == {"expires_in": 300, "headers": {"Content-Type": "application/pdf"}}
    assert re.fullmatch(rf"resumes/{tracking.user_id}/{tracking.pk}/incoming/[0-9a-f]{{32}}\.pdf", key)
    assert url.partition("?")[0].endswith(f"/{key}")
    assert "X-Amz-SignedHeaders=content-length%3Bcontent-type%3Bhost&" in url


def test_upload_url_without_size_signs_the_type_alone(resume):
    answer = resume.api.get(f"{resume.path}/upload-url").json()

    assert "X-Amz-SignedHeaders=content-type%3Bhost&" in answer["upload_url"]


def test_upload_url_is_another_one_each_time(resume):
    assert resume.upload() != resume.upload()


@pytest.mark.parametrize(
    ("size", "status", "body"),
    [
        ("1", 200, None),
        (str(5 * MB), 200, None),
        ("", 200, None),
        (str(5 * MB + 1), 400, {"detail": "A resume has at most 5 MB.", "code": "too_large"}),
        ("9" * 300, 400, {"detail": "A resume has at most 5 MB.", "code": "too_large"}),
        ("0", 400, {"size": ["Ensure this value is greater than or equal to 1."]}),
        ("-1", 400, {"size": ["Ensure this value is greater than or equal to 1."]}),
        ("many", 400, {"size": ["A valid integer is required."]}),
        ("1.5", 400, {"size": ["A valid integer is required."]}),
        ("%00", 400, {"size": ["A valid integer is required."]}),
    ],
)
def test_upload_url_takes_a_size_up_to_five_megabytes(resume, size, status, body):
    answer = resume.api.get(f"{resume.path}/upload-url?size={size}")

    assert answer.status_code == status
    if body:
        assert answer.json() == body


# Confirming


def test_confirm_makes_the_upload_the_resume(resume, tracking, objects):
    before = tracking.updated_at
    key = resume.upload()

    answer = resume.confirm(key, "Maya Kessler.pdf")

    tracking.refresh_from_db()
    assert (answer.status_code, answer.json()) == (200, {"has_resume": True, "resume_filename": "Maya Kessler.pdf"})
    assert objects.keys == [tracking.resume_s3_url]
    assert objects[tracking.resume_s3_url] == PDF
    assert tracking.resume_s3_url.startswith(f"resumes/{tracking.user_id}/{tracking.pk}/")
    assert tracking.resume_s3_url != key
    assert tracking.notes == {"resume_filename": "Maya Kessler.pdf"}
    assert tracking.updated_at > before
    tracked = resume.api.get(f"/api/tracked/{tracking.pk}").json()
    assert (tracked["has_resume"], tracked["notes"]["resume_filename"]) == (True, "Maya Kessler.pdf")


def test_confirm_again_replaces_the_resume(resume, tracking, objects):
    resume.confirm(resume.upload(), "old.pdf")

    answer = resume.confirm(resume.upload(PDF + b"new"), "new.pdf")

    tracking.refresh_from_db()
    assert answer.json() == {"has_resume": True, "resume_filename": "new.pdf"}
    assert {key: objects[key] for key in objects.keys} == {tracking.resume_s3_url: PDF + b"new"}


def test_confirm_of_the_same_upload_again_changes_nothing(resume, tracking, objects):
    key = resume.upload()
    resume.confirm(key, "first.pdf")
    tracking.refresh_from_db()

    answer = resume.confirm(key, "second.pdf")

    before, after = tracking, JobTracking.objects.get()
    assert (answer.status_code, answer.json()) == (200, {"has_resume": True, "resume_filename": "first.pdf"})
    assert (after.resume_s3_url, after.updated_at) == (before.resume_s3_url, before.updated_at)


def test_confirm_of_the_largest_resume(resume, objects):
    body = PDF.ljust(5 * MB, b"x")

    answer = resume.confirm(resume.upload(body))

    assert answer.status_code == 200
    assert [objects[key] for key in objects.keys] == [body]


@pytest.mark.parametrize(
    ("filename", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\fakepath\\Größe \u202efdp.exe", "Größe fdp.exe.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ("", "resume.pdf"),
        (None, "resume.pdf"),
        ("x" * 5000, "x" * 196 + ".pdf"),
    ],
)
def test_confirm_cleans_the_file_name(resume, filename, kept):
    assert resume.confirm(resume.upload(), filename).json() == {"has_resume": True, "resume_filename": kept}


def test_confirm_without_a_file_name_makes_one_up(resume):
    assert resume.post({"s3_key": resume.upload()}).json() == {"has_resume": True, "resume_filename": "resume.pdf"}


def test_confirm_keeps_the_other_notes_however_long(resume, tracking):
    full = {"general_note": "x" * 16_300, "salary": "80k"}
    JobTracking.objects.update(notes=full)

    answer = resume.confirm(resume.upload(), "y" * 190)

    tracking.refresh_from_db()
    assert answer.status_code == 200
    assert tracking.notes == full | {"resume_filename": "y" * 190 + ".pdf"}


def test_confirm_repairs_notes_that_were_no_notes(resume, tracking):
    JobTracking.objects.update(notes={"salary": 5, "resume_filename": []})

    assert resume.confirm(resume.upload()).status_code == 200

    tracking.refresh_from_db()
    assert tracking.notes == {"resume_filename": "cv.pdf"}


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({}, {"s3_key": ["This field is required."]}),
        ({"s3_key": None}, {"s3_key": ["This field may not be null."]}),
        ({"s3_key": 5}, {"s3_key": ["Not a valid string."]}),
        ({"s3_key": "a", "filename": ["cv.pdf"]}, {"filename": ["Not a valid string."]}),
    ],
)
def test_confirm_names_the_field_at_fault(resume, body, errors):
    answer = resume.post(body)

    assert (answer.status_code, answer.json()) == (400, errors)


def test_confirm_refuses_keys_that_were_never_given_out_here(resume, tracking, user, stranger, objects):
    other = JobTrackingFactory(user=user)
    hers = JobTrackingFactory(user=stranger)
    resume.confirm(resume.upload())
    tracking.refresh_from_db()
    key = resume.upload()
    final = tracking.resume_s3_url
    keys = [
        *("", "a", "\0", "/", key + "\n", key + "\0", " " + key, "/" + key, key.upper(), key.removesuffix(".pdf")),
        *(key.replace("/incoming", ""), key.replace("incoming/", "incoming/../"), key.replace("/incoming/", "//")),
        *(final, final.replace(".pdf", "/../a.pdf"), f"s3://jobtracker/{key}", key.replace("resumes/", "elsewhere/")),
        key.replace(f"/{tracking.pk}/", f"/{other.pk}/"),
        key.replace(f"resumes/{user.pk}/{tracking.pk}/", f"resumes/{stranger.pk}/{hers.pk}/"),
        key[:-6] + "٣٣.pdf",
        "é" * 5000,
    ]
    before = objects.keys

    answers = {key: refusal(resume.confirm(key)) for key in keys}

    assert answers == dict.fromkeys(keys, (400, "invalid_key"))
    assert objects.keys == before


def test_confirm_of_what_was_never_uploaded_is_refused(resume, objects):
    key = resume.api.get(f"{resume.path}/upload-url").json()["s3_key"]

    answer = resume.confirm(key)

    assert (answer.status_code, answer.json()) == (
        400,
        {"detail": "No file has arrived. Upload it again.", "code": "not_uploaded"},
    )


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "not_pdf"),
        (b"%PDF", "not_pdf"),
        (b" %PDF-1.7", "not_pdf"),
        (b"MZ" + PDF, "not_pdf"),
        (b"<html><!--%PDF-1.7-->", "not_pdf"),
        (PDF.ljust(5 * MB + 1, b"x"), "too_large"),
    ],
    ids=["empty", "too short", "later", "a program", "a page", "a byte too large"],
)
def test_confirm_removes_what_it_refuses_and_leaves_the_resume(resume, tracking, objects, body, code):
    resume.confirm(resume.upload())
    tracking.refresh_from_db()
    before = (tracking.resume_s3_url, tracking.notes, tracking.updated_at)
    unsized = resume.api.get(f"{resume.path}/upload-url").json()
    assert put(unsized["upload_url"], body) == 200

    answer = resume.confirm(unsized["s3_key"], "new.pdf")

    tracking.refresh_from_db()
    assert refusal(answer) == (400, code)
    assert (tracking.resume_s3_url, tracking.notes, tracking.updated_at) == before
    assert {key: objects[key] for key in objects.keys} == {tracking.resume_s3_url: PDF}


def test_old_upload_url_cannot_touch_the_confirmed_resume(resume, tracking, objects):
    answer = resume.api.get(f"{resume.path}/upload-url?size={len(PDF)}").json()
    put(answer["upload_url"], PDF)
    resume.confirm(answer["s3_key"])
    tracking.refresh_from_db()
    other = b"%PDF-".ljust(len(PDF), b"!")

    assert put(answer["upload_url"], other) == 200
    replayed = resume.confirm(answer["s3_key"])

    assert replayed.status_code == 200
    assert JobTracking.objects.get().resume_s3_url == tracking.resume_s3_url
    assert objects[tracking.resume_s3_url] == PDF


# Reading


@pytest.mark.parametrize(
    ("query", "disposition"),
    [
        ("", "inline"),
        ("?download=", "inline"),
        ("?download=false", "inline"),
        ("?download=true", "attachment"),
        ("?download=1", "attachment"),
    ],
)
def test_url_leads_to_the_resume_under_its_name(resume, query, disposition):
    resume.confirm(resume.upload(), "Größe.pdf")

    answer = resume.url(query)

    body, headers = get(answer.json()["url"])
    assert answer.status_code == 200
    assert answer.json().keys() == {"url", "expires_in"}
    assert answer.json()["expires_in"] == 60
    assert answer.headers["Cache-Control"] == "no-store"
    assert body == PDF
    assert headers["content-type"] == "application/pdf"
    assert headers["content-disposition"] == f"{disposition}; filename*=utf-8''Gr%C3%B6%C3%9Fe.pdf"


@pytest.mark.parametrize(
    ("stored", "name"),
    [
        (None, "resume.pdf"),
        (5, "resume.pdf"),
        ("", "resume.pdf"),
        ('../a"b\r\nX-Evil: 1\u202e.pdf', "a_b X-Evil_ 1.pdf"),
    ],
)
def test_url_is_safe_whatever_name_is_stored(resume, stored, name):
    resume.confirm(resume.upload())
    JobTracking.objects.update(notes={"resume_filename": stored})

    url = resume.url("?download=1").json()["url"]

    assert f'response-content-disposition=attachment; filename="{name}"' in unquote(url)


def test_url_without_a_resume_is_not_found(resume):
    answer = resume.url()

    assert (answer.status_code, answer.json()) == (
        404,
        {"detail": "There is no resume for this job.", "code": "no_resume"},
    )


def test_url_of_a_resume_that_is_gone_is_not_found(resume, tracking, objects):
    resume.confirm(resume.upload())
    tracking.refresh_from_db()
    del objects[tracking.resume_s3_url]

    assert refusal(resume.url()) == (404, "no_resume")


def test_url_refuses_a_download_that_is_neither_yes_nor_no(resume):
    answer = resume.url("?download=perhaps")

    assert (answer.status_code, answer.json()) == (400, {"download": ["Must be a valid boolean."]})


# Who may, and when


def test_strangers_find_nothing(resume, tracking, stranger, objects):
    key = resume.upload()
    resume.confirm(key)
    theirs = api_of(stranger)

    answers = [
        theirs.get(f"{resume.path}/upload-url"),
        theirs.get(f"{resume.path}/upload-url?size=many"),
        theirs.post(f"{resume.path}/confirm", {"s3_key": key, "filename": "cv.pdf"}),
        theirs.post(f"{resume.path}/confirm", {}),
        theirs.get(f"{resume.path}/url"),
        theirs.get(f"{resume.path}/url?download=perhaps"),
    ]

    assert [refusal(answer) for answer in answers] == [(404, "not_found")] * len(answers)


@pytest.mark.parametrize("pk", ["0", "-1", "x", "9223372036854775808", "999999999"])
def test_trackings_that_cannot_be_are_not_found(api, pk, db):
    answers = [
        api.get(f"/api/tracked/{pk}/resume/upload-url"),
        api.post(f"/api/tracked/{pk}/resume/confirm", {"s3_key": "a"}),
        api.get(f"/api/tracked/{pk}/resume/url"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_while_rejected_nothing_changes_but_the_resume_can_be_read(resume, tracking, objects):
    resume.confirm(resume.upload())
    key = resume.upload()
    reject(tracking)
    before = JobTracking.objects.get()

    answers = [resume.api.get(f"{resume.path}/upload-url"), resume.confirm(key)]

    after = JobTracking.objects.get()
    assert [refusal(answer) for answer in answers] == [(400, "rejected_locked")] * 2
    assert (after.resume_s3_url, after.notes) == (before.resume_s3_url, before.notes)
    assert get(resume.url("?download=1").json()["url"])[0] == PDF


def test_upload_that_is_refused_while_rejected_is_removed_and_no_other(resume, tracking, user, objects):
    resume.confirm(resume.upload())
    tracking.refresh_from_db()
    key = resume.upload()
    others = [tracking.resume_s3_url, key.replace(f"/{tracking.pk}/", f"/{tracking.pk}0/")]
    objects[others[1]] = PDF
    reject(tracking)

    answers = [resume.confirm(one) for one in (key, *others)]

    assert [refusal(answer) for answer in answers] == [(400, "rejected_locked")] * 3
    assert objects.keys == sorted(others)


# When the object store is down


def test_store_down_is_said_quickly(resume, no_store):
    key = f"resumes/{JobTracking.objects.get().user_id}/{JobTracking.objects.get().pk}/incoming/{'0' * 32}.pdf"
    JobTracking.objects.update(resume_s3_url="resumes/1/1/a.pdf")
    resume.url()  # loads boto3, which takes its time

    started = time.monotonic()
    answers = [resume.api.get(f"{resume.path}/upload-url"), resume.confirm(key), resume.url()]

    assert time.monotonic() - started < 3
    assert [answer.json() for answer in answers] == [
        {
            "detail": "Files cannot be reached at the moment. Everything else works. Try again in a little while.",
            "code": "storage_unavailable",
        }
    ] * 3
    assert [(answer.status_code, answer.headers["Retry-After"]) for answer in answers] == [(503, "5")] * 3


def test_store_down_leaves_tracking_alone(api, tracking, no_store, django_capture_on_commit_callbacks, client):
    JobTracking.objects.update(resume_s3_url="resumes/1/1/a.pdf")
    path = f"/api/tracked/{tracking.pk}"

    with django_capture_on_commit_callbacks(execute=True):
        answers = [
            api.get("/api/tracked"),
            api.get(path),
            api.patch(path, {"notes": {"salary": "80k"}}),
            api.post("/api/tracked", {"job_id": JobTrackingFactory().job_id}),
            api.delete(path),
            client.get("/readyz"),
        ]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 201, 200, 200]


def test_upload_can_be_confirmed_when_the_store_is_back(resume, settings, objects):
    key = resume.upload()
    up = settings.STORAGES
    settings.STORAGES = up | {"default": up["default"] | {"OPTIONS": {"endpoint_url": "http://127.0.0.1:9"}}}
    assert refusal(resume.confirm(key)) == (503, "storage_unavailable")
    settings.STORAGES = up

    assert resume.confirm(key).status_code == 200


# What goes with the tracking


def test_resume_is_removed_by_its_page_and_can_be_uploaded_again(resume, client, user, tracking, objects):
    client.force_login(user)
    resume.confirm(resume.upload())

    with resume.commit():
        answer = client.post(f"/track/{tracking.pk}/resume/remove")
    again = client.post(f"/track/{tracking.pk}/resume/remove")

    tracking.refresh_from_db()
    assert (answer.status_code, again.status_code) == (302, 302)
    assert (tracking.has_resume, tracking.clean_notes["resume_filename"], objects.keys) == (False, None, [])
    assert resume.confirm(resume.upload()).status_code == 200


def test_resume_of_a_rejected_job_is_not_removed(resume, client, user, tracking, objects):
    client.force_login(user)
    resume.confirm(resume.upload())
    reject(tracking)

    with resume.commit():
        answer = client.post(f"/track/{tracking.pk}/resume/remove")

    assert answer.status_code == 422
    assert len(objects.keys) == 1


def test_facts_of_the_resume_are_told_where_the_store_answers(resume, client, user, tracking, request):
    client.force_login(user)
    address, htmx = f"/track/{tracking.pk}/resume/facts", {"HX-Request": "true"}
    none = client.get(address, headers=htmx).text
    resume.confirm(resume.upload(PDF.ljust(3000, b"\n")))

    stored = client.get(address, headers=htmx).text
    request.getfixturevalue("no_store")
    down = client.get(address, headers=htmx).text

    assert re.fullmatch(r"2\.9\sKB, added \d+ \w{3}\. Kept with this job only\.", stored.strip())
    assert none.strip() == down.strip() == "Kept with this job only."


def test_untracking_removes_the_resume_and_uploads_that_do_not_count(resume, tracking, user, objects):
    resume.confirm(resume.upload())
    resume.upload()
    others = [f"resumes/{user.pk}/{tracking.pk}0/a/b.pdf", f"resumes/{user.pk}0/{tracking.pk}/a/b.pdf"]
    for other in others:
        objects[other] = PDF

    with resume.commit():
        answer = resume.api.delete(f"/api/tracked/{tracking.pk}")
        assert len(objects.keys) == 4

    assert answer.status_code == 200
    assert objects.keys == sorted(others)


def test_untracking_without_a_resume_does_not_ask_the_store(resume, tracking, when_storing):
    calls = []
    when_storing("*", lambda: calls.append(1))

    with resume.commit():
        resume.api.delete(f"/api/tracked/{tracking.pk}")

    assert calls == []


def test_untracking_removes_the_resume_and_what_was_replayed(resume, tracking, objects):
    answer = resume.api.get(f"{resume.path}/upload-url").json()
    put(answer["upload_url"], PDF)
    resume.confirm(answer["s3_key"])
    put(answer["upload_url"], PDF)
    assert len(objects.keys) == 2

    with resume.commit():
        resume.api.delete(f"/api/tracked/{tracking.pk}")

    assert objects.keys == []


def test_upload_that_is_replayed_after_untracking_is_swept(resume, tracking, objects, monkeypatch):
    answer = resume.api.get(f"{resume.path}/upload-url").json()
    with resume.commit():
        resume.api.delete(f"/api/tracked/{tracking.pk}")
    put(answer["upload_url"], PDF)
    assert objects.keys == [answer["s3_key"]]
    monkeypatch.setattr(sweeps, "GRACE", timedelta(seconds=-60))

    call_command("sweep_resumes", stdout=StringIO())

    assert objects.keys == []


def test_untracking_while_the_store_is_down_leaves_objects_to_the_sweep(resume, tracking, no_store, caplog):
    JobTracking.objects.update(resume_s3_url=f"resumes/{tracking.user_id}/{tracking.pk}/a/b.pdf")

    with resume.commit():
        answer = resume.api.delete(f"/api/tracked/{tracking.pk}")

    assert (answer.status_code, answer.json()) == (200, {"success": True})
    assert f"Left to sweep_resumes: everything under resumes/{tracking.user_id}/{tracking.pk}/" in caplog.text


def test_remove_all_of_a_person_leaves_the_others(resume, user, stranger, objects):
    resume.confirm(resume.upload())
    resume.upload()
    other = f"resumes/{user.pk}0/1/a.pdf"
    objects[other] = PDF

    with resume.commit():
        resumes.remove_all_of(user.pk)
        assert len(objects.keys) == 3
        user.delete()

    assert objects.keys == [other]


def test_remove_all_of_a_person_is_left_to_the_sweep_while_the_store_is_down(user, no_store, resume, caplog):
    with resume.commit():
        resumes.remove_all_of(user.pk)

    assert f"Left to sweep_resumes: everything under resumes/{user.pk}/" in caplog.text


# What it costs


def test_resume_calls_take_few_statements(resume, django_assert_num_queries):
    key = resume.upload()
    with django_assert_num_queries(2):  # token, tracking
        resume.api.get(f"{resume.path}/upload-url?size=5")
    with django_assert_num_queries(6):  # token, tracking; savepoint, lock, update, release
        resume.confirm(key)
    with django_assert_num_queries(2):  # token, tracking
        resume.confirm(key)
    with django_assert_num_queries(2):
        resume.url()


def test_upload_url_names_the_store_as_browsers_know_it(resume, settings):
    settings.STORAGES = settings.STORAGES | {
        "browser": settings.STORAGES["browser"] | {"OPTIONS": {"endpoint_url": "https://files.example"}}
    }
    key = resume.api.get(f"{resume.path}/upload-url").json()

    assert key["upload_url"].startswith(f"https://files.example/{storages['default'].bucket_name}/resumes/")
