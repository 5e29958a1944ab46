"""The API's documentation, which comes from a package, under our policy (CSP)."""

from playwright.sync_api import Page, expect


def test_docs_show_every_operation_without_breaking_the_policy(anonymous_page: Page, live_server):
    anonymous_page.goto("/api/docs")

    expect(anonymous_page.get_by_text("Find postings", exact=True)).to_be_visible()
    anonymous_page.get_by_text("Add a posting of your own").click()
    expect(anonymous_page.get_by_text("Forester, part-time").first).to_be_visible()
    asked = anonymous_page.evaluate("performance.getEntriesByType('resource').map(entry => new URL(entry.name).origin)")
    assert set(asked) <= {live_server.url, "null"}  # ours, and the pictures in its style sheet
