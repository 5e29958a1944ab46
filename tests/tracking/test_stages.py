"""The rules over plain events: examples that people can read, then random histories against a brute-force model."""

from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracking import model
from tracking.stages import (
    ANSWERS,
    PIPELINE,
    EventType,
    Fault,
    Refusal,
    Stage,
    deletable_ids,
    faults,
    following,
    is_ahead,
    latest,
    refusal_to_add,
    refusal_to_delete,
    refusal_to_edit,
    stage_of,
)


def history(*types_and_days: tuple[str, int]) -> list[model.Happened]:
    """Events in order of entry, ids from 1, each on the given day of March 2026."""
    return [
        model.Happened(event_type, date(2026, 3, day), number)
        for number, (event_type, day) in enumerate(types_and_days, 1)
    ]


def test_stages_are_the_event_types_after_interested():
    assert [stage.value for stage in Stage] == ["interested", *(event_type.value for event_type in EventType)]
    assert [stage.label for stage in Stage] == [stage.value.capitalize() for stage in Stage]


def test_stage_of_no_events_is_interested():
    assert latest([]) is None
    assert stage_of([]) is Stage.INTERESTED


@pytest.mark.parametrize(
    ("events", "stage"),
    [
        (history(("applied", 1), ("interview", 9)), "interview"),
        (history(("interview", 9), ("applied", 1)), "interview"),  # filled in afterwards: history
        (history(("interview", 9), ("screening", 9)), "screening"),  # same day: the order of entry decides
        (history(("offer", 9), ("accepted", 1), ("interview", 30)), "accepted"),
        (history(("offer", 9), ("accepted", 20), ("rejected", 1)), "rejected"),  # rejected closes hardest
        (history(("interview", 30), ("rejected", 1)), "rejected"),  # before an interview already scheduled
    ],
)
def test_latest_event_decides_the_stage(events, stage):
    assert stage_of(events) == stage
    for order in permutations(events):
        assert stage_of(order) == stage


@pytest.mark.parametrize(
    ("event_type", "days_ahead", "ahead"),
    [
        ("interview", 1, True),
        ("interview", 0, True),  # at some hour of today
        ("interview", -1, False),
        ("applied", 1, True),
        ("applied", 0, False),  # done as soon as it is said
        ("rejected", 0, False),
        ("applied", -1, False),
    ],
)
def test_what_is_of_today_is_ahead_unless_it_is_done_at_once(event_type, days_ahead, ahead):
    [event] = history((event_type, 9))

    assert is_ahead(event, event.event_date - timedelta(days=days_ahead)) is ahead


@pytest.mark.parametrize(
    ("stage", "steps"),
    [
        ("interested", ("applied",)),
        ("applied", ("screening",)),
        ("screening", ("interview",)),
        ("interview", ("reference",)),
        ("reference", ("offer",)),
        ("offer", ("accepted", "declined")),
        ("accepted", ()),
        ("declined", ()),
        ("rejected", ()),
    ],
)
def test_following_is_the_next_step_of_the_pipeline(stage, steps):
    assert following(stage) == steps


@pytest.mark.parametrize(
    ("event_type", "events", "refusal"),
    [
        ("offer", [], None),  # stages can be skipped
        ("rejected", [], None),
        ("interview", history(("interview", 1), ("interview", 2)), None),  # and come several times
        ("applied", history(("offer", 1), ("accepted", 2)), None),  # and be filled in afterwards
        ("rejected", history(("offer", 1), ("accepted", 2)), None),
        ("accepted", [], "needs_offer"),
        ("declined", history(("reference", 1)), "needs_offer"),
        ("accepted", history(("offer", 9)), None),
        ("declined", history(("offer", 1), ("accepted", 2)), "closed"),
        ("accepted", history(("offer", 1), ("declined", 2)), "closed"),
        ("accepted", history(("declined", 2)), "closed"),  # both refuse: closed comes before needs_offer
        ("accepted", history(("offer", 1), ("accepted", 2)), None),
        ("applied", history(("rejected", 1)), "rejected_locked"),
        ("rejected", history(("rejected", 1)), "rejected_locked"),
        ("declined", history(("accepted", 1), ("rejected", 2)), "rejected_locked"),  # all three refuse
    ],
)
def test_refusal_to_add_names_the_first_rule_that_refuses(event_type, events, refusal):
    assert refusal_to_add(event_type, events) == refusal


def test_refusal_to_edit_only_while_rejected():
    assert refusal_to_edit(history(("offer", 1), ("accepted", 2))) is None
    assert refusal_to_edit(history(("applied", 1), ("rejected", 2))) == Refusal.REJECTED_LOCKED


@pytest.mark.parametrize(
    ("events", "deletable"),
    [
        ([], set()),
        (history(("applied", 1), ("screening", 2)), {2}),
        (history(("interview", 9), ("applied", 1)), {1, 2}),  # the latest, and the one entered last
        (history(("offer", 1), ("accepted", 2)), {2}),
        (history(("offer", 1), ("accepted", 2), ("interview", 9)), {2, 3}),
        (history(("offer", 1), ("accepted", 2), ("offer", 9)), {2, 3}),  # the answer keeps an offer
        (history(("accepted", 2), ("offer", 9)), {1}),  # by hand only: the answer has to go first
        (history(("declined", 2), ("offer", 9)), {1}),
        (history(("interview", 30), ("rejected", 1)), {2}),  # undo, and nothing else
    ],
)
def test_deletable_are_the_latest_and_the_one_entered_last(events, deletable):
    assert deletable_ids(events) == deletable
    for event in events:
        assert (refusal_to_delete(event.id, events) is None) == (event.id in deletable)


def test_refusal_to_delete_names_the_first_rule_that_refuses():
    rejected = history(("applied", 1), ("rejected", 2))
    accepted = history(("offer", 1), ("accepted", 2))

    assert refusal_to_delete(1, rejected) == Refusal.REJECTED_LOCKED
    assert refusal_to_delete(1, accepted) == Refusal.NOT_LATEST


@pytest.mark.parametrize(
    ("stage", "events", "found"),
    [
        ("interested", [], ()),
        ("applied", [], (Fault.STAGE,)),
        ("accepted", history(("offer", 1), ("accepted", 2)), ()),
        ("accepted", history(("accepted", 2)), (Fault.NO_OFFER,)),
        ("offer", history(("offer", 1), ("accepted", 2), ("declined", 2)), (Fault.STAGE, Fault.BOTH_ANSWERS)),
        ("rejected", history(("rejected", 1), ("rejected", 2)), (Fault.REJECTED_TWICE,)),
    ],
)
def test_faults_name_each_broken_rule(stage, events, found):
    assert faults(stage, events) == found


# Random histories, against a model that shares no code with the module (tests/tracking/model.py).

days = st.integers(0, 4).map(lambda days: date(2026, 3, 1) + timedelta(days))
event_types = st.sampled_from([event_type.value for event_type in EventType])
commands = st.lists(
    st.one_of(
        st.tuples(st.just("add"), event_types, days),
        st.tuples(st.just("move"), st.integers(0, 9), days),
        st.tuples(st.just("delete"), st.integers(0, 9)),
    ),
    max_size=25,
)


def assert_sound(events: list[model.Happened]) -> None:
    """Rules 3 and 8, and that the stage is one that its events explain."""
    present = [event.event_type for event in events]
    assert present.count("rejected") <= 1
    assert not ("accepted" in present and "declined" in present)
    if "accepted" in present or "declined" in present:
        assert "offer" in present
    assert faults(stage_of(events), events) == ()


@given(commands)
def test_rules_hold_after_every_legal_sequence(sequence):
    events: list[model.Happened] = []
    next_id = 1

    for command in sequence:
        if command[0] == "add":
            _, event_type, day = command
            refusal = refusal_to_add(event_type, events)
            assert refusal == model.may_add(event_type, events)
            if refusal is None:
                events.append(model.Happened(event_type, day, next_id))
                next_id += 1
        elif not events:
            continue
        elif command[0] == "move":
            _, place, day = command
            place %= len(events)
            refusal = refusal_to_edit(events)
            assert refusal == ("rejected_locked" if "rejected" in [event.event_type for event in events] else None)
            if refusal is None:
                events[place] = events[place]._replace(event_date=day)
        else:
            place = command[1] % len(events)
            refusal = refusal_to_delete(events[place].id, events)
            assert refusal == model.may_delete(events[place], events)
            if refusal is None:
                del events[place]

        assert latest(events) == model.latest(events)
        assert_sound(events)


@given(commands, days)
def test_rejecting_and_undoing_leaves_everything_as_before(sequence, day):
    events: list[model.Happened] = []
    for number, command in enumerate(sequence, 1):
        if command[0] == "add" and command[1] != "rejected" and refusal_to_add(command[1], events) is None:
            events.append(model.Happened(command[1], command[2], number))
    rejection = model.Happened("rejected", day, len(sequence) + 1)

    rejected = [*events, rejection]

    assert refusal_to_add("rejected", events) is None
    assert stage_of(rejected) == Stage.REJECTED
    assert deletable_ids(rejected) == {rejection.id}
    assert all(refusal_to_add(event_type, rejected) == Refusal.REJECTED_LOCKED for event_type in EventType)
    assert latest(rejected[:-1]) == latest(events)


@given(st.lists(st.tuples(event_types, days), max_size=8))
def test_any_stored_history_can_be_taken_back_event_by_event(types_and_days):
    """Also rows no rule let in: each step can delete something, and never makes rule 3 or 8 worse."""
    events = [model.Happened(event_type, day, number) for number, (event_type, day) in enumerate(types_and_days, 1)]

    while events:
        before = set(faults(stage_of(events), events))
        deletable = deletable_ids(events)
        assert latest(events).id in deletable
        for event_id in deletable:
            left = [event for event in events if event.id != event_id]
            assert set(faults(stage_of(left), left)) <= before
        events.remove(latest(events))


def test_pipeline_and_answers_and_rejected_are_all_event_types():
    assert (*PIPELINE, *ANSWERS, EventType.REJECTED) == tuple(EventType)
