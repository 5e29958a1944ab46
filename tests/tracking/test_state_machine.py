"""The real API against the model of the rules, over random lives of a job seeker's trackings.

`make test-long` runs 1,000 lives of up to 50 steps, the suite fewer and shorter ones.
"""

import os
from dataclasses import dataclass, field
from datetime import date, time

import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.conftest import api_of
from tests.factories import JobFactory, UserFactory
from tests.tracking import model
from tests.tracking.model import Happened
from tracking.models import JobTracking
from tracking.stages import EventType

LIVES, STEPS = (1000, 50) if "JOBTRACKER_LONG" in os.environ else (200, 20)
NO_NOTES = {"salary": None, "location": None, "general_note": None, "resume_filename": None}
CALENDAR = "/api/tracked/calendar/events?start=2026-03-01&end=2026-03-04"

days = st.integers(1, 5).map(lambda day: date(2026, 3, day))
times = st.none() | st.sampled_from([time(9), time(15, 30)])
event_types = st.sampled_from(EventType.values)
notes = st.dictionaries(
    st.sampled_from(["salary", "general_note", "extra"]), st.none() | st.sampled_from(["a", "é", ""]), max_size=3
)
places = st.integers(0, 9)


@dataclass
class Tracked:
    """What the model knows of a tracking."""

    is_archived: bool = False
    notes: dict = field(default_factory=dict)
    events: list[Happened] = field(default_factory=list)
    times: dict[int, time | None] = field(default_factory=dict)

    @property
    def stage(self) -> str:
        last = model.latest(self.events)
        return last.event_type if last else "interested"

    @property
    def is_rejected(self) -> bool:
        return any(event.event_type == "rejected" for event in self.events)


class Life(RuleBasedStateMachine):
    """One person, four postings, and all that the API lets them do."""

    @initialize()
    def begin(self):
        with connection.cursor() as cursor:
            # Of what all lives write in one transaction nobody else sees a row, and plans are made for empty tables.
            cursor.execute("ANALYZE job_tracking, tracking_events, jobs, companies")
        user = UserFactory()
        self.api = api_of(user)
        self.jobs = [job.pk for job in JobFactory.create_batch(4)]
        self.tracked: dict[int, Tracked] = {}  # by tracking id
        self.job_of: dict[int, int] = {}
        self.gone: list[int] = []

    def pick(self, place: int) -> tuple[int, Tracked]:
        pks = sorted(self.tracked)
        pk = pks[place % len(pks)]
        return pk, self.tracked[pk]

    def call(self, method: str, path: str, body=None):
        answer = getattr(self.api, method)(f"/api/tracked{path}", body)
        assert answer.status_code < 500
        return answer

    @rule(place=st.integers(0, 3))
    def track(self, place):
        job = self.jobs[place]

        answer = self.call("post", "", {"job_id": job})

        if job in self.job_of.values():
            assert (answer.status_code, answer.json()["code"]) == (409, "already_tracked")
        else:
            assert answer.status_code == 201
            pk = answer.json()["tracking_id"]
            self.tracked[pk] = Tracked()
            self.job_of[pk] = job

    @precondition(lambda self: self.tracked)
    @rule(place=places)
    def untrack(self, place):
        pk, tracked = self.pick(place)

        answer = self.call("delete", f"/{pk}")

        if tracked.stage == "interested":
            assert (answer.status_code, answer.json()) == (200, {"success": True})
            del self.tracked[pk], self.job_of[pk]
            self.gone.append(pk)
        else:
            assert (answer.status_code, answer.json()["code"]) == (400, "not_interested")

    @precondition(lambda self: self.tracked)
    @rule(place=places, event_type=event_types, on=days, at=times)
    def add(self, place, event_type, on, at):
        pk, tracked = self.pick(place)
        refusal = model.may_add(event_type, tracked.events)

        body = {"event_type": event_type, "event_date": on.isoformat(), "event_time": at and at.isoformat()}
        answer = self.call("post", f"/{pk}/events", body)

        if refusal:
            assert (answer.status_code, answer.json()["code"]) == (400, refusal)
        else:
            assert answer.status_code == 201
            event = Happened(event_type, on, answer.json()["id"])
            tracked.events.append(event)
            tracked.times[event.id] = at
            self.assert_answered(answer.json(), tracked, event)

    @precondition(lambda self: any(tracked.events for tracked in self.tracked.values()))
    @rule(place=places, event_place=places, on=days, at=times, event_type=st.none() | event_types)
    def edit(self, place, event_place, on, at, event_type):
        pk, tracked, event = self.pick_event(place, event_place)
        body = {"event_date": on.isoformat(), "event_time": at and at.isoformat()}
        if event_type:
            body["event_type"] = event_type

        answer = self.call("patch", f"/{pk}/events/{event.id}", body)

        if tracked.is_rejected:
            assert (answer.status_code, answer.json()["code"]) == (400, "rejected_locked")
        elif event_type not in (None, event.event_type):
            assert (answer.status_code, list(answer.json())) == (400, ["event_type"])
        else:
            assert answer.status_code == 200
            moved = event._replace(event_date=on)
            tracked.events[tracked.events.index(event)] = moved
            tracked.times[event.id] = at
            self.assert_answered(answer.json(), tracked, moved)

    @precondition(lambda self: any(tracked.events for tracked in self.tracked.values()))
    @rule(place=places, event_place=places)
    def delete(self, place, event_place):
        pk, tracked, event = self.pick_event(place, event_place)
        refusal = model.may_delete(event, tracked.events)

        answer = self.call("delete", f"/{pk}/events/{event.id}")

        if refusal:
            assert (answer.status_code, answer.json()["code"]) == (400, refusal)
        else:
            assert answer.status_code == 200
            tracked.events.remove(event)
            del tracked.times[event.id]
            last = model.latest(tracked.events)
            assert answer.json() == {
                "deleted_event_id": event.id,
                "new_stage": tracked.stage,
                "next_deletable_event": last
                and {"id": last.id, "event_type": last.event_type, "event_date": last.event_date.isoformat()},
            }

    @precondition(lambda self: self.tracked)
    @rule(place=places, is_archived=st.none() | st.booleans(), note=st.none() | notes)
    def change(self, place, is_archived, note):
        pk, tracked = self.pick(place)
        body = {"is_archived": is_archived, "notes": note}

        answer = self.call("patch", f"/{pk}", {name: value for name, value in body.items() if value is not None})

        if note is not None and tracked.is_rejected:
            assert (answer.status_code, answer.json()["code"]) == (400, "rejected_locked")
        else:
            assert answer.status_code == 200
            tracked.is_archived = tracked.is_archived if is_archived is None else is_archived
            tracked.notes = {name: value for name, value in (tracked.notes | (note or {})).items() if value is not None}
            self.assert_shown(answer.json(), pk, tracked)

    @precondition(lambda self: self.tracked)
    @rule(place=places)
    def try_to_write_the_stage(self, place):
        pk, _ = self.pick(place)

        answer = self.call("patch", f"/{pk}", {"stage": "accepted"})

        assert (answer.status_code, answer.json()["code"]) == (400, "stage_follows_events")

    @precondition(lambda self: self.gone)
    @rule(place=places)
    def look_for_what_is_gone(self, place):
        pk = self.gone[place % len(self.gone)]

        assert self.call("get", f"/{pk}").status_code == 404
        assert self.call("delete", f"/{pk}").status_code == 404

    def pick_event(self, place: int, event_place: int) -> tuple[int, Tracked, Happened]:
        with_events = [pk for pk in sorted(self.tracked) if self.tracked[pk].events]
        pk = with_events[place % len(with_events)]
        tracked = self.tracked[pk]
        return pk, tracked, tracked.events[event_place % len(tracked.events)]

    def assert_answered(self, shown: dict, tracked: Tracked, event: Happened) -> None:
        assert (shown["event_type"], shown["event_date"], shown["stage"], shown["is_deletable"]) == (
            event.event_type,
            event.event_date.isoformat(),
            tracked.stage,
            model.may_delete(event, tracked.events) is None,
        )

    def assert_shown(self, shown: dict, pk: int, tracked: Tracked) -> None:
        assert (shown["id"], shown["job_id"], shown["stage"], shown["is_archived"], shown["notes"]) == (
            pk,
            self.job_of[pk],
            tracked.stage,
            tracked.is_archived,
            NO_NOTES | tracked.notes,
        )
        in_order = sorted(
            tracked.events,
            key=lambda event: (event.event_date, tracked.times[event.id] or time.min, event.id),
        )
        assert [(event["id"], event["event_type"], event["event_date"]) for event in shown["events"]] == [
            (event.id, event.event_type, event.event_date.isoformat()) for event in in_order
        ]
        assert [event["is_deletable"] for event in shown["events"]] == [
            model.may_delete(event, tracked.events) is None for event in in_order
        ]

    @invariant()
    def everything_is_as_the_model_says(self):
        if not hasattr(self, "api"):
            return
        ids = self.call("get", "/ids").json()["tracked"]
        assert ids == {
            str(self.job_of[pk]): {"tracking_id": pk, "stage": tracked.stage} for pk, tracked in self.tracked.items()
        }
        listed = self.call("get", "?limit=500").json()
        assert listed["total"] == len(self.tracked)
        for shown in listed["tracked_jobs"]:
            self.assert_shown(shown, shown["id"], self.tracked[shown["id"]])
        assert [shown["is_archived"] for shown in listed["tracked_jobs"]] == sorted(
            tracked.is_archived for tracked in self.tracked.values()
        )

    def teardown(self):
        if not hasattr(self, "api"):
            return
        calendar = self.api.get(CALENDAR).json()["events"]
        until = date(2026, 3, 4)
        wanted = {
            event.id: model.may_delete(event, tracked.events) is None
            for tracked in self.tracked.values()
            for event in tracked.events
            if event.event_date <= until
        }
        assert {event["id"]: event["is_deletable"] for event in calendar} == wanted
        assert calendar == sorted(
            calendar, key=lambda event: (event["event_date"], event["event_time"] or "", event["id"])
        )


@pytest.mark.django_db
def test_no_life_breaks_a_rule():
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=LIVES,
            stateful_step_count=STEPS,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
        ),
    )
    assert JobTracking.objects.exists()
