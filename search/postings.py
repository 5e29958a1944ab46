"""What a posting is, whichever feed, file or form it comes from.

A reader (``search/feeds``) turns a source's bytes into ``JobPosting`` values; ``search/domain``
writes them to the database. What a source does not state stays empty, never guessed
(CONTRACT, "HTTP API": null means unknown).
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import TextChoices

FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2100, 12, 31)
"""Of what people and programs enter; what feeds say is trusted less (``feeds/values.py``)."""


class Source(TextChoices):
    """Where a posting comes from: the kind of board or feed, or a person's own entry."""

    GREENHOUSE = "greenhouse", "Greenhouse"
    LEVER = "lever", "Lever"
    ASHBY = "ashby", "Ashby"
    SMARTRECRUITERS = "smartrecruiters", "SmartRecruiters"
    WORKABLE = "workable", "Workable"
    RECRUITEE = "recruitee", "Recruitee"
    PERSONIO = "personio", "Personio"
    TEAMTAILOR = "teamtailor", "Teamtailor"
    BAMBOOHR = "bamboohr", "BambooHR"
    RIPPLING = "rippling", "Rippling"
    WORKDAY = "workday", "Workday"
    REMOTEOK = "remoteok", "Remote OK"
    REMOTIVE = "remotive", "Remotive"
    WEWORKREMOTELY = "weworkremotely", "We Work Remotely"
    JSONLD = "jsonld", "Careers page"
    MANUAL = "manual", "Added by hand"
    DEMO = "demo", "Demo"


class Workplace(TextChoices):
    REMOTE = "remote", "Remote"
    HYBRID = "hybrid", "Hybrid"
    ONSITE = "onsite", "On site"


class EmploymentType(TextChoices):
    FULL_TIME = "full_time", "Full-time"
    PART_TIME = "part_time", "Part-time"
    CONTRACT = "contract", "Contract"
    INTERN = "intern", "Internship"
    TEMPORARY = "temporary", "Temporary"
    OTHER = "other", "Other"


class SalaryPeriod(TextChoices):
    HOUR = "hour", "an hour"
    DAY = "day", "a day"
    WEEK = "week", "a week"
    MONTH = "month", "a month"
    YEAR = "year", "a year"


SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹", "ILS": "₪", "KRW": "₩", "UAH": "₴", "VND": "₫"}
"""Of currencies that have a sign of one character; "$" is taken for the one of the United States."""


@dataclass(frozen=True, slots=True)
class Salary:
    """Pay as stated: ``min`` and ``max`` in units of ``currency`` (ISO 4217) for one ``period``.

    ``text`` is the source's own wording, shown when there are no figures.
    """

    min: Decimal | None = None
    max: Decimal | None = None
    currency: str = ""
    period: SalaryPeriod | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class JobPosting:
    """One posting as a reader hands it on: trimmed, sanitised, moments with a time zone.

    ``external_id`` is unique on its board. ``company`` is set by feeds that carry many employers;
    elsewhere the board's company is meant. ``description_html`` has passed ``search.feeds.html``.
    """

    external_id: str
    title: str
    company: str = ""
    department: str = ""
    team: str = ""
    requisition_id: str = ""
    locations: tuple[str, ...] = ()
    workplace: Workplace | None = None
    employment_type: EmploymentType | None = None
    seniority: str = ""
    salary: Salary | None = None
    description_html: str = ""
    description_text: str = ""
    language: str = ""
    url: str = ""
    apply_url: str = ""
    posted_at: datetime | None = None
    updated_at: datetime | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A posting that could not be read: which one (its id, title or position), and why.

    ``external_id`` is set where its id on the board is known, so that it does not count as missing there.
    """

    posting: str
    reason: str
    external_id: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Board:
    """What one file or response of a source holds.

    ``company`` is the employer's name where the payload states it, else empty. Where it ``is_of_many``, each
    posting names its own.
    """

    postings: tuple[JobPosting, ...]
    refused: tuple[Refusal, ...] = ()
    company: str = ""
    is_of_many: bool = False


class FeedError(ValueError):
    """The bytes are not this source's payload at all; the message says what was wrong."""
