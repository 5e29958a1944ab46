"""Nothing that a client can send gives a 500: hostile values × every parameter and field of the search API."""

from urllib.parse import quote

import orjson
import pytest
from drf_spectacular.generators import SchemaGenerator

from search.models import Job
from tests.factories import JobFactory

pytestmark = pytest.mark.django_db

TEXTS = [
    *("", " ", "\t", "\r\n", "\x00", "a\x00b", "\x1b[31m", "\x7f", "\u00ad", "\u200b", "\u202eabc", "\ufeff", "\ufffd"),
    *("\uffff", "\U0010ffff", "e\u0301", "İ", "ß", "ǅ", "ﷺ" * 200, "é" + "㌖㌕㌯" * 60, "🏳️‍🌈" * 20, "𝕏", "👩🏽‍💻"),
    *("0", "-0", "-1", "0.1", "1.0", " 5 ", "+5", "1_000", "0x10", "1e3", "1e400", "-1e400", "1e-400", "NaN", "sNaN"),
    *("Infinity", "-Infinity", "9" * 5000, "-" + "9" * 5000, "0." + "9" * 5000, "0" * 5000, "٣", "²", "½", "１２"),
    *(str(2**31), str(2**63 - 1), str(2**63), str(2**64), "true", "TRUE", "false", "null", "None", "undefined"),
    *("[]", "{}", "[1]", '{"a":1}', "'", '"', '"a', "\\", "\\'", "' OR 1=1 --", "'; DROP TABLE jobs; --", "%", "%s"),
    *("%(a)s", "_", "{0}", "{{7*7}}", "${7*7}", "<script>alert(1)</script>", "../../etc/passwd", "a\r\nX-Evil: 1"),
    *("a" * 10_000, "a " * 100, "(" * 200, ")" * 200, '"' * 199, "!" * 200, "- " * 100, "-" * 200, "& | !", ":*"),
    *("－" * 200, "-﹣－ " * 50, "-(" * 100, '-"' * 100, "-!" * 100, "a-" * 100, "-a " * 66),
    *("a <-> b", "or", "or or or", "a or", "not", "-a", '-"a b"', '"" ""', "c++" * 60, "." * 200, "/" * 200, "@" * 200),
    *("2026-02-30", "10000-01-01", "0000-00-00", "24:61", "http://[", "https://a.example/" + "a" * 5000),
]
# Already encoded, and not all of it UTF-8.
RAW = ["%00", "%ff", "%C0%80", "%ED%A0%80", "%F5%80%80%80", "%E2%28%A1", "%", "%%", "%zz", "%u0041", "a&a=b", "a;b"]
QUERIES = [quote(text, safe="") for text in TEXTS] + RAW

VALUES = [
    *(None, True, False, 0, -1, 1.5, 1e308, -1e308, 2**53, 2**63, 2**64 - 1, [], {}, [[]], [None], {"a": {"a": {}}}),
    *(
        [1, "a", None, {}],
        {"min": "a"},
        {"": ""},
        ["a"] * 1000,
        {"min": 1e308},
        {"currency": []},
        {"period": {}},
        *TEXTS,
    ),
]
# What only broken or hostile programs write.
BODIES = [
    *(b"", b" ", b"{", b"}", b"nul", b"NaN", b"Infinity", b"1e400", b"1" * 5000, b'"\\ud800"', b'{"a": "\\udfff"}'),
    *(b"\xff", b'{"title": "\xff"}', b'{"title": "\xed\xa0\x80"}', b'\xef\xbb\xbf{"title": "a"}', b"'a'", b"{'a': 1}"),
    *(b"[" * 100_000, b'{"a":' * 10_000, b"[" * 10 + b"]" * 10, b'{"a": 1, "a": 2}', b"{}{}", b"//", b"\x00"),
    *(
        b'{"title": 1e400}',
        b'{"title": ' + b"9" * 5000 + b"}",
        b'{"\\u0000": 1}',
        b'{"title": "\\u0000", "company": "a"}',
    ),
]

OPERATIONS = SchemaGenerator().get_schema(request=None, public=True)["paths"]
LISTS = [
    (path, parameter["name"])
    for path in ("/api/jobs", "/api/companies")
    for parameter in OPERATIONS[path]["get"]["parameters"]
]
FIELDS = ["title", "company", "url", "apply_url", "department", "location", "locations", "workplace"]
FIELDS += ["employment_type", "salary", "description", "posted_at"]


def failures(send, values) -> list[tuple[str, int]]:
    """What was sent, and the status, where the answer is neither a good one nor a clear refusal in JSON."""
    found = []
    for value in values:
        answer = send(value)
        is_json = answer["Content-Type"] == "application/json" and orjson.loads(answer.content) is not None
        if answer.status_code not in (200, 201, 400, 404) or not is_json:
            found.append((repr(value)[:80], answer.status_code))
    return found


@pytest.fixture
def posting() -> Job:
    return JobFactory(title="Baker a b c++", locations=["Paris"], salary_min=1, description_text="or not")


def test_values_are_many():
    assert len(set(QUERIES)) >= 100
    assert len(VALUES) >= 60
    assert {name for _, name in LISTS} >= {"q", "company", "salary_min", "cursor", "limit"}


@pytest.mark.parametrize(("path", "name"), LISTS)
def test_hostile_query_parameter_is_no_error_of_ours(api, posting, path, name):
    assert failures(lambda value: api.get(f"{path}?{name}={value}"), QUERIES) == []


@pytest.mark.parametrize(("path", "name"), LISTS)
def test_parameter_repeated_a_thousand_times_is_no_error_of_ours(api, posting, path, name):
    def send(count):
        return api.get(f"{path}?" + "&".join([f"{name}=1"] * count))

    assert failures(send, [2, 50, 51, 499, 500, 501, 1000]) == []


@pytest.mark.parametrize("name", ["q[]", "q[0]", "", "\x00", "%", "a" * 5000, "__class__", "limit__gte", "ｑ"])
def test_hostile_parameter_name_is_ignored(api, posting, name):
    answer = api.get(f"/api/jobs?{quote(name)}=1")

    assert (answer.status_code, answer.json()["total"]) == (200, 1)


def test_hostile_id_is_not_found(api, posting):
    values = [value for value in QUERIES if value.strip(".")]

    statuses = {value: api.get(f"/api/jobs/{value}").status_code for value in values}

    assert {value: status for value, status in statuses.items() if status not in (200, 404)} == {}


@pytest.mark.parametrize("field", FIELDS)
def test_hostile_field_is_no_error_of_ours(api, field):
    least = {"title": "Baker", "company": "Wrenfield"}

    assert failures(lambda value: api.post("/api/jobs", least | {field: value}), VALUES) == []
    assert failures(lambda job: api.get(f"/api/jobs/{job.pk}"), Job.objects.all()[:20]) == []


@pytest.mark.parametrize("field", ["name", "query"])
def test_hostile_field_of_a_saved_search_is_no_error_of_ours(api, field):
    least = {"name": "Bread", "query": "q=baker"}
    values = [*VALUES, *(f"q=baker&{query}" for query in QUERIES), "&".join(["q=baker"] * 1001)]

    assert failures(lambda value: api.post("/api/searches", least | {field: value}), values) == []
    assert failures(api.get, ["/api/searches"]) == []


def test_every_field_of_the_body_is_tried():
    generator = SchemaGenerator()
    schema = generator.get_schema(request=None, public=True)["components"]["schemas"]["NewJobRequest"]

    assert list(schema["properties"]) == FIELDS


def test_hostile_body_is_no_error_of_ours(api):
    def send(body):
        return api.post("/api/jobs", body, content_type="application/json")

    assert failures(send, BODIES) == []


def test_body_that_is_too_large_is_refused(api):
    answer = api.post("/api/jobs", {"title": "a", "company": "b", "description": "a" * 300_000})

    assert answer.status_code == 413
    assert answer.json() == {"detail": "A request body has at most 262144 bytes.", "code": "too_large"}


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "a", "é"])
def test_body_that_is_not_json_is_refused(api, kind):
    answer = api.post("/api/jobs", b"title=a", content_type=kind)

    assert answer.status_code == 415
    assert answer.json()["code"] == "unsupported_media_type"


def test_hostile_request_header_is_no_error_of_ours(api, posting):
    # The server refuses what is not printable itself.
    values = [text for text in TEXTS if text.isprintable() and text.isascii()]

    def send(value):
        return api.get("/api/jobs", headers={"Accept-Language": value, "Cookie": value, "X-Forwarded-For": value})

    assert failures(send, values) == []
