"""Schemathesis makes requests from the OpenAPI document, good and bad ones, and looks whether the answers fit it.

A few in the suite; by JOBTRACKER_LONG 500 and more for each operation, with three seeds, and chains of calls.
"""

import subprocess
import sys

import pytest
import schemathesis
from django.conf import settings as product
from drf_spectacular.generators import SchemaGenerator

from accounts.domain import tokens
from tests import schemathesis_checks
from tests.factories import JobFactory, UserFactory
from tests.hostile import IS_LONG

SEEDS = [1, 2, 3] if IS_LONG else [1]
HOW_MUCH = ["--max-examples", "500"] if IS_LONG else ["--max-examples", "3", "--phases", "examples,fuzzing"]


@pytest.mark.parametrize("seed", SEEDS)
def test_answers_fit_the_document_whatever_is_asked(live_server, objects, seed):
    _, token = tokens.create(UserFactory(), "schemathesis")
    for _ in range(5):
        JobFactory(locations=["Paris"], salary_min=1, description_text="Bread")

    told = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", "tests/schemathesis.toml"),
            *("run", f"{live_server.url}/api/schema", "--header", f"Authorization: Bearer {token}"),
            *("--seed", str(seed), "--no-color", *HOW_MUCH),
        ],
        cwd=product.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.returncode == 0, told.stdout[-20_000:] + told.stderr[-2_000:]


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ({"limit": 10, "stage": ["offer", ""], "q": "é"}, True),
        ({"limit": []}, True),  # a blank
        ({"stage": {"offer": 1}}, True),  # its key
        ({"limit": 0}, False),
        ({"limit": "ten"}, False),
        ({"limit": [1, 2]}, False),
        ({"stage": ["offer", "none"]}, False),
    ],
)
def test_query_is_judged_as_it_is_sent(query, fits):
    document = schemathesis.openapi.from_dict(SchemaGenerator().get_schema(public=True))

    assert schemathesis_checks.fits_as_sent(document["/api/tracked"]["GET"].Case(query=query)) is fits
