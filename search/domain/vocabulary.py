"""What is known of the words of postings: how common they are, how they are written, how old postings are.

Searches are planned from it (``matching.py``) and misspelt words corrected (``search/spelling.py``). It is
taken from a sample of the public postings, so that it costs seconds however many there are, and stays right
enough while they come and go. Nobody waits for it: the old one is read until the new one is there.
"""

import re
from collections import Counter
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F, Sum
from django.utils import timezone

from search.models import CompanyCount, Job, SearchStatistics

SAMPLE = 20_000  # postings
LISTED_FROM = 2000  # a lexeme is listed when one in so many of the sample has it: of fewer, that is chance
STALE = 0.1  # of the postings, written since
STALE_AFTER = timedelta(days=1)
WORTHLESS = 4  # times the postings
WORD = re.compile(r"[^\W\d_]{2,40}")
LOCK = 1_784_822_131  # any number: PostgreSQL's advisory locks are told apart by it

# But not the hours, days and months: a window of time is found by the dates below.
LEXEMES = """
INSERT INTO search_lexemes (lexeme, place, share)
SELECT word, %(place)s, ndoc / %(size)s::float FROM ts_stat(%(vectors)s)
WHERE ndoc >= %(least)s AND word !~ '^(hour|day|month)='
"""
VECTORS = {
    "text": "SELECT search FROM jobs WHERE id = ANY('{%s}')",
    "title": "SELECT title_search FROM jobs WHERE id = ANY('{%s}')",
}
TEXTS = """
SELECT search_fold(concat_ws(' ', title, department, team, array_to_string(locations, ' '), description_text))
FROM jobs WHERE id = ANY(%s)
"""
NAMES = """
SELECT search_fold(name), open + closed FROM companies JOIN company_counts ON company_id = id WHERE open + closed > 0
"""
# What has changed little is left as it is.
WORDS = """
INSERT INTO search_words AS known (word, lexeme, jobs)
SELECT word, coalesce((ts_lexize('english_stem', word))[1], ''), jobs
FROM unnest(%s::text[], %s::int[]) AS new (word, jobs)
ON CONFLICT (word) DO UPDATE SET jobs = excluded.jobs
WHERE abs(known.jobs - excluded.jobs) > 0.2 * known.jobs
"""
FORGOTTEN = "DELETE FROM search_words WHERE word NOT IN (SELECT unnest(%s::text[]))"
DATES = """
SELECT array_agg(listed_at ORDER BY rank) FROM (
    SELECT listed_at, row_number() OVER (ORDER BY listed_at DESC, id DESC) AS rank FROM jobs WHERE is_open
) AS ranked WHERE rank = ANY(%s)
"""


def note(written: int) -> None:
    """So many postings were written. Where that makes the statistics worthless, they are taken anew."""
    if not written:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO search_statistics AS known (id, postings, written, rare, dates) VALUES (1, 0, %s, 0, '{}')
            ON CONFLICT (id) DO UPDATE SET written = known.written + excluded.written
            RETURNING written, postings
            """,
            [written],
        )
        written, postings = cursor.fetchone()
    if written > SAMPLE + WORTHLESS * postings:
        refresh()


def settle() -> None:
    """To be called after an import of any number of boards: have the index in order, and the statistics up to date."""
    with connection.cursor() as cursor:
        _tidy(cursor, "jobs_search")
    known = SearchStatistics.objects.filter(written__gt=0).first()
    if known and (known.written > STALE * known.postings or timezone.now() - known.taken_at > STALE_AFTER):
        refresh()


def refresh() -> bool:
    """Take the statistics anew. Gives False if somebody else is doing so at this moment."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return False
        postings = CompanyCount.objects.aggregate(all=Sum(F("open") + F("closed")))["all"] or 0
        sample = _sample(postings)
        _list_lexemes(cursor, sample)
        _list_words(cursor, sample, postings)
        cursor.execute(DATES, [SearchStatistics.RANKS])
        dates = cursor.fetchone()[0] or []
        SearchStatistics.objects.update_or_create(
            pk=1,
            defaults={
                "taken_at": timezone.now(),
                "postings": postings,
                "written": 0,
                "rare": (_least(sample) - 1) / max(len(sample), 1),
                "dates": dates,
            },
        )
    return True


def _sample(postings: int) -> list[int]:
    """Ids of public postings: all of them, or those of pages of the table drawn at random."""
    public = Job.objects.filter(owner=None)
    if postings <= SAMPLE:
        return list(public.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM jobs TABLESAMPLE SYSTEM (%s) WHERE owner_id IS NULL LIMIT %s",
            [100 * SAMPLE / postings, 2 * SAMPLE],
        )
        return [pk for (pk,) in cursor]


def _least(sample: list[int]) -> int:
    return max(1, len(sample) // LISTED_FROM)


def _list_lexemes(cursor, sample: list[int]) -> None:
    cursor.execute("DELETE FROM search_lexemes")
    ids = ",".join(map(str, sample))
    for place, vectors in VECTORS.items():
        values = {"place": place, "size": max(len(sample), 1), "least": _least(sample), "vectors": vectors % ids}
        cursor.execute(LEXEMES, values)


def _list_words(cursor, sample: list[int], postings: int) -> None:
    found: Counter[str] = Counter()
    with connection.chunked_cursor() as texts:
        texts.execute(TEXTS, [sample])
        for (text,) in texts:
            found.update(set(WORD.findall(text)))
    # A word that one posting of a sample has says little; where all were read, it is there to be found.
    scale = postings / max(len(sample), 1)
    words = {word: round(number * scale) for word, number in found.items() if number > 1 or scale <= 1}
    cursor.execute(NAMES)
    for name, jobs in cursor:
        for word in set(WORD.findall(name)):
            words[word] = max(words.get(word, 0), jobs)
    cursor.execute(WORDS, [list(words), list(words.values())])
    cursor.execute(FORGOTTEN, [list(words)])
    _tidy(cursor, "search_words_variants")


def _tidy(cursor, index: str) -> None:
    """Put what has been written into the index: it waits in a list that every look reads through."""
    cursor.execute("SELECT gin_clean_pending_list(%s)", [index])
