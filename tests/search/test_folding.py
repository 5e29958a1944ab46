"""Texts as the search sees them: which letters are folded, what parts words, and names that the parser would cut."""

from importlib import import_module

import pytest
from django.core.management import call_command
from django.db import connection

from search.domain import finding
from search.querysets import Criteria
from tests import hostile
from tests.factories import JobFactory


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Köhler, 50 000 €", "kohler, 50 000  "),
        ("“Rust” – or C… don’t", '"rust"   or c  don\'t'),
        ("Москва, Йошкар-Ола", "москва, иошкар-ола"),
        ("React™ •Vue® 🚀Go", "react   vue   go"),
        ("C++/C#/F#", " cplusplus   csharp   fsharp "),
        ("Node.js", "nodejs"),
        (".NET, ASP.NET, .network", " dotnet , asp.net, .network"),
        ("Ａ２ ﬁn", "a2 fin"),
    ],
)
def test_text_is_folded(text, folded):
    with connection.cursor() as cursor:
        cursor.execute("SELECT search_fold(%s)", [text])

        assert cursor.fetchone() == (folded,)


@pytest.mark.django_db
def test_text_is_folded_as_before_it_was_quick():
    """Migration 0007 writes no row."""
    before = import_module("search.migrations.0006_symbols_are_no_letters").FUNCTION
    texts = [text.replace("\0", "") for text in hostile.TEXTS]
    texts += ["Ｃ＋＋ ½／℃ e\u0323\u0301 =\u0338 か\u3099 각 İ", "“ﬁ’ü”/c#/f#.net a\u0301.net é.net\u0301 .js"]

    with connection.cursor() as cursor:
        cursor.execute(before.replace("search_fold", "pg_temp.folded_before"))
        cursor.execute(
            "SELECT a || b FROM unnest(%s::text[]) AS a, unnest(%s::text[]) AS b "
            "WHERE search_fold(a || b) <> pg_temp.folded_before(a || b)",
            [texts, ["", "é", *texts[-2:]]],
        )

        assert cursor.fetchall() == []


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["“kelp” and", "sea—kelp", "kelp… and", "•kelp", "🌊kelp", "€kelp", "kelp™", "kelp’s"])
def test_word_is_found_beside_a_symbol(user, text):
    job = JobFactory(description_text=text)

    assert [found.pk for found in finding.jobs(Criteria(q="kelp"), user=user, limit=5).jobs] == [job.pk]


@pytest.mark.django_db
def test_curly_quotes_make_a_phrase(user):
    job = JobFactory(description_text="sea kelp")
    JobFactory(description_text="kelp of the sea")

    assert [found.pk for found in finding.jobs(Criteria(q="“sea kelp”"), user=user, limit=5).jobs] == [job.pk]


def test_postings_of_before_are_found_after_the_migration(transactional_db, user):
    call_command("migrate", "search", "0005", verbosity=0)
    job = JobFactory(description_text="“kelp”")
    plain = JobFactory(description_text="kelp")
    before = [found.pk for found in finding.jobs(Criteria(q="kelp"), user=user, limit=5).jobs]

    call_command("migrate", verbosity=0)

    after = {found.pk for found in finding.jobs(Criteria(q="kelp"), user=user, limit=5).jobs}
    assert before == [plain.pk]
    assert after == {job.pk, plain.pk}
