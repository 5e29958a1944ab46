"""What the Track page's list shows. Each part is read when a template first asks for it."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from http import HTTPStatus
from urllib.parse import urlencode

from django.db.models.functions import Lower
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from jobtracker.fields import id_in
from search.models import Company

from .cards import Card, CardDetail
from .forms import ListForm, ListPart
from .models import JobTracking, TrackingEvent
from .stages import EventType, Stage

FIRST = {ListPart.ACTIVE: 40, ListPart.REJECTED: 10, ListPart.ARCHIVED: 10}
"""Cards that a part of the list begins with, unless all of it are asked for (``?all=rejected``)."""


@dataclass(frozen=True, slots=True)
class Group:
    """A company with its jobs that are under way: ``total`` of them, or those that the list begins with."""

    company: Company
    cards: list[Card]
    total: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the list: its cards, or those that it begins with; ``all_href`` shows all of them."""

    cards: list[Card]
    total: int
    all_href: str

    @property
    def is_cut(self) -> bool:
        return len(self.cards) < self.total


class Outlook:
    """How many applications are under way, and what comes next."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.today = timezone.localdate()

    @cached_property
    def active(self) -> int:
        return JobTracking.objects.for_user(self.user).filter(is_archived=False).exclude(stage=Stage.REJECTED).count()

    @cached_property
    def next(self):
        """The next event, a named row with ``NEXT``; None if nothing is planned."""
        ahead = TrackingEvent.objects.for_user(self.user).filter(tracking__is_archived=False).upcoming(self.today)
        return ahead.values_list(*NEXT, named=True).first()

    @property
    def next_type(self) -> str:
        return EventType(self.next.event_type).label


NEXT = ("event_type", "event_date", "event_time", "tracking__job__company__name")


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
        self.unfolded = unfolded or id_in(params.get("open", ""))
        self.event_id = event_id or (None if unfolded else id_in(params.get("event", "")))
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

    @property
    def criteria(self) -> str:
        """What is asked for, as the query of an address; "" for everything by company. The form must be valid."""
        return urlencode(
            {name: self.params[name] for name in ("q", "stage", "company", "sort") if self.params.get(name)}
        )

    @cached_property
    def detail(self) -> CardDetail | None:
        """The unfolded card; None if none is, or it is not there (for this person)."""
        if self.unfolded is None:
            return None
        tracking = self._mine.shown().filter(pk=self.unfolded).first()
        return tracking and CardDetail(tracking, event_id=self.event_id)

    @property
    def is_grouped(self) -> bool:
        """Whether the jobs of a company stand together: in any other order, each has its own place."""
        return self.is_valid and self.form.cleaned_data["sort"] == ListForm.BY_COMPANY

    @property
    def is_empty(self) -> bool:
        return not any(self._places.values())

    @cached_property
    def groups(self) -> list[Group]:
        """What is under way, company by company."""
        totals = Counter(place.job__company_id for place in self._places[ListPart.ACTIVE])
        groups: dict[int, Group] = {}
        for card in self.active.cards:
            company = card.tracking.job.company
            groups.setdefault(company.pk, Group(company, [], totals[company.pk])).cards.append(card)
        return list(groups.values())

    @property
    def active(self) -> Part:
        return self._parts[ListPart.ACTIVE]

    @property
    def rejected(self) -> Part:
        return self._parts[ListPart.REJECTED]

    @property
    def archived(self) -> Part:
        return self._parts[ListPart.ARCHIVED]

    @cached_property
    def _parts(self) -> dict[ListPart, Part]:
        begun = {name: self._begun(name, places) for name, places in self._places.items()}
        pks = [place.pk for places in begun.values() for place in places]
        trackings = {tracking.pk: tracking for tracking in self._mine.shown().filter(pk__in=pks)}
        events = defaultdict(list)
        for event in TrackingEvent.objects.filter(tracking__in=pks).dates():
            events[event.tracking_id].append(event)
        cards = {pk: Card(tracking, events[pk], self.today) for pk, tracking in trackings.items()}
        return {
            name: Part(
                [cards[place.pk] for place in places if place.pk in cards],
                len(self._places[name]),
                self._all_href(name),
            )
            for name, places in begun.items()
        }

    @cached_property
    def _places(self) -> dict[ListPart, list]:
        """What meets the criteria, part by part, in the order that is asked for: rows that only tell its place."""
        parts = {name: [] for name in ListPart}
        if self.is_valid:
            found = self._mine.matching(self.form.filters).places(self.form.cleaned_data["sort"], self.today)
            for place in found:
                parts[_part_of(place)].append(place)
        if self.is_grouped:
            parts[ListPart.ACTIVE] = _together(parts[ListPart.ACTIVE])
        return parts

    def _begun(self, name: ListPart, places: list) -> list:
        """Those of a part that are shown: the first ones, and on to the unfolded one; or all."""
        if name in self._whole:
            return places
        unfolded = next((at for at, place in enumerate(places) if place.pk == self.unfolded), 0)
        return places[: max(FIRST[name], unfolded + 1)]

    @property
    def _whole(self) -> list[str]:
        """The parts all of which are asked for."""
        return self.form.cleaned_data["all"] if self.is_valid else []

    def _all_href(self, name: ListPart) -> str:
        query = self.params.copy()
        query.pop("event", None)
        query.setlist("all", [part.value for part in ListPart if part == name or part in self._whole])
        return f"{reverse('tracking:list')}?{query.urlencode()}"

    @cached_property
    def filter_form(self) -> ListForm:
        """The form with companies to choose from: those of what is tracked."""
        companies = Company.objects.filter(jobs__trackings__user=self.user).distinct().order_by(Lower("name"), "id")
        self.form.offer_companies(companies.only("slug", "name"))
        return self.form

    @property
    def _mine(self):
        return JobTracking.objects.for_user(self.user)


def _part_of(place) -> ListPart:
    if place.is_archived:
        return ListPart.ARCHIVED
    return ListPart.REJECTED if place.stage == Stage.REJECTED else ListPart.ACTIVE


def _together(places: list) -> list:
    """Those of one company together, where the first of them stands."""
    companies = defaultdict(list)
    for place in places:
        companies[place.job__company_id].append(place)
    return [place for company in companies.values() for place in company]
