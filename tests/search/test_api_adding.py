"""POST /api/jobs: postings entered by hand."""

from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from search.domain import adding
from search.models import Company, Job
from search.postings import Source
from tests.conftest import api_of
from tests.factories import CompanyFactory, JobFactory

LEAST = {"title": "Forester", "company": "Fernwood Robotics"}
SAFE_LINK = '<a href="https://fernwood.example/trees" rel="nofollow ugc noopener noreferrer">trees</a>'


def test_add_answers_the_posting(api, user):
    answer = api.post(
        "/api/jobs",
        {
            "title": "  Forester,\tpart-time ",
            "company": "Fernwood Robotics",
            "url": "https://fernwood.example/careers/forester",
            "apply_url": "https://fernwood.example/careers/forester/apply",
            "department": "Field work",
            "location": "Eberswalde, Germany",
            "locations": ["Berlin, Germany", "Eberswalde, Germany", ""],
            "workplace": "onsite",
            "employment_type": "part_time",
            "salary": {"min": 1900, "max": 2200.5, "currency": "eur", "period": "month", "text": "by the tariff"},
            "description": "You know trees.",
            "posted_at": "2026-06-11T10:00:00+02:00",
        },
    )

    job = Job.objects.select_related("company").get()
    assert answer.status_code == 201
    assert answer.json() == {
        "id": job.pk,
        "title": "Forester, part-time",
        "company": "Fernwood Robotics",
        "company_id": job.company_id,
        "company_slug": "fernwood-robotics",
        "company_logo_url": None,
        "department": "Field work",
        "location": "Eberswalde, Germany",
        "locations": ["Eberswalde, Germany", "Berlin, Germany"],
        "workplace": "onsite",
        "employment_type": "part_time",
        "salary": {"min": 1900, "max": 2200.5, "currency": "EUR", "period": "month", "text": "by the tariff"},
        "url": "https://fernwood.example/careers/forester",
        "apply_url": "https://fernwood.example/careers/forester/apply",
        "source": "manual",
        "posted_at": "2026-06-11T08:00:00Z",
        "first_seen_at": job.first_seen_at.isoformat().replace("+00:00", "Z"),
        "closed_at": None,
        "is_open": True,
        "is_private": True,
    }
    assert (job.owner, job.board, job.salary_max) == (user, None, Decimal("2200.50"))


def test_add_needs_a_title_and_a_company_alone(api):
    answer = api.post("/api/jobs", LEAST)

    job = Job.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {
        "id": job.pk,
        "title": "Forester",
        "company": "Fernwood Robotics",
        "company_id": job.company_id,
        "company_slug": "fernwood-robotics",
        "company_logo_url": None,
        "department": None,
        "location": None,
        "locations": [],
        "workplace": None,
        "employment_type": None,
        "salary": None,
        "url": None,
        "apply_url": None,
        "source": "manual",
        "posted_at": None,
        "first_seen_at": job.first_seen_at.isoformat().replace("+00:00", "Z"),
        "closed_at": None,
        "is_open": True,
        "is_private": True,
    }
    assert (job.description_html, job.description_text) == ("", "")


def test_add_takes_null_and_blank_for_what_is_not_stated(api):
    unknown = dict.fromkeys(["url", "location", "locations", "workplace", "employment_type", "salary", "posted_at"])

    answer = api.post("/api/jobs", LEAST | unknown | {"apply_url": "", "department": " ", "description": ""})

    body = answer.json()
    assert answer.status_code == 201
    assert {name: body[name] for name in unknown} == unknown | {"locations": []}
    assert (body["apply_url"], body["department"]) == (None, None)


def test_add_ignores_unknown_fields_and_those_the_product_writes(api, user, stranger):
    answer = api.post(
        "/api/jobs",
        LEAST
        | {"id": 7, "owner": stranger.pk, "source": "ashby", "is_private": False, "is_open": False, "colour": "green"},
    )

    job = Job.objects.get()
    assert answer.status_code == 201
    assert (job.owner, job.source, job.is_private, job.is_open) == (user, Source.MANUAL, True, True)
    assert job.pk != 7


def test_add_finds_the_company_by_name(api):
    company = CompanyFactory(name="Fernwood Robotics", slug="fernwood-robotics")

    answer = api.post("/api/jobs", LEAST | {"company": "FERNWOOD  robotics!"})

    assert (answer.json()["company"], answer.json()["company_id"]) == ("Fernwood Robotics", company.pk)
    assert Company.objects.count() == 1


@pytest.mark.parametrize(
    ("description", "html", "text"),
    [
        (
            "You know trees.\nAnd birds.\n\nYou write List<String> where a < b & c.",
            "<p>You know trees.<br>And birds.</p><p>You write List&lt;String&gt; where a &lt; b &amp; c.</p>",
            "You know trees.\nAnd birds.\nYou write List<String> where a < b & c.",
        ),
        (
            '<h1>Work</h1><p style="color:red" onclick="x()">You know <b>trees</b>.</p><script>alert(1)</script>',
            "<h3>Work</h3><p>You know <b>trees</b>.</p>",
            "Work\nYou know trees.",
        ),
        (
            '<p><a href="https://fernwood.example/trees">trees</a> <a href="javascript:x()">not</a></p>',
            f"<p>{SAFE_LINK} not</p>",
            "trees not",
        ),
        ("<img src=x onerror=alert(1)>", "", ""),
        ("<SVG/onload=alert(1)>", "", ""),
    ],
)
def test_add_keeps_of_a_description_what_is_safe(api, description, html, text):
    added = api.post("/api/jobs", LEAST | {"description": description}).json()

    detail = api.get(f"/api/jobs/{added['id']}").json()
    assert detail == added | {"description_html": html, "description_text": text}


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"title": None}, {"title": ["This field may not be null."]}),
        ({"title": " "}, {"title": ["This field may not be blank."]}),
        ({"title": "\u200b"}, {"title": ["This field may not be blank."]}),
        ({"title": ["a"]}, {"title": ["Not a valid string."]}),
        ({"title": "a" * 301}, {"title": ["Ensure this field has no more than 300 characters."]}),
        ({"company": ""}, {"company": ["This field may not be blank."]}),
        ({"company": "a" * 201}, {"company": ["Ensure this field has no more than 200 characters."]}),
        ({"url": "javascript:alert(1)"}, {"url": ["A web address begins with https:// or http://."]}),
        ({"url": "https://a b"}, {"url": ["A web address begins with https:// or http://."]}),
        (
            {"apply_url": f"https://a.example/{'a' * 1000}"},
            {"apply_url": ["Ensure this field has no more than 1000 characters."]},
        ),
        ({"locations": "Berlin"}, {"locations": ['Expected a list of items but got type "str".']}),
        ({"locations": ["Berlin", 5]}, {"locations": {"1": ["Not a valid string."]}}),
        ({"locations": ["a"] * 51}, {"locations": ["Ensure this field has no more than 50 elements."]}),
        ({"workplace": "moon"}, {"workplace": ['"moon" is not a valid choice.']}),
        ({"employment_type": ["intern"]}, {"employment_type": ["\"['intern']\" is not a valid choice."]}),
        ({"salary": 50000}, {"salary": {"non_field_errors": ["Invalid data. Expected a dictionary, but got int."]}}),
        ({"salary": {"min": 2, "max": 1}}, {"salary": {"max": ["This is less than the minimum."]}}),
        ({"salary": {"min": -1}}, {"salary": {"min": ["Ensure this value is greater than or equal to 0."]}}),
        ({"salary": {"max": "nan"}}, {"salary": {"max": ["A valid number is required."]}}),
        (
            {"salary": {"max": 10**12}},
            {"salary": {"max": ["Ensure that there are no more than 12 digits before the decimal point."]}},
        ),
        ({"salary": {"currency": "XYZ"}}, {"salary": {"currency": ["Three letters of ISO 4217, as in EUR."]}}),
        ({"description": "a\x00b"}, {"description": ["Null characters are not allowed."]}),
        ({"posted_at": "1969-12-31T23:59:59Z"}, {"posted_at": ["This lies outside 1970 to 2100."]}),
        ({"posted_at": "2101-01-01T00:00:00Z"}, {"posted_at": ["This lies outside 1970 to 2100."]}),
    ],
)
def test_add_names_the_field_that_is_wrong(api, fields, errors):
    answer = api.post("/api/jobs", LEAST | fields)

    assert (answer.status_code, answer.json()) == (400, errors)
    assert not Job.objects.exists()


def test_add_names_every_field_that_is_missing(api):
    answer = api.post("/api/jobs", {})

    assert answer.status_code == 400
    assert answer.json() == {"title": ["This field is required."], "company": ["This field is required."]}


@pytest.mark.parametrize("body", [b"[]", b"null", b'"text"', b"7", b"true"])
def test_add_refuses_a_body_that_is_no_object(api, body):
    answer = api.post("/api/jobs", body, content_type="application/json")

    assert answer.status_code == 400
    assert list(answer.json()) == ["non_field_errors"]


def test_add_stops_at_the_most_postings_of_one_person(api, user, monkeypatch):
    monkeypatch.setattr(adding, "POSTINGS_MAX", 1)
    JobFactory(private_to=user)

    answer = api.post("/api/jobs", LEAST)

    assert answer.status_code == 400
    assert answer.json() == {"detail": "You have added 1 postings already; no more fit.", "code": "too_many"}
    assert Job.objects.count() == 1


def test_added_posting_is_found_by_its_owner_alone(api, stranger):
    added = api.post("/api/jobs", LEAST | {"description": "You know chaffinches."}).json()

    found = api.get("/api/jobs", {"q": "chaffinch"}).json()
    others = api_of(stranger).get("/api/jobs", {"q": "chaffinch"}).json()

    assert found == {
        "results": [added],
        "total": 1,
        "total_is_exact": True,
        "corrected_query": None,
        "next": None,
    }
    assert others == {"results": [], "total": 0, "total_is_exact": True, "corrected_query": None, "next": None}
    assert api_of(stranger).get(f"/api/jobs/{added['id']}").status_code == 404


def test_add_in_a_session_needs_the_csrf_token(user):
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(user)

    answer = client.post("/api/jobs", LEAST)

    assert answer.status_code == 403
    assert not Job.objects.exists()
