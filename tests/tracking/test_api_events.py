"""Events over HTTP, and the stage that follows them (CONTRACT, "Stages and events")."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import JobTrackingFactory
from tracking.models import JobTracking, TrackingEvent


@pytest.fixture
def add(api, tracking):
    """POST an event; gives the answer."""

    def post(event_type="applied", on="2026-03-01", **more):
        body = {"event_type": event_type, "event_date": on} | more
        return api.post(f"/api/tracked/{tracking.pk}/events", body)

    return post


@pytest.fixture
def stage(tracking):
    def stage() -> str:
        tracking.refresh_from_db(fields=["stage"])
        return tracking.stage

    return stage


def test_add_answers_the_event_and_the_stage(add, tracking, stage):
    answer = add(
        "interview", "2026-03-04", event_time="10:30", location="Third floor", note={"round": "2nd", "panel": 3}
    )

    event = TrackingEvent.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {
        "id": event.pk,
        "tracking_id": tracking.pk,
        "event_type": "interview",
        "event_date": "2026-03-04",
        "event_time": "10:30:00",
        "location": "Third floor",
        "note": {"round": "2nd", "type": "technical", "interviewers": None, "note": None, "panel": 3},
        "created_at": event.created_at.isoformat().replace("+00:00", "Z"),
        "is_deletable": True,
        "stage": "interview",
    }
    assert event.note == {"round": "2nd", "panel": 3}
    assert stage() == "interview"


def test_an_earlier_event_entered_late_is_history(add, stage):
    add("interview", "2026-03-09")

    answer = add("applied", "2026-03-01")

    assert (answer.json()["stage"], answer.json()["is_deletable"], stage()) == ("interview", True, "interview")


@pytest.mark.parametrize(
    ("before", "event_type", "code"),
    [
        ([], "accepted", "needs_offer"),
        (["offer", "accepted"], "declined", "closed"),
        (["offer", "declined"], "accepted", "closed"),
        (["rejected"], "applied", "rejected_locked"),
        (["rejected"], "rejected", "rejected_locked"),
        (["offer", "accepted", "rejected"], "declined", "rejected_locked"),
    ],
)
def test_add_refuses_with_the_first_rule(add, stage, before, event_type, code):
    for earlier in before:
        assert add(earlier).status_code == 201
    was = stage()

    answer = add(event_type)

    assert answer.status_code == 400
    assert set(answer.json()) == {"detail", "code"}
    assert answer.json()["code"] == code
    assert (stage(), TrackingEvent.objects.count()) == (was, len(before))


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, ["event_type", "event_date"]),
        ({"event_type": "interested", "event_date": "2026-03-01"}, ["event_type"]),
        ({"event_type": None, "event_date": None}, ["event_type", "event_date"]),
        ({"event_type": ["applied"], "event_date": ["2026-03-01"]}, ["event_type", "event_date"]),
        ({"event_type": "applied", "event_date": "1969-12-31"}, ["event_date"]),
        ({"event_type": "applied", "event_date": "2101-01-01"}, ["event_date"]),
        ({"event_type": "applied", "event_date": "2026-02-30"}, ["event_date"]),
        ({"event_type": "applied", "event_date": "2026-03-01T00:00"}, ["event_date"]),
        ({"event_type": "applied", "event_date": 20260301}, ["event_date"]),
        ({"event_type": "applied", "event_date": "2026-03-01", "event_time": "25:00"}, ["event_time"]),
        ({"event_type": "applied", "event_date": "2026-03-01", "event_time": "10:30+02:00"}, ["event_time"]),
        ({"event_type": "applied", "event_date": "2026-03-01", "event_time": 10}, ["event_time"]),
        ({"event_type": "applied", "event_date": "2026-03-01", "location": 5}, ["location"]),
        ({"event_type": "applied", "event_date": "2026-03-01", "location": "a\0"}, ["location"]),
        ({"event_type": "applied", "event_date": "2026-03-01", "location": "a" * 2001}, ["location"]),
        ({"event_type": "applied", "event_date": "2026-03-01", "note": None}, ["note"]),
        ({"event_type": "applied", "event_date": "2026-03-01", "note": []}, ["note"]),
        ({"event_type": "applied", "event_date": "2026-03-01", "note": {"type": "pigeon"}}, ["note"]),
        ({"event_type": "applied", "event_date": "2026-03-01", "note": {"note": "a" * 17_000}}, ["note"]),
    ],
)
def test_add_names_what_is_wrong(api, tracking, body, fields):
    answer = api.post(f"/api/tracked/{tracking.pk}/events", body)

    assert answer.status_code == 400
    assert list(answer.json()) == fields
    assert not TrackingEvent.objects.exists()


def test_note_errors_name_the_field_of_the_type(add):
    answer = add("interview", note={"round": "4th", "type": "phone"})

    assert answer.json() == {
        "note": {
            "round": ["Must be one of: 1st, 2nd, 3rd, final."],
            "type": ["Must be one of: technical, behavioral, onsite."],
        }
    }


@pytest.mark.parametrize("on", ["1970-01-01", "2100-12-31"])
def test_add_takes_the_first_and_the_last_day(add, on):
    assert add(on=on).status_code == 201


def test_edit_changes_what_is_sent_and_null_clears(add, api, tracking):
    event = add("interview", event_time="10:30", location="Third floor", note={"round": "2nd", "panel": 3}).json()
    path = f"/api/tracked/{tracking.pk}/events/{event['id']}"

    moved = api.patch(
        path, {"event_date": "2026-03-05", "event_type": "interview", "note": {"round": None, "note": "x"}}
    )
    cleared = api.patch(path, {"event_time": None, "location": None, "tracking_id": 1, "created_at": None})

    note = {"round": "1st", "type": "technical", "interviewers": None, "note": "x", "panel": 3}
    assert moved.status_code == 200
    assert moved.json() == event | {"event_date": "2026-03-05", "note": note}
    assert cleared.json() == moved.json() | {"event_time": None, "location": None}


@pytest.mark.parametrize("blank", ["", "  "])
def test_a_blank_place_is_none(add, api, tracking, blank):
    event = add("interview", location="Third floor").json()

    edited = api.patch(f"/api/tracked/{tracking.pk}/events/{event['id']}", {"location": blank})
    added = add("interview", location=blank)

    assert [answer.json()["location"] for answer in (edited, added)] == [None, None]


def test_edit_of_a_date_moves_the_stage(add, api, tracking, stage):
    interview = add("interview", "2026-03-09").json()
    add("screening", "2026-03-05")

    answer = api.patch(f"/api/tracked/{tracking.pk}/events/{interview['id']}", {"event_date": "2026-03-01"})

    assert (answer.json()["stage"], stage()) == ("screening", "screening")
    assert answer.json()["is_deletable"] is False


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"event_type": "offer"}, "event_type"),
        ({"event_type": None}, "event_type"),
        ({"event_date": None}, "event_date"),
        ({"event_date": "1066-10-14"}, "event_date"),
        ({"note": {"type": "pigeon"}}, "note"),
        ({"note": None}, "note"),
        ({"location": []}, "location"),
    ],
)
def test_edit_names_what_is_wrong_and_changes_nothing(add, api, tracking, body, field):
    event = add().json()
    before = list(TrackingEvent.objects.values())

    answer = api.patch(f"/api/tracked/{tracking.pk}/events/{event['id']}", {"location": "here"} | body)

    assert answer.status_code == 400
    assert list(answer.json()) == [field]
    assert list(TrackingEvent.objects.values()) == before


def test_rejected_locks_and_its_undo_brings_everything_back(add, api, tracking, stage):
    applied = add("applied", "2026-03-02").json()
    before = api.get(f"/api/tracked/{tracking.pk}").json()
    rejected = add("rejected", "2026-03-01", note={"reason": "no answer"}).json()
    path = f"/api/tracked/{tracking.pk}/events"

    edits = [api.patch(f"{path}/{event['id']}", {"location": "x"}) for event in (applied, rejected)]
    delete = api.delete(f"{path}/{applied['id']}")
    locked = api.get(f"/api/tracked/{tracking.pk}").json()
    undo = api.delete(f"{path}/{rejected['id']}")

    assert {answer.json()["code"] for answer in (*edits, delete)} == {"rejected_locked"}
    assert [(event["event_type"], event["is_deletable"]) for event in locked["events"]] == [
        ("rejected", True),
        ("applied", False),
    ]
    assert locked["stage"] == "rejected"
    assert undo.json() == {
        "deleted_event_id": rejected["id"],
        "new_stage": "applied",
        "next_deletable_event": {"id": applied["id"], "event_type": "applied", "event_date": "2026-03-02"},
    }
    after = api.get(f"/api/tracked/{tracking.pk}").json()
    assert after | {"updated_at": None} == before | {"updated_at": None}


def test_delete_rolls_back_to_interested(add, api, tracking, stage):
    event = add().json()

    answer = api.delete(f"/api/tracked/{tracking.pk}/events/{event['id']}")

    assert answer.status_code == 200
    assert answer.json() == {"deleted_event_id": event["id"], "new_stage": "interested", "next_deletable_event": None}
    assert stage() == "interested"


def test_delete_refuses_all_but_the_latest_and_the_one_entered_last(add, api, tracking, stage):
    ids = [add(*event).json()["id"] for event in (("offer", "2026-03-05"), ("interview", "2026-03-09"), ("applied",))]
    path = f"/api/tracked/{tracking.pk}/events"

    refused = api.delete(f"{path}/{ids[0]}")
    entered_last = api.delete(f"{path}/{ids[2]}")
    latest = api.delete(f"{path}/{ids[1]}")

    assert (refused.status_code, refused.json()["code"]) == (400, "not_latest")
    assert (entered_last.json()["new_stage"], latest.json()["new_stage"], stage()) == ("interview", "offer", "offer")


def test_delete_never_takes_the_offer_from_under_its_answer(add, api, tracking):
    offer = add("offer", "2026-03-09").json()
    add("accepted", "2026-03-01")

    answer = api.delete(f"/api/tracked/{tracking.pk}/events/{offer['id']}")

    assert (answer.status_code, answer.json()["code"]) == (400, "not_latest")


def test_an_event_is_found_only_under_its_own_tracking(add, api, user):
    event = add().json()
    other = JobTrackingFactory(user=user)
    path = f"/api/tracked/{other.pk}/events/{event['id']}"

    assert api.patch(path, {"location": "x"}).status_code == 404
    assert api.delete(path).status_code == 404
    assert TrackingEvent.objects.get().location is None


@pytest.mark.parametrize("on", ["1969-12-31", "2101-01-01", "yesterday"])
def test_a_bad_date_tells_nobody_whether_there_is_a_tracking(api, stranger, on):
    foreign = JobTrackingFactory(user=stranger)
    body = {"event_type": "applied", "event_date": on}

    answers = [api.post(f"/api/tracked/{pk}/events", body) for pk in (foreign.pk, foreign.pk + 1)]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_untrack_refuses_once_something_happened_and_works_again_after_it_was_taken_back(add, api, tracking):
    event = add().json()

    refused = api.delete(f"/api/tracked/{tracking.pk}")
    api.delete(f"/api/tracked/{tracking.pk}/events/{event['id']}")
    done = api.delete(f"/api/tracked/{tracking.pk}")

    assert (refused.status_code, refused.json()["code"]) == (400, "not_interested")
    assert (done.status_code, done.json()) == (200, {"success": True})


def test_changes_take_four_statements_and_the_posting_anew_two_more(add, api, tracking):
    def statements(call) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert call().status_code < 300
        return sum("SAVEPOINT" not in query["sql"] for query in captured)  # the test is a transaction itself

    api.get("/api/tracked/ids")  # the first use of a token in an hour is written down
    path = f"/api/tracked/{tracking.pk}/events"

    assert statements(lambda: add("applied", "2026-03-01")) == 6
    assert statements(lambda: add("interview", "2026-03-02")) == 4
    latest = tracking.events.latest("id").pk
    assert statements(lambda: api.patch(f"{path}/{latest}", {"event_date": "2026-03-03"})) == 4
    assert statements(lambda: api.delete(f"{path}/{latest}")) == 4


def test_edit_to_another_type_says_what_to_do_instead(add, api, tracking):
    event = add("applied").json()
    path = f"/api/tracked/{tracking.pk}/events/{event['id']}"

    other, same = api.patch(path, {"event_type": "offer"}), api.patch(path, {"event_type": "applied"})

    advice = "An event keeps its type. Delete it and add one of the other type."
    assert (other.status_code, other.json()) == (400, {"event_type": [advice]})
    assert (same.status_code, same.json()["event_type"]) == (200, "applied")


def test_edit_that_says_nothing_changes_nothing(api, tracking):
    path = f"/api/tracked/{tracking.pk}/events"
    made = api.post(path, {"event_type": "applied", "event_date": "2026-03-01"}).json()
    before = JobTracking.objects.get(pk=tracking.pk).updated_at

    answer = api.patch(f"{path}/{made['id']}", {})

    assert (answer.status_code, answer.json()) == (200, made)
    assert JobTracking.objects.get(pk=tracking.pk).updated_at == before
