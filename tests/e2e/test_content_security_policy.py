"""Every page, filled with what would run if anything let it, in a real browser: nothing runs, nothing is violated."""

import pytest
from django.contrib import admin
from django.urls import reverse
from playwright.sync_api import Page

from accounts.models import User
from search.models import Company, Job
from tests.hostile import IS_LONG
from tests.jobtracker.test_authorisation import ALLAUTH_FOR_MEMBERS, OPEN, PAGES
from tests.worlds import World, made_for
from tracking.models import JobTracking, TrackingEvent

SCRIPT = "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>\"'><svg onload=alert(1)>"


@pytest.fixture
def addresses(client, user, stranger, objects) -> list[str]:
    """Pages that show hostile names; by JOBTRACKER_LONG all that show themselves to a superuser."""
    world = made_for(user)
    User.objects.filter(pk=user.pk).update(name=SCRIPT[:100], is_staff=True, is_superuser=True)
    Company.objects.update(name=SCRIPT)
    Job.objects.update(title=SCRIPT, locations=[SCRIPT], department=SCRIPT[:200], salary_text=SCRIPT)
    JobTracking.objects.update(notes={"general_note": SCRIPT, "salary": SCRIPT, "location": SCRIPT})
    TrackingEvent.objects.update(location=SCRIPT, note={"note": SCRIPT, "type": "referral", "referrer_name": SCRIPT})
    client.force_login(user)
    showing = [f"/track?open={world.tracking}", f"/search?job={world.private_job}", "/track/board", "/track/calendar"]
    showing += [f"/admin/tracking/jobtracking/{world.tracking}/change/"]
    return showing + (all_pages(client, world) if IS_LONG else [])


def all_pages(client, world: World) -> list[str]:
    every = [f"/{route}" for route in sorted(ALLAUTH_FOR_MEMBERS)]
    every += [route.path(world) for route in [*OPEN.values(), *PAGES.values()] if "GET" in route.methods]
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        every.append(reverse(f"{name}_changelist"))
        every += [reverse(f"{name}_change", args=[row.pk]) for row in model.objects.all()[:1]]
    answers = [(address, client.get(address, follow=True)) for address in every]
    return [
        address
        for address, answer in answers
        if answer.status_code == 200
        and answer["Content-Type"].startswith("text/html")
        and "Content-Disposition" not in answer
    ]


def test_no_page_violates_the_policy_or_runs_what_people_wrote(addresses, browser_page: Page):
    asked = []
    browser_page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))

    titles = {}
    for address in addresses:
        browser_page.goto(address)  # what the policy keeps out is an error in the console, which fails the test
        titles[address] = browser_page.title()

    assert [address for address, title in titles.items() if title == "run"] == []
    assert asked == []
