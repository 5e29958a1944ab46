"""Uploading, looking at, saving and replacing a resume in a real browser, with a real object store."""

import re
import time
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.core.files.storage import storages
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.factories import JobFactory
from tracking.domain import events, resumes, trackings
from tracking.models import JobTracking

from .accessibility import violations
from .test_track import DAY, card, unfold

PDF = b"%PDF-1.7\n%made by hand\n1 0 obj <<>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
MAX = 5 * 1024 * 1024


@pytest.fixture
def tracking(live_server, user) -> JobTracking:
    return trackings.track(user, JobFactory(title="Staff Engineer").pk)


@pytest.fixture
def page(browser_page: Page) -> Page:
    return browser_page


def a_file(name: str = "resume.pdf", body: bytes = PDF, kind: str = "application/pdf") -> dict:
    return {"name": name, "mimeType": kind, "buffer": body}


def choose(page: Page, file: dict) -> None:
    card(page).locator("[data-resume] input[type=file]").set_input_files(file)


def stored(tracking: JobTracking) -> bytes:
    tracking.refresh_from_db()
    with storages["default"].open(tracking.resume_s3_url) as file:
        return file.read()


def test_resume_is_uploaded_looked_at_saved_and_replaced(page, context: BrowserContext, tracking):
    page.goto("/track")
    unfold(page)

    choose(page, a_file("Maya Kessler.pdf"))

    expect(card(page).locator("[data-at-rest] .file-name")).to_have_text("Maya Kessler.pdf")
    expect(card(page).get_by_role("link", name="Preview")).to_be_focused()
    assert stored(tracking) == PDF
    assert violations(page) == []

    preview = page.request.get(card(page).get_by_role("link", name="Preview").get_attribute("href"))
    assert (preview.body(), preview.headers["content-type"]) == (PDF, "application/pdf")
    assert preview.headers["content-disposition"].startswith("inline")
    with page.expect_download() as download:
        card(page).get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == "Maya Kessler.pdf"

    choose(page, a_file("Newer.pdf", PDF + b"% newer\n"))
    expect(card(page).locator("[data-at-rest] .file-name")).to_have_text("Newer.pdf")
    assert stored(tracking) == PDF + b"% newer\n"
    page.reload()
    expect(unfold(page).locator("[data-at-rest] .file-name")).to_have_text("Newer.pdf")


def test_resume_is_removed_after_asking(page, tracking):
    page.goto("/track")
    unfold(page)
    choose(page, a_file("Maya Kessler.pdf"))
    expect(card(page).locator(".file .hint")).to_contain_text("bytes, added")

    card(page).get_by_role("button", name="Remove the resume").click()
    expect(page.get_by_text("Remove Maya Kessler.pdf? The file is deleted.")).to_be_visible()
    page.get_by_role("button", name="Remove it").click()

    expect(card(page).locator("label.dropzone")).to_be_visible()
    expect(page.locator("#toasts")).to_contain_text("Resume removed")
    tracking.refresh_from_db()
    assert not tracking.has_resume


def test_largest_resume_is_taken_and_one_byte_more_is_not(page, tracking):
    page.goto("/track")
    unfold(page)

    choose(page, a_file("large.pdf", PDF.ljust(MAX + 1, b"\n")))
    expect(card(page).get_by_role("alert")).to_have_text("large.pdf is larger than 5 MB. Choose a PDF of 5 MB or less.")
    choose(page, a_file("largest.pdf", PDF.ljust(MAX, b"\n")))

    expect(card(page).locator("[data-at-rest] .file-name")).to_have_text("largest.pdf")
    expect(card(page).get_by_role("alert")).to_have_count(0)
    assert len(stored(tracking)) == MAX


def test_what_is_no_pdf_is_not_sent(page, tracking):
    page.goto("/track")
    unfold(page)

    choose(page, a_file("cv.txt", b"Maya", "text/plain"))

    expect(card(page).get_by_role("alert")).to_have_text("cv.txt is no PDF. Choose a PDF of 5 MB or less.")
    assert violations(page) == []


def test_what_only_pretends_to_be_a_pdf_is_refused_and_harms_nothing(page, context, tracking):
    page.goto("/track")
    unfold(page)
    choose(page, a_file("real.pdf"))
    expect(card(page).locator("[data-at-rest] .file-name")).to_have_text("real.pdf")

    choose(page, a_file("pretend.pdf", b"MZ this is no PDF"))

    expect(card(page).get_by_role("alert")).to_have_text("This file is not a PDF. The resume you have is kept.")
    expect(card(page).locator("[data-at-rest] .file-name")).to_have_text("real.pdf")
    assert stored(tracking) == PDF
    context.problems.clear()  # the 400


def of_another_tracking(url: str) -> str:
    return re.sub(r"/resumes/\d+/\d+/", "/resumes/1/1/", url)


def a_longer_life(url: str) -> str:
    return re.sub(r"X-Amz-Expires=\d+", "X-Amz-Expires=86400", url)


def expired(url: str) -> str:
    """The same address, handed over when it has expired."""
    query = parse_qs(urlsplit(url).query)
    signed = datetime.strptime(query["X-Amz-Date"][0], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    last = signed + timedelta(seconds=int(query["X-Amz-Expires"][0]) + 1)
    time.sleep(max(0, (last - datetime.now(UTC)).total_seconds()))
    return url


@pytest.mark.parametrize("spoil", [of_another_tracking, a_longer_life, expired])
def test_upload_to_a_spoilt_address_fails_and_harms_nothing(page, context, tracking, objects, monkeypatch, spoil):
    page.goto("/track")
    unfold(page)
    choose(page, a_file("real.pdf"))
    expect(card(page).locator("[data-at-rest] .file-name")).to_have_text("real.pdf")
    monkeypatch.setattr(resumes, "UPLOAD_SECONDS", 1)

    def answer(route: Route) -> None:
        upload = route.fetch().json()
        route.fulfill(json=upload | {"upload_url": spoil(upload["upload_url"])})

    page.route("**/resume/upload-url*", answer)
    choose(page, a_file("newer.pdf", PDF + b"% newer\n"))

    refusal = "The file store did not take the file. Try again. The resume you have is kept."
    expect(card(page).get_by_role("alert")).to_have_text(refusal)
    expect(card(page).locator("[data-at-rest] .file-name")).to_have_text("real.pdf")
    assert stored(tracking) == PDF
    assert objects.keys == [tracking.resume_s3_url]
    context.problems.clear()  # the store's refusal


def test_upload_can_be_cancelled(page, tracking):
    page.goto("/track")
    unfold(page)
    page.route(f"{settings.AWS_S3_PUBLIC_ENDPOINT_URL}/**", lambda route: None)  # never answered

    choose(page, a_file("slow.pdf"))
    expect(card(page).get_by_role("progressbar")).to_be_visible()
    assert violations(page) == []
    card(page).get_by_role("button", name="Cancel").click()

    expect(card(page).locator(".dropzone")).to_be_visible()
    expect(card(page).get_by_role("alert")).to_have_count(0)


def test_store_out_of_reach_is_told_and_tracking_works_on(page, context, tracking):
    page.goto("/track")
    unfold(page)
    page.route(f"{settings.AWS_S3_PUBLIC_ENDPOINT_URL}/**", lambda route: route.abort())

    choose(page, a_file())
    expect(card(page).get_by_role("alert")).to_contain_text("Everything else works.")
    card(page).get_by_label("Salary").fill("€88,000")
    page.keyboard.press("Tab")

    expect(card(page).locator("label", has_text="Salary").locator(".saved")).to_be_visible()
    context.problems.clear()  # the failed request


def test_rejected_card_offers_the_download_alone(page, user, tracking):
    page.goto("/track")
    unfold(page)
    choose(page, a_file())
    expect(card(page).locator("[data-at-rest] .file-name")).to_have_text("resume.pdf")
    events.add(JobTracking.objects.for_user(user), tracking.pk, "rejected", on=DAY)

    page.goto(f"/track/{tracking.pk}")

    expect(card(page).locator(".file-actions").get_by_role("link")).to_have_text([re.compile("Download")])
    expect(card(page).locator("[data-resume] input")).to_have_count(0)
