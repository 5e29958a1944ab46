"""GET /api/jobs and /api/jobs/{id}: the whole answers, paging, what is refused."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from search import cursors
from search.models import Job
from search.postings import EmploymentType, SalaryPeriod, Source, Workplace
from tests.conftest import api_of
from tests.factories import CompanyFactory, JobBoardFactory, JobFactory, JobTrackingFactory

pytestmark = pytest.mark.django_db

EMPTY = {"results": [], "total": 0, "total_is_exact": True, "corrected_query": None, "next": None}
NOT_A_CURSOR = {"cursor": ["This is not a cursor of this list; begin without one."]}


def moment(value: datetime) -> str:
    return value.isoformat().replace("+00:00", "Z")


def titles(answer) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [job["title"] for job in answer.json()["results"]]


@pytest.fixture
def full() -> Job:
    """A posting that states everything."""
    company = CompanyFactory(name="Fernwood Robotics", slug="fernwood-robotics", logo="logos/fernwood.svg")
    return JobFactory(
        company=company,
        board=JobBoardFactory(source=Source.LEVER, token="fernwood", company=company),
        title="Forester",
        department="Field work",
        locations=["Eberswalde, Germany", "Berlin, Germany"],
        workplace=Workplace.HYBRID,
        employment_type=EmploymentType.PART_TIME,
        salary_min=1900,
        salary_max="2200.50",
        salary_currency="EUR",
        salary_period=SalaryPeriod.MONTH,
        salary_text="by the tariff",
        url="https://fernwood.example/forester",
        apply_url="https://fernwood.example/forester/apply",
        description_html="<p>You know trees.</p>",
        description_text="You know trees.",
        posted_at=datetime(2026, 6, 11, 8, tzinfo=UTC),
    )


def as_json(job: Job) -> dict:
    return {
        "id": job.pk,
        "title": "Forester",
        "company": "Fernwood Robotics",
        "company_id": job.company_id,
        "company_slug": "fernwood-robotics",
        "company_logo_url": "/static/logos/fernwood.svg",
        "department": "Field work",
        "location": "Eberswalde, Germany",
        "locations": ["Eberswalde, Germany", "Berlin, Germany"],
        "workplace": "hybrid",
        "employment_type": "part_time",
        "salary": {"min": 1900, "max": 2200.5, "currency": "EUR", "period": "month", "text": "by the tariff"},
        "url": "https://fernwood.example/forester",
        "apply_url": "https://fernwood.example/forester/apply",
        "source": "lever",
        "posted_at": "2026-06-11T08:00:00Z",
        "first_seen_at": moment(job.first_seen_at),
        "closed_at": None,
        "is_open": True,
        "is_private": False,
    }


class TestAnswers:
    def test_list_answers_whole_postings(self, api, full):
        answer = api.get("/api/jobs")

        assert answer.status_code == 200
        assert answer.json() == EMPTY | {"results": [as_json(full)], "total": 1}

    def test_detail_adds_the_description(self, api, full):
        answer = api.get(f"/api/jobs/{full.pk}")

        texts = {"description_html": "<p>You know trees.</p>", "description_text": "You know trees."}
        assert (answer.status_code, answer.json()) == (200, as_json(full) | texts)

    def test_what_is_not_stated_is_null(self, api):
        job = JobFactory(title="Clerk", company__name="Kelp Bay", company__slug="kelp-bay")

        answer = api.get(f"/api/jobs/{job.pk}")

        assert answer.json() == {
            "id": job.pk,
            "title": "Clerk",
            "company": "Kelp Bay",
            "company_id": job.company_id,
            "company_slug": "kelp-bay",
            "company_logo_url": None,
            "department": None,
            "location": None,
            "locations": [],
            "workplace": None,
            "employment_type": None,
            "salary": None,
            "url": None,
            "apply_url": None,
            "source": "ashby",
            "posted_at": None,
            "first_seen_at": moment(job.first_seen_at),
            "closed_at": None,
            "is_open": True,
            "is_private": False,
            "description_html": "",
            "description_text": "",
        }

    @pytest.mark.parametrize(
        ("stated", "salary"),
        [
            ({"salary_min": 50000}, {"min": 50000, "max": None, "currency": None, "period": None, "text": None}),
            ({"salary_text": "fair"}, {"min": None, "max": None, "currency": None, "period": None, "text": "fair"}),
            ({"salary_currency": "EUR", "salary_period": "year"}, None),
        ],
    )
    def test_pay_in_part_is_told_in_part(self, api, stated, salary):
        JobFactory(**stated)

        assert api.get("/api/jobs").json()["results"][0]["salary"] == salary

    def test_closed_posting_tells_when(self, api):
        closed_at = datetime(2026, 6, 12, 7, 30, tzinfo=UTC)
        job = JobFactory(is_open=False, closed_at=closed_at)

        body = api.get(f"/api/jobs/{job.pk}").json()

        assert (body["is_open"], body["closed_at"]) == (False, "2026-06-12T07:30:00Z")

    def test_nothing_found_is_an_empty_list(self, api):
        assert api.get("/api/jobs", {"q": "nothing"}).json() == EMPTY


class TestWhoMaySee:
    def test_private_posting_is_seen_by_its_owner_alone(self, api, user, stranger):
        job = JobFactory(title="mine", private_to=user)

        mine, theirs = api.get("/api/jobs"), api_of(stranger).get("/api/jobs")

        assert [row["id"] for row in mine.json()["results"]] == [job.pk]
        assert mine.json()["results"][0] | {"is_private": True, "source": "manual"} == mine.json()["results"][0]
        assert theirs.json() == EMPTY
        assert api.get(f"/api/jobs/{job.pk}").status_code == 200
        assert api_of(stranger).get(f"/api/jobs/{job.pk}").json() == {"detail": "Not found.", "code": "not_found"}

    @pytest.mark.parametrize("path", ["/api/jobs", "/api/jobs/1", "/api/companies"])
    def test_nobody_sees_anything_without_signing_in(self, client, path):
        answer = client.get(path)

        assert answer.status_code == 401
        assert answer.json() == {
            "detail": "Authentication credentials were not provided.",
            "code": "not_authenticated",
        }


class TestDetailIds:
    @pytest.mark.parametrize(
        "pk",
        ["0", "-1", "1.5", "abc", "9" * 18, "9" * 19, "9" * 5000, "%00", "%ff", "²", "1e400", "null", "1%20", "+1"],
    )
    def test_id_that_no_posting_has_is_not_found(self, api, full, pk):
        answer = api.get(f"/api/jobs/{pk}")

        assert answer.status_code == 404


class TestParameters:
    """Each goes to its filter; what the filters do is tested with the querysets."""

    @pytest.mark.parametrize(
        "query",
        [
            {"q": "forester"},
            {"company": "fernwood-robotics"},
            {"company": ["kelp-bay", "fernwood-robotics"]},
            {"location": "berlin"},
            {"workplace": ["hybrid", "onsite"]},
            {"employment_type": "part_time"},
            {"salary_min": "26406"},
            {"salary_min": "0", "currency": "eur"},
            {"posted_within": "3650"},
            {"source": "lever"},
            {"open": "true"},
            {"hide_tracked": "true"},
        ],
        ids=lambda query: "-".join(query),
    )
    def test_parameter_finds_what_matches_and_nothing_else(self, api, user, full, query):
        Job.objects.update(posted_at=timezone.now() - timedelta(days=3000))
        other = {"workplace": Workplace.REMOTE, "is_open": False, "closed_at": timezone.now()}
        JobTrackingFactory(user=user, job=JobFactory(title="Clerk", **other))

        assert titles(api.get("/api/jobs", query)) == ["Forester"]

    def test_digits_are_a_slug_before_they_are_an_id(self, api):
        by_id = JobFactory(title="By id").company
        by_slug = JobFactory(title="By slug", company__slug=str(by_id.pk)).company

        assert titles(api.get("/api/jobs", {"company": str(by_id.pk)})) == ["By slug"]
        assert titles(api.get("/api/jobs", {"company": str(by_slug.pk)})) == ["By slug"]
        assert titles(api.get("/api/jobs", {"company": by_id.slug})) == ["By id"]
        assert titles(api.get("/api/jobs", {"hide_company": str(by_id.pk)})) == ["By id"]

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ({}, ["open"]),
            ({"open": ""}, ["open"]),
            ({"open": "true"}, ["open"]),
            ({"open": "false"}, ["closed"]),
            ({"open": "any"}, ["open", "closed"]),
        ],
    )
    def test_open_is_true_false_or_any(self, api, query, expected):
        now = timezone.now()
        JobFactory(title="open", posted_at=now)
        JobFactory(title="closed", posted_at=now - timedelta(days=1), is_open=False, closed_at=now)

        assert titles(api.get("/api/jobs", query)) == expected

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            ("true", ["free"]),
            ("True", ["free"]),
            ("1", ["free"]),
            ("on", ["free"]),
            ("", ["free", "tracked"]),
            ("false", ["free", "tracked"]),
            ("0", ["free", "tracked"]),
        ],
    )
    def test_hide_tracked_is_true_or_false(self, api, user, value, expected):
        now = timezone.now()
        JobFactory(title="free", posted_at=now)
        JobTrackingFactory(user=user, job__title="tracked", job__posted_at=now - timedelta(days=1))

        assert titles(api.get("/api/jobs", {"hide_tracked": value})) == expected

    def test_blank_parameters_are_as_if_left_out(self, api, full):
        names = ["q", "company", "location", "workplace", "employment_type", "salary_min", "currency"]
        names += ["posted_within", "source", "open", "hide_tracked", "cursor", "limit"]

        answer = api.get("/api/jobs", dict.fromkeys(names, ""))

        assert titles(answer) == ["Forester"]

    def test_unknown_parameters_are_ignored(self, api, full):
        assert titles(api.get("/api/jobs", {"colour": "green", "format": "xml"})) == ["Forester"]

    @pytest.mark.parametrize(
        ("query", "errors"),
        [
            ({"q": "a" * 201}, {"q": ["Ensure this value has at most 200 characters (it has 201)."]}),
            ({"q": "a\x00"}, {"q": ["Null characters are not allowed."]}),
            ({"company": ["a", "b\x00"]}, {"company": ["Null characters are not allowed."]}),
            ({"company": "a" * 221}, {"company": ["Ensure this value has at most 220 characters (it has 221)."]}),
            ({"location": ["a"] * 51}, {"location": ["At most 50 values."]}),
            (
                {"workplace": ["remote", "moon"]},
                {"workplace": ["Select a valid choice. moon is not one of the available choices."]},
            ),
            (
                {"employment_type": "FULL_TIME"},
                {"employment_type": ["Select a valid choice. FULL_TIME is not one of the available choices."]},
            ),
            ({"salary_min": "much"}, {"salary_min": ["Enter a number."]}),
            ({"salary_min": "-1"}, {"salary_min": ["Ensure this value is greater than or equal to 0."]}),
            ({"salary_min": "NaN"}, {"salary_min": ["Enter a number."]}),
            ({"salary_min": "1e12"}, {"salary_min": ["Ensure this value is less than or equal to 999999999999."]}),
            ({"currency": "EURO"}, {"currency": ["Three letters, as in EUR."]}),
            ({"posted_within": "0"}, {"posted_within": ["Ensure this value is greater than or equal to 1."]}),
            ({"posted_within": "3651"}, {"posted_within": ["Ensure this value is less than or equal to 3650."]}),
            ({"posted_within": "1.5"}, {"posted_within": ["Enter a whole number."]}),
            (
                {"source": "monster"},
                {"source": ["Select a valid choice. monster is not one of the available choices."]},
            ),
            ({"open": "maybe"}, {"open": ["Select a valid choice. maybe is not one of the available choices."]}),
            ({"hide_tracked": "maybe"}, {"hide_tracked": ["Write true or false."]}),
            ({"limit": "0"}, {"limit": ["Ensure this value is greater than or equal to 1."]}),
            ({"limit": "101"}, {"limit": ["Ensure this value is less than or equal to 100."]}),
            (
                {"limit": "ten", "open": "x", "q": "\x00"},
                {
                    "limit": ["Enter a whole number."],
                    "open": ["Select a valid choice. x is not one of the available choices."],
                    "q": ["Null characters are not allowed."],
                },
            ),
        ],
        ids=lambda value: "-".join(value),
    )
    def test_bad_parameters_are_named(self, api, query, errors):
        answer = api.get("/api/jobs", query)

        assert (answer.status_code, answer.json()) == (400, errors)

    def test_more_parameters_than_anybody_needs_are_refused_as_json(self, api):
        answer = api.get("/api/jobs", {"company": ["a"] * 1000})

        assert answer.status_code == 400
        assert answer.json() == {"detail": "This request is too large or malformed.", "code": "bad_request"}


class TestPaging:
    def pages(self, api, **query) -> list[list[str]]:
        """The titles of every page, to the end."""
        pages, cursor = [], ""
        while cursor is not None:
            body = api.get("/api/jobs", query | {"cursor": cursor}).json()
            pages.append([job["title"] for job in body["results"]])
            cursor = body["next"]
        return pages

    def test_limit_is_50_unless_told(self, api):
        board = JobBoardFactory()
        JobFactory.create_batch(51, board=board, company=board.company)

        default, told = api.get("/api/jobs").json(), api.get("/api/jobs", {"limit": 3}).json()

        assert (len(default["results"]), default["total"]) == (50, 51)
        assert (len(told["results"]), told["total"]) == (3, 51)

    @pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
    def test_pages_hold_every_posting_once_in_order(self, api, limit):
        """Same moments (ties), unknown dates and title matches among them."""
        now, board = timezone.now(), JobBoardFactory()
        for n, (title, days) in enumerate(
            [("Baker", 3), ("Clerk", 2), ("Baker", 3), ("Clerk", 2), ("Baker", None), ("Clerk", None), ("Baker", 9)]
        ):
            posted_at = None if days is None else now - timedelta(days=days)
            text = "with bakers"
            fields = {"posted_at": posted_at, "description_text": text, "board": board, "company": board.company}
            JobFactory(title=f"{title} {n}", **fields)

        pages = self.pages(api, q="baker", limit=limit)

        everything = ["Baker 4", "Baker 2", "Baker 0", "Baker 6", "Clerk 5", "Clerk 3", "Clerk 1"]
        assert pages == [everything[at : at + limit] for at in range(0, 7, limit)]

    def test_last_full_page_has_no_next(self, api):
        JobFactory.create_batch(4)

        assert [len(page) for page in self.pages(api, limit=2)] == [2, 2]

    def test_pages_neither_repeat_nor_skip_when_postings_come_and_go(self, api):
        now = timezone.now()
        jobs = [JobFactory(title=f"p{n}", posted_at=now - timedelta(hours=n)) for n in range(6)]
        first = api.get("/api/jobs", {"limit": 2}).json()

        JobFactory(title="newer", posted_at=now + timedelta(hours=1))
        Job.objects.filter(pk=jobs[1].pk).delete()  # the last one seen
        JobFactory(title="between", posted_at=now - timedelta(hours=2.5))
        second = api.get("/api/jobs", {"limit": 10, "cursor": first["next"]})

        assert [job["title"] for job in first["results"]] == ["p0", "p1"]
        assert titles(second) == ["p2", "between", "p3", "p4", "p5"]
        assert second.json()["next"] is None

    def test_total_counts_all_pages(self, api):
        JobFactory.create_batch(3)
        first = api.get("/api/jobs", {"limit": 2}).json()

        second = api.get("/api/jobs", {"limit": 2, "cursor": first["next"]}).json()

        assert (first["total"], second["total"], len(second["results"])) == (3, 3, 1)

    @pytest.mark.parametrize(
        "cursor",
        [
            "nonsense",
            "%%%",
            "ä",
            "W10",  # []
            cursors.encode([]),
            cursors.encode([1, 2]),
            cursors.encode([True, "2026-01-01T00:00:00+00:00", 0]),
            cursors.encode([True, "2026-01-01T00:00:00+00:00", -1]),
            cursors.encode([True, "2026-01-01T00:00:00+00:00", 2**63]),
            cursors.encode([True, "2026-01-01T00:00:00+00:00", True]),
            cursors.encode([True, "2026-01-01T00:00:00", 1]),
            cursors.encode([True, "2026-01-01T00:00:00+01:00", 1]),
            cursors.encode([True, "2026-01-01T00:00:00+23:59", 1]),
            cursors.encode([True, "0001-01-01T00:00:00+14:00", 1]),
            cursors.encode([True, "yesterday", 1]),
            cursors.encode([True, "\x00", 1]),
            cursors.encode([1, "2026-01-01T00:00:00+00:00", 1]),
            cursors.encode([True, "2026-01-01T00:00:00+00:00", 1.0]),
            cursors.encode([True, "2026-01-01T00:00:00+00:00", 1, 1]),
            cursors.encode([None, None, None]),
            cursors.encode({"a": 1}),
            "A" * 500,
            "_" * 499,
        ],
    )
    def test_text_that_is_no_cursor_is_refused(self, api, cursor):
        answer = api.get("/api/jobs", {"cursor": cursor})

        assert (answer.status_code, answer.json()) == (400, NOT_A_CURSOR)

    def test_cursor_that_is_too_long_is_refused(self, api):
        answer = api.get("/api/jobs", {"cursor": "A" * 501})

        assert answer.status_code == 400
        assert answer.json() == {"cursor": ["Ensure this value has at most 500 characters (it has 501)."]}

    @pytest.mark.parametrize("at", ["0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59.999999+00:00"])
    def test_cursor_at_the_ends_of_time_is_no_error(self, api, full, at):
        answer = api.get("/api/jobs", {"cursor": cursors.encode([False, at, 1])})

        assert answer.status_code == 200


class TestQueryCounts:
    """As many statements for fifty postings as for one."""

    @pytest.mark.parametrize("count", [1, 50])
    def test_list_takes_eight(self, api, django_assert_num_queries, count):
        JobFactory.create_batch(count)
        api.get("/api/me")  # the token's first use is written down

        # Token and user; how to plan, company, words, statistics, spelling, ids of the newest, postings.
        with django_assert_num_queries(8):
            answer = api.get(
                "/api/jobs", {"q": "position", "hide_tracked": "true", "company": "company-1", "limit": 50}
            )

        assert answer.status_code == 200

    def test_detail_takes_two(self, api, full, django_assert_num_queries):
        api.get("/api/me")

        with django_assert_num_queries(2):  # token and user, posting
            api.get(f"/api/jobs/{full.pk}")


def test_counts_are_of_each_value_whichever_is_chosen(api):
    JobFactory(title="Baker", workplace="remote", employment_type="full_time")
    JobFactory(title="Head baker", workplace="onsite", employment_type="contract")
    JobFactory(title="Clerk", workplace="remote")

    answer = api.get("/api/jobs/counts", {"q": "baker", "workplace": "remote"})

    assert answer.status_code == 200
    assert answer.json() == {
        "workplace": {"values": {"remote": 1, "onsite": 1}, "is_exact": True},
        "employment_type": {"values": {"full_time": 1}, "is_exact": True},
        "source": {"values": {"ashby": 1}, "is_exact": True},
    }


def test_counts_of_many_are_of_the_newest(api, monkeypatch):
    monkeypatch.setattr("search.domain.finding.COUNTED", 2)
    JobFactory.create_batch(3, title="Baker", workplace="remote")

    answer = api.get("/api/jobs/counts", {"q": "baker"})

    assert answer.json()["workplace"] == {"values": {"remote": 2}, "is_exact": False}


def test_counts_name_a_bad_parameter(api):
    answer = api.get("/api/jobs/counts", {"workplace": "moon"})

    assert (answer.status_code, list(answer.json())) == (400, ["workplace"])


def test_company_is_hidden_by_slug_or_id(api):
    kelp, moss = CompanyFactory(slug="kelp"), CompanyFactory(slug="moss")
    for company in (kelp, moss, CompanyFactory(slug="fern")):
        JobFactory(title=company.slug, company=company)

    answer = api.get("/api/jobs", {"hide_company": ["kelp", moss.pk]})

    assert [job["title"] for job in answer.json()["results"]] == ["fern"]
    assert (answer.json()["total"], answer.json()["total_is_exact"]) == (1, True)
