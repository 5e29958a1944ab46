"""The newest postings that meet criteria, in a few milliseconds however many postings there are.

Words, filters and time are one look into one index (``jobs_search``). What takes long is to fetch what it finds,
so it is asked for a window of time that is likely to hold enough, as the statistics tell (``vocabulary.py``),
then for the time before that, until there are enough; what is rare is asked for at once. What is found is the
same whatever the statistics say: they decide only how quickly.

The planner has no choice to make: no other index serves these conditions (see ``jobs_newest``), and ``by_index``
keeps it from reading the table.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from search.labels import beginnings, number_of_labels, window
from search.models import Job, Lexeme
from search.querysets import Criteria, JobQuerySet, TsQuery
from search.tsqueries import Not, Query, all_of

from .understanding import understand

FEW = 3000  # postings: fetching so many takes no longer than going about it cleverly
PHRASES = 5  # times as long as others takes a posting to fetch whose words have to stand in an order
MARGIN = 1.2  # a window is so much wider than should do
A_LABEL = 0.015  # of the time that fetching a posting takes: comparing an item of the index with a window's label
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


class Place(NamedTuple):
    """Where a posting stands in the order of matches, in which the greatest is the first."""

    in_title: bool
    listed_at: datetime
    pk: int


class Search:
    """What there is for ``user`` that meets the criteria, as they were understood."""

    def __init__(self, criteria: Criteria, *, user) -> None:
        self.criteria = criteria
        self.user = user
        self.understood = understand(criteria)
        self.words = self.understood.words

    @property
    def is_everything(self) -> bool:
        """Whether all postings in a state are asked for, or all of some companies."""
        return self.words is None and not self.criteria.has_filters

    def all(self) -> JobQuerySet:
        """All matches, in no order: for a condition that leaves few of them."""
        found, query = self._matching(None)
        return found.filter(search=TsQuery(all_of([*query, self.understood.state])))

    def newest(
        self, enough: int, columns: list[str], *, in_title: bool | None = None, after: Place | None = None
    ) -> list[tuple]:
        """``columns`` of the newest ``enough`` matches, the newest first; of all, if there are fewer.

        :param in_title: those with the words in the title only, or the others only.
        :param after: those that are listed after this one only.
        """
        matching, query = self._matching(in_title)
        now = timezone.now()
        until = None
        if after:
            until = after.listed_at
            matching = matching.after(after.listed_at, after.pk)
        is_ordered = self.words is not None and not in_title and self.words != self.words.without_order()
        a_posting = PHRASES if is_ordered else 1
        statistics = self.understood.shares.statistics
        share = self._share(in_title=in_title)
        state_share = self.understood.shares.of(self.understood.state)
        state_is_common, is_narrow = state_share > COMMON, share < COMMON
        items = share * statistics.postings  # of the index, whatever the window
        share = max(share * state_share, 1e-9)
        earliest = self.criteria.earliest(now)
        rank = statistics.rank_of(until) if until else 0
        last = statistics.rank_of(earliest) if earliest else statistics.postings
        found: list[tuple] = []
        while True:
            # The window of time: from the postings newer than ``until`` so many further back.
            reach = MARGIN * (enough - len(found)) / share
            is_last = share * a_posting * (last - rank) < FEW or rank + reach > last
            since = None if is_last else statistics.date_of(rank + reach)
            if since:
                # An hour or a few weeks more: more postings, and fewer labels to compare each item of the index with.
                since = min(
                    beginnings(since),
                    key=lambda beginning: (
                        share * a_posting * (statistics.rank_of(beginning) - rank)
                        + items * A_LABEL * number_of_labels(beginning, until, now=now)
                    ),
                )
            parts = [*query, *window(since, until, now=now)]
            is_negative = bool(parts) and all(isinstance(part, Not) for part in parts)  # reads all of the index
            if is_negative or not state_is_common or not (since or is_narrow):
                parts.append(self.understood.state)
            rows = matching.filter(search=TsQuery(all_of(parts))) if parts else matching
            if since:
                rows = rows.filter(listed_at__gte=since)
            newly_found = list(rows.newest_first().values_list(*columns)[: enough - len(found)])
            found += newly_found
            if since is None or len(found) == enough:
                return found
            matching = matching.filter(listed_at__lt=since)
            reach = max(statistics.rank_of(since) - rank, 1)
            until, rank = since, rank + reach
            share = max(len(newly_found) / reach, share / WIDER)

    def _matching(self, in_title: bool | None) -> tuple[JobQuerySet, list[Query]]:
        """The postings, but for what is to be looked for in ``search``; and that."""
        labels = [self.understood.labels] if self.understood.labels else []
        found = Job.objects.visible_to(self.user).meeting(self.criteria, user=self.user)
        if not self.words:
            return found.annotate(in_title=Value(False)), labels
        # Coalesce: so that it is looked at in the rows that were found, and in no index.
        found = found.annotate(in_title=Coalesce(Q(title_search=TsQuery(self.words)), False))
        if in_title is not None:
            found = found.filter(in_title=in_title)
        if in_title and (there := self.words.positive()):
            # What stands in the title stands in the whole. Phrases cannot be told from the index, and rows that
            # it is not sure of are read whole: their words are enough, as the title is looked at anyhow.
            found = found.filter(title_search=TsQuery(there.without_order()))
            if not self.words.has_negation:
                return found, labels
        return found, [self.words, *labels]

    def _share(self, *, in_title: bool | None) -> float:
        """Which share of the postings matches, in whatever state, about."""
        shares = self.understood.shares
        share = shares.of(self.understood.labels) if self.understood.labels else 1
        if self.words:
            share *= shares.of(self.words, Lexeme.Place.TITLE if in_title else Lexeme.Place.TEXT)
        return share
