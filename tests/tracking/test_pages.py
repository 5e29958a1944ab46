"""The Track page's list as the server tells it: what is on it, for whom, and what it costs."""

from datetime import date, time, timedelta
from http import HTTPStatus

import pytest
from django.utils import timezone

from tests.factories import CompanyFactory, JobFactory, JobTrackingFactory
from tracking import wording
from tracking.domain import events
from tracking.forms import ListPart
from tracking.list_page import FIRST
from tracking.models import JobTracking
from tracking.stages import EventType

HTMX = {"HX-Request": "true"}
DAY = date(2026, 6, 2)


def htmx(target: str) -> dict[str, str]:
    return {**HTMX, "HX-Target": target, "HX-Current-URL": "http://testserver/track"}


def said(answer) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def add(tracking: JobTracking, event_type: str, on: date = DAY, **more):
    return events.add(JobTracking.objects.for_user(tracking.user), tracking.pk, event_type, on=on, **more).event


def listed(answer) -> dict[str, list[str]]:
    """The titles on the page by where they stand: a company's name, "Rejected", "Archived"."""
    page = answer.context["page"]
    places = {group.company.name: group.cards for group in page.groups}
    places |= {"Rejected": page.rejected.cards, "Archived": page.archived.cards}
    return {place: [card.tracking.job.title for card in cards] for place, cards in places.items() if cards}


def steps(answer) -> dict[str, str]:
    """The state of each of the five stages."""
    return {step.type.value: step.state for step in answer.context["page"].detail.steps}


def open_card(page, tracking: JobTracking):
    return page.get(f"/track?open={tracking.pk}")


# --- The list -------------------------------------------------------------------------------------


def test_list_asks_to_sign_in(client, db):
    answer = client.get("/track")

    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/track")


def test_list_stands_by_company_then_rejected_then_archived(page, user, tracking):
    add(JobTrackingFactory(user=user, job=JobFactory(title="Forester")), EventType.REJECTED)
    JobTrackingFactory(user=user, job=JobFactory(title="Teller"), is_archived=True)
    oatfield = CompanyFactory(name="Astrolabe Books")
    JobTrackingFactory(user=user, job=JobFactory(title="Printer", company=oatfield))
    JobTrackingFactory(job=JobFactory(title="Somebody else's"))

    answer = page.get("/track")

    assert listed(answer) == {
        "Astrolabe Books": ["Printer"],
        "Fernwood Robotics": ["Staff Engineer"],
        "Rejected": ["Forester"],
        "Archived": ["Teller"],
    }


def test_empty_list_leads_to_the_search(page):
    answer = page.get("/track")

    assert "Your list starts in Search" in text(answer)


def test_list_narrows_by_words_stage_and_company(page, user, tracking):
    other = JobTrackingFactory(user=user, job=JobFactory(title="Forester"))
    add(other, EventType.APPLIED)

    assert listed(page.get("/track?q=staff")) == {"Fernwood Robotics": ["Staff Engineer"]}
    assert listed(page.get("/track?company=fernwood")) == {"Fernwood Robotics": ["Staff Engineer"]}
    assert listed(page.get("/track?stage=applied")) == {other.job.company.name: ["Forester"]}
    assert "No job matches" in text(page.get("/track?stage=offer"))


ORDERS = {
    "company": ["Archivist", "Baker", "Chandler", "Dyer"],
    "next": ["Dyer", "Baker", "Archivist", "Chandler"],
    "changed": ["Dyer", "Baker", "Chandler", "Archivist"],
    "added": ["Dyer", "Chandler", "Baker", "Archivist"],
}


@pytest.mark.parametrize(("sort", "expected"), ORDERS.items())
def test_list_is_sorted_as_asked(page, user, sort, expected):
    """Baker has an interview in three days, Dyer one tomorrow; the one Chandler had is over, as the application is."""
    today = timezone.localdate()
    made = {
        title: JobTrackingFactory(
            user=user,
            job=JobFactory(title=title, company=CompanyFactory(name=name)),
            tracked_at=timezone.now() - timedelta(days=9 - place),
        )
        for place, (title, name) in enumerate(
            (("Archivist", "acorn"), ("Baker", "Brook"), ("Chandler", "cedar"), ("Dyer", "Dale"))
        )
    }
    add(made["Chandler"], EventType.OFFER, today - timedelta(days=1))
    add(made["Chandler"], EventType.DECLINED, today + timedelta(days=1))
    add(made["Baker"], EventType.INTERVIEW, today + timedelta(days=3))
    add(made["Dyer"], EventType.INTERVIEW, today + timedelta(days=1))

    answer = page.get(f"/track?sort={sort}")

    assert [card.tracking.job.title for card in answer.context["page"].active.cards] == expected


def test_list_keeps_the_jobs_of_a_company_together_by_company_alone(page, user):
    today = timezone.localdate()
    oatfield, fernwood = CompanyFactory(name="Oatfield"), CompanyFactory(name="Fernwood")
    for company, days in ((oatfield, 1), (fernwood, 2), (oatfield, 3)):
        job = JobFactory(title=f"In {days}", company=company)
        add(JobTrackingFactory(user=user, job=job), EventType.INTERVIEW, today + timedelta(days=days))

    by_company = page.get("/track")
    by_date = page.get("/track?sort=next")

    assert listed(by_company) == {"Fernwood": ["In 2"], "Oatfield": ["In 3", "In 1"]}
    assert [card.tracking.job.title for card in by_date.context["page"].active.cards] == ["In 1", "In 2", "In 3"]
    assert ("tgroup-head" in text(by_company), "tgroup-head" in text(by_date)) == (True, False)


@pytest.mark.parametrize("other", ["board", "calendar"])
def test_way_back_to_the_list_leads_to_it_as_it_was_left(page, tracking, other):
    page.get("/track?q=staff&sort=next&stage=")
    page.get(f"/track?open={tracking.pk}")
    page.get("/track?sort=luck")

    narrowed = page.get(f"/track/{other}")
    page.get("/track")
    whole = page.get(f"/track/{other}")

    assert 'href="/track?q=staff&amp;sort=next"' in text(narrowed)
    assert 'href="/track?' not in text(whole)


@pytest.fixture
def long_list(user) -> list[JobTracking]:
    """Four more under way than the list begins with, two more archived; by title, all of one company."""
    company = CompanyFactory(name="Oatfield")

    def track(number: int, **more) -> JobTracking:
        added = timezone.now() - timedelta(days=number)
        return JobTrackingFactory(user=user, job=JobFactory(company=company), tracked_at=added, **more)

    archived = [track(number, is_archived=True) for number in range(FIRST[ListPart.ARCHIVED] + 2)]
    return [track(number) for number in range(FIRST[ListPart.ACTIVE] + 4)] + archived


def shown(answer) -> tuple[int, int]:
    """How many cards are under way, and how many archived, on the page."""
    page = answer.context["page"]
    return len(page.active.cards), len(page.archived.cards)


def test_long_list_begins_with_its_first_cards_and_leads_to_the_others(page, long_list):
    begun = page.get("/track?sort=added&event=7")
    active = page.get("/track?sort=added&all=active")
    whole = page.get("/track?all=active&all=archived")

    assert [shown(answer) for answer in (begun, active, whole)] == [(40, 10), (44, 10), (44, 12)]
    assert begun.context["page"].groups[0].total == 44
    assert 'href="/track?sort=added&amp;all=active" hx-get' in text(begun)
    assert "Show all 44 under way" in text(begun)
    assert 'href="/track?sort=added&amp;all=active&amp;all=archived" hx-get' in text(active)
    assert "Show all 12 archived" in text(active)
    assert "Show all" not in text(whole)


def test_long_list_goes_on_to_the_unfolded_card(page, long_list):
    answer = page.get(f"/track?open={long_list[42].pk}")

    assert shown(answer) == (43, 10)
    assert f'id="card-{long_list[42].pk}" open' in text(answer)


@pytest.mark.parametrize("query", ["all=everything", "stage=dreaming", "sort=luck", "q=" + "x" * 201, "q=%00"])
def test_list_says_that_an_address_cannot_be_read(page, query):
    answer = page.get(f"/track?{query}")

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "That address cannot be read" in text(answer)


def test_list_costs_the_same_however_long_it_is(page, user, tracking, django_assert_num_queries):
    add(tracking, EventType.APPLIED)
    with django_assert_num_queries(8):  # session, user, active, next, companies, places, trackings, events
        page.get("/track")
    for _ in range(20):
        add(JobTrackingFactory(user=user), EventType.APPLIED)

    with django_assert_num_queries(8):
        page.get("/track")


def test_application_of_today_is_no_next_date(page, user, tracking):
    add(tracking, EventType.APPLIED, timezone.localdate())

    answer = page.get("/track?sort=next")

    assert answer.context["page"].active.cards[0].news == "Waiting since today"
    assert answer.context["page"].outlook.next is None


# --- A card ---------------------------------------------------------------------------------------


def test_card_is_unfolded_by_its_address(page, tracking):
    answer = page.get(f"/track/{tracking.pk}")

    assert (answer.status_code, answer["Location"]) == (302, f"/track?open={tracking.pk}#card-{tracking.pk}")
    assert f'id="card-{tracking.pk}" open' in text(open_card(page, tracking))


def test_stranger_finds_no_card(client, stranger, tracking):
    client.force_login(stranger)

    assert client.get(f"/track/{tracking.pk}").status_code == HTTPStatus.NOT_FOUND
    assert listed(client.get(f"/track?open={tracking.pk}")) == {}


def test_stages_begin_with_the_first(page, tracking):
    assert steps(open_card(page, tracking)) == {
        "applied": "next",
        "screening": "locked",
        "interview": "locked",
        "reference": "locked",
        "offer": "locked",
    }


def test_stages_may_be_skipped(page, tracking):
    add(tracking, EventType.APPLIED)
    add(tracking, EventType.INTERVIEW)

    assert steps(open_card(page, tracking)) == {
        "applied": "done",
        "screening": "skipped",
        "interview": "current",
        "reference": "next",
        "offer": "locked",
    }


def test_rejected_card_can_only_be_undone(page, tracking):
    add(tracking, EventType.APPLIED)
    rejection = add(tracking, EventType.REJECTED)

    answer = open_card(page, tracking)

    assert steps(answer) == {
        "applied": "done",
        "screening": "rejected",
        "interview": "locked",
        "reference": "locked",
        "offer": "locked",
    }
    assert f"/track/{tracking.pk}/events/{rejection.pk}/delete" in text(answer)
    assert "events/add" not in text(answer)
    assert "Edit" not in text(answer)


def test_older_rounds_are_folded(page, tracking):
    for number in range(4):
        add(tracking, EventType.INTERVIEW, DAY + timedelta(days=number))

    interview = open_card(page, tracking).context["page"].detail.steps[2]

    assert ([shown.when for shown in interview.older], [shown.when for shown in interview.newer]) == (
        ["2 Jun", "3 Jun"],
        ["4 Jun", "5 Jun"],
    )


def test_card_tells_what_comes_next(page, user, tracking):
    tomorrow = timezone.localdate() + timedelta(days=1)
    add(tracking, EventType.APPLIED)
    add(tracking, EventType.INTERVIEW, tomorrow, at=time(10, 30))

    answer = page.get("/track")

    assert answer.context["page"].active.cards[0].news == "Interview tomorrow, 10:30"
    assert "1 active. Next: interview at Fernwood Robotics" in text(answer)


def test_card_names_the_event_that_comes_next_beside_a_later_stage(page, tracking):
    today = timezone.localdate()
    add(tracking, EventType.INTERVIEW, today + timedelta(days=9), at=time(14))
    add(tracking, EventType.SCREENING, today + timedelta(days=1), at=time(10))

    card = page.get("/track").context["page"].active.cards[0]

    assert (card.tracking.stage, card.news) == ("interview", "Screening tomorrow, 10:00")


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [(-1, "14 Jun"), (0, "Today"), (1, "Tomorrow"), (2, "Wed 17 Jun"), (14, "Mon 29 Jun"), (15, "30 Jun")],
)
def test_day_is_told_with_its_weekday_for_two_weeks_ahead(ahead, expected):
    today = date(2026, 6, 15)

    assert wording.day(today + timedelta(days=ahead), today) == expected
