"""Taking everything along, bringing it back, filling in from a spreadsheet, and leaving, in a real browser."""

import re

from playwright.sync_api import Page, expect

from accounts.models import User
from tests.factories import PASSWORD, JobTrackingFactory
from tracking.models import JobTracking

from .accessibility import violations_in_every_look

SHEET = "Company,Position,Status,Date applied,Recruiter\nPerkoz,Cook,Rejected,3/4/2026,Ada\nPerkoz,,,,\n"


def test_export_is_imported_again(browser_page: Page, user, tmp_path):
    JobTrackingFactory(user=user)
    browser_page.goto("/settings")
    with browser_page.expect_download() as download:
        browser_page.get_by_role("link", name="Archive (.zip)").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    JobTracking.objects.all().delete()

    browser_page.goto("/settings")
    browser_page.get_by_role("link", name="Archive", exact=True).click()
    assert violations_in_every_look(browser_page) == []
    browser_page.get_by_label("Exported archive").set_input_files(path)
    browser_page.get_by_role("button", name="Import").click()

    expect(browser_page.get_by_text("Trackings: 1 new, 0 there already")).to_be_visible()
    assert re.fullmatch(r"jobtracker-\d{4}-\d\d-\d\d\.zip", path.name)
    assert JobTracking.objects.get().user == user


def test_spreadsheet_is_imported(browser_page: Page, user):
    browser_page.goto("/settings")
    browser_page.get_by_role("link", name="Table", exact=True).click()
    sheet = {"name": "hunt.csv", "mimeType": "text/csv", "buffer": SHEET.encode()}
    browser_page.get_by_label("CSV file").set_input_files([sheet])
    browser_page.get_by_role("button", name="Next: the columns").click()
    expect(browser_page.get_by_label("Position")).to_have_value("title")
    expect(browser_page.get_by_label("Recruiter")).to_have_value("note")

    browser_page.get_by_label("the month: 3/4/2026 is March 4").check()
    browser_page.get_by_role("button", name="Preview").click()
    expect(browser_page.get_by_text("Line 3: There is no job title: “(no title)” stands in its place.")).to_be_visible()
    assert violations_in_every_look(browser_page) == []
    browser_page.get_by_role("button", name="Import").click()

    expect(browser_page.get_by_role("heading", name="Imported")).to_be_visible()
    cook, untitled = JobTracking.objects.order_by("stage")[::-1]
    assert (cook.stage, cook.notes) == ("rejected", {"general_note": "Recruiter: Ada"})
    assert (untitled.stage, untitled.job.title) == ("interested", "(no title)")


def test_account_is_deleted(browser_page: Page, user):
    browser_page.goto("/settings")
    browser_page.get_by_role("link", name="Delete account").click()
    browser_page.get_by_label("Password").fill(PASSWORD)
    browser_page.get_by_role("button", name="Go on").click()
    assert violations_in_every_look(browser_page) == []
    browser_page.get_by_label("Your e-mail address").fill(user.email)
    browser_page.get_by_role("button", name="Delete account").click()

    expect(browser_page.get_by_text("Your account is deleted, with all that was in it.")).to_be_visible()
    assert not User.objects.exists()
