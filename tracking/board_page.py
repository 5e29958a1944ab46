"""What the board shows: a column for each stage, its cards, and where each card can be moved.

Moving a card is adding the event of that stage; so the rules for adding say what can be done, here as everywhere.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from accounts.models import User

from . import stages
from .cards import Card
from .models import JobTracking, TrackingEvent
from .stages import CLOSING, PIPELINE, Refusal, Stage

A_COLUMN_SHOWS = 15
"""Cards of a column, unless all of it are asked for (``?all=applied``)."""

IN_ORDER = list(Stage)

BACK = "back"
"""Why a card does not go to an earlier stage: that would be no event."""

WHY = {
    BACK: "A card does not move back: its stage is that of its latest event. Open it to delete that event or to change"
    " its date.",
    **{refusal.value: refusal.label for refusal in Refusal},
}
"""Why a move is not possible, by code."""


@dataclass(frozen=True, slots=True)
class Move:
    """To ``stage``: by the form at ``href``; or not, for the reason with the code ``why``, "now" where the card is.

    ``hint`` is what the menu says of it in a word.
    """

    stage: Stage
    href: str = ""
    why: str = ""
    hint: str = ""


class BoardCard(Card):
    """A card on the board. ``back`` is the part of its forms' addresses that says where they lead back to."""

    def __init__(self, tracking: JobTracking, events: Sequence, today: date, back: str) -> None:
        super().__init__(tracking, events, today)
        self.back = back

    @property
    def icon(self) -> str:
        """Of the line that says how things stand."""
        if self.upcoming:
            return "calendar"
        if self.tracking.stage in CLOSING:
            return self.tracking.stage
        return "bookmark" if self.tracking.stage == Stage.INTERESTED else "clock"

    @property
    def moves(self) -> list[Move]:
        """To every stage, in order."""
        form = reverse("tracking:event-add", args=[self.pk])
        return [self._move(target, form) for target in Stage]

    @property
    def order(self) -> tuple:
        """What comes next stands first; then what has changed last."""
        upcoming = self.upcoming
        when = (upcoming.event_date, upcoming.event_time or time.min) if upcoming else (date.max, time.max)
        return *when, -self.tracking.updated_at.timestamp(), self.pk

    def _move(self, target: Stage, form: str) -> Move:
        stage = self.tracking.stage
        if target == stage:
            return Move(target, why="now", hint="now")
        if self.is_rejected:
            return Move(target, why=Refusal.REJECTED_LOCKED.value, hint="locked")
        if target != Stage.INTERESTED and (refusal := stages.refusal_to_add(target, self.events)):
            return Move(target, why=refusal.value, hint="locked")
        if IN_ORDER.index(target) < IN_ORDER.index(stage):
            return Move(target, why=BACK, hint="earlier")
        hint = "next" if target in stages.following(stage) else ""
        return Move(target, href=f"{form}?type={target.value}&{self.back}", hint=hint)


@dataclass(frozen=True, slots=True)
class Column:
    """A stage with its cards, or the first of them; ``all_href`` shows them all."""

    stage: Stage
    cards: list[BoardCard]
    total: int
    all_href: str


class BoardPage:
    """The board of ``user`` on ``today``, their day; what is archived is not on it.

    ``all`` among the parameters names stages whose columns are shown whole.
    """

    why = WHY

    def __init__(self, params: QueryDict, *, user: User, today: date) -> None:
        self.user = user
        self.today = today
        self.whole = {stage for stage in Stage if stage in params.getlist("all")}

    @property
    def address(self) -> str:
        return self._address(self.whole)

    @property
    def pipeline(self) -> list[Column]:
        return [self.columns[stage] for stage in (Stage.INTERESTED, *PIPELINE)]

    @property
    def closed(self) -> list[Column]:
        return [self.columns[stage] for stage in CLOSING]

    @property
    def closed_total(self) -> int:
        return sum(column.total for column in self.closed)

    @property
    def is_empty(self) -> bool:
        return not any(column.total for column in self.columns.values())

    @cached_property
    def archived(self) -> int:
        """How many are archived, and so not here."""
        return JobTracking.objects.for_user(self.user).filter(is_archived=True).count()

    @cached_property
    def columns(self) -> dict[str, Column]:
        cards = defaultdict(list)
        for card in sorted(self._cards(), key=lambda card: card.order):
            cards[card.tracking.stage].append(card)
        return {stage: self._column(stage, cards[stage]) for stage in Stage}

    def _column(self, stage: Stage, cards: list[BoardCard]) -> Column:
        shown = cards if stage in self.whole else cards[:A_COLUMN_SHOWS]
        return Column(stage, shown, len(cards), self._address(self.whole | {stage}))

    def _cards(self) -> list[BoardCard]:
        trackings = list(JobTracking.objects.for_user(self.user).filter(is_archived=False).shown())
        events = defaultdict(list)
        for event in TrackingEvent.objects.for_user(self.user).filter(tracking__is_archived=False).dates():
            events[event.tracking_id].append(event)
        back = urlencode({"next": self.address})
        return [BoardCard(tracking, events[tracking.pk], self.today, back) for tracking in trackings]

    def _address(self, whole: set[Stage]) -> str:
        query = urlencode({"all": [stage.value for stage in IN_ORDER if stage in whole]}, doseq=True)
        return f"{reverse('tracking:board')}{'?' if query else ''}{query}"
