"""Saved searches: what is kept of a search, and which postings count as new."""

from http import HTTPStatus

import pytest
from django.db import IntegrityError, transaction

from search.domain import saving
from search.models import SavedSearch
from tests.factories import CompanyFactory, JobFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def news(user) -> dict[str, int]:
    return {fresh.search.name: fresh.new for fresh in saving.fresh(user)}


def test_new_matches_are_counted_until_somebody_looks(page, user):
    JobFactory(title="Welder")
    page.post("/search/saved/add", {"name": "Steel", "query": "q=welder"})
    at_first = news(user)
    for title in ("Welder, Night Shift", "Head Welder", "Baker"):
        JobFactory(title=title)
    then = news(user)
    seen = SavedSearch.objects.get().seen_up_to

    answer = page.post(f"/search/saved/{SavedSearch.objects.get().pk}/look")

    assert (at_first, then, news(user)) == ({"Steel": 0}, {"Steel": 2}, {"Steel": 0})
    assert answer["Location"] == f"/search?q=welder&new_since={seen}"


def test_what_is_new_is_marked_when_the_search_is_opened(page, user):
    kelp, moss = CompanyFactory(name="Kelp"), CompanyFactory(name="Moss")
    JobFactory(title="Old welder", company=kelp)
    saved, _ = saving.save(user, "Steel", "q=welder")
    JobFactory(title="New welder", company=kelp)
    JobFactory(title="Own welder", company=kelp, private_to=user)
    JobFactory.create_batch(2, title="Welder", company=moss)

    opened = page.post(f"/search/saved/{saved.pk}/look", follow=True)
    again = page.post(f"/search/saved/{saved.pk}/look", follow=True)

    shown = opened.context["page"]
    assert [(row.company.name, row.new) for row, _ in shown.results.companies] == [("Kelp", 1), ("Moss", 2)]
    ((_, rows),) = shown.results.companies[0][1].places
    assert {row.job.title: row.is_new for row in rows} == {"Old welder": False, "New welder": True, "Own welder": False}
    assert "<b>3 new</b> since you last looked" in text(opened)
    assert f"/search/companies/{moss.pk}?q=welder&amp;new_since={shown.new_since}&amp;" in opened.content.decode()
    assert "Nothing new since you last looked" in text(again)


def test_mark_of_what_is_new_is_no_part_of_what_is_saved(page):
    page.post("/search/saved/add", {"name": "Steel", "query": "q=welder&new_since=5"})

    assert SavedSearch.objects.get().query == "q=welder"


@pytest.mark.parametrize("since", ["", "-1", "x", "1.5", "9" * 30, "%00", "٣", "%3Cb%3E"])
def test_mark_that_is_none_marks_nothing(page, since):
    JobFactory(title="Welder")

    answer = page.get(f"/search?q=welder&new_since={since}")

    assert answer.status_code == HTTPStatus.OK
    assert (answer.context["page"].news, answer.context["page"].query) == (None, "?q=welder&")


def test_only_the_search_itself_is_kept(page):
    query = (
        "q=welder&location=Leeds&location=&prefix=true&job=5&cursor=abc&utm_source=x&workplace=remote&workplace=hybrid"
    )

    answer = page.post("/search/saved/add", {"name": "Steel", "query": query})

    assert SavedSearch.objects.get().query == "q=welder&location=Leeds&workplace=remote&workplace=hybrid"
    assert answer["Location"] == f"/search?{SavedSearch.objects.get().query}"


def test_same_name_replaces_once_it_is_said_so(page, user):
    page.post("/search/saved/add", {"name": "Work", "query": "q=welder&location=Leeds"})

    asked = page.post("/search/saved/add", {"name": "Work", "query": "q=baker"})
    before = list(user.saved_searches.values_list("name", "query"))
    page.post("/search/saved/add", {"name": "Work", "query": "q=baker", "replace": "on"})

    assert asked.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "“Work” exists already" in text(asked)
    assert "<dd>“welder” · in Leeds</dd>" in text(asked)
    assert "<dd>“baker”</dd>" in text(asked)
    assert before == [("Work", "q=welder&location=Leeds")]
    assert list(user.saved_searches.values_list("name", "query")) == [("Work", "q=baker")]


def test_same_search_under_the_same_name_is_saved_again_without_asking(page, user):
    for _ in range(2):
        answer = page.post("/search/saved/add", {"name": "Work", "query": "q=welder"})

    assert answer["Location"] == "/search?q=welder"
    assert user.saved_searches.count() == 1


def test_page_tells_what_each_searches(page, user):
    kelp = CompanyFactory(name="Kelp Bay", slug="kelp-bay")
    saving.save(
        user,
        "All",
        f"q=welder&company=kelp-bay&hide_company={kelp.pk}&location=Leeds&location=York&workplace=remote"
        "&employment_type=full_time&salary_min=60000&currency=EUR&posted_within=7&source=lever&open=any&hide_tracked=on",
    )
    saving.save(user, "Closed", "open=false&currency=PLN")
    SavedSearch.objects.create(user=user, name="Old", query="workplace=moon", seen_up_to=0)

    answer = page.get("/search/saved")

    every, closed, unreadable = (told.split(" · ") for _, told in answer.context["searches"])
    assert every == [
        *("“welder”", "in Leeds or York", "Remote", "Full-time", "at Kelp Bay", "not at Kelp Bay"),
        *("60,000 EUR a year or more", "posted within 7 days", "from Lever", "open or closed", "not tracked"),
    ]
    assert (closed, unreadable) == (["pay in PLN", "closed"], [""])
    assert "Cannot be read any more" in text(answer)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": "", "query": "q=welder"}, "Give the search a name"),
        ({"name": "x" * 101, "query": "q=welder"}, "Give the search a name"),
        ({"name": "Nul\x00", "query": "q=welder"}, "Give the search a name"),
        ({"name": "All", "query": ""}, "this finds every open job"),
        ({"name": "All", "query": "open=true"}, "this finds every open job"),
        ({"name": "Bad", "query": "workplace=moon"}, "cannot be read"),
        ({"name": "Bad", "query": "q=%00"}, "cannot be read"),
    ],
)
def test_what_is_no_search_is_refused(page, fields, message):
    answer = page.post("/search/saved/add", fields, follow=True)

    assert message in text(answer)
    assert not SavedSearch.objects.exists()


def test_there_is_an_end_to_saved_searches(page, user, monkeypatch):
    monkeypatch.setattr(saving, "SEARCHES_MAX", 1)
    page.post("/search/saved/add", {"name": "One", "query": "q=welder"})
    page.post("/search/saved/add", {"name": "Two", "query": "q=baker"})
    page.post("/search/saved/add", {"name": "One", "query": "q=rigger", "replace": "on"})

    assert list(user.saved_searches.values_list("name", "query")) == [("One", "q=rigger")]


def test_own_and_closed_postings_are_no_news(user):
    saved, _ = saving.save(user, "Steel", "q=welder")
    JobFactory(title="Welder", private_to=user)
    JobFactory(title="Welder", is_open=False, closed_at="2026-01-01T00:00:00Z")

    assert news(user) == {"Steel": 0}
    assert saved.href == "/search?q=welder"


def test_many_are_told_as_many(user, page, monkeypatch):
    monkeypatch.setattr(saving, "COUNTED_MAX", 2)
    saving.save(user, "Steel", "q=welder")
    for _ in range(4):
        JobFactory(title="Welder")

    assert [(fresh.new, fresh.label) for fresh in saving.fresh(user)] == [(3, "2+")]


def test_search_that_is_no_longer_understood_has_no_news(user):
    SavedSearch.objects.create(user=user, name="Old", query="workplace=moon", seen_up_to=0)

    assert news(user) == {"Old": 0}


def test_menu_and_page_list_them(page, user):
    saving.save(user, "Steel", "q=welder")
    JobFactory(title="Welder")

    menu, whole = page.get("/search/saved", headers=HTMX), page.get("/search/saved")

    assert "Steel<span" in text(menu)
    assert 'id="saved-new" hx-swap-oob="true">1<' in text(menu)
    assert "1 new" in text(whole)


@pytest.mark.parametrize("action", ["look", "remove"])
def test_somebody_elses_is_404(page, stranger, action):
    saved, _ = saving.save(stranger, "Steel", "q=welder")

    assert page.post(f"/search/saved/{saved.pk}/{action}").status_code == HTTPStatus.NOT_FOUND
    assert SavedSearch.objects.exists()


def test_removed_is_gone(page, user):
    saved, _ = saving.save(user, "Steel", "q=welder")

    answer = page.post(f"/search/saved/{saved.pk}/remove", follow=True)

    assert "No saved searches" in text(answer)
    assert not SavedSearch.objects.exists()


def test_database_itself_keeps_names_apart(user):
    saving.save(user, "Steel", "q=welder")

    with pytest.raises(IntegrityError), transaction.atomic():
        SavedSearch.objects.create(user=user, name="Steel", query="q=baker", seen_up_to=0)
