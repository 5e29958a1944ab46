"""What somebody meant who misspelt a word, and which words begin as the one that is being typed.

Words are looked at as they are written, not by their stems: "enginer" has the stem of "engineer" and finds
the same, so there is nothing to correct.
"""

import re
from dataclasses import dataclass, replace

from django.db import connection
from django.db.models import F

from .models import Job, Word
from .querysets import TsQuery, WordVariants
from .tsqueries import Lexeme

SHORTEST = 4  # letters; shorter words are like too many others
TIMES_RARER = 100  # than the word that may be meant: real postings contain misspelt words too
COMPLETIONS = 20
COMPLETED_FROM = 3  # letters
SLIPS_FROM = 5  # letters of a beginning; its first two are taken to be right
LIKELY = 500  # words that begin with them, the most common

# Words outside quotes, not excluded ("-senior"), and not part of something else: C++, node.js, jo@example.org.
_PARTS = re.compile(r'"[^"]*"?|\S+')
_WORD = re.compile(r"[(,;]*([^\W\d_]+)[),;:!?]*")
_LAST_WORD = re.compile(r"(?:^|\s)([^\W\d_]+)$")

_ASKED = """
SELECT asked.word, known.jobs, listed.share * (SELECT postings FROM search_statistics), coalesce(stem.lexeme, '')
FROM (
    SELECT position, search_fold(text) AS word FROM unnest(%s::text[]) WITH ORDINALITY AS given (text, position)
) AS asked
CROSS JOIN LATERAL (SELECT (ts_lexize('english_stem', asked.word))[1] AS lexeme) AS stem
LEFT JOIN search_words AS known ON known.word = asked.word
LEFT JOIN search_lexemes AS listed ON listed.lexeme = stem.lexeme AND listed.place = 'text'
ORDER BY position
"""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A word of a query, folded: how many postings have it, about, or None where only the index knows.

    ``lexeme`` is empty for a word that the search passes over.
    """

    word: str
    lexeme: str
    jobs: float | None


def corrected(text: str, *, is_last_whole: bool = True) -> str | None:
    """The text with its misspelt words put right; None when there are none.

    A word is misspelt when it is a hundred times rarer than a word one slip away: a letter too many, too few,
    another one, or two that changed places. Of several such the most common one is meant. What is quoted or
    contains digits is left alone. Unless ``is_last_whole``, the last word is as common as those that begin so; where
    none does, the most common one is meant that begins so but for a slip.
    """
    places = [place for place in _words(text) if place.stop - place.start >= SHORTEST]
    asked = _look_up([text[place] for place in places])
    is_begun = not is_last_whole and places and last_word(text) == text[places[-1]]
    if is_begun:
        begun = sum(word.jobs for word in completions(text[places[-1]]))
        asked[-1] = replace(asked[-1], jobs=max(begun, asked[-1].jobs or 0) or None)
    meant = _meant(asked)
    if is_begun and asked[-1].word not in meant and (word := _meant_by_beginning(asked[-1])):
        meant[asked[-1].word] = word
    for place, word in reversed(list(zip(places, asked, strict=True))):
        if word.word in meant:
            text = text[: place.start] + meant[word.word] + text[place.stop :]
    return text if meant else None


def last_word(text: str) -> str | None:
    """The word that is being typed at the end of the text; None in a quotation, or where there is no such word."""
    match = _LAST_WORD.search(text)
    return match[1] if match and text.count('"') % 2 == 0 and len(match[1]) >= COMPLETED_FROM else None


def completions(beginning: str) -> list[Word]:
    """The most common words that begin so, the most common first."""
    begun = Word.objects.filter(word__startswith=_look_up([beginning])[0].word)
    return list(begun.order_by("-jobs", "word")[:COMPLETIONS])


def _words(text: str) -> list[slice]:
    return [
        slice(part.start() + match.start(1), part.start() + match.end(1))
        for part in _PARTS.finditer(text)
        if (match := _WORD.fullmatch(part[0]))
    ]


def _look_up(words: list[str]) -> list[_Asked]:
    if not words:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, [words])
        return [
            _Asked(word, lexeme, max((number for number in (jobs, listed) if number is not None), default=None))
            for word, jobs, listed, lexeme in cursor
        ]


def _meant(asked: list[_Asked]) -> dict[str, str]:
    """For each misspelt word the one that was meant."""
    found = {}
    variants = {variant for word in asked for variant in _variants(word.word)}
    known = Word.objects.alias(variants=WordVariants(F("word"))).filter(variants__overlap=list(variants))
    alike = list(known.order_by("-jobs", "word")) if variants else []
    for word in asked:
        best = next((other for other in alike if is_one_slip(word.word, other.word)), None)
        if best is None or word.lexeme in ("", best.lexeme):
            continue
        if _jobs_with(word) * TIMES_RARER <= best.jobs:
            found[word.word] = best.word
    return found


def _meant_by_beginning(begun: _Asked) -> str | None:
    """The most common word that begins so, but for one slip; None where the beginning is a word itself."""
    if len(begun.word) < SLIPS_FROM or not begun.lexeme or _jobs_with(begun):
        return None
    likely = Word.objects.filter(word__startswith=begun.word[:2]).order_by("-jobs", "word")[:LIKELY]
    lengths = (len(begun.word), len(begun.word) - 1, len(begun.word) + 1)
    return next(
        (other.word for other in likely if any(is_one_slip(begun.word, other.word[:length]) for length in lengths)),
        None,
    )


def _jobs_with(word: _Asked) -> float:
    """How many postings have it: as the statistics say, else as the index does."""
    return word.jobs or Job.objects.filter(search=TsQuery(Lexeme(word.lexeme))).count()


def _variants(word: str) -> set[str]:
    """As the function ``word_variants`` of the database."""
    return {word, *(word[:position] + word[position + 1 :] for position in range(len(word)))}


def is_one_slip(one: str, other: str) -> bool:
    """Whether the optimal string alignment distance of two different words is 1."""
    if one == other:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    one, other = one[start:], other[start:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return (len(one) <= 1 and len(other) <= 1) or (len(one) == 2 and one == other[::-1])
