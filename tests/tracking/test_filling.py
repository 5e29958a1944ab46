"""Rows of a table become trackings under the rules: each row as a whole, or all of them."""

import hashlib
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

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


def test_row_becomes_a_tracking_with_all_that_it_says(user):
    interview = Happening(EventType.INTERVIEW, date(2026, 3, 9), time(9, 30), "Third floor", {"round": "2nd"})
    row = replace(
        entry(2, Happening(EventType.APPLIED, date(2026, 3, 1)), interview),
        url="https://perkoz.example/1", place="Kraków", is_archived=True, notes={"salary": "70k"},
    )  # fmt: skip

    filling.fill(user, [row], is_whole=True)

    tracking = JobTracking.objects.get()
    assert (tracking.job.title, tracking.job.company.name, tracking.job.owner) == ("Cook", "Perkoz", user)
    assert (tracking.job.url, tracking.job.locations) == ("https://perkoz.example/1", ["Kraków"])
    assert (tracking.stage, tracking.is_archived, tracking.notes) == ("interview", True, {"salary": "70k"})
    assert (tracking.posting["title"], tracking.posting["location"]) == ("Cook", "Kraków")
    assert tracking.tracked_at == datetime.combine(date(2026, 3, 1), time(), user.zone)
    assert list(tracking.events.order_by("id").values_list("event_type", "event_time", "location", "note")) == [
        ("applied", None, None, {}),
        ("interview", time(9, 30), "Third floor", {"round": "2nd"}),
    ]


def test_row_of_what_is_to_come_is_tracked_from_now_on(user):
    before = timezone.now()

    filling.fill(user, [entry(2, Happening(EventType.INTERVIEW, before.date() + timedelta(days=9)))], is_whole=True)

    assert before <= JobTracking.objects.get().tracked_at <= timezone.now()


def test_row_without_a_place_has_no_empty_one(user):
    filling.fill(user, [entry(2)], is_whole=True)

    assert Job.objects.get().locations == []


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
