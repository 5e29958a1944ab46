from datetime import UTC, datetime
from decimal import Decimal

import pytest

from search.feeds import values
from search.postings import Salary, SalaryPeriod


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("  Senior\tBaker \n\u00a0(m/f/d) ", "Senior Baker (m/f/d)"),
        ("Cafe\u0301", "Café"),
        ("Ba\x00k\ud83der\udc00\x1b[1m", "Baker[1m"),
        ("\u202eenil\u2066", "enil"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("می\u200cخواهم", "می\u200cخواهم"),  # a joiner that Persian needs
        ("x" * 300, "x" * 200),
        (None, ""),
        (7, ""),
        (True, ""),
        (["a"], ""),
        ({"a": 1}, ""),
    ],
)
def test_line_is_one_clean_line(value, expected):
    assert values.line(value) == expected


def test_title_has_at_most_300_characters():
    assert values.title("a" * 298 + " bcd") == "a" * 298 + " b"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (4051, "4051"),
        (" a-1 ", "a-1"),
        (0, "0"),
        ("", ""),
        (None, ""),
        (True, ""),
        (-1, ""),
        (1.5, ""),
        (10**40, ""),
        ("x" * 201, ""),
        ({}, ""),
    ],
)
def test_identifier_is_a_text_or_nothing(value, expected):
    assert values.identifier(value) == expected


@pytest.mark.parametrize(
    "address",
    [
        "https://jobs.example/1",
        "http://jobs.example:8080/?a=b&c=d#e",
        "https://jobs.example/ü",
        " https://jobs.example/ ",
    ],
)
def test_url_keeps_web_addresses(address):
    assert values.url(address) == address.strip()


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://files.example/",
        "//jobs.example/1",
        "/jobs/1",
        "https://",
        "https:///jobs",
        "https://[::1",
        "https://jobs.example/a b",
        "https://jobs.example/\nSet-Cookie: a",
        "https://jobs.example/\x00",
        "https://jobs.example/" + "x" * 1000,
        "",
        None,
        5,
        {},
    ],
)
def test_url_drops_everything_else(address):
    assert values.url(address) == ""


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-03-05T09:30:00.250+02:00", datetime(2026, 3, 5, 7, 30, 0, 250000, tzinfo=UTC)),
        ("2026-03-05T09:30:00Z", datetime(2026, 3, 5, 9, 30, tzinfo=UTC)),
        ("2026-03-05T09:30:00", datetime(2026, 3, 5, 9, 30, tzinfo=UTC)),
        ("2026-03-05 09:30:00 UTC", datetime(2026, 3, 5, 9, 30, tzinfo=UTC)),
        ("2026-03-05", datetime(2026, 3, 5, tzinfo=UTC)),
        ("Thu, 05 Mar 2026 09:30:00 +0100", datetime(2026, 3, 5, 8, 30, tzinfo=UTC)),
        ("Thu, 05 Mar 2026 09:30:00 -0000", datetime(2026, 3, 5, 9, 30, tzinfo=UTC)),
        ("2100-12-31", datetime(2100, 12, 31, tzinfo=UTC)),
    ],
)
def test_moment_is_in_utc(value, expected):
    found = values.moment(value)

    assert found == expected
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    "value",
    [
        *("", "soon", "Posted 3 Days Ago", "2026-02-30", "2026-13-01", "0001-01-01", "9999-12-31T23:59:59-14:00"),
        *("1970-01-01", "1989-12-31", "2101-01-01", "Thu, 99 Mar 2026 09:30:00 +0000", "Thu, 05 Mar 99999999999999"),
        *("2" * 10_000, None, 5, True, [], {}, "2026-03-05T09:30:00+99:99"),
    ],
)
def test_moment_is_unknown_for_what_is_no_sensible_date(value):
    assert values.moment(value) is None


def test_epoch_counts_seconds_or_parts_of_them():
    expected = datetime(2024, 3, 25, 21, 50, 16, tzinfo=UTC)

    assert values.epoch(1711403416) == expected
    assert values.epoch(1711403416463, per_second=1000) == expected.replace(microsecond=463000)


@pytest.mark.parametrize(
    "value", [0, -1, True, 10**30, float("nan"), float("inf"), 1711403416463, "1711403416", None, {}]
)
def test_epoch_is_unknown_for_what_is_no_sensible_moment(value):
    assert values.epoch(value) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (120000, "120000"),
        (17.5, "17.5"),
        (0.1 + 0.2, "0.3"),
        ("6152", "6152"),
        ("75.00", "75"),
        (" 120,000.50 ", "120000.5"),
        (9_999_999_999, "9999999999"),
    ],
)
def test_amount_reads_numbers_and_their_texts(value, expected):
    assert str(values.amount(value)) == expected


@pytest.mark.parametrize(
    "value",
    [
        *(0, 0.0, -5, 10**10, 1e300, float("nan"), float("inf"), True, None, [], {}, 0.001),
        *("", "0", "0.00", "-5", "1e5", "NaN", "12,34", "$5", "٣", "1.234,56", "9" * 5000),
    ],
)
def test_amount_is_unknown_for_zero_and_nonsense(value):
    assert values.amount(value) is None


def test_salary_turns_figures_that_are_the_wrong_way_round():
    salary = values.salary(90000, 70000, "eur", SalaryPeriod.YEAR)

    assert salary == Salary(Decimal(70000), Decimal(90000), "EUR", SalaryPeriod.YEAR, "")


def test_salary_takes_zero_for_unknown():
    assert values.salary(50000, 0, "EUR", None) == Salary(Decimal(50000), None, "EUR", None, "")
    assert values.salary(0, 0, "EUR", None) is None


def test_salary_without_figures_is_its_wording():
    assert values.salary(None, "a lot", "EUR", SalaryPeriod.YEAR, " Competitive ") == Salary(text="Competitive")


def test_salary_drops_what_is_no_currency():
    assert values.salary(1000, 2000, "Dollars", None) == Salary(Decimal(1000), Decimal(2000), "", None, "")
    assert values.salary(1000, 2000, "ZZZ", None).currency == ""


@pytest.mark.parametrize(
    ("value", "expected"), [("en", "en"), ("pt_br", "pt-BR"), ("de-DE", "de-DE"), ("English", ""), (None, ""), (5, "")]
)
def test_language_is_a_tag(value, expected):
    assert values.language(value) == expected


def test_at_follows_a_path_through_objects_alone():
    assert values.at({"a": {"b": 1}}, "a", "b") == 1
    assert values.at({"a": [1]}, "a", "b") is None
    assert values.at(None, "a") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R&amp;D &#8211; &#x41;", "R&D – A"),
        ("A&#" + "9" * 5000 + ";B", "AB"),
        ("A&#x" + "9" * 5000 + ";B", "A\ufffdB"),
        ("&amp;amp;", "&amp;"),
    ],
)
def test_entities_are_decoded_once(text, expected):
    assert values.unescaped(text) == expected
