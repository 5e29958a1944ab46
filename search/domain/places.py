"""Which places of a posting are the ones that somebody filters by."""

from collections.abc import Collection

from django.db import connection

_MEANT = """
SELECT place FROM unnest(%s::text[]) AS place
WHERE EXISTS (
    SELECT FROM unnest(%s::text[]) AS asked
    WHERE to_tsvector('simple', search_fold(place)) @@ plainto_tsquery('simple', search_fold(asked)))
"""


def meant(places: Collection[str], asked: Collection[str]) -> set[str]:
    """Those of ``places`` that have all words of one that is asked for, by words as the search reads them."""
    if not places or not asked:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_MEANT, [list(places), list(asked)])
        return {place for (place,) in cursor}
