"""The newest postings that meet criteria, in a few milliseconds however many postings there are.

Words, filters and time are one look into one index (``jobs_search``: words, words of titles, labels). What
takes long is to fetch what it finds, so it is asked for a window of time that is likely to hold enough, as the
statistics tell (``vocabulary.py``), then for the time before that, until there are enough; for rare words it
is asked at once. What is found is the same whatever the statistics say: they decide only how quickly.

The planner has no choice to make: no other index serves these conditions (see ``jobs_newest``).
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cached_property
from typing import NamedTuple

from django.db.models import Q, Value
from django.utils import timezone

from search.models import Job, Lexeme, SearchStatistics
from search.querysets import Criteria, JobQuerySet, TsQuery
from search.tsqueries import Query

from .understanding import understand

FEW = 3000  # postings: fetching so many takes no longer than going about it cleverly
MARGIN = 1.4  # a window is so much wider than should do
WIDER = 4  # times, each window than the one before, where that held too little
OLDEST = datetime(1990, 1, 1, tzinfo=UTC)


class Match(NamedTuple):
    """A posting that matches. The greatest is the best: with the words in the title, then the newest."""

    in_title: bool
    listed_at: datetime
    pk: int
    company_id: int = 0  # no part of the order: ``pk`` decides


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

    def newest(self, enough: int, *, in_title: bool | None = None, before: Match | None = None) -> list[Match]:
        """The newest ``enough`` matches, the newest first; all of them, if there are fewer.

        :param in_title: those with the words in the title only, or the others only.
        :param before: those that come after this one in that order.
        """
        matching = self._matching(in_title)
        if before:
            matching = matching.before(before.listed_at, before.pk)
        until = before.listed_at if before else None
        found: list[Match] = []
        for since in self._windows(enough, until, in_title=in_title):
            rows = matching.within(since, until).newest_first()
            found += map(Match._make, rows.values_list("in_title", "listed_at", "pk", "company")[: enough - len(found)])
            if len(found) == enough:
                break
            until = since
        return found

    def _matching(self, in_title: bool | None) -> JobQuerySet:
        found = Job.objects.visible_to(self.user).meeting(self.criteria, user=self.user)
        if self.understood.labels:
            found = found.labelled(self.understood.labels)
        if not self.words:
            return found.annotate(in_title=Value(False))
        words = TsQuery(self.words)
        found = found.annotate(in_title=Q(title_search=words))
        if in_title:
            found = found.filter(title_search=words)
            # What stands in the title stands in the whole; what must not stand there is looked for everywhere.
            return found.filter(search=words) if self.words.has_negation else found
        found = found.filter(search=words)
        return found if in_title is None else found.filter(in_title=False)

    def _windows(self, enough: int, until: datetime | None, *, in_title: bool | None) -> Iterator[datetime | None]:
        """Where each window begins, from the newest to the last; None is the beginning of time."""
        statistics = self._statistics
        share = max(self._share(Lexeme.Place.TITLE if in_title else Lexeme.Place.TEXT), 1e-9)
        earliest = self.criteria.earliest(timezone.now())
        rank = statistics.rank_of(until) if until else 0.0
        last = statistics.rank_of(earliest) if earliest else statistics.postings
        reach = MARGIN * enough / share
        while share * (last - rank) > FEW and rank + reach < last:
            rank += reach
            reach *= WIDER
            since = statistics.date_of(rank)
            if since is None or since < OLDEST:
                break
            if until is None or since < until:
                yield since
        yield earliest

    def _share(self, place: str) -> float:
        """Which share of the postings matches, about."""
        rare = self._statistics.rare / 2

        def among(place: str, query: Query | None) -> float:
            return query.share(lambda lexeme: self._shares.get((place, lexeme), rare)) if query else 1

        return among(place, self.words) * among(Lexeme.Place.LABEL, self.understood.labels)

    @cached_property
    def _statistics(self) -> SearchStatistics:
        return SearchStatistics.objects.first() or SearchStatistics()

    @cached_property
    def _shares(self) -> dict[tuple[str, str], float]:
        queries = [query for query in (self.words, self.understood.labels) if query]
        asked = {lexeme for query in queries for lexeme in query.lexemes()}
        listed = Lexeme.objects.filter(lexeme__in=asked).values_list("place", "lexeme", "share")
        return {(place, lexeme): share for place, lexeme, share in listed}
