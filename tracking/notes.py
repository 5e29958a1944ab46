"""The declared shape of every note: of a tracking, and of an event of each type.

CONTRACT, "Notes by type". The classes below are the one declaration; reading, writing, the forms' fields,
the API's schema and the browser's copy (``manage.py generate_tracking_schema``) are all made from it.

To add a field, declare it here and run that command. Stored notes need no migration: what they lack reads as
the field's default.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from math import isfinite
from typing import Any, Literal, get_args

from django.core.exceptions import ValidationError
from pydantic import BaseModel, ConfigDict, Field
from pydantic import ValidationError as Misfit

from tracking.fields import parsed
from tracking.stages import EventType, Stage

MAX_BYTES = 16 * 1024
"""The most a note may weigh, as compact JSON in UTF-8."""

MAX_LEVELS = 5
"""How deep a note may be nested; the note itself is the first level."""

READABLE_LEVELS = 100
"""How deep a value written past us (by hand, in SQL) may be nested to be answered still; encoders stop soon after."""

Text = str | None


def _text(label: str, *, is_long: bool = False, shown_for: dict[str, str] | None = None) -> Any:
    """A field of free text, null while unset; ``shown_for``: the other field's value it belongs to."""
    extra = {"x-long": is_long, "x-shown-for": shown_for}
    return Field(None, title=label, json_schema_extra={key: value for key, value in extra.items() if value})


def _written_by_us(label: str) -> Any:
    """A text that the product writes; clients only read it."""
    return Field(None, title=label, json_schema_extra={"readOnly": True})


def _choice(label: str, default: str | None = None) -> Any:
    """A field with one of the values of its ``Literal``; without a default, null while unset."""
    return Field(default, title=label)


class NoteError(ValidationError):
    """A note that cannot be kept: a dict naming each field of it at fault, or one message about it as a whole."""


class Note(BaseModel):
    """What all notes share: known fields of strict types, unknown keys kept."""

    model_config = ConfigDict(extra="allow", strict=True)


class TrackingNotes(Note):
    """The notes of a tracking itself."""

    salary: Text = _text("Salary")
    location: Text = _text("Location")
    general_note: Text = _text("General note", is_long=True)
    resume_filename: Text = _written_by_us("Resume")


class AppliedNote(Note):
    type: Literal["online", "referral"] = _choice("How", "online")
    referrer_name: Text = _text("Referred by", shown_for={"type": "referral"})
    referrer_content: Text = _text("What they wrote", is_long=True, shown_for={"type": "referral"})
    note: Text = _text("Note", is_long=True)


class ScreeningNote(Note):
    type: Literal["phone", "video"] = _choice("Type", "phone")
    with_person: Text = _text("With")
    note: Text = _text("Note", is_long=True)


class InterviewNote(Note):
    round: Literal["1st", "2nd", "3rd", "final"] = _choice("Round", "1st")
    type: Literal["technical", "behavioral", "onsite"] = _choice("Type", "technical")
    interviewers: Text = _text("Interviewers")
    note: Text = _text("Note", is_long=True)


class ReferenceNote(Note):
    contacts_provided: Text = _text("Contacts provided", is_long=True)
    note: Text = _text("Note", is_long=True)


class OfferNote(Note):
    amount: Text = _text("Amount")
    intention: Literal["pending", "leaning accept", "leaning decline"] | None = _choice("Intention")
    note: Text = _text("Note", is_long=True)


class AcceptedNote(Note):
    note: Text = _text("Note", is_long=True)


class DeclinedNote(Note):
    note: Text = _text("Note", is_long=True)


class RejectedNote(Note):
    reason: Literal["turned down", "no answer", "withdrawn", "position closed"] = _choice("Reason", "turned down")
    note: Text = _text("Note", is_long=True)


EVENT_NOTES: dict[str, type[Note]] = {
    EventType.APPLIED: AppliedNote,
    EventType.SCREENING: ScreeningNote,
    EventType.INTERVIEW: InterviewNote,
    EventType.REFERENCE: ReferenceNote,
    EventType.OFFER: OfferNote,
    EventType.ACCEPTED: AcceptedNote,
    EventType.DECLINED: DeclinedNote,
    EventType.REJECTED: RejectedNote,
}
"""The declaration that belongs to each event type (also found under the plain string)."""


# Reading and writing


def read(kind: type[Note], stored: object) -> dict[str, Any]:
    """What ``stored`` says, as every reader gets it: each declared field, in order, then the unknown keys.

    Never raises, whatever the column holds (an old row, a hand-made fix, ``[]``, ``"text"``): a declared field
    that is missing or does not fit comes back with its default, the rest survives. An unknown key is left out
    only when it cannot be answered as JSON.
    """
    return _answerable(_fit(kind, stored))


def read_json(kind: type[Note], text: str) -> dict[str, Any]:
    """As ``read``, of the text of a ``jsonb`` column: where nothing is amiss, parsed and checked in one go."""
    try:
        return _answerable(kind.__pydantic_validator__.validate_json(text))
    except Misfit:
        return read(kind, parsed(text))


def is_malformed(kind: type[Note], stored: object) -> bool:
    """Whether reading ``stored`` answers anything else than what it holds, apart from defaults."""
    if not isinstance(stored, dict):
        return True
    note = _fit(kind, stored)
    return not stored.keys() <= note.model_fields_set.intersection(_answerable(note))


def write(kind: type[Note], stored: object, changes: object, *, even_read_only: bool = False) -> dict[str, Any]:
    """The note to store when ``changes`` are merged into ``stored``, key by key; null clears a key.

    Of ``stored`` all that reads well is kept and the rest dropped, so a write over bad data repairs it; what was
    never set stays unset, so a default remains one. Unknown keys are kept. Fields that only the product writes
    (``resume_filename``) are ignored in ``changes``, like every read-only field of the API, unless ``even_read_only``:
    then it is the product that writes, for which there is always room.

    A note that was too large before there was a limit may still be changed in ways that do not make it larger.

    :raises NoteError: naming each field at fault, or the note as a whole (no object, a bad key, too large).
    """
    if not isinstance(changes, dict):
        raise NoteError("A note is an object: keys and values.", code="invalid")
    if not even_read_only:
        changes = {key: value for key, value in changes.items() if key not in _read_only(kind)}
    _refuse_misfits(kind, changes)
    note = _fit(kind, stored)
    kept = {key: value for key, value in _answerable(note).items() if key in note.model_fields_set}
    after = {key: value for key, value in (kept | changes).items() if value is not None}
    weight = 0 if even_read_only else _weight(after)
    if weight > MAX_BYTES and weight > _weight(kept):
        raise NoteError(f"A note holds at most {MAX_BYTES // 1024} KiB.", code="too_large")
    return after


def restore(kind: type[Note], exported: dict[str, Any]) -> dict[str, Any]:
    """The note to store for one that an export holds: as ``write`` would have kept it, however long it is.

    It may be older than the limits on what is written today. Fields that only the product writes are left out.

    :raises NoteError: it holds what cannot be stored.
    """
    refuse_unstorable(exported)
    return write(kind, {key: value for key, value in exported.items() if key not in _read_only(kind)}, {})


def refuse_unstorable(members: dict[str, Any]) -> None:
    """:raises NoteError: PostgreSQL or JSON could not hold one of ``members``, which are as parsed from JSON."""
    for key, value in members.items():
        if flaw := _flaw(key, value, READABLE_LEVELS):
            raise NoteError(f"“{key[:50]}” {flaw}", code="invalid")


def _fit(kind: type[Note], stored: object) -> Note:
    """``stored`` less the declared fields that do not fit."""
    members = stored if isinstance(stored, dict) else {}
    try:
        return kind.__pydantic_validator__.validate_python(members)  # model_validate, less half of its time
    except Misfit as misfit:
        bad = {error["loc"][0] for error in _complaints(misfit)}
        return kind.model_validate({key: value for key, value in members.items() if key not in bad})


def _answerable(note: Note) -> dict[str, Any]:
    unknown = note.__pydantic_extra__
    if not unknown:
        return note.__dict__
    sound = {key: value for key, value in unknown.items() if not _flaw(key, value, READABLE_LEVELS)}
    return note.__dict__ | sound


def _refuse_misfits(kind: type[Note], changes: dict[str, Any]) -> None:
    errors: dict[str, str] = {}
    for key, value in changes.items():
        if flaw := _flaw(key, "", MAX_LEVELS):
            raise NoteError(f"A key of a note {flaw}", code="invalid")
        if flaw := _flaw(key, value, MAX_LEVELS):
            errors[key] = f"This value {flaw}"
    sound = {key: value for key, value in changes.items() if key not in errors and value is not None}
    fields = {field.name: field for field in form_fields(kind)}
    try:
        kind.model_validate(sound)
    except Misfit as misfit:
        for error in _complaints(misfit):
            name = str(error["loc"][0])
            errors[name] = fields[name].demand
    if errors:
        raise NoteError({name: [message] for name, message in errors.items()})


def _complaints(misfit: Misfit) -> list[Any]:
    return misfit.errors(include_url=False, include_context=False, include_input=False)


def _flaw(key: str, value: object, levels: int) -> str | None:
    """Why PostgreSQL or JSON could not hold this member of a note, or None. ``value`` is as parsed from JSON.

    Iterative: the nesting that it looks for would break a recursive walk.
    """
    waiting: list[tuple[object, int]] = [(key, 1), (value, 2)]
    while waiting:
        part, level = waiting.pop()
        if isinstance(part, dict | list):
            if level > levels:
                return f"is nested too deep: a note has at most {levels} levels."
            members = (*part.keys(), *part.values()) if isinstance(part, dict) else part
            waiting.extend((member, level + 1) for member in members)
        elif flaw := _flaw_of_scalar(part):
            return flaw
    return None


def _flaw_of_scalar(value: object) -> str | None:
    if isinstance(value, str):
        if "\0" in value:
            return "contains a NUL character."
        if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
            return "contains half a character (a lone surrogate)."
    elif isinstance(value, float):
        if not isfinite(value):
            return "contains a number out of range."
    elif isinstance(value, int) and not -(2**63) <= value < 2**64:  # what a JSON encoder for the web takes
        return "contains a number out of range."
    return None


def _weight(note: dict[str, Any]) -> int:
    return len(json.dumps(note, ensure_ascii=False, separators=(",", ":")).encode())


# Forms


@dataclass(frozen=True, slots=True)
class FormField:
    """How one declared field is asked for.

    ``kind`` is ``text``, ``long_text`` or ``choice``; ``options`` are the (value, label) pairs of a choice.
    Without a default, a choice can also be left empty. ``shown_for`` names the field and the value
    for which this one is shown; None means always.
    """

    name: str
    label: str
    kind: Literal["text", "long_text", "choice"]
    default: str | None
    options: tuple[tuple[str, str], ...]
    shown_for: tuple[str, str] | None
    is_read_only: bool

    @property
    def demand(self) -> str:
        """What a value of this field must be, said to whoever sent another."""
        if self.options:
            return f"Must be one of: {', '.join(value for value, _ in self.options)}."
        return "Must be text."


@cache
def form_fields(kind: type[Note]) -> tuple[FormField, ...]:
    """The fields of a note in the order of their declaration."""
    return tuple(_form_fields(kind))


def _form_fields(kind: type[Note]) -> Iterator[FormField]:
    for name, field in kind.model_fields.items():
        values = _values(field.annotation)
        declared = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        shown_for = declared.get("x-shown-for")
        yield FormField(
            name=name,
            label=field.title,
            kind="choice" if values else "long_text" if declared.get("x-long") else "text",
            default=field.default,
            options=tuple((value, value.capitalize()) for value in values),
            shown_for=next(iter(shown_for.items())) if shown_for else None,
            is_read_only=declared.get("readOnly", False),
        )


def _values(annotation: object) -> tuple[str, ...]:
    """The values of a ``Literal``, also of an optional one; none for any other type."""
    return tuple(
        value for part in (annotation, *get_args(annotation)) for value in get_args(part) if isinstance(value, str)
    )


@cache
def _read_only(kind: type[Note]) -> frozenset[str]:
    return frozenset(field.name for field in form_fields(kind) if field.is_read_only)


# Other forms of the declaration


def json_schema(kind: type[Note], *, is_written: bool) -> dict[str, Any]:
    """The note as JSON Schema: as it is answered, or as a client writes it, where null clears any key."""
    schema = kind.model_json_schema()
    if is_written:
        schema["properties"] = {
            name: rest if "anyOf" in rest else {"anyOf": [rest, {"type": "null"}]}
            for name, rest in schema["properties"].items()
        }
    return schema


def javascript() -> str:
    """The declaration as an ES module for the pages' forms, the same text for the same declaration."""
    constants = {
        "STAGES": [{"value": stage.value, "label": stage.label} for stage in Stage],
        "TRACKING_NOTES": _described(TrackingNotes),
        "EVENT_NOTES": {str(event_type): _described(kind) for event_type, kind in EVENT_NOTES.items()},
    }
    head = "// Written by `manage.py generate_tracking_schema` from tracking/notes.py: change it there.\n"
    return head + "".join(
        f"\nexport const {name} = {json.dumps(value, indent=2)};\n" for name, value in constants.items()
    )


def _described(kind: type[Note]) -> list[dict[str, Any]]:
    return [
        asdict(field)
        | {
            "options": [{"value": value, "label": label} for value, label in field.options],
            "shown_for": field.shown_for and {"field": field.shown_for[0], "value": field.shown_for[1]},
        }
        for field in form_fields(kind)
    ]
