"""Descriptions: strangers' HTML made safe and plain, and the text in it.

The sanitiser comes last of all that builds structure. After it only whole tags, as it wrote them
itself, are taken out or renamed, and single characters dropped. Never normalise its output: NFC
would join a ">" and a combining U+0338 into one letter and so tear a tag open.
"""

import re
from html import escape, unescape

import nh3

from search.feeds import values

# Of 9,396 recorded descriptions the longest has 22,675 characters. An HTML parser's work can grow with
# the square of the tags that stand open, so these are counted too.
MAX_CHARACTERS = 200_000
MAX_TAGS = 10_000

_KEPT = {"p", "br", "ul", "ol", "li", "strong", "em", "b", "i", "u", "a", "code", "pre", "hr", "blockquote"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
# Their content is not text either.
_DROPPED_WHOLE = {
    "script", "style", "svg", "math", "template", "noscript", "iframe", "object", "embed", "video", "audio",
    "canvas", "head", "title", "textarea", "select", "button",
}  # fmt: skip
_REL = "nofollow ugc noopener noreferrer"

# What only groups becomes a paragraph, lest "<div>a</div><div>b</div>" reads "ab". [^<>] keeps the
# patterns linear on hostile input.
_GROUPS = re.compile(
    r"<(/?)(?:div|section|article|header|footer|main|aside|figure|figcaption|center|address|dl|dt|dd"
    r"|table|thead|tbody|tfoot|caption|tr)(?:[\s/][^<>]*)?>",
    re.IGNORECASE,
)
_CELLS = re.compile(r"</?t[dh](?:[\s/][^<>]*)?>", re.IGNORECASE)
# An unclosed formatting tag is reopened in every following paragraph. Three of a kind at most, unless
# their attributes differ: so they lose them, or a small text could grow without end.
_FORMATTING = re.compile(r"<(b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)[\s/][^<>]*>", re.IGNORECASE)

_HREF = re.compile(r"(?:https?://[^\s/<>\"'][^\s<>\"]*|mailto:[^\s<>\"]+)", re.IGNORECASE)


def _attribute(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "rel":  # the sanitiser's own
        return value
    address = value.strip()
    return address if len(address) <= values.URL_LENGTH and _HREF.fullmatch(address) else None


_cleaner = nh3.Cleaner(
    tags=_KEPT | _HEADINGS,
    clean_content_tags=_DROPPED_WHOLE,
    attributes={"a": {"href"}},
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
    link_rel=_REL,
)

_DEAD_LINK = re.compile(rf'<a rel="{_REL}">(.*?)</a>', re.DOTALL)
_EMPTY_INLINE = re.compile(r"<(strong|em|b|i|u|a|code)(?: [^<>]*)?>((?:\s|<br>)*)</\1>")
_EMPTY_BLOCK = re.compile(r"<(p|li|ul|ol|pre|blockquote|h[1-6])>(?:\s|<br>)*</\1>")
_BREAKS = re.compile(r"<br>\s*<br>\s*<br>(?:\s*<br>)*")
_LEADING_BREAKS = re.compile(r"(<(?:p|li)>)\s*<br>(?:\s*<br>)?\s*")
_TRAILING_BREAKS = re.compile(r"<br>(?:\s*<br>)?\s*(</(?:p|li)>)")
_HEADING = re.compile(r"<(/?)h([1-6])>")
_MAX_PASSES = 5  # emptiness nested deeper than this stays

_PREFORMATTED = re.compile(r"<pre>(.*?)</pre>", re.DOTALL)
_ITEM = re.compile(r"<li>(?:\s*<p>)?")
_BLOCK_TAG = re.compile(r"</?(?:p|ul|ol|li|pre|blockquote|h[1-6])>|<[bh]r>")
_ANY_TAG = re.compile(r"<[^<>]*>")


def clean(html: object) -> str:
    """Safe, plain HTML of a description: paragraphs, lists, emphasis, links, code, headings h3 to h5.

    Scripts, styles, pictures, frames and all attributes but links' addresses go; links lead to http,
    https and mailto only and pass no credit on. Of the input at most 200,000 characters and 10,000 tags
    are read. Anything but a string is "".
    """
    if not isinstance(html, str):
        return ""
    source = values.strip_unwanted(html[:MAX_CHARACTERS])
    if source.count("<") > MAX_TAGS:
        source = "<".join(source.split("<", MAX_TAGS)[:MAX_TAGS])
    if "<" in source:
        source = _GROUPS.sub(r"<\1p>", source)
        source = _CELLS.sub(" ", source)
        source = _FORMATTING.sub(r"<\1>", source)
    cleaned = _cleaner.clean(source)
    if "&#" in source:  # "&#7;" is a control character still
        cleaned = values.UNWANTED.sub("", cleaned)
    return _tidy(cleaned)


def from_text(text: object) -> str:
    """The same for a description that comes as plain text: its paragraphs and line breaks, escaped."""
    paragraphs = re.split(r"\n\s*\n", values.prose(text)[:MAX_CHARACTERS].replace("\r\n", "\n"))
    return "".join(
        f"<p>{escape(paragraph.strip(), quote=False).replace('\n', '<br>')}</p>"
        for paragraph in paragraphs
        if paragraph.strip()
    )


def to_text(cleaned: str) -> str:
    """The text of what ``clean`` or ``from_text`` gave: one line per block, list items begin with "- "."""
    if "<pre>" in cleaned:
        cleaned = _PREFORMATTED.sub(lambda match: match[0].replace("\n", "<br>"), cleaned)
    text = _ITEM.sub("\n- ", " ".join(cleaned.split()))
    text = _ANY_TAG.sub("", _BLOCK_TAG.sub("\n", text))
    if "&" in text:
        text = unescape(text)
    lines = (line.strip() for line in text.split("\n"))
    return values.strip_unwanted("\n".join(line for line in lines if line and line != "-"))


def _tidy(html: str) -> str:
    html = html.replace("&nbsp;", " ")
    if f'<a rel="{_REL}">' in html:
        # What the link held may not stand where the link stood (a heading in a heading): parse it again.
        html = _cleaner.clean(_DEAD_LINK.sub(r"\1", html)).replace("&nbsp;", " ")
    html = _BREAKS.sub("<br><br>", html)
    for _ in range(_MAX_PASSES):
        html, inline = _EMPTY_INLINE.subn(r"\2", html)
        html, block = _EMPTY_BLOCK.subn("", html)
        if not inline and not block:
            break
    if "<br>" in html:
        html = _TRAILING_BREAKS.sub(r"\1", _LEADING_BREAKS.sub(r"\1", html))
    return _demote_headings(html).strip()


def _demote_headings(html: str) -> str:
    # The page has h1 and h2 of its own. The levels a description uses, whichever they are, become
    # h3, h4 and h5 without a gap.
    levels = sorted({match[2] for match in _HEADING.finditer(html)})
    if not levels:
        return html
    shown = {level: f"h{min(3 + depth, 5)}" for depth, level in enumerate(levels)}
    return _HEADING.sub(lambda match: f"<{match[1]}{shown[match[2]]}>", html)
