"""What the Track page's list shows. Each part is read when a template first asks for it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from http import HTTPStatus

from django.http import QueryDict
from django.utils import timezone

from accounts.models import User
from search.models import Company

from .cards import Card, CardDetail
from .forms import ListForm
from .models import JobTracking, TrackingEvent
from .stages import CLOSING, Stage

ID_DIGITS = 18  # what surely fits a bigint


@dataclass(frozen=True, slots=True)
class Group:
    """A company with those of its jobs that are under way."""

    company: Company
    cards: list[Card]


class Outlook:
    """How many applications are under way, and what comes next."""

    def __init__(self, user: User) -> None:
        self.trackings = JobTracking.objects.for_user(user).filter(is_archived=False)
        self.today = timezone.localdate()

    @cached_property
    def active(self) -> int:
        return self.trackings.exclude(stage=Stage.REJECTED).count()

    @cached_property
    def next(self) -> TrackingEvent | None:
        ahead = TrackingEvent.objects.filter(
            tracking__in=self.trackings.exclude(stage__in=CLOSING), event_date__gte=self.today
        )
        return ahead.select_related("tracking__job__company").only(*NEXT).first()


NEXT = ("event_type", "event_date", "event_time", "tracking__job__title", "tracking__job__company__name")


class ListPage:
    """The list that the query parameters ask for, as ``user`` sees it.

    ``open`` is the card that is unfolded, ``event`` the one of its events that has just been written;
    ``unfolded`` and ``event_id`` are the same where a change has just been made.
    """

    def __init__(
        self, params: QueryDict, *, user: User, unfolded: int | None = None, event_id: int | None = None
    ) -> None:
        self.params = params
        self.user = user
        self.form = ListForm(params)
        self.is_valid = self.form.is_valid()
        self.unfolded = unfolded or _id(params, "open")
        self.event_id = event_id or (None if unfolded else _id(params, "event"))
        self.today: date = timezone.localdate()

    @property
    def status(self) -> HTTPStatus:
        return HTTPStatus.OK if self.is_valid else HTTPStatus.UNPROCESSABLE_ENTITY

    @cached_property
    def outlook(self) -> Outlook:
        return Outlook(self.user)

    @property
    def is_narrowed(self) -> bool:
        return self.form.is_narrowed

    @cached_property
    def detail(self) -> CardDetail | None:
        """The unfolded card; None if none is, or it is not there (for this person)."""
        if self.unfolded is None:
            return None
        tracking = self._mine.shown().filter(pk=self.unfolded).first()
        return tracking and CardDetail(tracking, event_id=self.event_id)

    @cached_property
    def cards(self) -> list[Card]:
        """Those that meet the criteria, in the order that is asked for."""
        if not self.is_valid:
            return []
        trackings = list(self._mine.matching(self.form.filters).shown())
        events = defaultdict(list)
        for event in TrackingEvent.objects.for_user(self.user).dates():
            events[event.tracking_id].append(event)
        cards = [Card(tracking, events[tracking.pk], self.today) for tracking in trackings]
        return sorted(cards, key=ORDERS[self.form.cleaned_data["sort"]])

    @cached_property
    def groups(self) -> list[Group]:
        """What is under way, company by company, each where its first job stands."""
        groups: dict[int, Group] = {}
        for card in self.cards:
            if not (card.tracking.is_archived or card.is_rejected):
                company = card.tracking.job.company
                groups.setdefault(company.pk, Group(company, [])).cards.append(card)
        return list(groups.values())

    @cached_property
    def rejected(self) -> list[Card]:
        return [card for card in self.cards if card.is_rejected and not card.tracking.is_archived]

    @cached_property
    def archived(self) -> list[Card]:
        return [card for card in self.cards if card.tracking.is_archived]

    @cached_property
    def filter_form(self) -> ListForm:
        """The form with companies to choose from: those of what is tracked."""
        companies = Company.objects.filter(jobs__trackings__user=self.user).distinct().order_by("name", "id")
        self.form.offer_companies(companies.only("slug", "name"))
        return self.form

    @property
    def _mine(self):
        return JobTracking.objects.for_user(self.user)


def _by_company(card: Card):
    return card.tracking.job.company.name.casefold(), -card.tracking.tracked_at.timestamp(), -card.pk


def _by_next(card: Card):
    upcoming = card.upcoming
    return upcoming is None, (upcoming and upcoming.event_date) or date.max, _by_company(card)


def _newest(card: Card):
    return -card.tracking.tracked_at.timestamp(), -card.pk


def _changed(card: Card):
    return -card.tracking.updated_at.timestamp(), -card.pk


ORDERS = {"company": _by_company, "next": _by_next, "added": _newest, "changed": _changed}


def _id(params: QueryDict, name: str) -> int | None:
    value = params.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) <= ID_DIGITS else None
