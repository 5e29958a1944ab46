"""Text queries as trees: read from PostgreSQL's notation, written in it, and weighed."""

import pytest
from django.db import connection

from search.tsqueries import And, Lexeme, Not, Or, Phrase, all_of, any_of, parse

A, B, C = map(Lexeme, "abc")


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", None),
        ("'a'", A),
        ("'a' & 'b' | 'c'", Or((And((A, B)), C))),
        ("'a' & ( 'b' | 'c' )", And((A, Or((B, C))))),
        ("!'a' & 'b'", And((Not(A), B))),
        ("!( 'a' <-> 'b' )", Not(Phrase((A, B), 1))),
        ("'a' <-> 'b' <2> 'c'", Phrase((Phrase((A, B), 1), C), 2)),
        (r"'it''s' & 'back\\slash'", And((Lexeme("it's"), Lexeme("back\\slash")))),
    ],
)
def test_parse_reads_the_notation(text, query):
    assert parse(text) == query


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words",
    [
        "rust",
        "senior rust or -golang",
        '"machine learning" -"deep learning" full-stack',
        "o'reilly back\\slash foo@bar.example c++ -c# node.js",
        "a/b https://example.org/x?y=1",
    ],
)
def test_query_means_the_same_when_written_again(words):
    with connection.cursor() as cursor:
        cursor.execute("SELECT websearch_to_tsquery('english', search_fold(%s))::text", [words])
        (text,) = cursor.fetchone()
        cursor.execute("SELECT %s::tsquery = %s::tsquery", [text, str(parse(text))])

        assert cursor.fetchone() == (True,)


SHARES = {"a": 0.04, "b": 0.25, "c": 0.5}


@pytest.mark.parametrize(
    ("query", "share"),
    [
        (A, 0.04),
        (Not(B), 0.75),
        (Or((B, C)), 0.625),
        (And((B, A)), 0.02),
        (Phrase((A, B), 1), 0.02),
        (And((C, B, A)), 0.04 * 0.5 * 0.5**0.25),
    ],
    ids=str,
)
def test_share_counts_the_rarest_of_several_words_in_full(query, share):
    assert query.share(SHARES.__getitem__) == pytest.approx(share)


@pytest.mark.parametrize(
    ("query", "share"),
    [
        (A, SHARES["a"]),
        (And((A, B, Not(C))), min(SHARES["a"], SHARES["b"])),
        (Or((A, B)), SHARES["a"] + SHARES["b"]),
        (Or((A, Not(B))), 1),
        (Phrase((A, B), 1), min(SHARES["a"], SHARES["b"])),
    ],
    ids=str,
)
def test_index_goes_through_the_rarest_of_what_has_to_be_there(query, share):
    assert query.read(SHARES.__getitem__) == pytest.approx(share)


def test_replaced_puts_alternatives_for_a_word():
    assert And((A, B)).replaced("b", any_of([B, C])) == And((A, Or((B, C))))


def test_replaced_leaves_phrases_and_what_is_excluded():
    query = And((Phrase((A, B), 1), Not(B)))

    assert query.replaced("b", C) == query


@pytest.mark.parametrize(
    ("query", "positive"),
    [
        (A, A),
        (Not(A), None),
        (And((A, Not(B), C)), And((A, C))),
        (And((A, Not(B))), A),
        (And((Not(A), Not(B))), None),
        (Or((A, And((B, Not(C))))), Or((A, B))),
        (Or((A, Not(B))), None),
        (Phrase((A, B), 1), Phrase((A, B), 1)),
        (Phrase((A, Not(B)), 1), None),
    ],
    ids=str,
)
def test_positive_is_what_has_to_be_there(query, positive):
    assert query.positive() == positive


def test_without_order_takes_phrases_apart():
    assert Or((Phrase((A, B), 1), C)).without_order() == Or((And((A, B)), C))


def test_negation_is_known():
    assert [query.has_negation for query in (A, Not(A), Or((A, And((B, Not(C))))))] == [False, True, True]


def test_all_of_nothing_is_no_condition():
    assert (all_of([]), all_of([A]), all_of([A, B])) == (None, A, And((A, B)))
