"""What the words of a feed mean: kinds of employment, workplaces, pay periods.

Only what is said counts. "Permanent" does not say full-time, no mention of remote work does not
say on site: those stay unknown (CONTRACT, "HTTP API").
"""

import re
from functools import lru_cache

from search.feeds import values
from search.postings import EmploymentType, SalaryPeriod, Workplace

# In this order: "Contract, full-time" is a contract, "Internship (part-time)" an internship; but of
# "full-time, fixed-term" the hours are what people search for.
_EMPLOYMENT = (
    (re.compile(r"\bintern(ship)?s?\b|\bco-?op\b"), EmploymentType.INTERN),
    (re.compile(r"full.?time.*fixed.?term|fixed.?term.*full.?time"), EmploymentType.FULL_TIME),
    (re.compile(r"part.?time.*fixed.?term|fixed.?term.*part.?time"), EmploymentType.PART_TIME),
    (re.compile(r"\btemp\b|\btemporary\b|fixed.?term|\bseasonal\b"), EmploymentType.TEMPORARY),
    (re.compile(r"\bcontract(or|ors|ing)?\b|\bfreelancer?\b"), EmploymentType.CONTRACT),
    (re.compile(r"\bfull.?(time|or.?part)|\bfte\b|\bvollzeit\b"), EmploymentType.FULL_TIME),
    (re.compile(r"\bpart.?time|\bteilzeit\b"), EmploymentType.PART_TIME),
    (re.compile(r"\bother\b|\bvolunteer|\bper.?diem\b|\bcasual\b|\bapprentice|\btrainee"), EmploymentType.OTHER),
)

_HYBRID = re.compile(r"\bhybrid\b", re.IGNORECASE)
_REMOTE = re.compile(r"(?<!non-)(?<!not )\bremote\b|\btelecommut|\bwork from home\b|^distributed$", re.IGNORECASE)
_ONSITE = re.compile(r"\bon[- ]?site\b|\bin[- ]?office\b|\bin[- ]?person\b", re.IGNORECASE)

_PERIODS = (
    (re.compile(r"hour|\bhr\b"), SalaryPeriod.HOUR),
    (re.compile(r"\bday|\bdaily\b"), SalaryPeriod.DAY),
    (re.compile(r"week"), SalaryPeriod.WEEK),
    (re.compile(r"month"), SalaryPeriod.MONTH),
    (re.compile(r"year|annual|annum"), SalaryPeriod.YEAR),
)
# Lever's "bi-week-salary" and Ashby's "2 WEEK" are none of our periods.
_OTHER_PERIOD = re.compile(r"\bbi-|\bsemi-|\b(?!1\b)\d+ ")


def employment_type(text: str) -> EmploymentType | None:
    """The kind of employment that ``text`` ("FullTime", "fulltime_permanent", "Contract") states, or None.

    At most 1,000 characters are read: "full time" without end would be looked at from each place to the last.
    """
    return _employment_type(text[: values.LOCATION_LENGTH])


@lru_cache(maxsize=4096)
def _employment_type(text: str) -> EmploymentType | None:
    # "FullTime" and "full_time" are two words each.
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", text).lower()
    return next((kind for pattern, kind in _EMPLOYMENT if pattern.search(words)), None)


@lru_cache(maxsize=4096)
def _workplace_of_one(text: str) -> Workplace | None:
    if _HYBRID.search(text):
        return Workplace.HYBRID
    if _REMOTE.search(text):
        return Workplace.REMOTE
    if _ONSITE.search(text):
        return Workplace.ONSITE
    return None


def workplace(*texts: str) -> Workplace | None:
    """The workplace that ``texts`` (locations, a field's value) state, or None.

    Within one text "hybrid" outweighs "remote"; of several locations one that is remote suffices,
    since the job can then be had remotely.
    """
    found = {_workplace_of_one(text) for text in texts}
    return next((place for place in (Workplace.REMOTE, Workplace.HYBRID, Workplace.ONSITE) if place in found), None)


@lru_cache(maxsize=1024)
def period(text: str) -> SalaryPeriod | None:
    """The period that ``text`` ("1 YEAR", "per-hour-wage", "Annual base salary") names, or None."""
    words = text.lower()
    if _OTHER_PERIOD.search(words):
        return None
    return next((period for pattern, period in _PERIODS if pattern.search(words)), None)
