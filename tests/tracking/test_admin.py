"""Support staff in the admin: what they can mend, and what they cannot break (CONTRACT, "Pages", Admin)."""

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.db import connection

from tests.admins import join_support
from tests.factories import JobTrackingFactory, UserFactory
from tracking.admin import NoteFormField
from tracking.domain import events, repairs
from tracking.models import JobTracking, TrackingEvent
from tracking.querysets import JobTrackingQuerySet
from tracking.stages import faults

TRACKINGS = "/admin/tracking/jobtracking/"
EVENTS = "/admin/tracking/trackingevent/"
NO_EVENTS_CHANGED = {"events-TOTAL_FORMS": "0", "events-INITIAL_FORMS": "0"}


@pytest.fixture
def support(client, db):
    """The admin as a member of the Support group, who is no superuser."""
    person = UserFactory(email="support@example.org", is_staff=True)
    join_support(person)
    client.force_login(person)
    return client


@pytest.fixture
def add(tracking):
    def add(event_type: str, on: str, **more) -> TrackingEvent:
        day = date.fromisoformat(on)
        return events.add(JobTracking.objects.all(), tracking.pk, event_type, on=day, **more).event

    return add


def errors_of(answer) -> dict:
    assert answer.status_code == 200, "the form was accepted"
    return dict(answer.context["adminform"].form.errors)


def event_body(**fields) -> dict:
    return {"event_date": "2026-03-01", "event_time": "", "location": "", "note": "{}"} | fields


def messages_of(answer) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def history(tracking) -> list[str]:
    entries = LogEntry.objects.filter(content_type__model="jobtracking", object_id=str(tracking.pk))
    return [entry.get_change_message() for entry in entries.order_by("pk")]


def assert_sound(tracking, stage: str) -> None:
    tracking.refresh_from_db()
    assert tracking.stage == stage
    assert faults(tracking.stage, list(tracking.events.all())) == ()


def test_support_group_has_the_least_it_needs(support):
    names = Group.objects.get(name="Support").permissions.values_list("content_type__app_label", "codename")

    assert sorted(f"{app}.{name}" for app, name in names) == [
        "account.view_emailaddress",
        "accounts.change_user",
        "accounts.delete_apitoken",
        "accounts.view_apitoken",
        "accounts.view_user",
        "mfa.delete_authenticator",
        "mfa.view_authenticator",
        "search.change_company",
        "search.change_job",
        "search.view_company",
        "search.view_importrun",
        "search.view_job",
        "search.view_jobboard",
        "tracking.add_trackingevent",
        "tracking.change_jobtracking",
        "tracking.change_trackingevent",
        "tracking.delete_jobtracking",
        "tracking.delete_trackingevent",
        "tracking.view_jobtracking",
        "tracking.view_trackingevent",
    ]


def test_pages_open(support, add, tracking):
    event = add("applied", "2026-03-01")

    for path in (
        TRACKINGS,
        f"{TRACKINGS}?q=fernwood&stage__exact=applied",
        f"{TRACKINGS}{tracking.pk}/change/",
        f"{TRACKINGS}{tracking.pk}/history/",
        EVENTS,
        f"{EVENTS}?event_type__exact=applied",
        f"{EVENTS}{event.pk}/change/",
        f"{EVENTS}{event.pk}/delete/",
        f"{EVENTS}add/?tracking={tracking.pk}",
    ):
        assert support.get(path).status_code == 200, path
    assert support.get(f"{TRACKINGS}?stage__exact=bogus").status_code in (200, 302)
    assert support.get(f"{TRACKINGS}add/").status_code == 403


def test_event_is_added_and_the_stage_follows(support, tracking):
    answer = support.post(f"{EVENTS}add/", event_body(tracking=tracking.pk, event_type="interview", note='{"a": 1}'))

    event = TrackingEvent.objects.get()
    assert answer.status_code == 302
    assert (event.event_type, event.event_date, event.location, event.note) == (
        "interview",
        date(2026, 3, 1),
        None,
        {"a": 1},
    )
    assert_sound(tracking, "interview")
    assert history(tracking) == ["Added the event “Interview, 2026-03-01”."]
    assert LogEntry.objects.filter(content_type__model="trackingevent", object_id=str(event.pk)).count() == 1


@pytest.mark.parametrize(
    ("before", "fields", "errors"),
    [
        ([], {"event_type": "accepted"}, {"__all__": ["There is no offer to answer yet. Add the offer first."]}),
        (
            ["rejected"],
            {"event_type": "rejected"},
            {"__all__": ["This application was rejected. Undo the rejection to change it."]},
        ),
        (
            [],
            {"event_type": "applied", "event_date": "1066-10-14"},
            {"event_date": ["Must lie between 1970 and 2100."]},
        ),
        ([], {"event_type": "applied", "note": "{"}, {"note": ["Enter a valid JSON."]}),
        ([], {"event_type": "applied", "note": "[" * 100_000}, {"note": ["This is not JSON that can be kept."]}),
        ([], {"event_type": "applied", "note": "9" * 5000}, {"note": ["This is not JSON that can be kept."]}),
        ([], {"event_type": "applied", "note": "[]"}, {"note": ["A note is an object: keys and values."]}),
        (
            [],
            {"event_type": "applied", "note": '{"type": "pigeon", "note": 1}'},
            {"note": ["note: Must be text.", "type: Must be one of: online, referral."]},
        ),
        (
            [],
            {"event_type": "applied", "note": '{"a": "\\u0000"}'},
            {"note": ["a: This value contains a NUL character."]},
        ),
    ],
)
def test_impossible_event_is_an_error_of_the_form(support, add, tracking, before, fields, errors):
    for event_type in before:
        add(event_type, "2026-03-01")
    tracking.refresh_from_db()
    was = tracking.stage

    answer = support.post(f"{EVENTS}add/", event_body(tracking=tracking.pk) | fields)

    found = errors_of(answer)
    assert {name: sorted(messages) for name, messages in found.items() if messages != []} | errors == errors
    assert_sound(tracking, was)
    assert TrackingEvent.objects.count() == len(before)
    assert LogEntry.objects.count() == 0


def test_event_of_no_tracking_or_type_is_an_error_of_the_form(support):
    answer = support.post(f"{EVENTS}add/", event_body(tracking="99999", event_type="interviewing"))

    assert sorted(errors_of(answer)) == ["event_type", "tracking"]


def test_date_is_moved_and_the_stage_follows(support, add, tracking):
    interview = add("interview", "2026-03-09", note={"panel": 3, "round": "2nd"})
    add("applied", "2026-03-05")

    answer = support.post(
        f"{EVENTS}{interview.pk}/change/",
        event_body(event_date="2026-03-01", location="Porto", note='{"round": "final"}', event_type="offer"),
    )

    interview.refresh_from_db()
    assert answer.status_code == 302
    assert (interview.event_type, interview.event_date, interview.location, interview.note) == (
        "interview",
        date(2026, 3, 1),
        "Porto",
        {"round": "final"},
    )
    assert_sound(tracking, "applied")
    assert history(tracking) == ["Changed the event “Interview, 2026-03-01”."]


def test_place_that_is_emptied_is_none(support, add):
    interview = add("interview", "2026-03-09", location="Third floor")

    support.post(f"{EVENTS}{interview.pk}/change/", event_body(event_date="2026-03-09", location=""))

    interview.refresh_from_db()
    assert interview.location is None


def test_event_is_deleted_only_where_the_rules_let_it(support, add, tracking):
    first, last = add("applied", "2026-03-01"), add("interview", "2026-03-02")

    refused = support.post(f"{EVENTS}{first.pk}/delete/", {"post": "yes"})
    done = support.post(f"{EVENTS}{last.pk}/delete/", {"post": "yes"})

    assert (refused.status_code, done.status_code) == (403, 302)
    assert list(TrackingEvent.objects.all()) == [first]
    assert_sound(tracking, "applied")
    assert history(tracking) == ["Deleted the event “Interview, 2026-03-02”."]


def test_rejection_is_undone(support, add, tracking):
    add("interview", "2026-03-09")
    add("rejected", "2026-03-01")

    answer = support.post(TRACKINGS, {"action": "undo_rejection", "_selected_action": [tracking.pk]})

    assert answer.status_code == 302
    assert_sound(tracking, "interview")
    assert history(tracking) == ["Undid the rejection of 2026-03-01."]


def test_rejection_is_undone_from_its_own_page(support, add, tracking):
    add("rejected", "2026-03-01")

    answer = support.post(
        f"{TRACKINGS}{tracking.pk}/change/",
        {"CHANGE_FORM-action": "undo_rejection", "_selected_action": [tracking.pk]},
    )

    assert answer.status_code == 302
    assert_sound(tracking, "interested")


MEND = "Use “Make stage and events agree again”."


@pytest.mark.parametrize("path", ["", "{pk}/change/"])
def test_rejection_without_its_event_is_said_to_be_so(support, add, tracking, path):
    add("interview", "2026-03-09")
    other = JobTrackingFactory(user=tracking.user)
    events.add(JobTracking.objects.all(), other.pk, "rejected", on=date(2026, 3, 1))
    JobTracking.objects.filter(pk=tracking.pk).update(stage="rejected")
    chosen = {f"{'CHANGE_FORM-' if path else ''}action": "undo_rejection", "_selected_action": [tracking.pk]}
    if not path:
        chosen["_selected_action"].append(other.pk)

    answer = support.post(TRACKINGS + path.format(pk=tracking.pk), chosen, follow=True)

    assert messages_of(answer)[-1] == f"{tracking.job}: there is no rejection to undo. {MEND}"
    assert JobTracking.objects.get(pk=tracking.pk).stage == "rejected"
    if not path:  # the others are done all the same
        assert_sound(other, "interested")
    support.post(TRACKINGS, {"action": "resync", "_selected_action": [tracking.pk]})
    assert_sound(tracking, "interview")


@pytest.mark.parametrize("meanwhile", ["undone", "untracked"])
def test_rejection_that_somebody_else_undoes_meanwhile_is_said_to_be_so(support, add, tracking, monkeypatch, meanwhile):
    add("rejected", "2026-03-01")
    delete = events.delete

    def be_second(*args):
        delete(*args)
        if meanwhile == "untracked":
            JobTracking.objects.all().delete()
        return delete(*args)

    monkeypatch.setattr(events, "delete", be_second)

    answer = support.post(TRACKINGS, {"action": "undo_rejection", "_selected_action": [tracking.pk]}, follow=True)

    assert messages_of(answer) == [f"{tracking.job}: something happened in the meantime, nothing was undone."]
    assert history(tracking) == []


def test_tracking_that_goes_while_it_is_mended_is_said_to_be_gone(support, tracking, monkeypatch):
    repair = repairs.repair

    def too_late(whose, pk):
        JobTracking.objects.all().delete()
        return repair(whose, pk)

    monkeypatch.setattr(repairs, "repair", too_late)

    answer = support.post(TRACKINGS, {"action": "resync", "_selected_action": [tracking.pk]}, follow=True)

    assert messages_of(answer) == [f"{tracking.job}: it is tracked no more."]


@pytest.mark.parametrize("gone", [JobTracking, TrackingEvent])
def test_row_that_goes_while_its_form_is_sent_is_said_to_be_gone(support, add, tracking, monkeypatch, gone):
    event = add("applied", "2026-03-01")
    locked = JobTrackingQuerySet.locked

    def too_late(self, pk):
        gone.objects.all().delete()
        return locked(self, pk)

    monkeypatch.setattr(JobTrackingQuerySet, "locked", too_late)

    answer = support.post(f"{EVENTS}{event.pk}/change/", event_body(event_date="2026-03-02"), follow=True)

    assert messages_of(answer) == ["Something happened in the meantime: nothing was changed."]
    assert TrackingEvent.objects.get() == event  # what the test removed came back with the transaction


def test_resync_mends_what_raw_sql_broke(support, add, tracking):
    add("interview", "2026-03-09")
    JobTracking.objects.update(stage="offer")

    support.post(TRACKINGS, {"action": "resync", "_selected_action": [tracking.pk]})

    assert_sound(tracking, "interview")
    assert history(tracking) == ["Set the stage from Offer to Interview."]


def test_notes_are_replaced_and_archiving_works(support, tracking):
    JobTracking.objects.update(notes={"salary": "80k", "old": 1})

    answer = support.post(
        f"{TRACKINGS}{tracking.pk}/change/",
        {"is_archived": "on", "notes": '{"salary": "90k"}', "stage": "offer"} | NO_EVENTS_CHANGED,
    )

    tracking.refresh_from_db()
    assert answer.status_code == 302
    assert (tracking.notes, tracking.is_archived, tracking.stage) == ({"salary": "90k"}, True, "interested")
    assert len(history(tracking)) == 1


def test_malformed_notes_are_shown_and_mended_even_while_rejected(support, add, tracking):
    rejection = add("rejected", "2026-03-01")
    JobTracking.objects.update(notes={"salary": [1, "80k"]})
    TrackingEvent.objects.update(note={"reason": 4})
    page = f"{TRACKINGS}{tracking.pk}/change/"

    shown = support.get(page).content.decode()
    mended = support.post(page, {"notes": '{"salary": "80k"}'} | NO_EVENTS_CHANGED)
    again = support.post(page, {"notes": '{"salary": "90k"}'} | NO_EVENTS_CHANGED)
    event_mended = support.post(f"{EVENTS}{rejection.pk}/change/", event_body(note='{"reason": "no answer"}'))
    event_again = support.post(f"{EVENTS}{rejection.pk}/change/", event_body(note='{"reason": "withdrawn"}'))
    moved = support.post(
        f"{EVENTS}{rejection.pk}/change/", event_body(note='{"reason": "no answer"}', event_date="2026-03-02")
    )

    tracking.refresh_from_db()
    rejection.refresh_from_db()
    assert "80k" in shown
    assert (mended.status_code, event_mended.status_code) == (302, 302)
    assert (tracking.notes, rejection.note) == ({"salary": "80k"}, {"reason": "no answer"})
    for answer in (again, event_again, moved):
        assert errors_of(answer) == {"__all__": ["This application was rejected. Undo the rejection to change it."]}
    assert_sound(tracking, "rejected")


def test_notes_that_are_no_object_or_bottomless_are_shown(support, add, tracking):
    add("applied", "2026-03-01")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE job_tracking DROP CONSTRAINT job_tracking_notes_is_object")
        for bad, shown in (
            ("[]", "[]"),
            ('"text"', "&quot;text&quot;"),
            *(('{"a": ' * levels + "1" + "}" * levels, "a") for levels in (1000, 3000, 5000)),
        ):
            cursor.execute("UPDATE job_tracking SET notes = %s", [bad])
            cursor.execute("UPDATE tracking_events SET note = %s", [bad if bad[0] == "{" else "{}"])

            answer = support.get(f"{TRACKINGS}{tracking.pk}/change/")

            assert answer.status_code == 200
            assert shown in answer.content.decode()

    mended = support.post(f"{TRACKINGS}{tracking.pk}/change/", {"notes": "{}"} | NO_EVENTS_CHANGED)

    assert mended.status_code == 302
    tracking.refresh_from_db()
    assert tracking.notes == {}


def test_what_cannot_be_written_as_json_is_said_to_be_so():
    bottomless = []
    for _ in range(100_000):
        bottomless = [bottomless]

    assert NoteFormField().prepare_value(bottomless) == '"(nested too deep to be shown)"'


def test_tracking_is_deleted_only_while_interested(support, add, tracking):
    other = JobTrackingFactory()
    add("applied", "2026-03-01")

    refused = support.post(f"{TRACKINGS}{tracking.pk}/delete/", {"post": "yes"})
    done = support.post(f"{TRACKINGS}{other.pk}/delete/", {"post": "yes"})
    bulk = support.post(TRACKINGS, {"action": "delete_selected", "_selected_action": [tracking.pk], "post": "yes"})

    assert (refused.status_code, done.status_code, bulk.status_code) == (403, 302, 302)
    assert list(JobTracking.objects.all()) == [tracking]


def test_tracked_job_cannot_be_deleted(admin_client, tracking):
    answer = admin_client.post(f"/admin/search/job/{tracking.job_id}/delete/", {"post": "yes"})

    assert answer.status_code == 403
    assert JobTracking.objects.filter(pk=tracking.pk).exists()


def test_support_cannot_make_anybody_a_superuser(support, user):
    form = {"name": "Mended", "time_zone": "UTC", "is_superuser": "on", "is_staff": "on"}

    answer = support.post(f"/admin/accounts/user/{user.pk}/change/", form)

    user.refresh_from_db()
    assert answer.status_code == 302
    assert (user.name, user.is_superuser, user.is_staff) == ("Mended", False, False)
