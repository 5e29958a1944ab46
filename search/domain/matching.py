"""The newest postings that meet criteria, in a few milliseconds however many postings there are.

Words, filters and time are one look into one index (``jobs_search``). What takes long is to fetch what it finds,
so it is asked for a window of time that is likely to hold enough, as the statistics tell (``vocabulary.py``),
then for the time before that, until there are enough; what is rare is asked for at once. What is found is the
same whatever the statistics say: they decide only how quickly.

The planner has no choice to make: no other index serves these conditions (see ``jobs_newest``).
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from search.labels import window
from search.models import Job, Lexeme
from search.querysets import Criteria, JobQuerySet, TsQuery
from search.tsqueries import Query, all_of

from .understanding import understand

FEW = 3000  # postings: fetching so many takes no longer than going about it cleverly
MARGIN = 1.2  # a window is so much wider than should do
WIDER = 4  # times, each window than the one before, where that held too little
OLDEST = datetime(1990, 1, 1, tzinfo=UTC)


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

    def newest(
        self, enough: int, columns: list[str], *, in_title: bool | None = None, after: Place | None = None
    ) -> list[tuple]:
        """``columns`` of the newest ``enough`` matches, the newest first; of all, if there are fewer.

        :param in_title: those with the words in the title only, or the others only.
        :param after: those that are listed after this one only.
        """
        matching, query = self._matching(in_title)
        if after:
            matching = matching.after(after.listed_at, after.pk)
        now = timezone.now()
        until = after.listed_at if after else None
        found: list[tuple] = []
        for since in self._windows(enough, until, now, in_title=in_title):
            rows = matching.filter(search=TsQuery(all_of([*query, *window(since, until, now=now)])))
            if since:
                rows = rows.filter(listed_at__gte=since)
                matching = matching.filter(listed_at__lt=since)
            found += rows.newest_first().values_list(*columns)[: enough - len(found)]
            if len(found) == enough:
                break
            until = since
        return found

    def _matching(self, in_title: bool | None) -> tuple[JobQuerySet, list[Query]]:
        """The postings, but for what is to be looked for in ``search``; and that."""
        labels = self.understood.labels
        found = Job.objects.visible_to(self.user).meeting(self.criteria, user=self.user)
        if not self.words:
            return found.annotate(in_title=Value(False)), [labels]
        # Coalesce: so that it is looked at in the rows that were found, and in no index.
        found = found.annotate(in_title=Coalesce(Q(title_search=TsQuery(self.words)), False))
        if in_title is not None:
            found = found.filter(in_title=in_title)
        if in_title and not self.words.has_negation:
            # What stands in the title stands in the whole. Phrases cannot be told from the index, and rows that
            # it is not sure of are read whole: their words are enough, as the title is looked at anyhow.
            return found.filter(title_search=TsQuery(self.words.without_order())), [labels]
        return found, [self.words, labels]

    def _windows(
        self, enough: int, until: datetime | None, now: datetime, *, in_title: bool | None
    ) -> Iterator[datetime | None]:
        """Where each window begins, from the newest to the last; None is the beginning of time."""
        shares = self.understood.shares
        statistics = shares.statistics
        share = shares.of(self.understood.labels)
        if self.words:
            share *= shares.of(self.words, Lexeme.Place.TITLE if in_title else Lexeme.Place.TEXT)
        earliest = self.criteria.earliest(now)
        rank = statistics.rank_of(until) if until else 0
        last = statistics.rank_of(earliest) if earliest else statistics.postings
        reach = MARGIN * enough / max(share, 1e-9)
        while share * (last - rank) > FEW and rank + reach < last:
            rank += reach
            reach *= WIDER
            since = statistics.date_of(rank)
            if since is None or since < OLDEST:
                break
            if until is None or since < until:
                yield since
        yield earliest
