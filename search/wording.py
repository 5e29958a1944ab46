"""How postings are put into words: pay, age, addresses; and what a search asks for."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.timesince import timesince

from search.postings import SYMBOLS, Salary, SalaryPeriod
from search.querysets import Criteria

SHORT_PERIODS = {SalaryPeriod.HOUR: "/h", SalaryPeriod.DAY: "/day", SalaryPeriod.WEEK: "/wk", SalaryPeriod.MONTH: "/mo"}
NEW_DAYS = 2
TEXT_MAX = 24  # characters of a source's own wording that a row has room for


def salary(pay: Salary) -> str:
    """In full, without the period: "€105,000 – €128,000"; or the source's own wording."""
    return _amounts(pay, lambda amount: f"{amount:,}", " – ") or pay.text


def short_salary(pay: Salary) -> str:
    """For a row: "€105–128k"; "" where there is no room for the source's own wording."""
    amounts = _amounts(pay, _thousands, "–")
    if not amounts:
        return pay.text if len(pay.text) <= TEXT_MAX else ""
    return amounts + SHORT_PERIODS.get(pay.period, "")


def age(moment: datetime) -> str:
    """Days, weeks or months since then: "6d", "5w", "11mo"; "today" on the first day."""
    days = _days_since(moment)
    if days < 1:
        return "today"
    if days < 31:
        return f"{days}d"
    return f"{days // 30}mo" if days < 365 else f"{days // 365}y"


def ago(moment: datetime) -> str:
    """The same in full: "6 days ago"."""
    days = _days_since(moment)
    if days < 1:
        return "today"
    return "yesterday" if days == 1 else f"{timesince(moment, depth=1)} ago"


def days_ago(day: date) -> str:
    """How many days ago, which is what one asks about an application: "43 days ago"."""
    days = (timezone.localdate() - day).days
    if days < 1:
        return "today" if days == 0 else f"on {day:%-d %b %Y}"
    return "yesterday" if days == 1 else f"{days} days ago"


def is_new(moment: datetime) -> bool:
    return _days_since(moment) <= NEW_DAYS


def web_address(url: str) -> str:
    """The address, if it leads to the web: a feed may say anything."""
    return url if url.startswith(("https://", "http://")) else ""


def _days_since(moment: datetime) -> int:
    """Calendar days in the time zone of whoever reads."""
    return (timezone.localdate() - timezone.localdate(moment)).days


def _amounts(pay: Salary, write, dash: str) -> str:
    sign = SYMBOLS.get(pay.currency, f"{pay.currency} " if pay.currency else "")
    known = [amount for amount in dict.fromkeys((pay.min, pay.max)) if amount is not None]
    if not known:
        return ""
    if len(known) == 1:
        only = sign + write(known[0])
        return only if pay.min == pay.max else f"from {only}" if pay.max is None else f"up to {only}"
    low, high = map(write, known)
    if write is _thousands:
        # One "k" for both, and one sign: rows are narrow.
        low = low.removesuffix("k") if high.endswith("k") else low
        return f"{sign}{low}{dash}{high}"
    return f"{sign}{low}{dash}{sign}{high}"


def _thousands(amount: Decimal) -> str:
    """88000 as "88k"; what is less than 10,000 as it is, since pay for a month or a day would lose its meaning."""
    return f"{amount:,f}" if amount < 10_000 else f"{round(amount / 1000):,}k"


def asked(criteria: Criteria, companies: Mapping[str, str]) -> str:
    """What a search asks for: "“welder” · in Leeds or York · Remote"; ``companies`` are names by slug or id."""
    told = [
        f"“{criteria.q}”" if criteria.q else "",
        f"in {_either(criteria.locations)}" if criteria.locations else "",
        _either(value.label for value in criteria.workplaces),
        _either(value.label for value in criteria.employment_types),
        f"at {_either(companies.get(value, value) for value in criteria.companies)}" if criteria.companies else "",
        f"not at {_either(companies.get(value, value) for value in criteria.hidden_companies)}"
        if criteria.hidden_companies
        else "",
        _pay_asked(criteria),
        f"posted within {_days(criteria.posted_within)}" if criteria.posted_within else "",
        f"from {_either(value.label for value in criteria.sources)}" if criteria.sources else "",
        {True: "", False: "closed", None: "open or closed"}[criteria.is_open],
        "not tracked" if criteria.hide_tracked else "",
    ]
    return " · ".join(filter(None, told))


def _either(values: Iterable[str]) -> str:
    return " or ".join(values)


def _days(number: int) -> str:
    return "a day" if number == 1 else f"{number} days"


def _pay_asked(criteria: Criteria) -> str:
    if criteria.salary_min is None:
        return f"pay in {criteria.currency}" if criteria.currency else ""
    return f"{criteria.salary_min.normalize():,f} {criteria.currency}".strip() + " a year or more"
