"""GET /api/companies: companies with their numbers, most matches in the title first, then most matches."""

import pytest
from django.utils import timezone

from search import cursors
from search.models import Company
from tests.conftest import api_of
from tests.factories import CompanyFactory, JobBoardFactory, JobFactory, JobTrackingFactory

pytestmark = pytest.mark.django_db


def make(name: str, *titles: str, **fields) -> Company:
    """A company with an open posting of each title."""
    company = CompanyFactory(name=name, slug=name.lower())
    board = JobBoardFactory(company=company)
    for title in titles:
        JobFactory(title=title, company=company, board=board, **fields)
    return company


def numbers(answer) -> list[tuple[str, int, int]]:
    """(name, matched, total) of each company."""
    assert answer.status_code == 200, answer.content
    return [(row["name"], row["matched"], row["total"]) for row in answer.json()["companies"]]


def test_list_answers_companies_with_their_numbers(api):
    kelp = make("Kelp", "Baker", "Clerk")
    fern = make("Fern", "Baker", "Head baker", "Clerk")
    Company.objects.filter(pk=fern.pk).update(logo="logos/fernwood.svg")
    make("Moss", "Clerk")
    CompanyFactory(name="Without postings")

    answer = api.get("/api/companies", {"q": "baker"})

    assert answer.status_code == 200
    assert answer.json() == {
        "companies": [
            {
                "id": fern.pk,
                "name": "Fern",
                "slug": "fern",
                "logo_url": "/static/logos/fernwood.svg",
                "matched": 2,
                "total": 3,
            },
            {"id": kelp.pk, "name": "Kelp", "slug": "kelp", "logo_url": None, "matched": 1, "total": 2},
        ],
        "total": 3,
        "total_is_exact": True,
        "corrected_query": None,
        "next": None,
    }


def test_total_is_of_the_same_state(api):
    company = make("Kelp", "Baker", "Clerk")
    closed = {"company": company, "board": company.boards.get(), "is_open": False, "closed_at": timezone.now()}
    JobFactory(title="Old baker", **closed)

    by_state = {state: numbers(api.get("/api/companies", {"q": "baker", "open": state})) for state in ("true", "any")}

    assert by_state == {"true": [("Kelp", 1, 2)], "any": [("Kelp", 2, 3)]}
    assert numbers(api.get("/api/companies", {"open": "false"})) == [("Kelp", 1, 1)]


def test_private_postings_count_for_their_owner_alone(api, user, stranger):
    company = make("Kelp", "Baker")
    JobFactory(title="Baker", company=company, private_to=user)
    JobFactory(title="Clerk", company=CompanyFactory(name="Secret"), private_to=user)

    mine = numbers(api.get("/api/companies"))
    theirs = numbers(api_of(stranger).get("/api/companies"))

    assert mine == [("Kelp", 2, 2), ("Secret", 1, 1)]
    assert theirs == [("Kelp", 1, 1)]


def test_hide_tracked_leaves_the_total(api, user):
    company = make("Kelp", "Baker", "Clerk")
    JobTrackingFactory(user=user, job=company.jobs.first())

    assert numbers(api.get("/api/companies", {"hide_tracked": "true"})) == [("Kelp", 1, 2)]


@pytest.mark.parametrize("limit", [1, 2, 3, 10])
def test_pages_hold_every_company_once_in_order(api, limit):
    for name, count in [("A", 1), ("B", 3), ("C", 1), ("D", 2), ("E", 3), ("F", 1)]:
        make(name, *["Baker"] * count)

    names, cursor = [], ""
    while cursor is not None:
        body = api.get("/api/companies", {"limit": limit, "cursor": cursor}).json()
        names += [row["name"] for row in body["companies"]]
        assert len(body["companies"]) <= limit
        cursor = body["next"]

    assert names == ["B", "E", "D", "A", "C", "F"]


def test_companies_with_the_words_in_a_title_come_first(api):
    make("Everywhere", "Clerk", "Cook", "Driver", description_text="Write to our recruiter.")
    make("Some", "Clerk", "Cook", "Recruiter", description_text="Write to our recruiter.")
    make("One", "Recruiter")
    make("Two", "Recruiter", "Senior recruiter")

    pages, cursor = [], ""
    while cursor is not None:
        answer = api.get("/api/companies", {"q": "recruiter", "limit": 1, "cursor": cursor})
        pages += numbers(answer)
        cursor = answer.json()["next"]

    assert pages == [("Two", 2, 2), ("Some", 3, 3), ("One", 1, 1), ("Everywhere", 3, 3)]


def test_limit_is_100_unless_told_and_1000_at_most(api):
    companies = Company.objects.bulk_create(Company(name=f"c{n}", slug=f"c{n}") for n in range(101))
    board = JobBoardFactory(company=companies[0])
    for company in companies:
        JobFactory(company=company, board=board)

    assert len(api.get("/api/companies").json()["companies"]) == 100
    assert len(api.get("/api/companies", {"limit": 1000}).json()["companies"]) == 101
    refused = api.get("/api/companies", {"limit": 1001})
    assert (refused.status_code, refused.json()) == (
        400,
        {"limit": ["Ensure this value is less than or equal to 1000."]},
    )


@pytest.mark.parametrize(
    "cursor",
    [
        "nonsense",
        cursors.encode([1]),
        cursors.encode([3, 1]),  # as it was before titles counted
        cursors.encode([0, 0, 1]),
        cursors.encode([0, 1, 0]),
        cursors.encode([-1, 1, 1]),
        cursors.encode([2, 1, 1]),
        cursors.encode([0, 2**63, 1]),
        cursors.encode([0, 1, 2**64 - 1]),
        cursors.encode([False, True, True]),
        cursors.encode([True, "2026-01-01T00:00:00+00:00", 1]),  # of the other list
    ],
)
def test_text_that_is_no_cursor_of_this_list_is_refused(api, cursor):
    answer = api.get("/api/companies", {"cursor": cursor})

    assert answer.status_code == 400
    assert answer.json() == {"cursor": ["This is not a cursor of this list; begin without one."]}


@pytest.mark.parametrize("count", [1, 20])
def test_list_takes_ten_statements(api, django_assert_num_queries, count):
    JobFactory.create_batch(count)
    api.get("/api/me")  # the token's first use is written down

    # Token and user; how to plan, words, statistics, two of spelling, private postings, the newest, companies,
    # totals.
    with django_assert_num_queries(10):
        api.get("/api/companies", {"q": "position"})


def test_there_is_no_detail_and_no_change(api):
    company = make("Kelp", "Baker")

    assert api.get(f"/api/companies/{company.pk}").status_code == 404
    assert api.post("/api/companies", {"name": "a"}).json() == {
        "detail": 'Method "POST" not allowed.',
        "code": "method_not_allowed",
    }
