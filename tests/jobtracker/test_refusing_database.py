"""A database that answers, and refuses: its disk is full, say. People are told to wait, the log is told why."""

import pytest
from django.db import connection

from tests.factories import JobTrackingFactory
from tracking.models import JobTracking

pytestmark = pytest.mark.django_db


@pytest.fixture
def tracking(user) -> JobTracking:
    return JobTrackingFactory(user=user)


@pytest.fixture
def full_disk(tracking) -> None:
    """No tracking can be changed, for the length of the test's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = 'disk_full'; END $$;
            CREATE TRIGGER refuse BEFORE UPDATE ON job_tracking EXECUTE FUNCTION refuse();
            """
        )


def test_page_asks_to_try_again_and_the_log_says_why(page, tracking, full_disk, caplog):
    page.raise_request_exception = False

    answer = page.post(f"/track/{tracking.pk}/archive")

    assert answer.status_code == 503
    assert "<h1>Not at the moment</h1>" in answer.text
    assert "no space left on device" in caplog.text


def test_api_asks_to_try_again_and_the_log_says_why(api, tracking, full_disk, caplog):
    answer = api.patch(f"/api/tracked/{tracking.pk}", {"is_archived": True})

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert "no space left on device" in caplog.text


def test_mistake_of_ours_stays_one(page, tracking, monkeypatch):
    def broken(*arguments, **options):
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr("tracking.domain.trackings.change", broken)
    page.raise_request_exception = False

    answer = page.post(f"/track/{tracking.pk}/archive")

    assert answer.status_code == 500
    assert "<h1>That went wrong on our side</h1>" in answer.text
