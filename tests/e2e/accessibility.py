"""What axe-core finds wrong with a page."""

from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()


def violations(page: Page) -> list[str]:
    """One line for each rule that the page as it stands breaks: the rule, and the first element that breaks it."""
    # A colour on its way to another theme is neither the one nor the other.
    page.evaluate(
        "new Promise(requestAnimationFrame)"
        ".then(() => Promise.allSettled(document.getAnimations().map(({finished}) => finished)))"
    )
    # Through the debugger: the page's own policy lets no such script in.
    debugger = page.context.new_cdp_session(page)
    debugger.send("Runtime.evaluate", {"expression": AXE})
    found = page.evaluate("axe.run()")["violations"]
    return [f"{violation['id']}: {violation['nodes'][0]['html']}" for violation in found]


def violations_in_every_look(page: Page) -> list[str]:
    """The same, light, dark and on a phone."""
    found = []
    for scheme, width in (("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 844})
        found += [f"{scheme}, {width}: {line}" for line in violations(page)]
    return found
