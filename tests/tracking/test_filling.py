"""Rows of a table become trackings under the rules: each row as a whole, or all of them."""

import hashlib
from datetime import date

import pytest

from search.domain import adding
from search.models import Job
from tracking.domain import filling
from tracking.models import JobTracking
from tracking.stages import EventType
from tracking.tables.events import Happening
from tracking.tables.rows import Entry

pytestmark = pytest.mark.django_db


def entry(line: int, *happenings: Happening, title: str = "Cook") -> Entry:
    """A row as nothing that reads tables would let it through."""
    return Entry(
        line=line, posting="", company="Perkoz", title=title, url="", place="", tracked_on=None, is_archived=False,
        notes={}, happenings=happenings,
    )  # fmt: skip


BAD = [
    (Happening(EventType.ACCEPTED, date(2026, 3, 1)), "Accepted or declined without an offer."),
    (Happening(EventType.APPLIED, date(1969, 12, 31)), "Must lie between 1970 and 2100."),
    (Happening(EventType.APPLIED, date(2026, 3, 1), note={"note": "\0"}), "NUL"),
]


@pytest.mark.parametrize(("happening", "message"), BAD, ids=["rule", "day", "note"])
def test_row_that_breaks_a_rule_is_a_mistake_and_leaves_nothing(user, happening, message):
    good, bad = entry(2, Happening(EventType.APPLIED, date(2026, 3, 1))), entry(3, happening, title="Baker")

    filled = filling.fill(user, [bad, good], is_whole=False)

    assert (filled.new, filled.known, filled.is_kept) == (1, 0, True)
    assert [mistake.line for mistake in filled.mistakes] == [3]
    assert message in filled.mistakes[0].message
    assert list(Job.objects.values_list("title", flat=True)) == ["Cook"]
    assert JobTracking.objects.get().stage == "applied"


def test_one_mistake_keeps_all_out_when_asked_to(user):
    filled = filling.fill(user, [entry(2), entry(3, BAD[0][0])], is_whole=True)

    assert (filled.is_kept, len(filled.mistakes)) == (False, 1)
    assert (Job.objects.count(), JobTracking.objects.count()) == (0, 0)


def test_posting_is_known_by_the_same_key_for_ever(user):
    """Or the same table, imported by a later version, would be there twice."""
    filling.fill(user, [entry(2), entry(3)], is_whole=True)

    keys = [hashlib.sha256(f"perkoz\ncook\n\n{number}".encode()).hexdigest() for number in (1, 2)]
    assert list(Job.objects.order_by("pk").values_list("external_id", flat=True)) == keys


def test_rows_stop_at_the_most_postings_of_one_person(user, monkeypatch):
    monkeypatch.setattr(adding, "POSTINGS_MAX", 1)

    filled = filling.fill(user, [entry(2), entry(3, title="Baker"), entry(4)], is_whole=False)

    assert (filled.new, [mistake.line for mistake in filled.mistakes]) == (1, [3, 4])
    assert filled.mistakes[0].message == "You have added 1 postings already; no more fit."
