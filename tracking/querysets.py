"""Reads: whose trackings, what they hold, and which of them somebody asks for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection, models
from django.db.models import Count, Exists, F, Func, Min, OuterRef, Q, Value, Window
from django.db.models.functions import Cast, Lower

from jobtracker.fields import id_in
from search.models import Company
from search.querysets import Fold

from . import rows
from .stages import CLOSING, DONE_AT_ONCE, Stage


class NoteValues(Func):
    """The values of a note, an object, as one text; its keys are nobody's words."""

    template = "(SELECT string_agg(value, ' ') FROM jsonb_each_text(%(expressions)s))"
    output_field = models.TextField()


class EventTexts(Func):
    """The places and the notes of all events of a tracking, by its id, as one text."""

    template = """(
      SELECT string_agg(concat_ws(' ', event.location,
        (SELECT string_agg(value, ' ') FROM jsonb_each_text(event.note))), ' ')
      FROM tracking_events event WHERE event.tracking_id = %(expressions)s
    )"""
    output_field = models.TextField()


class Searchable(Func):
    """Texts as one, in small letters, and after it their words with letters beyond ASCII once more, folded.

    Folding all of it would take five times as long, and this is done anew for everything that a person tracks.
    """

    template = r"""(
      SELECT lower(text) || ' ' || coalesce(search_fold(
        (SELECT string_agg(word[1], ' ') FROM regexp_matches(text, '\S*[^\u0001-\u007f]\S*', 'g') word)), '')
      FROM (SELECT concat_ws(' ', %(expressions)s) AS text OFFSET 0) texts
    )"""
    output_field = models.TextField()


class HasWords(Func):
    """Whether each of ``words``, or a word that it is a part of, stands in any of ``texts``, accents or none."""

    template = "%(expressions)s"
    arg_joiner = " LIKE ALL "
    output_field = models.BooleanField()

    def __init__(self, words: Iterable[str], *texts) -> None:
        super().__init__(Searchable(*texts), Func(*map(_pattern, words), template="(ARRAY[%(expressions)s])"))


def _pattern(word: str) -> Value | Fold:
    """What LIKE finds the word with, anywhere."""
    within = Value("%" + re.sub(r"[%_\\]", r"\\\g<0>", word.lower()) + "%", output_field=models.TextField())
    return within if word.isascii() else Fold(within)


@dataclass(frozen=True, slots=True)
class Filters:
    """Which trackings somebody asks for; empty means "any". Several values of one field mean "one of them"."""

    is_archived: bool | None = None
    stages: tuple[Stage, ...] = ()
    companies: tuple[str, ...] = ()  # slugs or ids
    q: str = ""  # words, each of which stands in one of ``TEXTS``

    def conditions(self):
        if self.is_archived is not None:
            yield Q(is_archived=self.is_archived)
        if self.stages:
            yield Q(stage__in=self.stages)
        if self.companies:
            ids = list(filter(None, map(id_in, self.companies)))
            # Digits that are a company's slug mean that one, as in a search.
            slugs = Company.objects.filter(slug=Cast(OuterRef("job__company"), models.TextField()))
            yield Q(job__company__slug__in=self.companies) | (Q(job__company__in=ids) & ~Exists(slugs))
        if words := self.q.split():
            yield HasWords(words, *TEXTS)


TEXTS = (F("job__title"), F("job__company__name"), NoteValues("notes"), EventTexts("pk"))
"""Where the words of a search are looked for."""

SHOWN = (
    *("user", "job", "stage", "is_archived", "notes", "resume_s3_url", "tracked_at", "updated_at"),
    *("job__owner", "job__apply_url"),
    *("job__title", "job__url", "job__locations", "job__is_open", "job__closed_at", "job__company"),
    *("job__salary_min", "job__salary_max", "job__salary_currency", "job__salary_period", "job__salary_text"),
    *("job__company__name", "job__company__slug", "job__company__logo"),
)
"""The columns of a card (``JobTrackingQuerySet.shown``)."""


BY_COMPANY = (Lower("job__company__name"), "-tracked_at", "-pk")
ORDERS = {
    "company": BY_COMPANY,
    "next": (F("next_on").asc(nulls_last=True), *BY_COMPANY),
    "added": ("-tracked_at", "-pk"),
    "changed": ("-updated_at", "-pk"),
}
"""In which order somebody can look at what they track (``JobTrackingQuerySet.places``)."""


class JobTrackingQuerySet(models.QuerySet):
    owner_id: int | None = None
    """Whose trackings these are, when they are all of one person's; a queryset made from this one does not know."""

    def for_user(self, user) -> "JobTrackingQuerySet":
        found = self.filter(user=user)
        if not self.query.has_filters():
            found.owner_id = user.pk
        return found

    def locked(self, pk: int):
        """The tracking, its row locked until the transaction ends: every change begins here.

        Without the kept posting, which is long and seldom changes. One person's by a statement written by hand: the
        queryset's own costs as much as all else of a short change.

        :raises JobTracking.DoesNotExist: it is not among these.
        """
        if self.owner_id is None or not connection.in_atomic_block:  # Django tells of the latter
            return self.order_by().defer("posting").select_for_update(of=("self",)).get(pk=pk)
        row = rows.lock(pk, self.owner_id)
        if row is None:
            raise self.model.DoesNotExist
        return self.model.from_db(self.db, rows.LOCKED, row)

    def matching(self, filters: Filters) -> "JobTrackingQuerySet":
        return self.filter(*filters.conditions())

    def rows(self, *more: str) -> "JobTrackingQuerySet":
        """Named rows with what a list shows of each tracking and its posting, and ``more`` columns, newest first.

        A model per row, with its job and company, would take several times as long.
        """
        return self.order_by("is_archived", "-tracked_at", "-id").values_list(
            "id",
            "job_id",
            "stage",
            "is_archived",
            "notes",
            "resume_s3_url",
            "tracked_at",
            "updated_at",
            "job__title",
            "job__url",
            "job__locations__0",
            "job__is_open",
            "job__company__name",
            "job__company__logo",
            *more,
            named=True,
        )

    def shown(self) -> "JobTrackingQuerySet":
        """Models with what a card shows of the tracking, its posting and its company; not the long texts of either."""
        return self.select_related("job__company").only(*SHOWN)

    def places(self, order: str, today: date) -> "JobTrackingQuerySet":
        """Named rows, in one of ``ORDERS``, with what tells where in a list each stands; ``today`` is the person's."""
        found = self
        if order == "next":
            is_next = _is_ahead(today, "events__") & ~Q(stage__in=CLOSING)
            found = found.annotate(next_on=Min("events__event_date", filter=is_next))
        return found.order_by(*ORDERS[order]).values_list("pk", "stage", "is_archived", "job__company_id", named=True)

    def with_total(self) -> "JobTrackingQuerySet":
        """``rows``, each with the ``total`` of them all, so that it needs no statement of its own."""
        return self.annotate(total=Window(Count("pk"))).rows("total")


def _is_ahead(today: date, prefix: str = "") -> Q:
    """``stages.is_ahead`` as a condition; ``prefix`` leads to the event."""
    on, kind = f"{prefix}event_date", f"{prefix}event_type__in"
    return Q((f"{on}__gt", today)) | Q((on, today)) & ~Q((kind, DONE_AT_ONCE))


class TrackingEventQuerySet(models.QuerySet):
    def for_user(self, user) -> "TrackingEventQuerySet":
        return self.filter(tracking__user=user)

    def between(self, start: date, end: date) -> "TrackingEventQuerySet":
        """Those on the two days and on the days between."""
        return self.filter(event_date__range=(start, end))

    def upcoming(self, today: date) -> "TrackingEventQuerySet":
        """What is still to come, of applications that are not over."""
        return self.filter(_is_ahead(today)).exclude(tracking__stage__in=CLOSING)

    def past(self, today: date) -> "TrackingEventQuerySet":
        """What has been, on days before ``today`` or on it."""
        return self.filter(event_date__lte=today).exclude(_is_ahead(today))

    def dates(self) -> "TrackingEventQuerySet":
        """Named rows with what a card's summary is made of: what and when, by date, time (none first) and id."""
        return self.order_by("event_date", F("event_time").asc(nulls_first=True), "id").values_list(
            "id", "tracking_id", "event_type", "event_date", "event_time", named=True
        )

    def rows(self, *more: str) -> "TrackingEventQuerySet":
        """Named rows of the events and ``more`` columns, by date, time (none first) and id."""
        return self.order_by("event_date", F("event_time").asc(nulls_first=True), "id").values_list(
            "id",
            "tracking_id",
            "event_type",
            "event_date",
            "event_time",
            "location",
            "note",
            "created_at",
            *more,
            named=True,
        )
