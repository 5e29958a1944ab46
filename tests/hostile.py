"""What broke a server somewhere: one corpus for every parameter of the API and every field of a page.

``spread`` gives the suite a sample, another one to each parameter; with JOBTRACKER_LONG everything to everyone.
"""

import json
import os
from collections.abc import Sequence
from urllib.parse import quote

IS_LONG = "JOBTRACKER_LONG" in os.environ

# Texts, as a parameter, a field of a form or a JSON string.
TEXTS = [
    *("", " ", "\t", "\r\n", "\x00", "a\x00b", "\x1b[31m", "\x7f", "\u00ad", "\u200b", "\u202eabc", "\ufeff", "\ufffd"),
    *("\uffff", "\U0010ffff", "e\u0301", "İ", "ß", "ǅ", "ﷺ" * 200, "é" + "㌖㌕㌯" * 60, "🏳️‍🌈" * 20, "𝕏", "👩🏽‍💻"),
    *("0", "-0", "-1", "1", "0.1", "1.0", " 5 ", "+5", "1_000", "0x10", "1e3", "1e400", "-1e400", "1e-400", "NaN"),
    *(
        "sNaN",
        "Infinity",
        "-Infinity",
        "9" * 3000,
        "-" + "9" * 3000,
        "0." + "9" * 3000,
        "0" * 3000,
        "٣",
        "²",
        "½",
        "１２",
    ),
    *(str(2**31), str(2**63 - 1), str(2**63), str(-(2**63) - 1), str(2**64), "true", "TRUE", "false", "null", "None"),
    *("undefined", "[]", "{}", "[1]", '{"a":1}', "'", '"', '"a', "\\", "\\'", "' OR 1=1 --", "'; DROP TABLE jobs; --"),
    *("%", "%s", "%s%n", "%(a)s", "_", "{0}", "{{7*7}}", "${7*7}", "<script>alert(1)</script>", "../../etc/passwd"),
    *("a\r\nX-Evil: 1", "javascript:alert(1)", "//evil.example", "a" * 3000, "a " * 100, "(" * 200, ")" * 200),
    *('"' * 199, "!" * 200, "- " * 100, "-" * 200, "& | !", ":*", "－" * 200, "-﹣－ " * 50, "-(" * 100, '-"' * 100),
    *("-!" * 100, "a-" * 100, "-a " * 66, "a <-> b", "or", "or or or", "a or", "not", "-a", '-"a b"', '"" ""'),
    *("c++" * 60, "." * 200, "/" * 200, "@" * 200, "a/../b.pdf", "2026-02-30", "0000-00-00", "9999-12-31"),
    *("10000-01-01", "-0001-01-01", "infinity", "2026-03-01T25:00:00Z", "24:00", "24:61", "23:59:60", "http://["),
    *("https://a.example/" + "a" * 3000, "interviewing", "rejected", "APPLIED", "applied\x00", "__class__", "$gt"),
]
# Queries and paths that no text makes: already encoded, and not all of it UTF-8.
RAW = ["%00", "%ff", "%C0%80", "%ED%A0%80", "%F5%80%80%80", "%E2%28%A1", "%", "%%", "%zz", "%u0041", "a&a=b", "a;b"]
QUERIES = [*(quote(text, safe="") for text in TEXTS), *RAW]
# JSON text that stands for a value; part of it is none that Python would write, or is not JSON at all.
VALUES = [
    *("null", "true", "false", "0", "-0", "-1", "1", "1.5", "-1.5", "1e2", "1e308", "-1e308", "1e400", "-1e400"),
    *("1e-400", str(2**53), str(2**63 - 1), str(2**63), str(-(2**63) - 1), str(2**64), "9" * 400, "9" * 5000, "NaN"),
    *(
        "Infinity",
        "-Infinity",
        r'"\u0000"',
        r'"a\u0000b"',
        r'"\ud800"',
        r'"\udfff"',
        r'"\ud83d\ude00"',
        '"a" ',
        "undefined",
    ),
    *('"' + "é" * 20_000 + '"', "[]", "[[]]", "[null]", '[1, "a", null, {}]', '["applied"]', "{}", '{"": ""}'),
    *('{"a": null}', '{"a": {"a": {}}}', r'{"\u0000": 1}', r'{"\ud800": 1}', '{"__proto__": {"a": 1}}', '{"$gt": ""}'),
    *(
        "[" * 8 + "]" * 8,
        "[" * 100 + "]" * 100,
        "[" * 100_000,
        '{"a":' * 5 + "1" + "}" * 5,
        '{"a":' * 6 + "1" + "}" * 6,
    ),
    *('{"a": 1e400}', '{"a": ' + "9" * 400 + "}", '{"a": 1, "a": 2}', "[1,]", "{", '"', "\\", "\x00", "'a'"),
    *('{"type": 1}', '{"type": ["online"]}', '{"note": {"note": 1}}', '{"resume_filename": "a/../b.pdf"}'),
    *('{"min": "a"}', '{"min": 1e308}', '{"currency": []}', '{"period": {}}', json.dumps(["a"] * 1000)),
    *(json.dumps(text) for text in TEXTS),
]
# Whole bodies that only broken or hostile programs send.
BODIES = [
    *(
        b"",
        b" ",
        b"{",
        b"}",
        b"nul",
        b"NaN",
        b"1e400",
        b"1" * 5000,
        rb'"\ud800"',
        rb'{"a": "\udfff"}',
        b"\xff",
        b"\xff\xfe",
    ),
    *(b'{"title": "\xff"}', b'{"title": "\xed\xa0\x80"}', b'\xef\xbb\xbf{"title": "a"}', b"'a'", b"{'a': 1}", b"\x00"),
    *(b"[" * 100_000, b'{"a":' * 10_000, b"[" * 10 + b"]" * 10, b'{"a": 1, "a": 2}', b"{}{}", b"//", rb'{"\u0000": 1}'),
    *('{"job_id": 1}'.encode("utf-16"), b'{"a": ' + b" " * 300_000 + b"1}", b'{"__proto__": {"a": 1}}'),
    *(value.encode() for value in VALUES if len(value) < 1000),
]
# Printable, since servers refuse the rest themselves.
HEADERS = [text for text in TEXTS if text.isascii() and text.isprintable()]


def spread(values: Sequence, number: int, size: int = 2) -> Sequence:
    """All of ``values`` by JOBTRACKER_LONG; else ``size`` of them, and those after them for the next ``number``."""
    if IS_LONG:
        return values
    begin = number * size % len(values)
    return [*values, *values][begin : begin + size]
