"""Labels of a posting, which filters ask for: ``workplace=remote``, ``place=berlin``, ``day=2026-11-22``.

The database puts them among the words of ``Job.search`` (``job_labels``, migration 0007), so that words, filters
and a window of time are one look into one index. No word is like one: the parser of texts keeps a "=" only
within addresses, which have a slash before it.
"""

import math
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from .tsqueries import Lexeme, Not, Query, any_of

AHEAD = Lexeme("ahead=")  # dated more than a day after it was first seen: no window ends there
FORMATS = {"month": "%Y-%m", "day": "%Y-%m-%d", "hour": "%Y-%m-%dT%H"}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CLOCKS_DIFFER = timedelta(days=2)
OLDEST = datetime(1990, 1, 1, tzinfo=UTC)  # no window ends before: it would have too many months

# Pay a year by steps of a quarter: a filter by pay looks at the labels of its step and all above.
PAY_FACTOR = 1.25
PAY_STEPS = 72  # about ten million


type Span = tuple[str, datetime]  # a month, day or hour, and when it begins


def label(kind: str, value: object) -> Lexeme:
    return Lexeme(f"{kind}={value}")


def state(*, is_open: bool | None) -> Query:
    """Open or closed; None is either, of which every posting is one."""
    states = {True: ["open"], False: ["closed"], None: ["open", "closed"]}[is_open]
    return any_of(label("state", name) for name in states)


def pay_from(amount) -> Query:
    """Pay a year of about ``amount`` or more; the step below is among them, where rounding may put it."""
    step = math.floor(math.log(amount, PAY_FACTOR)) - 1 if amount >= 1 else 0
    return any_of(label("pay", number) for number in range(min(max(step, 0), PAY_STEPS), PAY_STEPS + 1))


def window(since: datetime | None, until: datetime | None, *, now: datetime) -> list[Query]:
    """What postings of a span of time match, and some more, as hours are not cut; empty for all of time."""
    if since is not None:
        return [any_of([AHEAD, *map(_label, _window(since, until, now))])]
    end, newest = _ends(until, now)[-1], _newest(now)
    return [] if end == newest else [Not(any_of(map(_label, _spans(end, newest))))]


def number_of_labels(since: datetime | None, until: datetime | None, *, now: datetime) -> int:
    """How many labels ``window`` looks for."""
    if since is not None:
        return 1 + min(_number_of_spans(_hour(since), end) for end in _ends(until, now))
    return _number_of_spans(_ends(until, now)[-1], _newest(now))


def _window(since: datetime, until: datetime | None, now: datetime) -> Iterator[Span]:
    start = _hour(since)
    return _spans(start, min(_ends(until, now), key=lambda end: _number_of_spans(start, end)))


def _ends(until: datetime | None, now: datetime) -> list[datetime]:
    """Where the window may end."""
    newest = _newest(now)
    if until and until < newest:
        return [_hour_after(max(until, OLDEST))]
    return [_day(now + CLOCKS_DIFFER) + DAY, newest]


def _newest(now: datetime) -> datetime:
    return _month_after(now + CLOCKS_DIFFER)


def beginnings(moment: datetime) -> Iterator[datetime]:
    """The moment, and the beginnings of its day and of its month: windows from there have ever fewer labels."""
    yield moment
    yield _day(moment)
    yield _day(moment).replace(day=1)


def endings(moment: datetime | None, *, now: datetime) -> Iterator[datetime | None]:
    """The moment, the ends of its day and of its month, and never: windows until there have ever fewer labels."""
    if moment is not None and moment < _newest(now):
        moment = max(moment, OLDEST)
        yield moment
        yield _day(moment) + DAY - timedelta.resolution
        yield _month_after(moment) - timedelta.resolution
    yield None


def _spans(start: datetime, end: datetime) -> Iterator[Span]:
    """The months, days and hours, as long as may be, that together are the time from ``start`` to ``end``."""
    while start < end:
        month = _month_after(start)
        if start.day == 1 and start.hour == 0 and month <= end:
            yield "month", start
            start = month
        elif start.hour == 0 and start + DAY <= end:
            yield "day", start
            start += DAY
        else:
            yield "hour", start
            start += HOUR


def _number_of_spans(start: datetime, end: datetime) -> int:
    """How many there are, without making them."""
    if start >= end:
        return 0
    first_day, last_day = _day(start + DAY - HOUR), _day(end)  # the first to begin, the last to end
    if first_day > last_day:
        return (end - start) // HOUR
    hours = (first_day - start + end - last_day) // HOUR
    first_month, last_month = _month_after(first_day - HOUR), last_day.replace(day=1)
    if first_month > last_month:
        return hours + (last_day - first_day).days
    days = (first_month - first_day + last_day - last_month).days
    return hours + days + 12 * (last_month.year - first_month.year) + last_month.month - first_month.month


def _label(span: Span) -> Lexeme:
    kind, start = span
    return label(kind, f"{start:{FORMATS[kind]}}")


def _hour(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _day(moment: datetime) -> datetime:
    return _hour(moment).replace(hour=0)


def _hour_after(moment: datetime) -> datetime:
    return _hour(moment) + HOUR


def _month_after(moment: datetime) -> datetime:
    return (_hour(moment).replace(day=1, hour=0) + timedelta(days=32)).replace(day=1)
