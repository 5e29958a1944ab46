"""How postings are put into words."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from search import wording
from search.postings import Salary, SalaryPeriod


@pytest.mark.parametrize(
    ("salary", "full", "short"),
    [
        (Salary(Decimal(105000), Decimal(128000), "EUR", SalaryPeriod.YEAR), "€105,000 – €128,000", "€105–128k"),
        (Salary(Decimal(45), Decimal("60.50"), "USD", SalaryPeriod.HOUR), "$45 – $60.50", "$45–60.50/h"),
        (Salary(Decimal(900), Decimal(1100), "CHF", SalaryPeriod.DAY), "CHF 900 – CHF 1,100", "CHF 900–1,100/day"),
        (Salary(Decimal(50000), None, "GBP", SalaryPeriod.YEAR), "from £50,000", "from £50k"),
        (Salary(None, Decimal(50000), "", None), "up to 50,000", "up to 50k"),
        (Salary(Decimal(3000), Decimal(3000), "PLN", SalaryPeriod.MONTH), "PLN 3,000", "PLN 3,000/mo"),
        (Salary(text="Competitive"), "Competitive", "Competitive"),
        (Salary(text="Depends on what you bring and where"), "Depends on what you bring and where", ""),
    ],
)
def test_salary_in_full_and_in_a_row(salary, full, short):
    assert (wording.salary(salary), wording.short_salary(salary)) == (full, short)


@pytest.mark.parametrize(
    ("days", "short", "full", "is_new"),
    [
        (0, "today", "today", True),
        (1, "1d", "yesterday", True),
        (6, "6d", "6 days ago", False),
        (30, "30d", "4 weeks ago", False),
        (65, "2mo", "2 months ago", False),
        (800, "2y", "2 years ago", False),
    ],
)
def test_age_of_a_posting(days, short, full, is_new):
    moment = timezone.now() - timedelta(days=days)

    told = (wording.age(moment), wording.ago(moment).replace("\xa0", " "), wording.is_new(moment))

    assert told == (short, full, is_new)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://fernwood.example/jobs/1", "https://fernwood.example/jobs/1"),
        ("http://fernwood.example", "http://fernwood.example"),
        ("javascript:alert(1)", ""),
        ("//evil.example", ""),
        ("", ""),
    ],
)
def test_web_address_is_one_of_the_web(url, address):
    assert wording.web_address(url) == address
