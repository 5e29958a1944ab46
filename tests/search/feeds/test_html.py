import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.feeds import html

REL = 'rel="nofollow ugc noopener noreferrer"'


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        # what stays
        ("<p>We <strong>bake</strong> <em>bread</em>.</p>", "<p>We <strong>bake</strong> <em>bread</em>.</p>"),
        ("<ul><li>a</li><li><p>b</p></li></ul>", "<ul><li>a</li><li><p>b</p></li></ul>"),
        ("<pre><code>a\n  b</code></pre>", "<pre><code>a\n  b</code></pre>"),
        ("R&amp;D &lt;b&gt; 5 < 6", "R&amp;D &lt;b&gt; 5 &lt; 6"),
        # what goes
        ('<p style="color:red" class="x" id="y" onclick="z()">a</p>', "<p>a</p>"),
        ('<p><span style="font-weight:400">a</span></p>', "<p>a</p>"),
        ('<img src="https://t.example/pixel.gif">a<video src="v.mp4">b</video>', "a"),
        ('<iframe src="https://v.example/"></iframe>a', "a"),
        ("<!-- hidden -->a", "a"),
        ("a\x00b\ud800c\x07", "abc"),
        ("a&#7;&#x80;b", "a€b"),
        # groups become paragraphs
        ("<div>a</div><div><br></div><div>b</div>", "<p>a</p><p>b</p>"),
        ("<div><div>a</div><ul><li><div>b</div></li></ul></div>", "<p>a</p><ul><li><p>b</p></li></ul>"),
        ("<section>a</section><DIV CLASS='x'>b</DIV>", "<p>a</p><p>b</p>"),
        ("<table><tr><th>a</th><td>b</td></tr></table>", "<p> a  b </p>"),
        # emptiness
        ("<p></p><p>&nbsp;</p><p><strong> <br></strong></p><p>a</p>", "<p>a</p>"),
        ("<ul><li></li></ul>a", "a"),
        ("a<br><br> <br><br>b", "a<br><br>b"),
        ("<p><br>a<br></p>", "<p>a</p>"),
        ("a&nbsp;&nbsp;b\u00a0c", "a  b c"),
        ("", ""),
    ],
)
def test_clean_leaves_safe_and_plain_html(source, expected):
    assert html.clean(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<h1>A</h1><h2>B</h2><h3>C</h3><h4>D</h4>", "<h3>A</h3><h4>B</h4><h5>C</h5><h5>D</h5>"),
        ("<h2>A</h2><h4>B</h4>", "<h3>A</h3><h4>B</h4>"),
        ('<h6 style="x">A</h6>', "<h3>A</h3>"),
        ("<h3>A</h3>", "<h3>A</h3>"),
    ],
)
def test_clean_fits_headings_below_those_of_the_page(source, expected):
    assert html.clean(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            '<a href="https://x.example/?a=1&amp;b" target=_blank>k</a>',
            f'<a href="https://x.example/?a=1&amp;b" {REL}>k</a>',
        ),
        ('<a href=" HTTP://X.example ">k</a>', f'<a href="HTTP://X.example" {REL}>k</a>'),
        ('<a href="mailto:jobs@x.example" rel="opener">k</a>', f'<a href="mailto:jobs@x.example" {REL}>k</a>'),
        *(
            (f'<p><a href="{address}">k</a></p>', "<p>k</p>")
            for address in (
                *("//x.example/", "/jobs", "?a", "#top", "jobs.html", "https://", "https:///x", "tel:123", ""),
                *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "&#106;avascript:alert(1)"),
                *("data:text/html,x", "vbscript:x", "file:///etc/passwd", "https://x.example/<b>", "\x01javascript:x"),
                "https://x.example/" + "a" * 1000,
            )
        ),
        ("<a name=top>k</a>", "k"),
    ],
)
def test_clean_keeps_links_to_the_web_and_to_mail_only(source, expected):
    assert html.clean(source) == expected


HOSTILE = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<style>@import 'https://evil.example/x.css';</style>",
    '<p style="background:url(javascript:alert(1))">',
    '<div hx-get="/admin" hx-trigger="load" hx-swap-oob="true" data-hx-post="/x">',
    '<a href="javascript:alert(1)" onmouseover="alert(1)">',
    '<a href="https://x.example/"onclick="alert(1)">',
    '<a href="data:text/html;base64,PHNjcmlwdD4=">',
    '<base href="https://evil.example/"><meta http-equiv=refresh content="0;url=https://evil.example">',
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='javascript:alert(1)'></object><embed src='javascript:alert(1)'>",
    "<form action='https://evil.example'><input name=password autofocus onfocus=alert(1)><button>go</button></form>",
    "<textarea><script>alert(1)</script></textarea>",
    "<b><!--<script>--></b><!--></script><script>alert(1)</script>",
    "<p>a<b>\u0338onmouseover=alert(1) x</b></p>\u0338",
    "<p\u0338 onclick=alert(1)>",
    "<div<div onclick=alert(1)>>",
    "<td <script>alert(1)</script>>",
    "<b <script>alert(1)</script>>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
]
TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "b", "i", "u", "a", "code", "pre", "hr", "blockquote"}
TAGS |= {"h3", "h4", "h5"}


class Inspector(HTMLParser):
    """Another reader of the result, which has nothing in common with the sanitiser: it notes what must not be there."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS:
            self.found.append(tag)
        if attrs and not (
            tag == "a"
            and [name for name, _ in attrs] == ["href", "rel"]
            and attrs[0][1].lower().startswith(("https://", "http://", "mailto:"))
            and f'rel="{attrs[1][1]}"' == REL
        ):
            self.found.append((tag, attrs))

    def handle_comment(self, data):
        self.found.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def unsafe(cleaned: str) -> list:
    inspector = Inspector()
    inspector.feed(cleaned)
    inspector.close()
    return inspector.found


@pytest.mark.parametrize("payload", HOSTILE)
@pytest.mark.parametrize(
    "frame", ["{}", "<p>a{}b</p>", "<ul><li>{}", "<table><tr><td>{}", "<a href='https://x.example'>{}"]
)
def test_clean_disarms(payload, frame):
    cleaned = html.clean(frame.format(payload))

    assert unsafe(cleaned) == []
    assert unsafe(html.clean(cleaned)) == []


def test_clean_drops_the_content_of_what_is_no_text():
    source = "<style>p{}</style><script>x()</script><svg><text>y</text></svg><noscript>z</noscript>kept"

    assert html.clean(source) == "kept"


def test_clean_normalises_before_it_sanitises_not_after():
    assert html.clean("<p>e\u0301</p>") == "<p>é</p>"
    # ">" and U+0338 would become one letter, and the tag would swallow what follows.
    assert html.clean("<p>a</p>&#x338; onclick=alert(1)") == "<p>a</p>\u0338 onclick=alert(1)"


def test_clean_reads_no_more_than_its_limits():
    assert html.clean("a" * 250_000) == "a" * 200_000
    assert html.clean("<b>x</b>" * 10_000).count("<b>") <= 5_000


@pytest.mark.parametrize(
    "pattern",
    [
        *(
            "<div>",
            "<div ",
            "<b>",
            '<b "',
            "<ul><li>",
            "<blockquote>",
            "<pre>",
            "<p> ",
            "<br> \n",
            "<",
            "&",
            "<a>",
            "<a name=x>",
        ),
        *("<!--", "<table><b>x<td>", "<p><b><i><u>", "<svg>", "<math><mi>", "<p></p>", "<x>", "<h1>", "<font/a><p>"),
    ],
)
def test_clean_and_to_text_never_hang(pattern):
    source = pattern * (200_000 // len(pattern))

    begun = time.process_time()
    html.to_text(html.clean(source))

    assert time.process_time() - begun < 10  # all take well under a second; a quadratic step takes minutes


def test_clean_does_not_multiply_open_formatting():
    source = "".join(f"<font size={n}>" for n in range(3000)) + "<p>x" * 3000

    assert len(html.clean(source)) < 10 * len(source)


@pytest.mark.parametrize("value", [None, 5, [], {}, True])
def test_clean_of_anything_but_a_text_is_empty(value):
    assert html.clean(value) == ""


PIECES = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<div class=x>",
            "</div>",
            "<b>",
            "</b>",
            "<a href=https://x.example>",
            "</a>",
            "<a href=//x>",
        ),
        *(
            "<ul>",
            "<li>",
            "</li>",
            "</ul>",
            "<h1>",
            "</h1>",
            "<h4>",
            "</h4>",
            "<br>",
            "<pre>",
            "</pre>",
            "<table>",
            "<td>",
        ),
        *(
            "<script>",
            "</script>",
            "<style>",
            "</style>",
            "<svg>",
            "</svg>",
            "<math>",
            "<!--",
            "-->",
            "<",
            ">",
            "&",
            "&lt;",
        ),
        *(
            "onerror=x",
            "'",
            '"',
            "\u0338",
            "&nbsp;",
            " ",
            "\n",
            "\x00",
            "\ud800",
            "text",
            "é",
            "&#x338;",
            "&#0;",
            "javascript:",
        ),
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_clean_is_safe_whatever_it_is_given(source):
    cleaned = html.clean(source)
    text = html.to_text(cleaned)

    assert unsafe(cleaned) == []
    assert "\x00" not in cleaned + text
    cleaned.encode()
    text.encode()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>a</p><p>b<br>c</p>", "a\nb\nc"),
        ("<h3>What</h3><ul><li>a</li>\n<li><p>b</p></li></ul>d", "What\n- a\n- b\nd"),
        ("<p>a\n  b</p>", "a b"),
        ("<pre>a\n  b</pre>", "a\nb"),
        ('<p>a <strong>b</strong>c <a href="https://x.example/?a=1&amp;b">d</a></p>', "a bc d"),
        ("<p>R&amp;amp;D &lt;b&gt;</p>", "R&amp;D <b>"),
        ("<ul><li><ul><li>a</li></ul></li></ul>", "- a"),
        ("", ""),
    ],
)
def test_to_text_has_a_line_for_each_block(source, expected):
    assert html.to_text(html.clean(source)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\nTwo.\n\n \nThree & <b>four</b>", "<p>One.<br>Two.</p><p>Three &amp; &lt;b&gt;four&lt;/b&gt;</p>"),
        ("a\r\n\r\nb\x00", "<p>a</p><p>b</p>"),
        (" \n ", ""),
        (None, ""),
        (5, ""),
    ],
)
def test_from_text_makes_escaped_paragraphs(text, expected):
    assert html.from_text(text) == expected
    assert html.clean(expected) == expected
