"""What the API reads in a query and a body: as its document says, not whatever Python would read."""

import pytest

from tests.factories import JobTrackingFactory

pytestmark = pytest.mark.django_db

NUMBERS = ["١", "５", "1_0", "0x5", "5\x1f", "\xa05", "1,5"]
DAYS = ["2026-3-1", "٢٠٢٦-03-01", "20260301", "2026-W10-1", "2026-02-30", "2026-03-01T00:00"]


@pytest.mark.parametrize("value", NUMBERS)
@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/api/jobs", "limit"),
        ("/api/jobs", "posted_within"),
        ("/api/jobs", "salary_min"),
        ("/api/companies", "limit"),
        ("/api/tracked", "limit"),
        ("/api/tracked", "offset"),
    ],
)
def test_number_is_written_in_plain_digits(api, path, name, value):
    answer = api.get(path, {name: value})

    assert (answer.status_code, list(answer.json())) == (400, [name])


@pytest.mark.parametrize("value", DAYS)
def test_day_is_written_in_one_way(api, user, value):
    tracking = JobTrackingFactory(user=user)

    asked = api.get("/api/tracked/calendar/events", {"start": value})
    added = api.post(f"/api/tracked/{tracking.pk}/events", {"event_type": "applied", "event_date": value})

    assert (asked.status_code, list(asked.json())) == (400, ["start"])
    assert (added.status_code, list(added.json())) == (400, ["event_date"])


@pytest.mark.parametrize("value", ["1:5", "１0:30", "10:30:00.1234567", "24:00", "10:30 ", "10.30"])
def test_clock_is_written_in_one_way(api, user, value):
    tracking = JobTrackingFactory(user=user)
    body = {"event_type": "applied", "event_date": "2026-03-01", "event_time": value}

    answer = api.post(f"/api/tracked/{tracking.pk}/events", body)

    assert (answer.status_code, list(answer.json())) == (400, ["event_time"])


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/api/tracked", {"job_id": "1"}, "job_id"),
        ("/api/jobs", {"title": "Cook", "company": "Perkoz", "salary": {"min": "5"}}, "salary"),
    ],
)
def test_number_in_a_body_is_no_text(api, path, body, field):
    answer = api.post(path, body)

    assert (answer.status_code, list(answer.json())) == (400, [field])


@pytest.mark.parametrize(
    ("path", "name", "values"),
    [
        ("/api/jobs", "q", ["cook", "baker"]),
        ("/api/jobs", "limit", ["1", "2"]),
        ("/api/jobs/counts", "open", ["any", "true"]),
        ("/api/companies", "cursor", ["", ""]),
        ("/api/tracked", "offset", ["x", ""]),
        ("/api/tracked/calendar/events", "start", ["2026-03-01", "2026-04-01"]),
    ],
)
def test_parameter_of_one_value_is_given_once(api, path, name, values):
    answer = api.get(path, {name: values})

    assert (answer.status_code, answer.json()[name][-1]) == (400, "Give this once.")


def test_parameter_of_one_value_is_given_once_beside_a_path(api, user):
    tracking = JobTrackingFactory(user=user)

    answer = api.delete(f"/api/tracked/{tracking.pk}?if_empty=true&if_empty=false")

    assert (answer.status_code, answer.json()) == (400, {"if_empty": ["Give this once."]})


def test_parameter_of_several_values_is_given_several_times(api):
    assert api.get("/api/jobs", {"company": ["perkoz", "kelp-bay"]}).status_code == 200
    assert api.get("/api/tracked", {"stage": ["applied", "offer"]}).status_code == 200


def test_page_takes_the_last_of_several(page):
    assert page.get("/search?q=cook&q=baker").status_code == 200
