import pytest

from search.feeds import terms
from search.postings import EmploymentType, SalaryPeriod, Workplace


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FullTime", EmploymentType.FULL_TIME),
        ("full_time", EmploymentType.FULL_TIME),
        ("Regular Full Time (Salary)", EmploymentType.FULL_TIME),
        ("FTE - Regular", EmploymentType.FULL_TIME),
        ("full-or-part-time", EmploymentType.FULL_TIME),
        ("fulltime_permanent", EmploymentType.FULL_TIME),
        ("fulltime_fixed_term", EmploymentType.FULL_TIME),
        ("parttime_fixed_term", EmploymentType.PART_TIME),
        ("PART_TIME", EmploymentType.PART_TIME),
        ("Part-time, permanent", EmploymentType.PART_TIME),
        ("Contract; Full time", EmploymentType.CONTRACT),
        ("CONTRACTOR", EmploymentType.CONTRACT),
        ("freelance", EmploymentType.CONTRACT),
        ("Internship (part-time)", EmploymentType.INTERN),
        ("Fixed-term contract", EmploymentType.TEMPORARY),
        ("TEMPORARY", EmploymentType.TEMPORARY),
        ("VOLUNTEER", EmploymentType.OTHER),
        ("PER_DIEM", EmploymentType.OTHER),
        ("Permanent", None),
        ("Regular", None),
        ("Internal", None),
        ("", None),
    ],
)
def test_employment_type_is_what_the_words_state(text, expected):
    assert terms.employment_type(text) is expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("Remote - Canada",), Workplace.REMOTE),
        (("US-Remote",), Workplace.REMOTE),
        (("Remote-Friendly, United States",), Workplace.REMOTE),
        (("Distributed",), Workplace.REMOTE),
        (("Hybrid or Remote",), Workplace.HYBRID),
        (("London (onsite)",), Workplace.ONSITE),
        (("In-Office",), Workplace.ONSITE),
        (("On-Site", "Hybrid"), Workplace.HYBRID),
        (("Hybrid - Berlin", "Remote - Germany"), Workplace.REMOTE),
        (("Berlin, Germany",), None),
        (("Non-remote", "Not remote"), None),
        (("Remoteness",), None),
        ((), None),
    ],
)
def test_workplace_is_what_the_words_state(texts, expected):
    assert terms.workplace(*texts) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 YEAR", SalaryPeriod.YEAR),
        ("per-year-salary", SalaryPeriod.YEAR),
        ("Annual base pay", SalaryPeriod.YEAR),
        ("1 MONTH", SalaryPeriod.MONTH),
        ("per-week-wage", SalaryPeriod.WEEK),
        ("DAY", SalaryPeriod.DAY),
        ("HOURLY", SalaryPeriod.HOUR),
        ("bi-week-salary", None),
        ("semi-month-salary", None),
        ("2 WEEK", None),
        ("one-time", None),
        ("NONE", None),
        ("", None),
    ],
)
def test_period_is_what_the_words_name(text, expected):
    assert terms.period(text) is expected
