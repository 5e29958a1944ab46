"""A page and the object store, in a real browser: what the content security policy and the store's CORS let through."""

import pytest
from playwright.sync_api import Page

from tests.factories import JobTrackingFactory
from tests.objects import PDF
from tracking.domain import resumes
from tracking.models import JobTracking

UPLOAD = """async ([tracking, body, surplus]) => {
    const address = `/api/tracked/${tracking}/resume/upload-url?size=${body.length}`;
    const upload = await (await fetch(address)).json();
    const [status, progress] = await new Promise((resolve) => {
        const request = new XMLHttpRequest();
        let seen = 0;
        request.upload.addEventListener("progress", (event) => { seen = event.loaded; });
        request.addEventListener("loadend", () => resolve([request.status, seen]));
        request.open("PUT", upload.upload_url);
        for (const [name, value] of Object.entries(upload.headers)) request.setRequestHeader(name, value);
        request.send(new Blob([body + surplus]));
    });
    return [status, progress, upload.s3_key];
}"""

SHOW = """async (tracking) => {
    const { url } = await (await fetch(`/api/tracked/${tracking}/resume/url`)).json();
    const frame = document.createElement("iframe");
    frame.src = url;
    await new Promise((resolve) => { frame.addEventListener("load", resolve); document.body.append(frame); });
    const elsewhere = new URL("/another-bucket/resume.pdf", url);
    return await fetch(elsewhere).then(() => "let through", () => "blocked");
}"""


@pytest.fixture
def tracking(user) -> JobTracking:
    return JobTrackingFactory(user=user)


def test_page_uploads_to_the_store_and_shows_what_it_uploaded(browser_page: Page, context, objects, tracking):
    browser_page.goto("/search")

    status, progress, key = browser_page.evaluate(UPLOAD, [tracking.pk, PDF.decode(), ""])

    assert (status, progress) == (200, len(PDF))
    resumes.confirm(JobTracking.objects.all(), tracking.pk, key, "cv.pdf")
    assert browser_page.evaluate(SHOW, tracking.pk) == "blocked"
    assert "violates the following Content Security Policy directive" in context.problems[0]
    assert all("/another-bucket/resume.pdf" in problem for problem in context.problems)
    context.problems.clear()


def test_page_cannot_upload_a_byte_more_than_it_asked_for(browser_page: Page, context, objects, tracking):
    browser_page.goto("/search")

    status, _, _ = browser_page.evaluate(UPLOAD, [tracking.pk, PDF.decode(), "!"])

    assert status == 403
    assert objects.keys == []
    context.problems.clear()  # the browser reports the 403
