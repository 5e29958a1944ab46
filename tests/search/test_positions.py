"""Postings of one position: known by employer and title, grouped and never merged."""

from datetime import timedelta

import pytest
from django.utils import timezone

from search.domain import positions
from tests.factories import CompanyFactory, JobFactory, JobTrackingFactory
from tracking.domain import events
from tracking.models import JobTracking


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Welder", "WELDER"),
        ("Welder (m/w/d)", "Welder"),
        ("Welder [m/w/d]", "Welder"),
        ("Welder m/w/d", "Welder"),
        ("Welder, M/F", "Welder"),
        ("Welder (m/w/div)", "Welder"),
        ("Welder (m / w / divers)", "Welder"),
        ("Welder (all genders)", "Welder"),
        ("Head Baker, Night Shift", "Head Baker - Night Shift"),
        ("Chargé d’affaires", "Charge d'affaires"),
    ],
)
def test_titles_that_say_the_same_are_one_position(one, other):
    assert positions.same_title(one) == positions.same_title(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Welder", "Senior Welder"), ("C Developer", "C++ Developer"), ("Welder I", "Welder II")]
)
def test_titles_that_do_not_are_two(one, other):
    assert positions.same_title(one) != positions.same_title(other)


def test_open_posting_tells_what_was_applied_for_before(page, user):
    company = CompanyFactory(name="Fernwood Robotics", slug="fernwood")
    earlier = JobTrackingFactory(user=user, job=JobFactory(company=company, title="Welder (m/f/d)"))
    day = timezone.localdate() - timedelta(days=43)
    events.add(JobTracking.objects.for_user(user), earlier.pk, "applied", on=day)
    JobTrackingFactory(user=user, job=JobFactory(company=company, title="Baker"))
    JobTrackingFactory(user=user, job=JobFactory(title="Welder"))
    JobTrackingFactory(job=JobFactory(company=company, title="Welder"))
    again = JobFactory(company=company, title="Welder")

    answer = page.get(f"/search?job={again.pk}")

    told = " ".join(answer.content.decode().split())
    assert [tracking.pk for tracking in answer.context["page"].alike] == [earlier.pk]
    assert "You applied 43 days ago for" in told
    assert "You track" not in told


def test_posting_is_not_like_itself(page, user):
    tracking = JobTrackingFactory(user=user, job=JobFactory(title="Welder"))

    answer = page.get(f"/search?job={tracking.job_id}")

    assert answer.context["page"].alike == []
