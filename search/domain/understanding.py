"""What criteria ask for: words, corrected and completed, and filters as labels, both as queries of the index."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from django.db import connection

from jobtracker.fields import id_in
from search import labels, spelling, tsqueries
from search.models import Company, Lexeme, SearchStatistics
from search.postings import Workplace
from search.querysets import Criteria
from search.tsqueries import Not, Query, all_of, any_of, parse

TYPED = "x0typed0x"  # stands for the word that is being typed while the others are read
# PostgreSQL gives up at 32 negations without a word between ("tsquery stack too small"). Folding makes
# the other two hyphens of this one.
HYPHEN = re.compile("[-\ufe63\uff0d]")
HYPHENS_MAX = 30
NOWHERE = labels.label("company", 0)

_PARSED = """
SELECT websearch_to_tsquery('english', search_fold(%s))::text,
       websearch_to_tsquery('english', search_fold(%s))::text,
       ARRAY(SELECT plainto_tsquery('simple', search_fold(place))::text FROM unnest(%s::text[]) AS place)
"""


_KNOWN = """
SELECT id, taken_at, postings, written, rare, dates,
  (SELECT json_agg(json_build_array(place, lexeme, share)) FROM search_lexemes WHERE lexeme = ANY (%s))
FROM search_statistics
"""
_LISTED = "SELECT place, lexeme, share FROM search_lexemes WHERE lexeme = ANY (%s)"


@dataclass(frozen=True, slots=True)
class Understood:
    """``words`` is None where there are none that say anything ("the"); a posting has to have all of ``labels``."""

    words: Query | None
    labels: tuple[Query, ...]
    state: Query  # open, closed or either, also as a label
    shares: "Shares"
    companies: frozenset[int] | None = None  # ids; None is "any"
    hidden_companies: frozenset[int] = frozenset()  # ids
    corrected_query: str | None = None


class Shares:
    """Which share of the postings, about, has the lexemes of some queries; and what else is known of them all."""

    def __init__(self, *queries: Query) -> None:
        self.statistics = SearchStatistics()
        self.listed: dict[tuple[str, str], float] = {}
        with connection.cursor() as cursor:
            cursor.execute(_KNOWN, [_lexemes(queries)])
            if known := cursor.fetchone():
                *statistics, listed = known
                self.statistics = SearchStatistics(*statistics)
                self._list(listed or [])

    def look_up(self, *queries: Query) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_LISTED, [_lexemes(queries)])
            self._list(cursor.fetchall())

    def of(self, query: Query, place: str = Lexeme.Place.TEXT) -> float:
        return query.share(partial(self._of_lexeme, place))

    def read(self, query: Query) -> float:
        """Which share an index goes through."""
        return query.read(partial(self._of_lexeme, Lexeme.Place.TEXT))

    def _of_lexeme(self, place: str, lexeme: str) -> float:
        rare = max(self.statistics.rare / 2, 1e-9)
        return self.listed.get((place, lexeme), rare)

    def _list(self, shares: Iterable[tuple[str, str, float]]) -> None:
        self.listed |= {(place, lexeme): share for place, lexeme, share in shares}


def _lexemes(queries: Iterable[Query]) -> list[str]:
    return list({lexeme for query in queries for lexeme in query.lexemes()})


def understand(criteria: Criteria) -> Understood:
    words, places = _parse(criteria, criteria.q)
    companies = _companies(criteria.companies) if criteria.companies else None
    hidden = _companies(criteria.hidden_companies)
    labelled = tuple(_labels(criteria, companies, hidden, places))
    state = labels.state(is_open=criteria.is_open)
    shares = Shares(*([words] if words else []), *labelled, state)
    correction = None
    if words and not criteria.is_exact and _may_be_misspelt(words, shares):
        correction = spelling.corrected(criteria.q, is_last_whole=not criteria.is_prefix)
    if correction:
        words, _ = _parse(criteria, correction)
        shares.look_up(words)
    return Understood(words, labelled, state, shares, companies, hidden, correction)


def _may_be_misspelt(words: Query, shares: Shares) -> bool:
    """Whether there is a word rare enough that another could be so many times more common."""
    return any(shares.of(tsqueries.Lexeme(lexeme)) * spelling.TIMES_RARER < 1 for lexeme in words.lexemes())


def _parse(criteria: Criteria, text: str) -> tuple[Query | None, list[Query]]:
    """The query of the text's words, and those of the places."""
    if not text and not criteria.locations:
        return None, []
    typed = spelling.last_word(text) if criteria.is_prefix else None
    if typed:
        text = text.removesuffix(typed) + TYPED
    *parts, rest = HYPHEN.split(text, HYPHENS_MAX)
    text = "-".join([*parts, HYPHEN.sub(" ", rest)])
    with connection.cursor() as cursor:
        cursor.execute(_PARSED, [text, typed or "", list(criteria.locations)])
        words, last, places = cursor.fetchone()
    query = parse(words)
    if query and typed:
        query = query.replaced(TYPED, _begun(typed, parse(last)))
    return query, [parse(place) or NOWHERE for place in places]


def _companies(asked: tuple[str, ...]) -> frozenset[int]:
    """Ids of companies given by slug or id. Digits that are a company's slug mean that one: pages filter by slugs."""
    if not asked:
        return frozenset()
    by_slug = dict(Company.objects.filter(slug__in=asked).values_list("slug", "pk"))
    ids = filter(None, (id_in(value) for value in asked if value not in by_slug))
    return frozenset([*by_slug.values(), *ids])


def _begun(typed: str, as_it_is: Query | None) -> Query:
    """One of the words that begin so; where none does, the word as it is."""
    begun = {word.lexeme for word in spelling.completions(typed)} - {""}
    alternatives = [*map(tsqueries.Lexeme, sorted(begun)), *([as_it_is] if as_it_is else [])]
    return any_of(alternatives or [tsqueries.Lexeme(typed)])


def _labels(
    criteria: Criteria, companies: frozenset[int] | None, hidden: frozenset[int], places: list[Query]
) -> Iterator[Query]:
    if companies is not None:
        yield any_of([labels.label("company", pk) for pk in sorted(companies)] or [NOWHERE])
    if hidden:
        yield Not(any_of(labels.label("company", pk) for pk in sorted(hidden)))
    if places:
        yield any_of(map(_place, places))
    for kind in ("workplace", "employment_type", "source"):
        if values := getattr(criteria, f"{kind}s"):
            yield any_of(labels.label(kind, value) for value in values)
    if criteria.currency:
        yield labels.label("currency", criteria.currency)
    if criteria.salary_min is not None:
        yield labels.pay_from(criteria.salary_min)


def _place(place: Query) -> Query:
    """All words of a place; "remote" also finds postings that say so in another field."""
    if place == NOWHERE:
        return place
    words = [labels.label("place", word) for word in place.lexemes()]
    is_remote = words == [labels.label("place", Workplace.REMOTE)]
    return any_of([all_of(words), *([labels.label("workplace", Workplace.REMOTE)] if is_remote else [])])
