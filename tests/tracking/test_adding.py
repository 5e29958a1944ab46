"""Adding a posting by hand: by form, from a page's source; private to its owner, and tracked at once."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from http import HTTPStatus

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search.domain import adding
from search.models import Job
from search.postings import Source
from tests.factories import CompanyFactory, JobFactory, JobTrackingFactory
from tracking.models import JobTracking

pytestmark = pytest.mark.django_db

URL = "https://acme.example/jobs/1"
FORM = {"title": "Welder", "company": "Acme Tools"}
PAGE = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "title": "Welder",
    "hiringOrganization": {"name": "Acme Tools"},
    "description": "<p>Weld</p><iframe src=x>",
    "jobLocation": {"address": {"addressLocality": "Leeds", "addressCountry": "GB"}},
    "employmentType": "FULL_TIME",
    "baseSalary": {"currency": "GBP", "value": {"minValue": 30000, "maxValue": 36000, "unitText": "YEAR"}},
}


def source_of(*postings: dict) -> str:
    blocks = (f'<script type="application/ld+json">{json.dumps(posting)}</script>' for posting in postings)
    return f"<html><head>{''.join(blocks)}</head></html>"


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def filled_in(answer) -> dict:
    form = answer.context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}


def test_posting_is_added_for_its_owner_alone_and_tracked(page, user, stranger):
    fields = FORM | {"url": URL, "location": "Leeds", "salary_min": "30000", "currency": "gbp", "period": "year"}

    answer = page.post("/search/add", fields | {"workplace": "onsite", "description": "Weld\n\nsteel"})

    job = Job.objects.get()
    assert answer.status_code == HTTPStatus.FOUND
    assert answer["Location"] == f"/search?job={job.pk}#job"
    assert (job.owner, job.source, job.title, job.company.name) == (user, Source.MANUAL, "Welder", "Acme Tools")
    assert (job.locations, job.workplace, job.employment_type) == (["Leeds"], "onsite", None)
    assert (job.salary_min, job.salary_currency, job.salary_period) == (30000, "GBP", "year")
    assert job.description_html == "<p>Weld</p><p>steel</p>"
    assert JobTracking.objects.get().posting["title"] == "Welder"
    assert not Job.objects.visible_to(stranger).exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": " \u200b "}, "title"),
        ({"company": ""}, "company"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "ftp://acme.example/1"}, "url"),
        ({"salary_min": "5", "salary_max": "4"}, "salary_max"),
        ({"salary_min": "-1"}, "salary_min"),
        ({"salary_min": "NaN"}, "salary_min"),
        ({"currency": "ABC"}, "currency"),
        ({"posted_on": "0001-01-01"}, "posted_on"),
        ({"expires_on": "soon"}, "expires_on"),
        ({"period": "decade"}, "period"),
        ({"workplace": "moon"}, "workplace"),
        ({"description": "a\x00b"}, "description"),
    ],
)
def test_field_that_is_wrong_is_named_and_nothing_is_kept(page, wrong, field):
    answer = page.post("/search/add", FORM | wrong)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert list(answer.context["form"].errors) == [field]
    assert not Job.objects.exists()


def test_source_of_a_page_fills_the_fields_in_and_saves_nothing(page):
    answer = page.post("/search/add/read", {"page_url": URL, "text": source_of(PAGE)})

    assert answer.status_code == HTTPStatus.OK
    assert {name: str(value) for name, value in filled_in(answer).items()} == {
        **FORM,
        "url": URL,
        "location": "Leeds, United Kingdom",
        "employment_type": "full_time",
        "salary_min": "30000",
        "salary_max": "36000",
        "currency": "GBP",
        "period": "year",
        "description": "Weld",
        "description_html": "<p>Weld</p>",
    }
    assert not Job.objects.exists()


RICH = PAGE | {
    "description": "<h2>You</h2><p>Weld <a href='https://acme.example/steel'>steel</a></p><script>alert(1)</script>",
    "jobLocation": [{"address": {"addressLocality": city}} for city in ("Leeds", "York")],
    "baseSalary": {"currency": "GBP", "value": {"value": "30-36k and a bonus", "unitText": "YEAR"}},
    "datePosted": "2026-04-01T10:00:00Z",
    "validThrough": "2099-05-01",
}
STEEL = '<a href="https://acme.example/steel" rel="nofollow ugc noopener noreferrer">steel</a>'


def test_nothing_that_a_page_says_is_lost_on_the_way(page):
    fields = filled_in(page.post("/search/add/read", {"text": json.dumps(RICH)}))

    page.post("/search/add", fields | {"description": fields["description"].replace("\n", "\r\n")})

    job = Job.objects.get()
    assert job.locations == ["Leeds", "York"]
    assert job.salary_text == "30-36k and a bonus"
    assert (job.posted_at, job.expires_at) == (
        datetime(2026, 4, 1, tzinfo=UTC),
        datetime(2099, 5, 1, 23, 59, 59, tzinfo=UTC),
    )
    assert job.description_html == f"<h3>You</h3><p>Weld {STEEL}</p>"


@pytest.mark.parametrize("html", ["<p>Weld</p><script>alert(1)</script>", "<p onclick=alert(1)>Weld</p>"])
def test_what_was_read_is_made_safe_again(page, html):
    page.post("/search/add", FORM | {"description": "Weld", "description_html": html})

    assert Job.objects.get().description_html == "<p>Weld</p>"


def test_description_that_was_changed_since_is_the_one_that_counts(page):
    page.post("/search/add", FORM | {"description": "Weld, in steel", "description_html": "<p><b>Weld</b></p>"})

    assert Job.objects.get().description_html == "<p>Weld, in steel</p>"


def test_of_several_postings_the_one_at_the_address_is_meant(page):
    other = PAGE | {"title": "Baker", "url": "https://acme.example/jobs/2"}

    answer = page.post("/search/add/read", {"page_url": URL, "text": source_of(other, PAGE | {"url": URL})})

    assert filled_in(answer)["title"] == "Welder"


def test_bare_json_will_do(page):
    assert filled_in(page.post("/search/add/read", {"text": json.dumps(PAGE)}))["title"] == "Welder"


@pytest.mark.parametrize("source", ["", "<html>No data</html>", source_of(PAGE)[:-60], "[" * 5000, "\ud800"])
def test_page_that_says_nothing_keeps_the_address(page, source):
    answer = page.post("/search/add/read", {"page_url": URL, "text": source.encode("utf-8", "replace").decode()})

    assert answer.status_code == HTTPStatus.OK
    assert filled_in(answer) == {"url": URL}
    assert "please fill in the fields yourself" in text(answer)


def test_address_on_a_job_board_tells_the_employer(page):
    url = "https://jobs.lever.co/acme-tools/1234"

    assert filled_in(page.post("/search/add/read", {"page_url": url})) == {"url": url, "company": "Acme Tools"}


@pytest.mark.parametrize("url", ["http://intranet/jobs/1", "https://my_company.example/1", "https://jobs.café/ü?a=1"])
def test_address_that_only_a_company_knows_is_one(page, url):
    answer = page.post("/search/add", FORM | {"url": url})

    assert (answer.status_code, Job.objects.get().url) == (HTTPStatus.FOUND, url)


@pytest.mark.parametrize("pasted", [{}, {"page_url": "javascript:alert(1)"}, {"page_url": "acme"}])
def test_what_cannot_be_read_is_refused(page, pasted):
    assert page.post("/search/add/read", pasted).status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_posting_that_is_here_already_is_shown_instead(page, stranger):
    JobFactory(private_to=stranger, url=URL)
    job = JobFactory(url=URL)

    answer = page.post("/search/add/read", {"page_url": URL})

    assert answer["Location"] == f"/search?job={job.pk}#job"


@pytest.mark.parametrize(
    "url",
    [
        "HTTPS://Acme.EXAMPLE/jobs/?gh_jid=7",
        "https://acme.example/jobs?gh_jid=7#apply",
        "https://acme.example/jobs?utm_source=mail&gh_jid=7&utm_medium=x",
    ],
)
@pytest.mark.parametrize("is_swapped", [False, True])
def test_posting_is_known_however_its_address_is_written(page, url, is_swapped):
    here, pasted = [url, "https://acme.example/jobs?gh_jid=7"][:: -1 if is_swapped else 1]
    job = JobFactory(url=here)

    assert page.post("/search/add/read", {"page_url": pasted})["Location"] == f"/search?job={job.pk}#job"


@pytest.mark.parametrize(
    "url",
    [
        "https://acme.example/jobs?gh_jid=71",
        "https://acme.example/jobs",
        "https://acme.example/Jobs?gh_jid=7",
        "https://acme.example/jobs?gh_jid=7#/teams/2",
        "https://jobs.acme.example/jobs?gh_jid=7",
    ],
)
def test_posting_at_another_address_is_not_known(page, url):
    JobFactory(url=url)

    answer = page.post("/search/add/read", {"page_url": "https://acme.example/jobs?gh_jid=7"})

    assert answer.status_code == HTTPStatus.OK


def test_posting_is_looked_up_by_the_index_of_its_page(page):
    url = "https://acme.example/jobs?gh_jid=7"
    with CaptureQueriesContext(connection) as asked:
        page.post("/search/add/read", {"page_url": url})
    [look_up] = [query["sql"] for query in asked if "rtrim" in query["sql"]]

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # of a few postings all would be read
        cursor.execute(f"EXPLAIN {look_up}")
        plan = "\n".join(line for (line,) in cursor)

    assert "Index Scan using jobs_page" in plan


def test_position_that_is_tracked_is_told_before_it_is_added_again(page, user):
    company = CompanyFactory(name="Acme Tools", slug="acme-tools")
    JobTrackingFactory(user=user, job=JobFactory(company=company, title="Welder (m/f/d)"))

    answer = page.post("/search/add/read", {"text": json.dumps(PAGE)})

    assert "You track <a" in text(answer)


@pytest.mark.parametrize("path", ["/search/add", "/search/add/read"])
def test_adding_asks_to_sign_in(client, path):
    assert client.post(path, FORM).status_code == HTTPStatus.FOUND
    assert not Job.objects.exists()


def test_reading_is_no_get(page):
    assert page.get("/search/add/read")["Location"] == "/search/add"


def test_what_is_typed_stays_when_the_fields_are_filled_in(page):
    typed = {"title": "Lead welder", "location": " ", "description": "Heard from Ana."}

    answer = page.post("/search/add/read", typed | {"text": source_of(PAGE)})

    assert (filled_in(answer)["title"], filled_in(answer)["description"]) == ("Lead welder", "Heard from Ana.")
    assert (filled_in(answer)["company"], filled_in(answer)["location"]) == ("Acme Tools", "Leeds, United Kingdom")
    assert filled_in(page.post("/search/add/read", typed))["title"] == "Lead welder"  # nothing was pasted


def test_what_is_typed_stays_when_the_posting_is_here_already(page):
    job = JobFactory(url=URL)

    answer = page.post("/search/add/read", {"title": "Lead welder", "page_url": URL})

    assert filled_in(answer)["title"] == "Lead welder"
    assert f'You have this already: open <a class="link" href="{job.get_absolute_url()}">' in text(answer)
    assert "Add anyway" in text(answer)


def own(user, **facts) -> Job:
    return adding.add(user, **(FORM | facts))


@pytest.mark.parametrize(
    ("there", "again"),
    [
        ({"url": URL}, {"title": "Another", "url": "HTTPS://acme.example/jobs/1/#apply"}),
        ({}, {"title": "welder (m/f/d)", "company": "ACME tools"}),
    ],
)
def test_posting_that_is_there_is_added_again_only_if_somebody_says_so(page, user, there, again):
    job = own(user, **there)

    asked = page.post("/search/add", FORM | again)
    count_then = Job.objects.count()
    added = page.post("/search/add", FORM | again | {"anyway": "on"})

    assert (asked.status_code, count_then) == (HTTPStatus.UNPROCESSABLE_ENTITY, 1)
    assert f'You have this already: open <a class="link" href="{job.get_absolute_url()}">' in text(asked)
    assert 'name="anyway" value="on"' in text(asked)
    assert (added.status_code, Job.objects.count()) == (HTTPStatus.FOUND, 2)


def test_posting_of_somebody_else_is_not_there_already(page, stranger):
    own(stranger, url=URL)

    answer = page.post("/search/add", FORM | {"url": URL})

    assert answer.status_code == HTTPStatus.FOUND


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"salary_min": "120k", "currency": "€"}, (120000, None, "EUR")),
        ({"salary_min": "€ 60.000", "salary_max": "70k"}, (60000, 70000, "EUR")),
        ({"salary_max": "1,900.50 gbp"}, (None, Decimal("1900.50"), "GBP")),
        ({"salary_min": "60k XYZ"}, (60000, None, "")),
    ],
)
def test_pay_is_read_as_people_write_it(page, written, expected):
    page.post("/search/add", FORM | written)

    job = Job.objects.get()
    assert (job.salary_min, job.salary_max, job.salary_currency) == expected


@pytest.mark.parametrize("address", ["acme.example", "acme.example/jobs/1", "acme.example:8080?job=1"])
def test_address_without_a_scheme_is_one_of_the_web(page, address):
    page.post("/search/add", FORM | {"url": address})

    assert Job.objects.get().url == f"https://{address}"
