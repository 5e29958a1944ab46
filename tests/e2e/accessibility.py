"""What axe-core finds wrong with a page."""

from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()

# A colour on its way to another theme is neither the one nor the other: the next frame has begun it, if any does.
SETTLED = """() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    .then(() => Promise.allSettled(document.getAnimations().map(({finished}) => finished)))
    .then(() => "axe" in window)"""

# Where the machine is busy a part of the page may still be drawn in the other theme: what is wrong stays wrong.
RUN = """async (options) => {
    const found = await axe.run(options);
    if (!found.violations.length) return found;
    await new Promise((resolve) => setTimeout(resolve, 300));
    return axe.run(options);
}"""

# WCAG 2.2's target size is among the rules that axe has to be asked for.
ALL = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
COLOURS = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]}


WIDTHS = (1440, 1024, 768, 390, 320)
"""Windows, tablets and phones; 320 is what WCAG 1.4.10 asks for."""


def widths_that_scroll_sideways(page: Page) -> list[int]:
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(width)
    return found


def violations(page: Page, options: dict = ALL) -> list[str]:
    """One line for each rule that the page as it stands breaks: the rule, and the first element that breaks it."""
    if not page.evaluate(SETTLED):
        # Through the debugger: the page's own policy lets no such script in.
        page.context.new_cdp_session(page).send("Runtime.evaluate", {"expression": AXE})
    found = page.evaluate(RUN, options)["violations"]
    return [f"{violation['id']}: {violation['nodes'][0]['html']}" for violation in found]


def violations_in_every_look(page: Page) -> list[str]:
    """The same, light, dark and on a phone. Another theme changes nothing but colours, so only those are asked then."""
    found = []
    for width in (1440, 390):
        for scheme, options in (("light", ALL), ("dark", COLOURS)):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.set_viewport_size({"width": width, "height": 844})
            found += [f"{scheme}, {width}: {line}" for line in violations(page, options)]
    return found
