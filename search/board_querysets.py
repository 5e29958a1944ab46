"""Reads of boards and of the runs that fetch them."""

from datetime import timedelta

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone

from .feeds import addresses
from .postings import Source

RUN_MAX = timedelta(minutes=15)  # an unfinished run that is older has died


class ImportRunQuerySet(models.QuerySet):
    def running(self) -> "ImportRunQuerySet":
        return self.filter(finished_at__isnull=True, started_at__gt=timezone.now() - RUN_MAX)

    def dead(self) -> "ImportRunQuerySet":
        """Those that never finished: their process was ended."""
        return self.filter(finished_at__isnull=True, started_at__lte=timezone.now() - RUN_MAX)


class JobBoardQuerySet(models.QuerySet):
    def live(self) -> "JobBoardQuerySet":
        """Those that can be fetched."""
        return self.filter(source__in=[source for source in Source if addresses.is_live(source)])

    def enabled(self) -> "JobBoardQuerySet":
        """Those that are fetched by themselves."""
        return self.live().filter(is_enabled=True)

    def due(self) -> "JobBoardQuerySet":
        """Those whose time has come and that nobody fetches at the moment, the longest overdue first."""
        runs = self.model.runs.rel.related_model.objects
        is_due = Q(next_sync_at__isnull=True) | Q(next_sync_at__lte=timezone.now())
        due = self.enabled().filter(is_due).exclude(Exists(runs.running().filter(board=OuterRef("pk"))))
        return due.order_by(F("next_sync_at").asc(nulls_first=True), "pk")

    def named(self, words: str) -> "JobBoardQuerySet":
        """Those in whose name, or name at their source, this stands."""
        return self.filter(Q(company__name__icontains=words) | Q(token__icontains=words))

    def failed(self) -> "JobBoardQuerySet":
        """Those that are fetched, and could not be the last time."""
        return self.enabled().filter(failures__gt=0)

    def for_page(self) -> "JobBoardQuerySet":
        """All but the demo's, with company, last run and ``has_jobs``: those that are fetched first, then by name."""
        last_run = Prefetch("runs", self.model.runs.rel.related_model.objects.order_by("-pk")[:1], to_attr="last_runs")
        has_jobs = Exists(self.model.jobs.rel.related_model.objects.filter(board=OuterRef("pk")))
        shown = self.exclude(source=Source.DEMO).select_related("company").prefetch_related(last_run)
        shown = shown.annotate(has_jobs=has_jobs)
        return shown.order_by("-is_enabled", Lower(Coalesce("company__name", "token")), "pk")
