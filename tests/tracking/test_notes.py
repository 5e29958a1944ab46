"""The declared notes: what is declared, permissive reading, helpful writing, and the browser's copy."""

import json
import shutil
import subprocess

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from tracking.notes import (
    EVENT_NOTES,
    MAX_BYTES,
    MAX_LEVELS,
    AppliedNote,
    FormField,
    InterviewNote,
    OfferNote,
    TrackingNotes,
    form_fields,
    javascript,
    read,
    write,
)
from tracking.stages import EventType, Stage

KINDS = [TrackingNotes, *EVENT_NOTES.values()]

DEFAULTS = {
    TrackingNotes: {"salary": None, "location": None, "general_note": None, "resume_filename": None},
    EVENT_NOTES["applied"]: {"type": "online", "referrer_name": None, "referrer_content": None, "note": None},
    EVENT_NOTES["screening"]: {"type": "phone", "with_person": None, "note": None},
    EVENT_NOTES["interview"]: {"round": "1st", "type": "technical", "interviewers": None, "note": None},
    EVENT_NOTES["reference"]: {"contacts_provided": None, "note": None},
    EVENT_NOTES["offer"]: {"amount": None, "intention": None, "note": None},
    EVENT_NOTES["accepted"]: {"note": None},
    EVENT_NOTES["declined"]: {"note": None},
    EVENT_NOTES["rejected"]: {"reason": "turned down", "note": None},
}

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


def nested(levels: int) -> dict | str:
    """Objects within objects, ``levels`` of them."""
    value: dict | str = "core"
    for _ in range(levels):
        value = {"in": value}
    return value


def errors_of(kind, stored, changes, **options):
    with pytest.raises(ValidationError) as refused:
        write(kind, stored, changes, **options)
    return refused.value.message_dict if hasattr(refused.value, "error_dict") else refused.value.messages


# What is declared


def test_every_event_type_has_a_note_found_by_member_and_by_plain_string():
    assert list(EVENT_NOTES) == list(EventType)
    assert EVENT_NOTES["interview"] is InterviewNote


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_options_are_those_of_the_contract(kind):
    contract = {
        "AppliedNote": {"type": ["online", "referral"]},
        "ScreeningNote": {"type": ["phone", "video"]},
        "InterviewNote": {
            "round": ["1st", "2nd", "3rd", "final"],
            "type": ["technical", "behavioral", "onsite"],
        },
        "OfferNote": {"intention": ["pending", "leaning accept", "leaning decline"]},
        "RejectedNote": {"reason": ["turned down", "no answer", "withdrawn", "position closed"]},
    }

    choices = {
        field.name: [value for value, _ in field.options] for field in form_fields(kind) if field.kind == "choice"
    }

    assert choices == contract.get(kind.__name__, {})


def test_form_fields_describe_labels_kinds_and_when_they_are_shown():
    assert form_fields(AppliedNote) == (
        FormField(
            "type",
            "How",
            "choice",
            "online",
            (("online", "Online"), ("referral", "Referral")),
            None,
            is_read_only=False,
        ),
        FormField("referrer_name", "Referred by", "text", None, (), ("type", "referral"), is_read_only=False),
        FormField(
            "referrer_content", "What they wrote", "long_text", None, (), ("type", "referral"), is_read_only=False
        ),
        FormField("note", "Note", "long_text", None, (), None, is_read_only=False),
    )
    assert [field.name for field in form_fields(TrackingNotes) if field.is_read_only] == ["resume_filename"]
    assert form_fields(OfferNote)[1].options[1] == ("leaning accept", "Leaning accept")


# Reading


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("stored", [{}, [], "text", None, 0, True, [{"note": "x"}]], ids=repr)
def test_read_answers_defaults_for_what_is_no_object(kind, stored):
    assert read(kind, stored) == DEFAULTS[kind]
    assert list(read(kind, stored)) == list(DEFAULTS[kind])


@pytest.mark.parametrize("bad", ["4th", "", 1, True, None, [], {}, ["1st"], {"round": "1st"}], ids=repr)
def test_read_replaces_one_bad_field_and_keeps_the_rest(bad):
    stored = {"round": bad, "type": "onsite", "interviewers": "Ines", "panel": [1, {"x": None}]}

    note = read(InterviewNote, stored)

    assert note == {
        "round": "1st",
        "type": "onsite",
        "interviewers": "Ines",
        "note": None,
        "panel": [1, {"x": None}],
    }


def test_read_leaves_out_only_unknown_keys_that_json_cannot_carry():
    stored = {"deep": nested(9), "too_deep": nested(5_000), "infinite": [float("inf")], "huge": 2**64, "big": 2**63}

    note = read(OfferNote, stored)

    assert note == DEFAULTS[OfferNote] | {"deep": nested(9), "big": 2**63}


def test_read_takes_keys_that_python_or_pydantic_use_themselves():
    stored = {"model_config": 1, "__dict__": 2, "__pydantic_extra__": 3, "": 4, "self": 5}

    assert read(OfferNote, stored) == DEFAULTS[OfferNote] | stored


@given(st.sampled_from(KINDS), json_values)
def test_read_never_raises_and_always_has_every_declared_field(kind, stored):
    note = read(kind, stored)

    assert list(note)[: len(DEFAULTS[kind])] == list(DEFAULTS[kind])
    assert kind.model_validate(note)
    json.dumps(note, allow_nan=False)
    assert read(kind, note) == note


# Writing


def test_write_merges_key_by_key_and_null_clears():
    stored = {"salary": "80k", "location": "Porto", "team": {"size": 9}}

    after = write(TrackingNotes, stored, {"salary": None, "general_note": "Ask about on-call", "badge": [1]})

    assert after == {
        "location": "Porto",
        "team": {"size": 9},
        "general_note": "Ask about on-call",
        "badge": [1],
    }
    assert stored == {"salary": "80k", "location": "Porto", "team": {"size": 9}}


def test_write_replaces_an_unknown_object_whole():
    assert write(OfferNote, {"perks": {"car": 1}}, {"perks": {"bike": None}}) == {"perks": {"bike": None}}


@pytest.mark.parametrize("stored", [[], "text", None, {"round": 3, "type": "whiteboard", "note": []}], ids=repr)
def test_write_over_bad_stored_data_repairs_it(stored):
    assert write(InterviewNote, stored, {"round": "2nd"}) == {"round": "2nd"}


def test_write_keeps_what_reads_well_beside_bad_data():
    stored = {"round": 3, "type": "onsite", "panel": 4}

    assert write(InterviewNote, stored, {}) == {"type": "onsite", "panel": 4}


def test_write_names_each_field_at_fault_and_what_it_must_be():
    changes = {"round": "4th", "type": 7, "interviewers": ["Ines"], "note": False, "panel": 4}

    assert errors_of(InterviewNote, {}, changes) == {
        "round": ["Must be one of: 1st, 2nd, 3rd, final."],
        "type": ["Must be one of: technical, behavioral, onsite."],
        "interviewers": ["Must be text."],
        "note": ["Must be text."],
    }


@pytest.mark.parametrize("changes", [[], "text", 3, None, True], ids=repr)
def test_write_refuses_what_is_no_object(changes):
    assert errors_of(OfferNote, {}, changes) == ["A note is an object: keys and values."]


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        ("a\0b", "This value contains a NUL character."),
        ({"a": ["b\0"]}, "This value contains a NUL character."),
        ({"b\0": 1}, "This value contains a NUL character."),
        ("a\ud800", "This value contains half a character (a lone surrogate)."),
        ([["\udfff"]], "This value contains half a character (a lone surrogate)."),
        ({"\udc00": 1}, "This value contains half a character (a lone surrogate)."),
        (float("inf"), "This value contains a number out of range."),
        ([float("nan")], "This value contains a number out of range."),
        ({"a": 10**40}, "This value contains a number out of range."),
        (nested(MAX_LEVELS), "This value is nested too deep: a note has at most 5 levels."),
        (nested(50_000), "This value is nested too deep: a note has at most 5 levels."),
    ],
    ids=[
        "NUL",
        "NUL in a list",
        "NUL in a key",
        "high surrogate",
        "low surrogate in a list",
        "surrogate in a key",
        "infinity",
        "not a number",
        "more than 64 bits",
        "one level too deep",
        "bottomless",
    ],
)
def test_write_names_the_member_that_cannot_be_stored(value, complaint):
    assert errors_of(OfferNote, {}, {"extra": value, "note": "fine"}) == {"extra": [complaint]}


@pytest.mark.parametrize("field", ["note", "amount", "intention"])
def test_write_refuses_unstorable_text_in_declared_fields_too(field):
    assert list(errors_of(OfferNote, {}, {field: "a\0"})) == [field]
    assert list(errors_of(OfferNote, {}, {field: "\ud800"})) == [field]


def test_write_refuses_an_unstorable_key_without_repeating_it():
    assert errors_of(OfferNote, {}, {"a\0": 1}) == ["A key of a note contains a NUL character."]
    assert errors_of(OfferNote, {}, {"\ud800": 1}) == ["A key of a note contains half a character (a lone surrogate)."]


def test_write_accepts_exactly_the_deepest_nesting():
    value = nested(MAX_LEVELS - 1)

    assert write(OfferNote, {}, {"extra": value}) == {"extra": value}


def test_write_accepts_exactly_the_greatest_weight_counted_in_utf8():
    fits = {"note": "é" * ((MAX_BYTES - len('{"note":""}')) // 2)}
    over = {"note": fits["note"] + "éé"}

    assert write(OfferNote, {}, fits) == fits
    assert errors_of(OfferNote, {}, over) == ["A note holds at most 16 KiB."]
    assert errors_of(OfferNote, fits, {"amount": "ab"}) == ["A note holds at most 16 KiB."]


def test_write_lets_a_note_from_before_the_limit_shrink_but_not_grow():
    stored = {"general_note": "x" * 40_000}

    assert errors_of(TrackingNotes, stored, {"salary": "80k"}) == ["A note holds at most 16 KiB."]
    assert write(TrackingNotes, stored, {"general_note": "x" * 30_000}) == {"general_note": "x" * 30_000}
    assert write(TrackingNotes, stored, {}) == stored


def test_write_ignores_read_only_fields_unless_told():
    stored = {"resume_filename": "cv.pdf"}

    assert write(TrackingNotes, stored, {"resume_filename": "evil.pdf", "salary": "1"}) == stored | {"salary": "1"}
    assert write(TrackingNotes, stored, {"resume_filename": None}) == stored
    assert write(TrackingNotes, stored, {"resume_filename": ["x"]}) == stored
    assert write(TrackingNotes, stored, {"resume_filename": "new.pdf"}, even_read_only=True) == {
        "resume_filename": "new.pdf"
    }


@given(st.sampled_from(KINDS), json_values, st.dictionaries(st.text(), json_values, max_size=4))
def test_write_either_names_the_fault_or_stores_what_reads_back(kind, stored, changes):
    try:
        after = write(kind, stored, changes)
    except ValidationError:
        return

    assert json.loads(json.dumps(after, allow_nan=False)) == after
    assert len(json.dumps(after, ensure_ascii=False).encode()) <= 2 * MAX_BYTES
    note = read(kind, after)
    assert all(note[key] == value for key, value in after.items())
    assert write(kind, after, {}) == after
    assert all(after.get(key) == value for key, value in changes.items() if key != "resume_filename")


@given(st.sampled_from(KINDS), st.data())
def test_write_accepts_whatever_read_answers(kind, data):
    """A client may send back what it was given: the round trip changes no answer."""
    fields = st.fixed_dictionaries(
        {},
        optional={
            field.name: st.sampled_from([value for value, _ in field.options]) if field.options else st.text("abé ")
            for field in form_fields(kind)
        },
    )
    answered = read(kind, data.draw(fields))

    after = write(kind, answered, answered)

    assert read(kind, after) == answered


# The browser's copy


def test_javascript_is_the_same_every_time():
    assert javascript() == javascript()
    assert javascript().startswith("// Written by `manage.py generate_tracking_schema` from tracking/notes.py")


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js to read the module as a browser would")
def test_javascript_is_a_module_that_says_what_the_declaration_says(tmp_path):
    module = tmp_path / "schema.mjs"
    module.write_text(javascript(), encoding="utf-8")
    script = f"import('{module.as_uri()}').then(schema => console.log(JSON.stringify(schema)))"

    answer = subprocess.run(["node", "--eval", script], capture_output=True, text=True, check=True)

    schema = json.loads(answer.stdout)
    assert [stage["value"] for stage in schema["STAGES"]] == Stage.values
    assert list(schema["EVENT_NOTES"]) == EventType.values
    for kind, fields in zip(KINDS, [schema["TRACKING_NOTES"], *schema["EVENT_NOTES"].values()], strict=True):
        assert {field["name"]: field["default"] for field in fields} == DEFAULTS[kind]
    assert schema["EVENT_NOTES"]["applied"][1] == {
        "name": "referrer_name",
        "label": "Referred by",
        "kind": "text",
        "default": None,
        "options": [],
        "shown_for": {"field": "type", "value": "referral"},
        "is_read_only": False,
    }
    assert schema["EVENT_NOTES"]["screening"][0]["options"] == [
        {"value": "phone", "label": "Phone"},
        {"value": "video", "label": "Video"},
    ]
