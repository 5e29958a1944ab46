"""Labels of a posting, which filters ask for: ``workplace:remote``, ``place:berlin``, ``day:2026-11-22``.

The database makes them (``job_labels``, migration 0003) and has them in one index with the words, so that
words, filters and a window of time are one look into it. They are a tsvector because that can be asked for
any combination.
"""

import math
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Func

from .tsqueries import Lexeme, Not, Query, any_of

AHEAD = Lexeme("ahead")  # dated more than a day after it was first seen: its day is no help
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CLOCKS_DIFFER = timedelta(days=2)

# Pay a year by steps of a quarter: a filter by pay looks at the labels of its step and all above.
PAY_FACTOR = 1.25
PAY_STEPS = 72  # about ten million


class JobLabels(Func):
    """The labels of a posting, from its state, company, source and so on, as ``Job.labels`` has them."""

    function = "job_labels"
    output_field = SearchVectorField()


def label(kind: str, value: object) -> Lexeme:
    return Lexeme(f"{kind}:{value}")


def state(*, is_open: bool) -> Lexeme:
    return Lexeme("open" if is_open else "closed")


def pay_from(amount) -> Query:
    """Pay a year of about ``amount`` or more; the step below is among them, where rounding may put it."""
    step = math.floor(math.log(amount, PAY_FACTOR)) - 1 if amount >= 1 else 0
    return any_of(label("pay", number) for number in range(min(max(step, 0), PAY_STEPS), PAY_STEPS + 1))


def window(since: datetime | None, until: datetime | None, *, now: datetime) -> Query | None:
    """Postings of a span of time; a little more than that, as hours are not cut. None: of any time."""
    newest = _month_after(now + CLOCKS_DIFFER)
    until = min(_hour_after(until), newest) if until else newest
    if since is None:
        return None if until == newest else Not(any_of(_spans(until, newest)))
    return any_of([AHEAD, *_spans(_hour(since), until)])


def _spans(start: datetime, end: datetime) -> Iterator[Lexeme]:
    """The months, days and hours, as long as may be, that together are the time from ``start`` to ``end``."""
    while start < end:
        month = _month_after(start)
        if start.day == 1 and start.hour == 0 and month <= end:
            yield label("month", f"{start:%Y-%m}")
            start = month
        elif start.hour == 0 and start + DAY <= end:
            yield label("day", f"{start:%Y-%m-%d}")
            start += DAY
        else:
            yield label("hour", f"{start:%Y-%m-%dT%H}")
            start += HOUR


def _hour(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _hour_after(moment: datetime) -> datetime:
    return _hour(moment) + HOUR


def _month_after(moment: datetime) -> datetime:
    return (_hour(moment).replace(day=1, hour=0) + timedelta(days=32)).replace(day=1)
