"""The newest postings that meet criteria, in a few milliseconds however many postings there are.

Words, filters and time are one look into one index (``jobs_search``). What takes long is to fetch what it finds,
so it is asked for a window of time that is likely to hold enough, as the statistics tell (``vocabulary.py``),
then for the time before that, until there are enough; what is rare is asked for at once. What is found is the
same whatever the statistics say: they decide only how quickly.

Words, each filter and the window are conditions of their own: of one query the index goes through all that has any
of its rarer lexemes, such as the days of a window, while of several it goes through what the first one matches, and
skips to that in the others. Four words and fifty labels took 270 ms together, 25 apart.

The planner has no choice to make: no other index serves these conditions (see ``jobs_newest``), and ``by_index``
keeps it from reading the table. Statements are written by hand: a queryset takes longer to write one than PostgreSQL
to answer it, and there are several to a page.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import product
from typing import NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from search.labels import beginnings, endings, number_of_labels
from search.labels import window as labels_of
from search.models import Job, Lexeme
from search.querysets import VISIBLE, Criteria
from search.tsqueries import And, Query, all_of

from .understanding import Shares, understand

FEW = 3000  # postings: fetching so many takes no longer than going about it cleverly
PHRASES = 5  # times as long as others takes a posting to fetch whose words have to stand in an order
MARGIN = 1.2  # a window is so much wider than should do
A_LABEL = 0.015  # of the time that fetching a posting takes: comparing an item of the index with a window's label
AN_ITEM = 0.02  # of that time: reading an item of the index, for each thing that is asked of it beside being there
COMMON = 0.5  # share of the postings; what so many have narrows nothing, and takes long to read from the index
WIDER = 4  # times at most, each window than the one before, where that held less than thought


@contextmanager
def by_index() -> Iterator[None]:
    """Searches in here go by way of the index.

    Of a few ten thousand postings the planner would rather read all: it does not know that vectors lie out of line
    and take a hundred times as long to read as their rows.
    """
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield


class Condition(NamedTuple):
    """What is asked of a row of ``jobs``, in SQL, and its parameters."""

    sql: str
    parameters: Sequence = ()


class Place(NamedTuple):
    """Where a posting stands in the order of matches, in which the greatest is the first."""

    in_title: bool
    listed_at: datetime
    pk: int


class Window(NamedTuple):
    """A span of time, both ends among it: since when, or None for ever; until when, or None for now."""

    since: datetime | None
    until: datetime | None


class Search:
    """What there is for ``user`` that meets the criteria, as they were understood."""

    def __init__(self, criteria: Criteria, *, user) -> None:
        self.criteria = criteria
        self.user = user
        self.now = timezone.now()
        self.understood = understand(criteria)
        self.words = self.understood.words

    @property
    def is_everything(self) -> bool:
        """Whether all postings in a state are asked for, or all of some companies."""
        return self.words is None and not self.criteria.has_filters

    def added_since(self, pk: int, most: int) -> list[int]:
        """The company of each public match added after the posting ``pk``; of ``most``, where there are more."""
        conditions, query = self._matching(None)
        conditions += [Condition("owner_id IS NULL"), Condition("jobs.id > %s", [pk])]
        conditions += map(_search, [*query, self.understood.state])
        return [company for (company,) in self._rows(["company_id"], conditions, most, order="")]

    def newest(
        self, enough: int, columns: list[str], *, in_title: bool | None = None, after: Place | None = None
    ) -> list[tuple]:
        """``columns`` of the newest ``enough`` matches, the newest first; of all, if there are fewer.

        :param columns: of ``jobs``, or "in_title".
        :param in_title: those with the words in the title only, or the others only.
        :param after: those that are listed after this one only.
        """
        conditions, query = self._matching(in_title)
        windows = _Windows(self, query, in_title=in_title, until=after and after.listed_at)
        before = [Condition("(listed_at, jobs.id) < (%s, %s)", [after.listed_at, after.pk])] if after else []
        found: list[tuple] = []
        while True:
            window, is_last = windows.holding(enough - len(found))
            within = [_search(part) for part in windows.parts(window)]
            if window.since:
                within.append(Condition("listed_at >= %s", [window.since]))
            rows = self._rows(columns, [*conditions, *before, *within], enough - len(found))
            found += rows
            if is_last or len(found) == enough:
                return found
            before = [Condition("listed_at < %s", [window.since])]
            windows.go_on(window.since, len(rows))

    def _matching(self, in_title: bool | None) -> tuple[list[Condition], list[Query]]:
        """What is asked of a posting, but for what is to be looked for in ``search``; and that."""
        labels = [*self.understood.labels]
        conditions = list(self._conditions())
        if not self.words:
            return conditions, labels
        if in_title is not None:
            conditions.append(Condition("in_title" if in_title else "NOT in_title"))
        if in_title and (there := self.words.positive()):
            # What stands in the title stands in the whole. Phrases cannot be told from the index, and rows that
            # it is not sure of are read whole: their words are enough, as the title is looked at anyhow.
            conditions.append(Condition("title_search @@ %s::tsquery", [str(there.without_order())]))
            if not self.words.has_negation:
                return conditions, labels
        return conditions, [self.words, *labels]

    def _conditions(self) -> Iterator[Condition]:
        """What no label tells, or not well: whose it is, state, pay, age, not tracked."""
        criteria = self.criteria
        yield Condition(VISIBLE, [self.user.pk])
        if criteria.is_open is not None:
            # The same as ``is_open`` (jobs_closed_has_date), but no plan goes by way of jobs_newest then.
            yield Condition("closed_at IS NULL" if criteria.is_open else "closed_at IS NOT NULL")
        if criteria.salary_min is not None:
            yield Condition("salary_a_year >= %s", [criteria.salary_min])
        if earliest := criteria.earliest(self.now):
            yield Condition("posted_at >= %s", [earliest])
        if criteria.hide_tracked:
            tracked = Job.trackings.rel.related_model._meta.db_table
            untracked = f"NOT EXISTS (SELECT FROM {tracked} WHERE job_id = jobs.id AND user_id = %s)"  # nosec B608 - a table's name
            yield Condition(untracked, [self.user.pk])

    def _rows(
        self,
        columns: Iterable[str],
        conditions: Iterable[Condition],
        most: int,
        order: str = "ORDER BY listed_at DESC, jobs.id DESC",
    ) -> list[tuple]:
        # Coalesce: so that the title is looked at in the rows that were found, and in no index.
        in_title = "coalesce(title_search @@ %s::tsquery, false)" if self.words else "false"
        statement = f"""
            SELECT {", ".join(columns)} FROM jobs, LATERAL (SELECT {in_title} AS in_title) AS title
            WHERE {" AND ".join(condition.sql for condition in conditions)} {order} LIMIT %s
        """  # noqa: S608  # nosec B608 - names of columns, and conditions written here
        words = [str(self.words)] if self.words else []
        parameters = [value for condition in conditions for value in condition.parameters]
        with connection.cursor() as cursor:
            cursor.execute(statement, [*words, *parameters, most])
            return cursor.fetchall()


class _Windows:
    """Spans of time, each before the last: how far each goes back tell the statistics, and what the last one held.

    :param query: what is looked for in ``search`` beside the window.
    """

    def __init__(self, search: Search, query: list[Query], *, in_title: bool | None, until: datetime | None) -> None:
        self.query, self.until, self.now = query, until, search.now
        understood, shares = search.understood, search.understood.shares
        self.statistics, self.state = shares.statistics, understood.state
        share = shares.of(all_of(understood.labels)) if understood.labels else 1
        if words := search.words:
            share *= shares.of(words, Lexeme.Place.TITLE if in_title else Lexeme.Place.TEXT)
        state_share = shares.of(understood.state)
        self.has_common_state, self.is_narrow = state_share > COMMON, share < COMMON
        self.items = share * self.statistics.postings if query else 0  # of the index, whatever the window
        self.share = max(share * state_share, 1e-9)
        is_ordered = words is not None and not in_title and words != words.without_order()
        self.a_posting = PHRASES if is_ordered else 1
        self.a_look = self._a_look(shares)
        self.rank = self.statistics.rank_of(until) if until else 0
        self.earliest, self.last = search.criteria.earliest(self.now), self.statistics.postings
        if self.earliest:
            self.last = self.statistics.rank_of(self.earliest)
            if self.last == self.statistics.postings:  # hardly anything is older
                self.earliest = None

    def holding(self, wanted: int) -> tuple[Window, bool]:
        """The next window that is likely to hold so many, and whether it is the last one."""
        reach = max(MARGIN * wanted, self.a_look) / self.share
        since = None
        if self.share * self.a_posting * (self.last - self.rank) >= FEW and self.rank + reach <= self.last:
            since = self.statistics.date_of(self.rank + reach)
        is_last = since is None
        since = since or self.earliest
        # An hour or a few weeks more: more postings, and fewer labels to compare each item of the index with.
        windows = product(beginnings(since) if since else [None], endings(self.until, now=self.now))
        return min(map(Window._make, windows), key=self._cost), is_last

    def parts(self, window: Window) -> list[Query]:
        """What to look for in ``search``, each of it, for the matches from then until where the last window began."""
        parts = [*self.query, *labels_of(window.since, window.until, now=self.now)]
        is_negative = bool(parts) and not any(part.positive() for part in parts)  # reads all of the index
        if is_negative or not self.has_common_state or not (window.since or self.is_narrow):
            parts.append(self.state)
        return parts

    def go_on(self, since: datetime, found: int) -> None:
        """The window from then on held so many."""
        reach = max(self.statistics.rank_of(since) - self.rank, 1)
        self.until, self.rank = since - timedelta.resolution, self.rank + reach
        self.share = max(found / reach, self.share / WIDER)

    def _a_look(self, shares: Shares) -> float:
        """How many postings are fetched in the time that a look into the index takes, however small its window.

        A second look costs more than so many postings too many. None for a word alone: what it matches is known well.
        """
        asked = sum(len(part.parts) if isinstance(part, And) else 1 for part in self.query)
        read = min((shares.read(part) for part in self.query), default=0) * self.statistics.postings
        return read * max(asked - 1, 0) * AN_ITEM / self.a_posting

    def _cost(self, window: Window) -> float:
        oldest = self.statistics.rank_of(window.since) if window.since else self.last
        newest = self.statistics.rank_of(window.until) if window.until else 0
        items = min(self.items, oldest - newest)
        labels = number_of_labels(window.since, window.until, now=self.now)
        return self.share * self.a_posting * (oldest - newest) + items * A_LABEL * labels


def _search(query: Query) -> Condition:
    return Condition("search @@ %s::tsquery", [str(query)])
