"""What a tracked job's card shows: its summary line, and inside it the stages with what happened and what may."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property

from django.utils import timezone

from search.wording import web_address

from . import notes, stages
from .domain import resumes
from .models import JobTracking, TrackingEvent
from .notes_form import NotesForm
from .stages import ANSWERS, CLOSING, PIPELINE, EventType, Stage
from .wording import day, moment, within_a_sentence

SHOWN_EVENTS = 2  # of one stage; older rounds are folded


class Card:
    """A tracking's summary line. ``events`` need a type, a date and a time; ``today`` is the person's own."""

    def __init__(self, tracking: JobTracking, events: Sequence, today: date) -> None:
        self.tracking = tracking
        self.events = events
        self.today = today

    @property
    def pk(self) -> int:
        return self.tracking.pk

    @property
    def is_rejected(self) -> bool:
        return self.tracking.stage == Stage.REJECTED

    @cached_property
    def notes(self) -> dict:
        return self.tracking.clean_notes

    @cached_property
    def upcoming(self):
        """The next event that is still to come, None if none is or the application is over."""
        if self.tracking.stage in CLOSING:
            return None
        ahead = [event for event in self.events if stages.is_ahead(event, self.today)]
        return min(ahead, key=lambda event: (event.event_date, event.event_time or time.min), default=None)

    @property
    def news(self) -> str:
        """Where things stand in a few words."""
        if self.tracking.is_archived:
            return "Archived"
        last = stages.latest(self.events)
        if last is None:
            return f"Added {within_a_sentence(day(timezone.localdate(self.tracking.tracked_at), self.today))}"
        if self.upcoming:
            # Named, because the stage beside it is that of the latest event, which may be another one.
            kind = EventType(self.upcoming.event_type).label
            when = moment(self.upcoming.event_date, self.upcoming.event_time, self.today)
            return f"{kind} {within_a_sentence(when)}"
        if self.is_rejected:
            before = stages.stage_of([event for event in self.events if event.event_type != EventType.REJECTED])
            return f"{day(last.event_date, self.today)}, after {before.label.lower()}"
        if last.event_type in CLOSING:
            return day(last.event_date, self.today)
        return f"Waiting since {within_a_sentence(day(last.event_date, self.today))}"

    @property
    def reached(self) -> int:
        """How many of the five stages: up to the last one there is an event of."""
        return max(
            (PIPELINE.index(event.event_type) + 1 for event in self.events if event.event_type in PIPELINE), default=0
        )


@dataclass(frozen=True, slots=True)
class EventCard:
    """One event as a card: when, what, and what can be done with it."""

    event: TrackingEvent
    when: str
    badge: str
    text: str
    link: str
    can_edit: bool
    can_delete: bool
    is_focused: bool

    @property
    def name(self) -> str:
        """What its buttons are about."""
        return f"{self.badge or self.event.get_event_type_display()}, {self.when}"


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of the stepper. ``state``: done, current, next, skipped, locked or rejected.

    ``add`` is what a button to add an event says, "" for none; ``is_quiet`` makes it a small one.
    ``locked`` says why there is neither an event nor a button.
    """

    type: EventType
    state: str
    older: list[EventCard] = field(default_factory=list)
    newer: list[EventCard] = field(default_factory=list)
    add: str = ""
    is_quiet: bool = False
    locked: str = ""
    rejection: EventCard | None = None

    @property
    def told(self) -> str:
        """The state in words, for those who do not see it."""
        names = {"done": "completed", "current": "current stage", "rejected": "rejected here"}
        return names.get(self.state, self.state)


class CardDetail(Card):
    """A card with its inside. ``event_id`` is the event that has just been written, which gets the focus."""

    def __init__(self, tracking: JobTracking, *, event_id: int | None = None) -> None:
        super().__init__(tracking, list(tracking.events.all()), timezone.localdate())
        self.event_id = event_id
        self.deletable = stages.deletable_ids(self.events)

    @cached_property
    def steps(self) -> list[Step]:
        return [self._step(event_type) for event_type in PIPELINE]

    @cached_property
    def branches(self) -> list[Step]:
        """The two ends: accepted and declined."""
        return [self._branch(event_type) for event_type in ANSWERS]

    @cached_property
    def rejection(self) -> EventCard | None:
        return next((self._event_card(event) for event in self._of(EventType.REJECTED)), None)

    @property
    def is_rejected_at_the_end(self) -> bool:
        """Whether all five stages have events, so that the rejection has none to stand in."""
        return self.is_rejected and self.reached == len(PIPELINE)

    @property
    def can_reject(self) -> bool:
        return stages.refusal_to_add(EventType.REJECTED, self.events) is None

    @property
    def can_untrack(self) -> bool:
        return self.tracking.stage == Stage.INTERESTED

    @property
    def more(self) -> list[tuple[EventType, str]]:
        """What the menu offers beside the buttons on the steps: skipping ahead, and another event of a stage."""
        if self.is_rejected:
            return []
        offered = [step for step in self.steps if not step.add]
        names = {step.type: step.type.label.lower() for step in offered}
        return [
            (kind, f"Skip to {name}" if not self._of(kind) else f"Another {name} event") for kind, name in names.items()
        ]

    @property
    def notes_form(self) -> NotesForm:
        """What is kept about the job itself."""
        return NotesForm(self.tracking, is_locked=self.is_rejected)

    @property
    def resume_name(self) -> str:
        return resumes.filename_of(self.tracking)

    @cached_property
    def standing(self) -> EventCard | None:
        """The later event because of which the one just written did not move the stage on; None if it did, or need not.

        A stage filled in afterwards is history and moves nothing; but an offer that came while an interview is
        still in the diary is news, and what stands in its way can be moved or deleted.
        """
        written = next((event for event in self.events if event.pk == self.event_id), None)
        last = stages.latest(self.events)
        if written is None or last.event_type not in PIPELINE or written.event_type not in PIPELINE:
            return None
        is_further = PIPELINE.index(written.event_type) > PIPELINE.index(last.event_type)
        return self._event_card(last) if is_further else None

    @property
    def written(self) -> TrackingEvent | None:
        return next((event for event in self.events if event.pk == self.event_id), None)

    def _of(self, event_type: str) -> list[TrackingEvent]:
        return [event for event in self.events if event.event_type == event_type]

    def _step(self, event_type: EventType) -> Step:
        shown = [self._event_card(event) for event in self._of(event_type)]
        at = PIPELINE.index(event_type)
        if shown:
            is_current = self.tracking.stage == event_type
            again = "Another round" if is_current and event_type == EventType.INTERVIEW else ""
            state = "current" if is_current else "done"
            return Step(event_type, state, shown[:-SHOWN_EVENTS], shown[-SHOWN_EVENTS:], add=again)
        if self.is_rejected:
            if at == self.reached:
                return Step(event_type, "rejected", rejection=self.rejection)
            return Step(
                event_type,
                *(("skipped",) if at < self.reached else ("locked",)),
                locked="Skipped" if at < self.reached else "Closed",
            )
        if at < self._current:
            return Step(event_type, "skipped", add="Add", is_quiet=True)
        if event_type in stages.following(self.tracking.stage):
            return Step(event_type, "next", add="Add")
        return Step(event_type, "locked", locked=f"After {PIPELINE[at - 1].label.lower()}")

    def _branch(self, answer: EventType) -> Step:
        shown = [self._event_card(event) for event in self._of(answer)]
        if shown:
            return Step(answer, "current" if self.tracking.stage == answer else "done", newer=shown)
        refusal = stages.refusal_to_add(answer, self.events)
        if refusal is None:
            return Step(answer, "next", add=answer.label)
        return Step(answer, "locked", locked="until an offer" if refusal == stages.Refusal.NEEDS_OFFER else "closed")

    @cached_property
    def _current(self) -> int:
        """How far along the pipeline the stage is: -1 for interested, 5 once answered."""
        stage = self.tracking.stage
        if stage == Stage.INTERESTED:
            return -1
        return PIPELINE.index(stage) if stage in PIPELINE else len(PIPELINE)

    def _event_card(self, event: TrackingEvent) -> EventCard:
        note = event.clean_note
        return EventCard(
            event=event,
            when=moment(event.event_date, event.event_time, self.today),
            badge=_round(note) if event.event_type == EventType.INTERVIEW else "",
            text=_told(event, note),
            link=web_address(event.location or ""),
            can_edit=not self.is_rejected,
            can_delete=event.pk in self.deletable,
            is_focused=event.pk == self.event_id,
        )


def _round(note: dict) -> str:
    return "Final round" if note["round"] == "final" else f"{note['round']} round"


def _told(event: TrackingEvent, note: dict) -> str:
    """What a note says in a line or two: choices and short texts, the place (no link), then the long texts."""
    brief, long = [], []
    for declared in notes.form_fields(notes.EVENT_NOTES[event.event_type]):
        value = note[declared.name]
        if not value or declared.name == "round":
            continue
        if declared.shown_for and note[declared.shown_for[0]] != declared.shown_for[1]:
            continue
        if declared.kind == "long_text":
            long.append(value)
        else:
            brief.append(dict(declared.options).get(value, value))
    if event.location and not web_address(event.location):
        brief.append(event.location)
    return ". ".join(part for part in (", ".join(brief), *long) if part)
