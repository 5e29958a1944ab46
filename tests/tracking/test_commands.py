"""``check_tracking`` and ``generate_tracking_schema``."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.factories import JobTrackingFactory
from tracking.domain import repairs
from tracking.management.commands import generate_tracking_schema
from tracking.models import JobTracking, TrackingEvent
from tracking.stages import faults


@pytest.fixture
def broken(db):
    """Trackings as raw SQL can leave them: name -> (tracking, stage before, events as (type, date, note))."""

    def tracked(stage: str, *events: tuple) -> JobTracking:
        tracking = JobTrackingFactory()
        for event_type, on, note in events:
            TrackingEvent.objects.create(tracking=tracking, event_type=event_type, event_date=on, note=note)
        JobTracking.objects.filter(pk=tracking.pk).update(stage=stage)
        return tracking

    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX tracking_events_one_rejection")
    return {
        "sound": tracked("offer", ("offer", "2026-03-01", {})),
        "wrong stage": tracked("interested", ("interview", "2026-03-01", {})),
        "stage without event": tracked("offer"),
        "no offer": tracked("accepted", ("accepted", "2026-03-05", {"note": "signed"})),
        "both answers": tracked(
            "declined",
            ("offer", "2026-03-01", {}),
            ("accepted", "2026-03-09", {"note": "signed"}),
            ("declined", "2026-03-05", {}),
        ),
        "rejected twice": tracked(
            "rejected",
            ("rejected", "2026-03-01", {"reason": "no answer", "note": "no call"}),
            ("rejected", "2026-03-09", {"note": "by mail", "reason": "withdrawn"}),
        ),
        "all of it": tracked(
            "screening",
            ("accepted", "2026-03-01", {}),
            ("declined", "2026-03-02", {}),
            ("rejected", "2026-03-03", {}),
            ("rejected", "2026-03-04", {"note": [1]}),
        ),
    }


def run(*arguments: str) -> str:
    output = StringIO()
    call_command("check_tracking", *arguments, stdout=output)
    return output.getvalue()


def test_check_names_what_is_broken_and_changes_nothing(broken):
    before = list(JobTracking.objects.order_by("pk").values()), list(TrackingEvent.objects.order_by("pk").values())
    output = StringIO()

    with pytest.raises(CommandError, match="check_tracking --fix"):
        call_command("check_tracking", stdout=output)

    pks = {name: tracking.pk for name, tracking in broken.items()}
    assert output.getvalue().splitlines() == [
        f"Tracking {pks['wrong stage']}: The stage is not that of the latest event.",
        f"Tracking {pks['stage without event']}: The stage is not that of the latest event.",
        f"Tracking {pks['no offer']}: Accepted or declined without an offer.",
        f"Tracking {pks['both answers']}: The stage is not that of the latest event.",
        f"Tracking {pks['both answers']}: Both accepted and declined.",
        f"Tracking {pks['rejected twice']}: Rejected more than once.",
        f"Tracking {pks['all of it']}: The stage is not that of the latest event.",
        f"Tracking {pks['all of it']}: Accepted or declined without an offer.",
        f"Tracking {pks['all of it']}: Both accepted and declined.",
        f"Tracking {pks['all of it']}: Rejected more than once.",
        "7 trackings checked, 6 broken.",
    ]
    assert before == (
        list(JobTracking.objects.order_by("pk").values()),
        list(TrackingEvent.objects.order_by("pk").values()),
    )


def test_fix_mends_what_is_broken_and_says_how(broken):
    said = run("--fix")

    for tracking in JobTracking.objects.all():
        assert faults(tracking.stage, list(tracking.events.all())) == ()
    assert said.splitlines()[-1] == "7 trackings checked, 6 broken, all mended."
    assert f"Tracking {broken['no offer'].pk}: Added the event “Offer, 2026-03-05”." in said.splitlines()
    made = "Made the event “Rejected, 2026-03-01” text in the note of “Rejected, 2026-03-09”."
    assert f"Tracking {broken['rejected twice'].pk}: {made}" in said.splitlines()
    assert run() == "7 trackings checked, 0 broken.\n"


@pytest.mark.parametrize(
    ("name", "stage", "events"),
    [
        ("sound", "offer", [("offer", "2026-03-01", {})]),
        ("wrong stage", "interview", [("interview", "2026-03-01", {})]),
        ("stage without event", "interested", []),
        (
            "no offer",
            "accepted",
            [
                ("accepted", "2026-03-05", {"note": "signed"}),
                (
                    "offer",
                    "2026-03-05",
                    {"note": "Added by a repair: the answer to it was already there.", "added_by_repair": True},
                ),
            ],
        ),
        (
            "both answers",
            "declined",
            [("offer", "2026-03-01", {}), ("declined", "2026-03-05", {"note": "Accepted on 2026-03-09: signed"})],
        ),
        (
            "rejected twice",
            "rejected",
            [
                (
                    "rejected",
                    "2026-03-09",
                    {"note": "by mail\nRejected on 2026-03-01: no answer, no call", "reason": "withdrawn"},
                )
            ],
        ),
        (
            "all of it",
            "rejected",
            [
                ("declined", "2026-03-02", {"note": "Accepted on 2026-03-01"}),
                ("rejected", "2026-03-04", {"note": "Rejected on 2026-03-03"}),
                (
                    "offer",
                    "2026-03-02",
                    {"note": "Added by a repair: the answer to it was already there.", "added_by_repair": True},
                ),
            ],
        ),
    ],
)
def test_fix_loses_nothing(broken, name, stage, events):
    run("--fix")

    tracking = JobTracking.objects.get(pk=broken[name].pk)
    left = [(event.event_type, str(event.event_date), event.note) for event in tracking.events.order_by("id")]
    assert (tracking.stage, left) == (stage, events)


def test_another_persons_are_not_looked_at(broken):
    """Those of a person are read by a range of ids, in which others' lie too."""
    owner = JobTracking.objects.get(pk=broken["sound"].pk).user
    last = JobTrackingFactory(user=owner)
    TrackingEvent.objects.create(tracking=last, event_type="applied", event_date="2026-03-01")

    found = list(repairs.find(JobTracking.objects.for_user(owner)))

    assert found == [(broken["sound"].pk, ()), (last.pk, ("stage",))]


def test_tracking_that_goes_in_the_meantime_is_not_broken(broken):
    found = repairs.find(JobTracking.objects.all())
    seen = [next(found)]  # the events of all are read by now
    JobTracking.objects.all().delete()

    seen += found

    assert seen == [(tracking.pk, ()) for tracking in broken.values()]


def test_repair_leaves_what_is_sound(broken):
    before = JobTracking.objects.get(pk=broken["sound"].pk)

    assert repairs.repair(JobTracking.objects.all(), before.pk) == []
    assert JobTracking.objects.get(pk=before.pk).updated_at == before.updated_at


def test_notes_are_repaired_with_the_name_of_the_resume(broken):
    whose, written = JobTracking.objects.all(), {"resume_filename": "cv.pdf", "salary": "70k"}

    repairs.rewrite_notes(whose, broken["sound"].pk, written)

    assert JobTracking.objects.get(pk=broken["sound"].pk).notes == written


def test_check_of_nothing(db):
    assert run() == "0 trackings checked, 0 broken.\n"


def test_generated_javascript_is_up_to_date():
    output = StringIO()

    call_command("generate_tracking_schema", "--check", stdout=output)

    assert output.getvalue() == "static/js/tracking-schema.js is up to date.\n"


def test_generate_writes_what_check_demands(monkeypatch, tmp_path, settings):
    settings.BASE_DIR = tmp_path
    path = tmp_path / "static" / "tracking-schema.js"
    monkeypatch.setattr(generate_tracking_schema, "PATH", path)
    output = StringIO()

    with pytest.raises(CommandError, match=r"out of date: run `manage\.py generate_tracking_schema`"):
        call_command("generate_tracking_schema", "--check")
    assert not path.exists()
    call_command("generate_tracking_schema", stdout=output)
    call_command("generate_tracking_schema", "--check", stdout=output)

    assert output.getvalue() == "Wrote static/tracking-schema.js.\nstatic/tracking-schema.js is up to date.\n"
