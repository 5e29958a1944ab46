"""The Search page as the server tells it: what is on it, for whom, and what it costs."""

import re
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.urls import reverse
from django.utils import timezone

from search import search_page
from search.domain import vocabulary
from search.models import Job
from search.postings import Source
from tests.factories import CompanyFactory, JobBoardFactory, JobFactory, JobTrackingFactory, UserFactory

HTMX = {"HX-Request": "true"}


def listed(answer) -> list[tuple[str, int, int, list[str] | None]]:
    """(company, matched, total, titles or None while folded) as the page lists them."""
    return [
        (
            row.company.name,
            row.matched,
            row.total,
            jobs and [line.job.title for _, rows in jobs.places for line in rows],
        )
        for row, jobs in answer.context["page"].results.companies
    ]


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def fernwood(db):
    return CompanyFactory(name="Fernwood Robotics", slug="fernwood-robotics")


def test_search_asks_to_sign_in(client, db):
    answer = client.get("/search")

    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/search")


def test_search_lists_companies_and_unfolds_the_first(page, fernwood):
    tideline = CompanyFactory(name="Tideline Energy")
    old = JobFactory(company=fernwood, title="Field Engineer", posted_at=timezone.now() - timedelta(days=9))
    JobFactory(company=fernwood, title="Staff Engineer", board=old.board)
    JobFactory(company=tideline, title="Grid Engineer")

    answer = page.get("/search")

    assert listed(answer) == [
        ("Fernwood Robotics", 2, 2, ["Staff Engineer", "Field Engineer"]),
        ("Tideline Energy", 1, 1, None),
    ]
    assert "<b>3</b> open jobs" in text(answer)


def test_search_counts_what_matches(page, fernwood):
    JobFactory(company=fernwood, title="Field Engineer")
    JobFactory(company=fernwood, title="Forester")
    JobFactory(title="Baker")

    answer = page.get("/search", {"q": "engineer"})

    assert listed(answer) == [("Fernwood Robotics", 1, 2, ["Field Engineer"])]
    assert "<b>1</b> of 3 open jobs match" in text(answer)


def test_search_tells_what_was_meant_and_how_to_search_for_what_was_said(page, fernwood):
    JobFactory(company=fernwood, title="Field Engineer", workplace="remote")
    vocabulary.refresh()

    answer = page.get("/search", {"q": "fiedl", "workplace": "remote"})
    exact = page.get("/search", {"q": "fiedl", "workplace": "remote", "exact": "true"})

    assert "Showing results for <b>field</b>" in text(answer)
    assert 'href="/search?q=fiedl&amp;workplace=remote&amp;exact=true"' in text(answer)
    assert (listed(exact), "Showing results" in text(exact)) == ([], False)


def test_search_counts_no_more_than_a_thousand(page, fernwood, monkeypatch):
    monkeypatch.setattr("search.domain.finding.COUNTED", 2)
    JobFactory.create_batch(4, company=fernwood, title="Engineer")

    answer = page.get("/search", {"q": "engineer"})

    assert "<b>2+</b> of 4 open jobs match" in text(answer)
    assert "<b>2+</b>/4" in text(answer)


def test_company_can_be_hidden_and_shown_again(page, fernwood):
    JobFactory(company=fernwood, title="Field Engineer")
    JobFactory(title="Site Engineer", company__name="Tideline")

    offer = f'href="/search?q=engineer&amp;hide_company={fernwood.slug}"'
    before = page.get("/search", {"q": "engineer"})
    after = page.get("/search", {"q": "engineer", "hide_company": fernwood.slug})

    assert offer in text(before)
    assert [row[0] for row in listed(after)] == ["Tideline"]
    assert f'name="hide_company" value="{fernwood.slug}"' in text(after)
    assert "Fernwood Robotics</label>" in text(after)


def test_counts_are_for_each_choice(page, fernwood):
    JobFactory(company=fernwood, title="Field Engineer", workplace="remote")
    JobFactory(company=fernwood, title="Forester", workplace="onsite")

    part = page.get("/search/counts", {"q": "engineer", "workplace": "onsite"}, headers=HTMX)

    assert '<span class="count" id="filter-workplace_0-count" data-count="1" hx-swap-oob="true"></span>' in text(part)
    assert '<span class="count" id="filter-workplace_2-count" data-count="0" hx-swap-oob="true"></span>' in text(part)
    assert page.get("/search/counts", {"workplace": "moon"}, headers=HTMX).status_code == 422
    assert page.get("/search/counts", {"q": "engineer"})["Location"] == "/search?q=engineer&"


def test_companies_to_choose_are_those_of_the_search(page, fernwood):
    JobFactory.create_batch(2, company=fernwood, title="Field Engineer")
    JobFactory(company__name="Tideline", company__slug="tideline", title="Site Engineer")
    JobFactory(company__name="Oatfield", company__slug="oatfield", title="Baker")
    part = HTMX | {"HX-Target": "company-choices"}

    def choices(**query):
        found = page.get("/search/counts", {"q": "engineer"} | query, headers=part).context["choices"]
        return [(choice.company.name, choice.number, choice.is_chosen) for choice in found]

    assert choices() == [("Fernwood Robotics", "2", False), ("Tideline", "1", False)]
    assert choices(company="tideline") == [("Tideline", "1", True), ("Fernwood Robotics", "2", False)]
    assert choices(company="oatfield", company_name="tide") == [("Oatfield", "", True), ("Tideline", "1", False)]
    assert choices(company_name="\0nobody") == []


def test_search_groups_postings_by_place(page, fernwood):
    now = timezone.now()
    for days, (title, places) in enumerate(
        [("One", ["Berlin"]), ("Two", ["Oslo", "Berlin"]), ("Three", ["Berlin"]), ("Four", [])]
    ):
        JobFactory(company=fernwood, title=title, locations=places, posted_at=now - timedelta(days=days))

    answer = page.get("/search")

    ((_, jobs),) = answer.context["page"].results.companies
    assert [(place, [row.job.title for row in rows]) for place, rows in jobs.places] == [
        ("Berlin", ["One", "Three"]),
        ("Oslo", ["Two"]),
        ("", ["Four"]),
    ]


def test_search_groups_under_the_place_that_is_filtered_by(page, fernwood):
    now = timezone.now()
    for days, places in enumerate([["Berlin, Germany", "LONDON, UK", "Oslo"], ["London"], ["München", "Oslo"]]):
        JobFactory(company=fernwood, title=f"At {len(places)}", locations=places, posted_at=now - timedelta(days=days))

    answer = page.get("/search", {"location": ["london", "munchen"]})

    ((_, jobs),) = answer.context["page"].results.companies
    assert [place for place, _ in jobs.places] == ["LONDON, UK", "London", "München"]
    assert re.findall(r">(\+\d places?)<", answer.content.decode()) == ["+2 places", "+1 place"]


def test_search_unfolds_the_company_of_the_open_posting(page, fernwood):
    JobFactory.create_batch(2, company=fernwood, title="Engineer")
    chosen = JobFactory(title="Baker", company__name="Oatfield")

    answer = page.get("/search", {"job": chosen.pk})

    assert listed(answer) == [("Fernwood Robotics", 2, 2, ["Engineer", "Engineer"]), ("Oatfield", 1, 1, ["Baker"])]
    assert answer.context["page"].job == chosen


def test_search_keeps_a_strangers_private_posting_to_them(page, stranger):
    secret = JobFactory(private_to=stranger, title="Secret plan")

    answer = page.get("/search", {"job": secret.pk})

    assert listed(answer) == []
    assert "That posting is gone" in text(answer)
    assert "Secret plan" not in text(answer)


def test_search_shows_a_private_posting_to_its_owner(page, user):
    mine = JobFactory(private_to=user, title="Met at the fair")

    answer = page.get("/search", {"job": mine.pk})

    assert answer.context["page"].job == mine
    assert "Added by hand" in text(answer)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("workplace=remote", ["Remote"]),
        ("employment_type=contract", ["Contract"]),
        ("location=oslo", ["Oslo"]),
        ("salary_min=70000&currency=eur", ["Paid"]),
        ("posted_within=7", ["Contract", "Oslo", "Remote"]),
        ("open=false", ["Closed"]),
        ("source=lever", []),
        ("company=fernwood-robotics", ["Contract", "Old", "Oslo", "Paid", "Remote"]),
        (
            "q=&location=&salary_min=&currency=&posted_within=&open=true",
            ["Contract", "Old", "Oslo", "Paid", "Remote"],
        ),
    ],
)
def test_search_filters_as_the_api_does(page, fernwood, query, titles):
    now = timezone.now()
    JobFactory(company=fernwood, title="Remote", workplace="remote", posted_at=now)
    JobFactory(company=fernwood, title="Contract", employment_type="contract", posted_at=now)
    JobFactory(company=fernwood, title="Oslo", locations=["Oslo, Norway"], posted_at=now)
    JobFactory(company=fernwood, title="Paid", salary_max=80000, salary_currency="EUR", salary_period="year")
    JobFactory(company=fernwood, title="Old", posted_at=now - timedelta(days=40))
    JobFactory(company=fernwood, title="Closed", is_open=False, closed_at=now)

    answer = page.get(f"/search?{query}")

    assert sorted(title for *_, jobs in listed(answer) for title in jobs) == titles


@pytest.mark.parametrize(
    "query",
    [
        *("salary_min=100k", "salary_min=100,000", "salary_min=100+000", "salary_min=100.000", "salary_min=100%27000"),
        *("salary_min=99.9k", "salary_min=%E2%82%AC100000", "salary_min=100k+%E2%82%AC", "salary_min=100.000,00+EUR"),
        *("salary_min=100k&currency=%E2%82%AC", "salary_min=1e5", "salary_min=100000.00&currency=eur"),
    ],
)
def test_search_reads_pay_as_people_write_it(page, fernwood, query):
    for title, pay, currency in [("More", 100_000, "EUR"), ("Less", 99_000, "EUR")]:
        JobFactory(company=fernwood, title=title, salary_max=pay, salary_currency=currency, salary_period="year")

    answer = page.get(f"/search?{query}")

    assert listed(answer) == [("Fernwood Robotics", 1, 2, ["More"])]


def test_search_takes_the_currency_from_the_amount_and_hands_both_on_as_the_api_takes_them(page, fernwood):
    JobFactory(company=fernwood, title="Yen", salary_max=100_000, salary_currency="JPY", salary_period="year")

    answer = page.get("/search", {"salary_min": "€ 60k", "q": "yen"})

    assert listed(answer) == []
    assert answer.context["page"].query == "?q=yen&salary_min=60000&currency=EUR&"


def test_search_leaves_out_what_it_cannot_read_and_says_so_at_the_field(page, fernwood):
    JobFactory(company=fernwood, title="Remote", workplace="remote")
    JobFactory(company=fernwood, title="On site", workplace="onsite")

    answer = page.get("/search", {"workplace": "remote", "salary_min": "plenty"})

    assert listed(answer) == [("Fernwood Robotics", 1, 2, ["Remote"])]
    assert answer.context["page"].query == "?workplace=remote&"
    error = (
        r'<div id="filter-salary_min-error"><p class="error-text">.*?Write an amount, as in 60,000 or 60k.</p>\s*</div>'
    )
    assert re.search(error, answer.text)


def test_search_hides_what_is_tracked(page, user, fernwood):
    JobTrackingFactory(user=user, job__company=fernwood)
    left = JobFactory(company=fernwood)

    answer = page.get("/search", {"hide_tracked": "on"})

    assert listed(answer) == [("Fernwood Robotics", 1, 2, [left.title])]


def test_search_marks_closed_and_tracked_rows(page, user, fernwood):
    tracking = JobTrackingFactory(user=user, job__company=fernwood, job__is_open=False, job__closed_at=timezone.now())

    answer = page.get("/search", {"open": "any"})

    row = (
        f'data-job="{tracking.job_id}" data-tracked data-tracking="{tracking.pk}" data-stage="interested" data-closed>'
    )
    assert row in text(answer)
    assert "(tracked: interested)" in text(answer)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("salary_min=-5", "Salary: Ensure this value is greater than or equal to 0."),
        ("salary_min=many", "Salary: Write an amount, as in 60,000 or 60k."),
        ("currency=euros", "Currency: Three letters, as in EUR."),
        ("posted_within=soon", "Posted within: Enter a whole number."),
        ("workplace=moon", "Workplace: Select a valid choice. moon is not one of the available choices."),
        ("open=perhaps", "Open: Select a valid choice. perhaps is not one of the available choices."),
        ("q=%00", "Words: Null characters are not allowed."),
        ("location=%00", "Location: Null characters are not allowed."),
        ("source=%3Cscript%3E", "Source: Select a valid choice. &lt;script&gt; is not one of the available choices."),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX | {"HX-Target": "results"}], ids=["page", "part"])
def test_search_names_what_it_cannot_read(page, query, message, headers):
    answer = page.get(f"/search?{query}", headers=headers)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert message in text(answer)


@pytest.mark.parametrize("job", ["0", "-1", "x", "1e400", "9" * 30, "٣", "%00", "1.5"])
def test_search_says_when_a_posting_is_gone(page, job):
    answer = page.get(f"/search?job={job}")

    assert answer.status_code == HTTPStatus.OK
    assert "That posting is gone" in text(answer)


@pytest.mark.parametrize("cursor", ["x", "%00", "W10", "WzEsMl0x", "é", "A" * 3000])
def test_search_begins_anew_where_a_cursor_is_none(page, fernwood, cursor):
    JobFactory(company=fernwood, title="Forester")

    whole = page.get(f"/search?cursor={cursor}")
    part = page.get(f"/search/companies/{fernwood.pk}?cursor={cursor}", headers=HTMX)

    assert listed(whole) == [("Fernwood Robotics", 1, 1, ["Forester"])]
    assert "That part of the list is no longer there" in text(whole)
    assert "Forester" in text(part)


def test_search_without_postings_says_how_to_get_some(page):
    answer = page.get("/search")

    assert "No jobs yet" in text(answer)


def test_search_that_finds_nothing_offers_a_way_out(page, fernwood):
    JobFactory(company=fernwood)

    with_filters = page.get("/search", {"q": "lighthouse", "posted_within": "7"})
    without = page.get("/search", {"q": "lighthouse"})

    assert '<a class="btn btn-primary" href="/search?q=lighthouse">Without filters</a>' in text(with_filters)
    assert '<a class="btn btn-primary" href="/search">Show all jobs</a>' in text(without)


def test_search_goes_on_where_a_page_ends(page, monkeypatch):
    monkeypatch.setattr(search_page, "COMPANIES_A_PAGE", 2)
    for name in ("A", "B", "C"):
        JobFactory(company__name=name)

    first = page.get("/search", {"q": "position"})
    rest = page.get(
        "/search",
        {"q": "position", "cursor": first.context["page"].results.next},
        headers=HTMX | {"HX-Target": "more"},
    )

    assert [name for name, *_ in listed(first)] == ["A", "B"]
    assert [name for name, *_ in listed(rest)] == ["C"]
    assert "<html" not in text(rest)
    assert "More companies" not in text(rest)


def test_company_part_goes_on_where_it_ends(page, fernwood, monkeypatch):
    monkeypatch.setattr(search_page, "JOBS_A_PAGE", 1)
    now = timezone.now()
    JobFactory(company=fernwood, title="Newer", posted_at=now)
    JobFactory(company=fernwood, title="Older", posted_at=now - timedelta(days=2))
    address = reverse("search:company", args=[fernwood.pk])

    first = page.get(address, headers=HTMX).context["jobs"]
    rest = page.get(address, {"cursor": first.next}, headers=HTMX).context["jobs"]

    assert [rows[0].job.title for _, rows in first.places] == ["Newer"]
    assert [rows[0].job.title for _, rows in rest.places] == ["Older"]
    assert rest.next is None


def test_company_part_keeps_the_criteria(page, fernwood):
    JobFactory(company=fernwood, title="Engineer")
    JobFactory(company=fernwood, title="Forester")

    answer = page.get(reverse("search:company", args=[fernwood.pk]), {"q": "forester"}, headers=HTMX)

    assert [row.job.title for _, rows in answer.context["jobs"].places for row in rows] == ["Forester"]
    assert "/search?q=forester&amp;job=" in text(answer)


def test_company_part_leads_to_the_page_without_scripts(page, fernwood):
    answer = page.get(reverse("search:company", args=[fernwood.pk]), {"q": "forester"})

    assert (answer.status_code, answer["Location"]) == (302, "/search?q=forester&company=fernwood-robotics")


def test_company_part_of_nobody_is_not_found(page):
    answer = page.get(reverse("search:company", args=[404]), headers=HTMX)

    assert answer.status_code == HTTPStatus.NOT_FOUND


def test_job_part_is_the_panel_alone(page, fernwood):
    job = JobFactory(company=fernwood, title="Forester", description_html="<p>Trees & more</p>")

    answer = page.get("/search", {"job": job.pk}, headers=HTMX | {"HX-Target": "job"})

    assert "<html" not in text(answer)
    assert "<title>Forester, Fernwood Robotics · jobtracker</title>" in text(answer)
    assert "<p>Trees & more</p>" in text(answer)


def test_job_links_lead_to_the_web_alone(page):
    job = JobFactory(title="Trap", url="javascript:alert(1)")

    answer = page.get("/search", {"job": job.pk})

    assert "javascript:" not in text(answer)


def test_job_panel_asks_before_notes_are_lost(page, user):
    with_notes = JobTrackingFactory(user=user, notes={"general_note": "Ask about the boots"})
    without = JobTrackingFactory(user=user)

    asks = page.get("/search", {"job": with_notes.job_id})
    does = page.get("/search", {"job": without.job_id})

    assert "are deleted with it" in text(asks)
    assert "are deleted with it" not in text(does)


@pytest.mark.parametrize(("stage", "label"), [("applied", "Applied"), ("offer", "Offer"), ("rejected", "Rejected")])
def test_job_panel_tells_a_later_stage(page, user, stage, label):
    tracking = JobTrackingFactory(user=user, stage=stage)

    answer = page.get("/search", {"job": tracking.job_id})

    assert f'<span class="stage-name">{label}</span>' in text(answer)


def test_search_is_never_kept_by_the_browser(page):
    answer = page.get("/search")

    assert "no-store" in answer["Cache-Control"]


def test_search_reads_a_constant_number_of_times(page, user, fernwood, django_assert_num_queries):
    for _ in range(3):
        JobTrackingFactory(user=user, job__company=fernwood)
    chosen, *_ = JobFactory.create_batch(5)

    # Three searches, each of five or six statements: companies, and the postings of two that are unfolded.
    with django_assert_num_queries(31):
        page.get("/search", {"q": "position", "job": chosen.pk})


def test_parts_read_only_what_they_show(page, fernwood, django_assert_num_queries):
    job = JobFactory(company=fernwood)

    with django_assert_num_queries(5):
        page.get("/search", {"job": job.pk}, headers=HTMX | {"HX-Target": "job"})
    with django_assert_num_queries(11):
        page.get(reverse("search:company", args=[fernwood.pk]), headers=HTMX)


# --- The demo -------------------------------------------------------------------------------------


@pytest.fixture
def demo_job(db):
    return JobFactory(board=JobBoardFactory(source=Source.DEMO), title="Made up")


def test_demo_can_be_removed_by_whoever_is_alone(page, demo_job):
    offered = page.get("/search")
    answer = page.post(reverse("search:remove-demo"), follow=True)

    assert "Remove the demo postings" in text(offered)
    assert list(Job.objects.all()) == []
    assert [str(message) for message in answer.context["messages"]] == ["Demo postings removed: 1."]


def test_demo_stays_for_others(page, stranger, demo_job):
    told = page.get("/search")
    answer = page.post(reverse("search:remove-demo"))

    assert "made-up jobs" in text(told)
    assert "Remove the demo postings" not in text(told)
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert list(Job.objects.all()) == [demo_job]


def test_demo_can_be_removed_by_staff(client, stranger, demo_job):
    client.force_login(UserFactory(is_staff=True))

    client.post(reverse("search:remove-demo"))

    assert list(Job.objects.all()) == []


def test_demo_that_is_tracked_stays(page, user, demo_job):
    JobTrackingFactory(user=user, job=demo_job)

    answer = page.post(reverse("search:remove-demo"), follow=True)

    assert list(Job.objects.all()) == [demo_job]
    assert [str(message) for message in answer.context["messages"]] == [
        "Demo postings removed: 0. Somebody tracks 1 of them: those stay."
    ]
    assert "made-up jobs" not in text(answer)
