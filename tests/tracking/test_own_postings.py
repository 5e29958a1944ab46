"""Postings of one's own beside those of boards: corrected, deleted, and the way from them to the employer."""

import re
from datetime import UTC, datetime
from http import HTTPStatus

import pytest

from search.models import Job
from search.postings import Salary
from tests.factories import JobFactory, JobTrackingFactory

from .test_adding import FORM, URL, own, text

pytestmark = pytest.mark.django_db


def sent(form) -> dict:
    """What a browser sends of the form as it is filled in: lines end with CR LF there."""
    values = {name: form[name].value() for name in form.fields}
    return {name: str(value).replace("\n", "\r\n") for name, value in values.items() if value is not None}


RICH_TEXT = "<h3>You</h3><p>Weld steel.</p>"


@pytest.mark.parametrize("description", ["", "Weld", "Weld <& cut\nsteel\n\nbridges", RICH_TEXT])
def test_posting_that_is_saved_unchanged_reads_as_before(page, user, description):
    moment = datetime(2026, 4, 1, 10, 30, tzinfo=UTC)
    places = [f"{number} {'x' * 90}" for number in range(9)]  # more than the field holds
    job = own(user, description=description, locations=places, posted_at=moment, apply_url=URL, department="Steel")
    before = Job.objects.filter(pk=job.pk).values().get()

    form = page.get(f"/search/jobs/{job.pk}/edit").context["form"]
    answer = page.post(f"/search/jobs/{job.pk}/edit", sent(form))

    assert answer["Location"] == job.get_absolute_url()
    assert Job.objects.filter(pk=job.pk).values().get() == before


def test_posting_of_ones_own_is_corrected_and_its_copy_stays(page, user):
    job = own(user, description="Weld\n\nsteel", salary=Salary(text="fair"))
    tracking = JobTrackingFactory(user=user, job=job, posting={"title": "Welder"})
    changed = {
        "title": "Wielder",
        "company": "Acme Bridges",
        "location": "Leeds",
        "salary_text": "",
        "description": "A\n\nB",
    }

    answer = page.post(
        f"/search/jobs/{job.pk}/edit", sent(page.get(f"/search/jobs/{job.pk}/edit").context["form"]) | changed
    )

    job = Job.objects.get()
    assert answer.status_code == HTTPStatus.FOUND
    assert (job.title, job.company.name, job.locations, job.salary) == ("Wielder", "Acme Bridges", ["Leeds"], None)
    assert job.description_html == "<p>A</p><p>B</p>"
    tracking.refresh_from_db()
    assert tracking.posting == {"title": "Welder"}


def test_correction_that_is_wrong_is_the_form_again(page, user):
    job = own(user)

    answer = page.post(f"/search/jobs/{job.pk}/edit", FORM | {"title": ""})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert list(answer.context["form"].errors) == ["title"]
    assert Job.objects.get().title == "Welder"


def test_posting_of_ones_own_is_deleted_once_it_is_not_tracked(page, user):
    job = own(user)
    tracking = JobTrackingFactory(user=user, job=job)

    refused = page.post(f"/search/jobs/{job.pk}/delete", follow=True)
    was_there = Job.objects.filter(pk=job.pk).exists()
    tracking.delete()
    deleted = page.post(f"/search/jobs/{job.pk}/delete", follow=True)

    assert was_there
    assert "You track this posting. Untrack it first, then it can be deleted." in text(refused)
    assert "Welder is deleted." in text(deleted)
    assert not Job.objects.exists()


@pytest.mark.parametrize("what", ["edit", "delete"])
def test_posting_of_a_board_or_of_somebody_else_is_neither_corrected_nor_deleted(page, stranger, what):
    others = [JobFactory(), own(stranger)]

    answers = [page.post(f"/search/jobs/{job.pk}/{what}", FORM).status_code for job in others]

    assert answers == [HTTPStatus.NOT_FOUND] * 2
    assert Job.objects.count() == 2


def test_what_can_be_done_with_a_posting_stands_beside_those_of_ones_own_alone(page, user):
    mine, public = own(user), JobFactory()

    shown = [f"/search/jobs/{job.pk}/edit" in text(page.get(f"/search?job={job.pk}")) for job in (mine, public)]

    assert shown == [True, False]


def test_way_to_the_employer_is_the_address_to_apply_at_or_the_posting(page, user):
    apply, url = "https://acme.example/apply", URL
    jobs = [own(user, **facts) for facts in ({"url": url, "apply_url": apply}, {"url": url}, {})]
    jobs.append(JobFactory(url="javascript:alert(1)", apply_url="javascript:alert(1)"))

    found = [
        re.search(r'href="([^"]*)"[^>]*>(?:(?!</a>).)*Open posting', text(page.get(f"/search?job={job.pk}")))
        for job in jobs
    ]

    assert [link and link[1] for link in found] == [apply, url, None, None]


def test_card_leads_to_the_employer_and_to_search(page, user):
    job = own(user, url=URL)
    tracking = JobTrackingFactory(user=user, job=job)

    card = text(page.get(f"/track/{tracking.pk}", headers={"HX-Request": "true"}))

    assert re.search(rf'href="{URL}" rel="noopener noreferrer" target="_blank">.*Open posting', card)
    assert re.search(rf'href="{re.escape(job.get_absolute_url())}">(?:(?!</a>).)*In Search</a>', card)
