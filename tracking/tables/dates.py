"""The day that a cell names, in the ways in which spreadsheets and people write one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from django.utils import timezone

from tracking.stages import FIRST_DAY, LAST_DAY


class Order(Enum):
    """What the first number of 3/4/2026 is."""

    DAY_FIRST = "day"
    MONTH_FIRST = "month"


@dataclass(frozen=True, slots=True)
class When:
    on: date
    at: time | None


class DateError(ValueError):
    """The cell names no day; the message says so."""


MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("jan january januar janvier enero", "feb february februar février febrero"),
            *("mar march märz mär mrz mars marzo", "apr april avril abril", "may mai mayo", "jun june juni juin junio"),
            *("jul july juli juillet julio", "aug august août agosto", "sep sept september septembre septiembre"),
            *("oct october okt oktober octobre octubre", "nov november novembre noviembre"),
            "dec december dez dezember décembre diciembre",
        ),
        1,
    )
    for name in names.split()
}
_CLOCK = (
    r"(?:[T ,]+(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?\s*(?P<half>[ap]\.?m\.?)?"
    r"\s*(?P<zone>Z|UTC|[+-]\d\d:?\d\d)?)?"
)
_FORMS = [
    re.compile(form + _CLOCK, re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)",
        r"(?:[^\W\d]+,? )?(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?[ -](?P<name>[^\W\d]+)\.?,?[ -](?P<year>\d{4}|\d\d)",
        r"(?:[^\W\d]+,? )?(?P<name>[^\W\d]+)\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})",
        r"(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\. ?(?P<year>\d{4}|\d\d)",  # with dots the day always comes first
    )
]
_EITHER = re.compile(
    r"(?P<first>\d{1,2})(?P<mark>[/-])(?P<second_>\d{1,2})(?P=mark)(?P<year>\d{4}|\d\d)" + _CLOCK, re.IGNORECASE
)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
SERIALS = range(25569, 73415)  # Excel's days from 1970 to 2100, counted from 30 December 1899


def parse(cell: str, order: Order) -> When:
    """The day, and the clock if there is one; a clock of a zone is told in the current one.

    :raises DateError: there is no such day, or it is not between 1970 and 2100.
    """
    text = " ".join(cell.split())
    try:
        when = _parse(text, order)
    except (ValueError, OverflowError):  # 31 February, or the first hour of the year 1 elsewhere
        when = None
    if when is None:
        raise DateError(f"“{text[:40]}” is no date; write it as 2026-05-31.")
    if not FIRST_DAY <= when.on <= LAST_DAY:
        raise DateError(f"“{text[:40]}” is not between 1970 and 2100.")
    return when


def orders(cells: Iterable[str]) -> set[Order]:
    """The orders in which all of these can be days: both when nothing tells, none when they contradict each other."""
    possible = {Order.DAY_FIRST, Order.MONTH_FIRST}
    for cell in cells:
        if match := _EITHER.fullmatch(" ".join(cell.split())):
            if int(match["first"]) > 12:
                possible.discard(Order.MONTH_FIRST)
            if int(match["second_"]) > 12:
                possible.discard(Order.DAY_FIRST)
    return possible


def is_ambiguous(cells: Iterable[str]) -> bool:
    """Whether some of these would be other days in the other order."""
    for cell in cells:
        match = _EITHER.fullmatch(" ".join(cell.split()))
        if match and match["first"].zfill(2) != match["second_"].zfill(2):
            return True
    return False


def _parse(text: str, order: Order) -> When | None:
    if match := _SERIAL.fullmatch(text):
        days = int(match[1])
        return When(date(1899, 12, 30) + timedelta(days=days), None) if days in SERIALS else None
    if match := _EITHER.fullmatch(text):
        first, second = int(match["first"]), int(match["second_"])
        day, month = (first, second) if order == Order.DAY_FIRST else (second, first)
        return _when(date(_year(match["year"]), month, day), match)
    for form in _FORMS:
        if match := form.fullmatch(text):
            parts = match.groupdict()
            month = MONTHS.get(parts["name"].lower()) if "name" in parts else int(parts["month"])
            return _when(date(_year(parts["year"]), month, int(parts["day"])), match) if month else None
    return None


def _year(digits: str) -> int:
    """Two digits are a year of this century: nobody tracks an application of 1999."""
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _when(day: date, match: re.Match) -> When:
    clock, zone = _clock(match), match["zone"]
    if clock is None or zone is None:
        return When(day, clock)
    there = datetime.strptime(zone.upper().replace("UTC", "Z"), "%z").tzinfo
    here = timezone.localtime(datetime.combine(day, clock, there))
    return When(here.date(), here.time())


def _clock(match: re.Match) -> time | None:
    if match["hour"] is None:
        return None
    text = f"{match['hour']}:{match['minute']}"
    if match["half"]:
        return datetime.strptime(f"{text} {match['half'].replace('.', '')}", "%I:%M %p").time()  # noqa: DTZ007
    clock = time(int(match["hour"]), int(match["minute"]), int(match["second"] or 0))
    # Midnight is what spreadsheets add to a day without a clock.
    return clock if clock != time(0) else None
