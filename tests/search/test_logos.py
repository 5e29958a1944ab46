"""Logos of companies."""

import json

import pytest

from search import logos
from search.models import Company


@pytest.fixture
def collected(settings, tmp_path):
    """Static files as they are served: by names with hashes, from a list of those there are."""
    files = {"logos/fernwood.svg": "logos/fernwood.0123456789ab.svg"}
    manifest = {"version": "1.1", "hash": "", "paths": files}
    (tmp_path / "staticfiles.json").write_text(json.dumps(manifest))
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    logos.address.cache_clear()
    yield
    logos.address.cache_clear()


@pytest.mark.parametrize(
    ("logo", "address"),
    [
        ("", None),
        ("#fernwood", None),
        ("logos/fernwood.svg", "/static/logos/fernwood.0123456789ab.svg"),
        ("logos/fernwood.svg#leaf", "/static/logos/fernwood.0123456789ab.svg#leaf"),
        ("logos/of-no-such-file.svg", None),  # support staff may write what they like
    ],
)
def test_logo_has_the_address_of_a_file_that_is_there(collected, logo, address):
    assert Company(logo=logo).logo_url == address
