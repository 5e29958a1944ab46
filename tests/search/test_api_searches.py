"""Saved searches over HTTP."""

import pytest

from search.domain import saving
from search.models import SavedSearch
from tests.conftest import api_of
from tests.factories import JobFactory

pytestmark = pytest.mark.django_db


def test_search_is_saved_counted_looked_at_and_deleted(api):
    JobFactory(title="Welder")
    saved = api.post("/api/searches", {"name": " Steel ", "query": "?q=welder&utm_source=x"})
    JobFactory(title="Head Welder")
    row, pk = saved.json(), SavedSearch.objects.get().pk

    counted = api.get("/api/searches")
    looked = api.post(f"/api/searches/{pk}/look")
    deleted = api.delete(f"/api/searches/{pk}")

    assert (saved.status_code, row) == (
        201,
        {
            "id": pk,
            "name": "Steel",
            "query": "q=welder",
            "new": 0,
            "new_is_exact": True,
            "created_at": row["created_at"],
        },
    )
    assert (counted.status_code, counted.json()) == (200, {"searches": [row | {"new": 1}]})
    assert (looked.status_code, looked.json()) == (200, row)
    assert (deleted.status_code, deleted.json()) == (200, {"success": True})
    assert api.get("/api/searches").json() == {"searches": []}


def test_search_of_a_name_that_is_taken_replaces_it_and_says_so(api):
    saved = api.post("/api/searches", {"name": "Steel", "query": "q=welder"})

    replaced = api.post("/api/searches", {"name": "Steel", "query": "q=smith"})

    assert (saved.status_code, replaced.status_code) == (201, 200)
    assert replaced.json() == saved.json() | {"query": "q=smith"}


def test_more_than_are_counted_are_said_to_be_more(api, user, monkeypatch):
    monkeypatch.setattr(saving, "COUNTED_MAX", 2)
    saving.save(user, "Steel", "q=welder")
    for _ in range(4):
        JobFactory(title="Welder")

    [row] = api.get("/api/searches").json()["searches"]

    assert (row["new"], row["new_is_exact"]) == (2, False)


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        ({}, {"name": ["This field is required."], "query": ["This field is required."]}),
        ({"name": "\u200b", "query": "q=welder"}, {"name": ["This field may not be blank."]}),
        ({"name": "All", "query": "open=true"}, {"query": ["Search for something first: this finds every open job."]}),
        ({"name": "Bad", "query": "workplace=moon"}, {"query": ["This search cannot be read."]}),
        (
            {"name": "Two", "query": "q=baker"},
            {"detail": "You have 1 saved searches already; remove one first.", "code": "too_many"},
        ),
    ],
)
def test_what_cannot_be_saved_is_refused_with_the_reason(api, user, monkeypatch, body, answer):
    saving.save(user, "One", "q=welder")
    monkeypatch.setattr(saving, "SEARCHES_MAX", 1)

    refused = api.post("/api/searches", body)

    assert (refused.status_code, refused.json()) == (400, answer)
    assert list(user.saved_searches.values_list("name", "query")) == [("One", "q=welder")]


def test_everybody_has_their_own(api, user, stranger):
    saving.save(stranger, "Steel", "q=welder")
    api.post("/api/searches", {"name": "Steel", "query": "q=baker"})

    assert [row["query"] for row in api.get("/api/searches").json()["searches"]] == ["q=baker"]
    assert [row["query"] for row in api_of(stranger).get("/api/searches").json()["searches"]] == ["q=welder"]
