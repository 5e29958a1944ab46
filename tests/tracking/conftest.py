from functools import partial

import pytest

from tests.factories import CompanyFactory, JobFactory, JobTrackingFactory
from tests.objects import PDF, put
from tracking import storage
from tracking.models import JobTracking


@pytest.fixture
def tracking(user) -> JobTracking:
    """A job that ``user`` tracks, with no event yet."""
    company = CompanyFactory(name="Fernwood Robotics", slug="fernwood", logo="logos/fernwood.svg")
    job = JobFactory(
        company=company, title="Staff Engineer", url="https://fernwood.example/1", locations=["Berlin", "Remote"]
    )
    return JobTrackingFactory(user=user, job=job)


class Resume:
    """The resume of one tracking, as a client of the API sees it."""

    def __init__(self, api, tracking, commit) -> None:
        self.api = api
        self.path = f"/api/tracked/{tracking.pk}/resume"
        self.commit = commit

    def upload(self, body: bytes = PDF) -> str:
        """Upload to a fresh address; gives the key to confirm."""
        answer = self.api.get(f"{self.path}/upload-url?size={len(body)}").json()
        assert put(answer["upload_url"], body) == 200
        return answer["s3_key"]

    def confirm(self, key: str, filename: str = "cv.pdf"):
        return self.post({"s3_key": key, "filename": filename})

    def post(self, body: dict):
        with self.commit():
            return self.api.post(f"{self.path}/confirm", body)

    def url(self, query: str = ""):
        return self.api.get(f"{self.path}/url{query}")


@pytest.fixture
def resume(api, tracking, objects, django_capture_on_commit_callbacks) -> Resume:
    return Resume(api, tracking, partial(django_capture_on_commit_callbacks, execute=True))


@pytest.fixture
def when_storing():
    """Have something happen the moment before a call to the store, once: ``when_storing("CopyObject", action)``."""
    events = storage._client().meta.events
    registered = []

    def when(operation: str, action) -> None:
        def once(**kwargs):
            events.unregister(name, once)
            action()

        name = f"before-send.s3.{operation}"
        events.register(name, once)
        registered.append((name, once))

    yield when
    for name, once in registered:
        events.unregister(name, once)
