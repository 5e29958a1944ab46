"""How a demo posting is written down, and how that becomes the HTML and text of a ``JobPosting``.

The notation is a small part of Markdown, so that the prose in ``search/demo/content`` can be read and
edited as prose: paragraphs between blank lines, ``## `` before a heading, ``- `` before an item of a
list, ``+ `` before an item of a numbered list, ``*emphasis*`` and ``**strong**`` inside any of them.
A line with none of these marks continues the one above it, unless that is a heading, which ends with its line.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from search.postings import EmploymentType, Salary, SalaryPeriod, Workplace

type Amount = int | str
"""A sum of money: whole units as an int, anything finer as a string, so that no float is involved."""

_TAGS = {"## ": "h3", "- ": "ul", "+ ": "ol"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """One posting as its company would advertise it; what is left out stays unknown.

    ``text`` is in this module's notation. ``slug`` ends the posting's address and identifies it on its
    board; it is made from the title unless the title has no Latin letters to make it from.
    """

    title: str
    text: str
    department: str = ""
    team: str = ""
    locations: tuple[str, ...] = ()
    workplace: Workplace | None = None
    employment_type: EmploymentType | None = None
    salary: Salary | None = None
    language: str = "en"
    slug: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A made-up employer and its open roles.

    ``closing`` is what it offers to everybody, in this module's notation and in English: it ends
    every role that is written in English. ``logo`` is a static path, empty where a letter will do.
    """

    name: str
    slug: str
    closing: str
    roles: tuple[Role, ...]
    logo: str = ""


def to_html(text: str) -> str:
    """The HTML of ``text``: ``p``, ``h3``, ``ul``, ``ol``, ``li``, ``strong`` and ``em`` without attributes."""
    return "".join(_element(tag, entries) for tag, entries in _blocks(text))


def to_text(text: str) -> str:
    """The words of ``text`` without markup: one line per block, items of lists begin with "- "."""
    return "\n".join(_item_mark(tag) + entry.replace("*", "") for tag, entries in _blocks(text) for entry in entries)


def yearly(currency: str, low: Amount, high: Amount | None = None) -> Salary:
    """Pay for a year in units of ``currency`` (ISO 4217), from ``low`` to ``high`` or exactly ``low``."""
    return _pay(SalaryPeriod.YEAR, currency, low, high)


def monthly(currency: str, low: Amount, high: Amount | None = None) -> Salary:
    """As ``yearly``, for a month."""
    return _pay(SalaryPeriod.MONTH, currency, low, high)


def weekly(currency: str, low: Amount, high: Amount | None = None) -> Salary:
    """As ``yearly``, for a week."""
    return _pay(SalaryPeriod.WEEK, currency, low, high)


def daily(currency: str, low: Amount, high: Amount | None = None) -> Salary:
    """As ``yearly``, for a day."""
    return _pay(SalaryPeriod.DAY, currency, low, high)


def hourly(currency: str, low: Amount, high: Amount | None = None) -> Salary:
    """As ``yearly``, for an hour."""
    return _pay(SalaryPeriod.HOUR, currency, low, high)


def as_stated(text: str) -> Salary:
    """Pay that is given in words alone."""
    return Salary(text=text)


def _pay(period: SalaryPeriod, currency: str, low: Amount, high: Amount | None) -> Salary:
    return Salary(min=Decimal(low), max=Decimal(low if high is None else high), currency=currency, period=period)


def _blocks(text: str) -> list[tuple[str, list[str]]]:
    """The blocks of ``text`` in order: an HTML tag and its entries, one unless it is a list."""
    blocks: list[tuple[str, list[str]]] = []
    starts_block = True
    for line in (line.strip() for line in text.splitlines()):
        mark = next((mark for mark in _TAGS if line.startswith(mark)), "")
        tag, words = _TAGS.get(mark, "p"), line.removeprefix(mark)
        if not line:
            starts_block = True
            continue
        if mark and blocks and blocks[-1][0] == tag != "h3":
            blocks[-1][1].append(words)
        elif mark or starts_block:
            blocks.append((tag, [words]))
        else:
            blocks[-1][1][-1] += f" {words}"
        starts_block = tag == "h3"
    return blocks


def _element(tag: str, entries: list[str]) -> str:
    entries = [_inline(entry) for entry in entries]
    if tag in ("ul", "ol"):
        entries = [f"<li>{entry}</li>" for entry in entries]
    return f"<{tag}>{''.join(entries)}</{tag}>"


def _inline(entry: str) -> str:
    marked = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", escape(entry, quote=False))
    return re.sub(r"\*(.+?)\*", r"<em>\1</em>", marked)


def _item_mark(tag: str) -> str:
    return "- " if tag in ("ul", "ol") else ""
