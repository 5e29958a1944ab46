"""What a row of somebody's table says: a posting, what to keep about it, and what happened when.

Nothing here knows a database: a preview costs nothing. Nothing in a row is dropped in silence. What has no place of
its own is kept in the note, and so is what cannot be read, with a remark; a row that says too little or that
contradicts the rules is a mistake that names the line.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from search.feeds import values
from tracking import notes, stages
from tracking.stages import EventType, Stage

from . import columns, dates
from .columns import Meaning
from .events import CellError, Happening
from .events import read as read_events
from .reading import Row, Table

UNDATED = "The table does not say on which day."
UNTITLED = "(no title)"
NO_OFFER = "The table says nothing of an offer; without one there is no answer."


@dataclass(frozen=True, slots=True)
class Mapping:
    """What each column means, and which number comes first in 3/4/2026."""

    meanings: tuple[Meaning, ...]
    order: dates.Order

    def cells(self, row: Row, meaning: Meaning) -> list[str]:
        return [cell for cell, what in zip(row.cells, self.meanings, strict=True) if what == meaning and cell]

    def cell(self, row: Row, meaning: Meaning) -> str:
        return next(iter(self.cells(row, meaning)), "")


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that can be imported; ``remarks`` tell what was made of what is not quite as it should be."""

    line: int
    posting: str  # the key of a posting of an export, "" in other tables
    company: str
    title: str
    url: str
    place: str
    tracked_on: date | None
    is_archived: bool
    notes: dict
    happenings: tuple[Happening, ...]
    remarks: tuple[str, ...] = ()

    @property
    def stage(self) -> Stage:
        return _stage(self.happenings)


@dataclass(frozen=True, slots=True)
class Mistake:
    """Why a row cannot be imported."""

    line: int
    message: str


@dataclass(slots=True)
class _Draft:
    line: int
    mistakes: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)  # lines for the note


def date_cells(table: Table, meanings: Sequence[Meaning]) -> list[str]:
    """The cells of all columns that are dates."""
    return [
        cell
        for index, meaning in enumerate(meanings)
        if meaning in columns.DATES or meaning in (Meaning.TRACKED, Meaning.STAGED)
        for cell in table.column(index)
    ]


def read(table: Table, mapping: Mapping, *, today: date) -> tuple[list[Entry], list[Mistake]]:
    """Every row as an entry or as a mistake. ``today`` is where an undated stage belongs at last."""
    entries: list[Entry] = []
    mistakes: list[Mistake] = []
    for row in table.rows:
        draft = _Draft(row.line)
        entry = _read(row, table.headings, mapping, draft, today)
        if draft.mistakes:
            mistakes.append(Mistake(row.line, " ".join(draft.mistakes)))
        else:
            entries.append(entry)
    return entries, mistakes


def _read(row: Row, headings: Sequence[str], mapping: Mapping, draft: _Draft, today: date) -> Entry:
    company = _line(draft, "company", mapping.cell(row, Meaning.COMPANY), values.LINE_LENGTH)
    title = _line(draft, "job title", mapping.cell(row, Meaning.TITLE), values.TITLE_LENGTH)
    if not company:
        draft.mistakes.append("There is no company.")
    elif not title:
        title = UNTITLED
        draft.remarks.append(f"There is no job title: “{UNTITLED}” stands in its place.")
    tracked_on = _day(draft, Meaning.TRACKED, mapping.cell(row, Meaning.TRACKED), mapping)
    happenings = _happenings(draft, row, mapping, tracked_on or today)
    if not (happenings or draft.mistakes) and _is_since(row, mapping):
        tracked_on = _day(draft, Meaning.STAGED, mapping.cell(row, Meaning.STAGED), mapping)
    return Entry(
        line=row.line,
        posting=mapping.cell(row, Meaning.POSTING),
        company=company,
        title=title,
        url=_url(draft, mapping.cell(row, Meaning.URL)),
        place=values.line(mapping.cell(row, Meaning.PLACE), values.LOCATION_LENGTH),
        tracked_on=tracked_on,
        is_archived=_yes(draft, mapping.cell(row, Meaning.ARCHIVED)),
        notes=_notes(draft, row, headings, mapping),
        happenings=tuple(happenings),
        remarks=tuple(draft.remarks),
    )


def _line(draft: _Draft, what: str, cell: str, limit: int) -> str:
    text = values.line(cell, len(cell) * 3)
    if len(text) > limit:
        draft.mistakes.append(f"The {what} has more than {limit} characters.")
    return text


def _url(draft: _Draft, cell: str) -> str:
    if cell and not values.url(cell):
        draft.extra.append(f"Web address: {cell}")
        draft.remarks.append("The web address does not begin with https:// or http://: kept in the note.")
    return values.url(cell)


def _yes(draft: _Draft, cell: str) -> bool:
    word = cell.strip().casefold()
    if word not in columns.YES | columns.NO:
        draft.extra.append(f"Archived: {cell}")
        draft.remarks.append(f"“{cell[:40]}” is neither yes nor no: kept in the note; not archived.")
    return word in columns.YES


def _day(draft: _Draft, meaning: Meaning, cell: str, mapping: Mapping) -> date | None:
    when = _when(draft, meaning, cell, mapping)
    return when.on if when else None


def _when(draft: _Draft, meaning: Meaning, cell: str, mapping: Mapping) -> dates.When | None:
    try:
        return dates.parse(cell, mapping.order) if cell else None
    except dates.DateError as error:
        kept = f"{meaning.label}: {cell}"
        if kept not in draft.extra:  # the date of the stage is looked at twice
            draft.extra.append(kept)
            draft.remarks.append(f"{error} It is kept in the note.")
        return None


def _happenings(draft: _Draft, row: Row, mapping: Mapping, otherwise: date) -> list[Happening]:
    """What happened, by date; and so that the stage which the row names is reached."""
    if cell := mapping.cell(row, Meaning.EVENTS):
        try:
            return _allowed(draft, read_events(cell))
        except CellError as error:
            draft.mistakes.append(str(error))
            return []
    dated = [
        Happening(event_type, when.on, when.at)
        for meaning, event_type in columns.DATES.items()
        for cell in mapping.cells(row, meaning)
        if (when := _when(draft, meaning, cell, mapping))
    ]
    dated.sort(key=lambda event: (event.event_type == EventType.REJECTED, event.on, _RANK[event.event_type]))
    staged = _when(draft, Meaning.STAGED, mapping.cell(row, Meaning.STAGED), mapping)
    dated += _up_to_stage(draft, mapping.cell(row, Meaning.STAGE), dated, staged, otherwise)
    if staged and staged.on not in {event.on for event in dated} and (dated or not _is_since(row, mapping)):
        draft.extra.append(f"{Meaning.STAGED.label}: {mapping.cell(row, Meaning.STAGED)}")
    return _allowed(draft, _with_offer(dated))


def _is_since(row: Row, mapping: Mapping) -> bool:
    """Whether the date of the stage is the day since which the job is of interest, if nothing has happened."""
    is_interested = columns.stage(mapping.cell(row, Meaning.STAGE))[0] == Stage.INTERESTED
    return is_interested and not mapping.cell(row, Meaning.TRACKED)


_RANK = {event_type: rank for rank, event_type in enumerate(EventType)}


def _up_to_stage(
    draft: _Draft, cell: str, dated: list[Happening], staged: dates.When | None, otherwise: date
) -> list[Happening]:
    """The event that is missing for the stage which the cell names; ``staged`` is when the stage was reached."""
    if not cell:
        return []
    stage, reason = columns.stage(cell)
    reached = _stage(dated)
    if stage is None:
        draft.extra.append(f"Stage: {cell}")
        draft.remarks.append(
            f"“{cell[:40]}” is no stage that is known here: kept in the note; {reached.label.lower()}."
        )
        return []
    if reached == stage or (stage == Stage.INTERESTED and not dated):
        return []
    if stage == Stage.INTERESTED or reached in (Stage.ACCEPTED, Stage.DECLINED, Stage.REJECTED):
        draft.remarks.append(f"The stage says “{cell[:40]}”, and the dates say {reached.label.lower()}.")
        draft.extra.append(f"Stage: {cell}")
        return []
    why = {"reason": reason} if reason else {}
    latest = max((event.on for event in dated), default=None)
    if staged and (latest is None or staged.on >= latest):
        return [Happening(EventType(stage), staged.on, staged.at, note=why)]
    if staged:  # what came last would be something else
        draft.remarks.append(f"The date of the stage, {staged.on}, is before {latest}: kept in the note.")
    return [Happening(EventType(stage), latest or otherwise, note={"note": UNDATED} | why)]


def _with_offer(dated: list[Happening]) -> list[Happening]:
    types = [event.event_type for event in dated]
    first = next((index for index, event_type in enumerate(types) if event_type in stages.ANSWERS), None)
    if first is None or EventType.OFFER in types[:first]:
        return dated
    if EventType.OFFER in types:  # its day is later than the answer's: entered first all the same
        return sorted(dated, key=lambda event: event.event_type in stages.CLOSING)
    return [*dated[:first], Happening(EventType.OFFER, dated[first].on, note={"note": NO_OFFER}), *dated[first:]]


def _allowed(draft: _Draft, happenings: list[Happening]) -> list[Happening]:
    """The same, if the rules let them be added one after the other."""
    there: list[stages.Dated] = []
    for number, event in enumerate(happenings):
        if refusal := stages.refusal_to_add(event.event_type, there):
            draft.mistakes.append(f"{event.event_type.label}, {event.on}: {refusal.label}")
            return []
        there.append(stages.Dated(event.event_type, event.on, number))
    return happenings


def _stage(happenings: Iterable[Happening]) -> Stage:
    return stages.stage_of(stages.Dated(event.event_type, event.on, number) for number, event in enumerate(happenings))


def _notes(draft: _Draft, row: Row, headings: Sequence[str], mapping: Mapping) -> dict:
    for cell, heading, meaning in zip(row.cells, headings, mapping.meanings, strict=True):
        if meaning == Meaning.NOTE and cell:
            draft.extra.append(f"{heading}: {cell}")
    general = "\n".join([*mapping.cells(row, Meaning.GENERAL_NOTE), *draft.extra])
    named = {"salary": Meaning.SALARY, "location": Meaning.LOCATION}
    found = {name: mapping.cell(row, meaning) for name, meaning in named.items()} | {"general_note": general}
    try:
        more = json.loads(mapping.cell(row, Meaning.MORE_NOTES) or "{}")
        return notes.write(notes.TrackingNotes, {}, more | {name: text for name, text in found.items() if text})
    except (ValueError, TypeError, RecursionError):
        draft.mistakes.append("The column of more notes is not as an export writes it.")
    except notes.NoteError as error:
        draft.mistakes.append(f"The notes: {' '.join(error.messages)}")
    return {}
