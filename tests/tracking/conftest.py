import pytest

from tests.factories import CompanyFactory, JobFactory, JobTrackingFactory
from tracking.models import JobTracking


@pytest.fixture
def tracking(user) -> JobTracking:
    """A job that ``user`` tracks, with no event yet."""
    company = CompanyFactory(name="Fernwood Robotics", slug="fernwood", logo="logos/fernwood.svg")
    job = JobFactory(
        company=company, title="Staff Engineer", url="https://fernwood.example/1", locations=["Berlin", "Remote"]
    )
    return JobTrackingFactory(user=user, job=job)
