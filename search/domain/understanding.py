"""What criteria ask for: words corrected and completed, filters as labels, both as queries of the index."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from search import labels, spelling
from search.models import Company
from search.postings import Workplace
from search.querysets import Criteria
from search.tsqueries import And, Lexeme, Query, all_of, any_of, parse

TYPED = "x0typed0x"  # stands for the word that is being typed while the others are read
NOWHERE = labels.label("company", 0)

_PARSED = """
SELECT websearch_to_tsquery('english', search_fold(%s))::text,
       websearch_to_tsquery('english', search_fold(%s))::text,
       ARRAY(SELECT plainto_tsquery('simple', search_fold(place))::text FROM unnest(%s::text[]) AS place)
"""


@dataclass(frozen=True, slots=True)
class Understood:
    """``words`` is None where there are none, or only such as are in every text ("the")."""

    words: Query | None
    labels: Query
    companies: frozenset[int] | None = None  # ids; None is "any"
    corrected_query: str | None = None


def understand(criteria: Criteria) -> Understood:
    text, correction, typed = criteria.q, None, None
    if text and not criteria.is_exact:
        correction = spelling.corrected(text, is_last_whole=not criteria.is_prefix)
        text = correction or text
    if criteria.is_prefix and (typed := spelling.last_word(text)):
        text = text.removesuffix(typed) + TYPED
    with connection.cursor() as cursor:
        cursor.execute(_PARSED, [text, typed or "", list(criteria.locations)])
        words, last, places = cursor.fetchone()
    query = parse(words)
    if query and typed:
        query = query.replaced(TYPED, _begun(typed, parse(last)))
    companies = _companies(criteria.companies) if criteria.companies else None
    labelled = all_of(_labels(criteria, companies, [parse(place) for place in places]))
    return Understood(query, labelled, companies, correction)


def _companies(asked: tuple[str, ...]) -> frozenset[int]:
    """Ids of companies given by id or slug."""
    by_slug = Company.objects.filter(slug__in=asked).values_list("pk", flat=True)
    return frozenset([*by_slug, *(int(value) for value in asked if _is_id(value))])


def _begun(typed: str, as_it_is: Query | None) -> Query:
    """One of the words that begin so; where none does, the word as it is."""
    begun = {word.lexeme for word in spelling.completions(typed)} - {""}
    alternatives = [*map(Lexeme, sorted(begun)), *([as_it_is] if as_it_is else [])]
    return any_of(alternatives or [Lexeme(typed)])


def _labels(criteria: Criteria, companies: frozenset[int] | None, places: list[Query | None]) -> Iterator[Query]:
    yield labels.state(is_open=criteria.is_open)
    if companies is not None:
        yield any_of([labels.label("company", pk) for pk in sorted(companies)] or [NOWHERE])
    if asked := [place for place in places if place]:
        yield any_of(map(_place, asked))
    for kind in ("workplace", "employment_type", "source"):
        if values := getattr(criteria, f"{kind}s"):
            yield any_of(labels.label(kind, value) for value in values)
    if criteria.currency:
        yield labels.label("currency", criteria.currency)
    if criteria.salary_min is not None:
        yield labels.pay_from(criteria.salary_min)


def _place(place: Query) -> Query:
    """All words of a place; "remote" also finds postings that say so in another field."""
    words = list(place.lexemes())
    query = And(tuple(labels.label("place", word) for word in words))
    return any_of([query, labels.label("workplace", Workplace.REMOTE)]) if words == [Workplace.REMOTE] else query


def _is_id(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= 18
