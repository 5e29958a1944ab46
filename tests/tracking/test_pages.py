"""The Track page's list as the server tells it: what is on it, for whom, and what it costs."""

from datetime import date, time, timedelta
from http import HTTPStatus

import pytest
from django.utils import timezone

from tests.factories import CompanyFactory, JobFactory, JobTrackingFactory
from tracking.domain import events
from tracking.models import JobTracking
from tracking.stages import EventType

HTMX = {"HX-Request": "true"}
DAY = date(2026, 6, 2)


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def add(tracking: JobTracking, event_type: str, on: date = DAY, **more):
    return events.add(JobTracking.objects.for_user(tracking.user), tracking.pk, event_type, on=on, **more).event


def listed(answer) -> dict[str, list[str]]:
    """The titles on the page by where they stand: a company's name, "Rejected", "Archived"."""
    page = answer.context["page"]
    places = {group.company.name: group.cards for group in page.groups}
    places |= {"Rejected": page.rejected, "Archived": page.archived}
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


@pytest.mark.parametrize("query", ["stage=dreaming", "sort=luck", "q=" + "x" * 201, "q=%00"])
def test_list_says_that_an_address_cannot_be_read(page, query):
    answer = page.get(f"/track?{query}")

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "That address cannot be read" in text(answer)


def test_list_costs_the_same_however_long_it_is(page, user, tracking, django_assert_num_queries):
    add(tracking, EventType.APPLIED)
    with django_assert_num_queries(7):  # session, user, active, next, companies, trackings, events
        page.get("/track")
    for _ in range(20):
        add(JobTrackingFactory(user=user), EventType.APPLIED)

    with django_assert_num_queries(7):
        page.get("/track")


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

    assert answer.context["page"].cards[0].news == "Tomorrow, 10:30"
    assert "1 active. Next: interview at Fernwood Robotics" in text(answer)
