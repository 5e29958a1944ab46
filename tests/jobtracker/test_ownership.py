"""What leaves in an export comes back by an import, once, and whole or not at all."""

import io
import json
import zipfile
from datetime import UTC, date, datetime, time

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from jobtracker import ownership
from search.domain import adding
from search.models import Job
from tests.factories import JobBoardFactory, JobFactory
from tests.objects import PDF
from tracking.domain import events, resumes, trackings
from tracking.models import JobTracking, TrackingEvent

pytestmark = pytest.mark.django_db

PARTS = ("postings.jsonl", "trackings.jsonl")


def exported(user) -> io.BytesIO:
    return io.BytesIO(b"".join(ownership.export(user)))


def contents(archive: io.BytesIO) -> dict[str, object]:
    """By name: the records of the parts that an import restores whole, and the files."""
    with zipfile.ZipFile(archive) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    return {
        name: [json.loads(line) for line in body.splitlines()] if name in PARTS else body
        for name, body in members.items()
        if name in PARTS or name.startswith("resumes/")
    }


@pytest.fixture
def mine(user, objects) -> JobTracking:
    """A posting of a board, tracked, with notes, two events and a resume."""
    board = JobBoardFactory(source="greenhouse", token="fern/wood")
    job = JobFactory(
        board=board, company=board.company, external_id="4 711", title="Staff Engineer", url="https://fernwood.example/1",
        description_html="<p>Trees &amp; more</p>", description_text="Trees & more", locations=["Berlin", "Remote"],
    )  # fmt: skip
    tracking = trackings.track(user, job.pk)
    whose = JobTracking.objects.for_user(user)
    trackings.change(whose, tracking.pk, notes={"salary": "70k", "mine": [1, {"a": None}]})
    events.add(whose, tracking.pk, "interview", on=date(2026, 5, 4), at=time(9, 30), note={"round": "2nd"})
    events.add(whose, tracking.pk, "applied", on=date(2026, 5, 1), location="Berlin")
    key = resumes.new_key(user.pk, tracking.pk)
    objects[key] = PDF
    JobTracking.objects.update(
        resume_s3_url=key,
        notes=tracking.notes | {"salary": "70k", "mine": [1, {"a": None}], "resume_filename": "Maya's CV.pdf"},
        tracked_at=datetime(2026, 4, 30, 12, 0, 0, 123456, tzinfo=UTC),
    )
    return JobTracking.objects.get()


@pytest.fixture
def archive(mine) -> io.BytesIO:
    adding.add(mine.user, title="Own find", company="Perkoz", description="By hand", locations=["Kraków"])
    return exported(mine.user)


def test_import_into_an_empty_account_gives_the_same_export(archive, stranger, objects):
    outcomes = ownership.restore(stranger, archive)

    assert {name: (outcome.new, outcome.known) for name, outcome in outcomes.items()} == {
        "account": (1, 0),
        "postings": (1, 1),  # the one of the board is there for everybody
        "trackings": (1, 0),
    }
    assert contents(exported(stranger)) == contents(archive)
    assert len(contents(archive)) == 3


def test_import_into_another_instance_makes_private_copies(archive, mine, stranger):
    before = contents(archive)
    User.objects.filter(pk=mine.user_id).delete()
    Job.objects.all().delete()

    ownership.restore(stranger, archive)

    assert set(Job.objects.values_list("owner", "source", "title")) == {
        (stranger.pk, "manual", "Staff Engineer"),
        (stranger.pk, "manual", "Own find"),
    }
    assert contents(exported(stranger)) == before


def rows() -> list:
    return [list(model.objects.order_by("pk").values()) for model in (User, Job, JobTracking, TrackingEvent)]


def test_second_import_changes_nothing(archive, stranger, objects):
    ownership.restore(stranger, archive)
    before = (rows(), objects.keys)

    outcomes = ownership.restore(stranger, archive)

    assert {name: (outcome.new, outcome.known) for name, outcome in outcomes.items()} == {
        "account": (0, 1),
        "postings": (0, 2),
        "trackings": (0, 1),
    }
    assert (rows(), objects.keys) == before


def test_dry_run_tells_the_same_and_changes_nothing(archive, stranger, objects):
    before = (rows(), objects.keys)

    dry = ownership.restore(stranger, archive, is_dry=True)

    assert (rows(), objects.keys) == before
    assert dry == ownership.restore(stranger, archive)


def test_commands_take_an_account_to_another(archive, mine, stranger, tmp_path, capsys):
    path = tmp_path / "export.zip"

    call_command("export_user", mine.user.email, output=path)
    call_command("import_user", path, email=stranger.email, dry_run=True)
    call_command("import_user", path, email=stranger.email)

    assert capsys.readouterr().out.splitlines()[1:] == [
        "account: 1 would be new, 0 there already.",
        "postings: 1 would be new, 1 there already.",
        "trackings: 1 would be new, 0 there already.",
        "account: 1 new, 0 there already.",
        "postings: 1 new, 1 there already.",
        "trackings: 1 new, 0 there already.",
    ]
    assert path.stat().st_mode & 0o777 == 0o600
    assert contents(exported(stranger)) == contents(archive)
    with pytest.raises(CommandError, match="is there already"):
        call_command("export_user", mine.user.email, output=path)
    with pytest.raises(CommandError, match=r"create_user nobody@example\.org"):
        call_command("import_user", path, email="nobody@example.org")
