import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def no_limits_left_over():
    """How often somebody tried is counted in the cache; each test begins at zero."""
    cache.clear()
