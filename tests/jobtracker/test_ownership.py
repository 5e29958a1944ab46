"""What leaves in an export comes back by an import, once, and whole or not at all."""

import io
import json
import zipfile
from contextlib import suppress
from datetime import UTC, date, datetime, time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from accounts.domain import tokens
from accounts.models import User
from jobtracker import archives, ownership
from search.domain import adding, saving
from search.models import Job
from tests.archives import contents, exported, of, packed, rows
from tests.factories import JobBoardFactory, JobFactory, JobTrackingFactory
from tests.objects import PDF
from tracking import notes
from tracking.domain import events, resumes, trackings
from tracking.models import JobTracking
from tracking.stages import RefusedError
from tracking.storage import StorageUnavailableError

pytestmark = pytest.mark.django_db


def repacked(archive: io.BytesIO, name: str, before: bytes, after: bytes) -> io.BytesIO:
    """The same archive with something else in one of its files."""
    changed = io.BytesIO()
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(changed, "w") as new:
        for entry in old.namelist():
            body = old.read(entry)
            new.writestr(entry, body.replace(before, after) if entry == name else body)
    return changed


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
    saving.save(mine.user, "Trees", "q=forester&workplace=remote")
    adding.add(mine.user, title="Own find", company="Perkoz", description="By hand", locations=["Kraków"])
    return exported(mine.user)


def test_import_into_an_empty_account_gives_the_same_export(archive, stranger, objects):
    outcomes = ownership.restore(stranger, archive)

    assert {name: (outcome.new, outcome.known) for name, outcome in outcomes.items()} == {
        "account": (1, 0),
        "searches": (1, 0),
        "postings": (1, 1),  # the one of the board is there for everybody
        "trackings": (1, 0),
    }
    assert contents(exported(stranger)) == contents(archive)
    assert len(contents(archive)) == 4


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


def test_export_tells_of_the_account_and_no_secret(mine):
    mine.user.emailaddress_set.create(email="maya@example.org", verified=True, primary=True)
    token, secret = tokens.create(mine.user, "phone", scope="read")

    with zipfile.ZipFile(exported(mine.user)) as archive:
        line = archive.read("account.jsonl")
        [account] = map(json.loads, line.splitlines())

    assert (account["email"], account["name"], account["time_zone"]) == ("maya@example.org", "Maya Kessler", "UTC")
    assert account["addresses"] == [{"email": "maya@example.org", "verified": True, "primary": True}]
    assert [(told["name"], told["scope"]) for told in account["tokens"]] == [("phone", "read")]
    assert (secret.encode() in line, token.digest.encode() in line) == (False, False)


def test_export_tells_of_trackings_with_all_that_belongs_to_them(mine):
    other = JobTrackingFactory(user=mine.user, is_archived=True)

    with zipfile.ZipFile(exported(mine.user)) as archive:
        told = [json.loads(line) for line in archive.read("trackings.jsonl").splitlines()]

    resume = {"file": "resumes/0001 Maya's CV.pdf", "filename": "Maya's CV.pdf"}
    assert [one["resume"] for one in told] == [resume, None]
    assert [one["notes"] for one in told] == [{"salary": "70k", "mine": [1, {"a": None}]}, other.notes]
    assert [one["is_archived"] for one in told] == [False, True]
    assert told[0]["posting"] == mine.posting
    assert told[0]["posting"]["title"] == "Staff Engineer"
    assert [
        (event["event_type"], event["event_time"], event["location"], event["note"]) for event in told[0]["events"]
    ] == [("interview", "09:30:00", None, {"round": "2nd"}), ("applied", None, "Berlin", {})]


def test_import_makes_what_is_missing_and_leaves_the_others(user, stranger, objects):
    """With resumes, also of those that come after one which is there already."""
    for number in range(4):
        tracking = trackings.track(user, JobFactory(title=f"Job {number}").pk)
        key = resumes.new_key(user.pk, tracking.pk)
        objects[key] = PDF
        JobTracking.objects.filter(pk=tracking.pk).update(resume_s3_url=key, notes={"resume_filename": f"{number}.pdf"})
    for job in Job.objects.order_by("pk")[:2]:
        trackings.track(stranger, job.pk)

    outcome = ownership.restore(stranger, exported(user))["trackings"]

    assert (outcome.new, outcome.known, outcome.remarks) == (2, 2, [])
    theirs = JobTracking.objects.for_user(stranger).order_by("job_id")
    assert [tracking.has_resume for tracking in theirs] == [False, False, True, True]
    assert {tracking.resume_s3_url for tracking in theirs[2:]} < set(objects.keys)


def exported_while(user, name: str, change) -> io.BytesIO:
    """An export during which ``change`` happens, just after the file of that name is written."""

    def entries():
        for entry, pieces in ownership._entries(user):
            yield entry, pieces
            if entry == name:
                change()

    return io.BytesIO(b"".join(archives.write(entries())))


@pytest.mark.parametrize("is_replaced", [False, True])
def test_resume_that_goes_during_an_export_takes_no_other_with_it(user, stranger, objects, is_replaced):
    for number in range(3):
        tracking = trackings.track(user, JobFactory(title=f"Job {number}").pk)
        key = resumes.new_key(user.pk, tracking.pk)
        objects[key] = PDF + str(number).encode()
        JobTracking.objects.filter(pk=tracking.pk).update(resume_s3_url=key, notes={"resume_filename": f"{number}.pdf"})
    first = JobTracking.objects.order_by("pk")[0]

    def change():
        key = resumes.new_key(user.pk, first.pk) if is_replaced else None
        if key:
            objects[key] = PDF + b"new"
        del objects[first.resume_s3_url]
        JobTracking.objects.filter(pk=first.pk).update(resume_s3_url=key, notes={"resume_filename": "new.pdf"})

    archive = exported_while(user, "trackings.jsonl", change)
    outcome = ownership.restore(stranger, archive)["trackings"]

    assert outcome.remarks == ["The resume “0.pdf” is not in this archive."]
    theirs = JobTracking.objects.for_user(stranger).order_by("job_id")
    told = [(tracking.notes.get("resume_filename"), tracking.resume_s3_url) for tracking in theirs]
    assert [(name, key and objects[key]) for name, key in told] == [
        (None, None),
        ("1.pdf", PDF + b"1"),
        ("2.pdf", PDF + b"2"),
    ]


def test_resume_added_during_an_export_is_left_for_the_next(user, stranger, objects):
    without, having = (trackings.track(user, JobFactory().pk) for _ in range(2))

    def upload(tracking):
        key = resumes.new_key(user.pk, tracking.pk)
        objects[key] = PDF + str(tracking.pk).encode()
        JobTracking.objects.filter(pk=tracking.pk).update(resume_s3_url=key, notes={"resume_filename": "cv.pdf"})

    upload(having)

    archive = exported_while(user, "trackings.jsonl", lambda: upload(without))
    ownership.restore(stranger, archive)

    theirs = JobTracking.objects.for_user(stranger).order_by("job_id")
    assert theirs[0].resume_s3_url is None
    assert objects[theirs[1].resume_s3_url] == PDF + str(having.pk).encode()


def test_trackings_come_in_in_their_order_whichever_have_resumes(user, stranger, objects):
    for has_resume in (False, True, False, True):
        tracking = trackings.track(user, JobFactory().pk)
        if has_resume:
            key = resumes.new_key(user.pk, tracking.pk)
            objects[key] = PDF
            JobTracking.objects.filter(pk=tracking.pk).update(resume_s3_url=key)
    archive = exported(user)

    ownership.restore(stranger, archive)

    assert contents(exported(stranger)) == contents(archive)


def test_resume_comes_in_where_those_of_its_tracking_lie(archive, stranger):
    ownership.restore(stranger, archive)

    tracking = JobTracking.objects.get(user=stranger)
    assert tracking.resume_s3_url.startswith(f"resumes/{stranger.pk}/{tracking.pk}/")


def test_name_and_time_zone_come_along_where_none_is_chosen(user, stranger):
    user.time_zone = "Europe/Berlin"
    user.save()
    archive = exported(user)
    unknown = repacked(archive, "account.jsonl", b"Europe/Berlin", b"Europe/Nowhere")

    ownership.restore(stranger, unknown)
    stranger.refresh_from_db()
    with_an_unknown_zone = (stranger.name, stranger.time_zone)
    ownership.restore(stranger, archive)
    stranger.refresh_from_db()
    first = (stranger.name, stranger.time_zone)
    again = ownership.restore(stranger, repacked(archive, "account.jsonl", b"Europe/Berlin", b"Asia/Tokyo"))
    stranger.refresh_from_db()

    assert with_an_unknown_zone == ("Maya Kessler", "UTC")
    assert first == (stranger.name, stranger.time_zone) == ("Maya Kessler", "Europe/Berlin")
    assert (again["account"].new, again["account"].known) == (0, 1)


def test_resume_that_is_lost_is_left_out_and_told(archive, mine, stranger, objects):
    del objects[mine.resume_s3_url]
    without = exported(mine.user)

    outcomes = ownership.restore(stranger, without)

    assert [name for name in contents(without) if name.startswith("resumes/")] == []
    assert outcomes["trackings"].remarks == ["The resume “Maya's CV.pdf” is not in this archive."]
    tracking = JobTracking.objects.get(user=stranger)
    assert (tracking.resume_s3_url, tracking.notes.get("resume_filename")) == (None, None)


def test_second_import_changes_nothing(archive, stranger, objects):
    ownership.restore(stranger, archive)
    before = (rows(), objects.keys)

    outcomes = ownership.restore(stranger, archive)

    assert {name: (outcome.new, outcome.known) for name, outcome in outcomes.items()} == {
        "account": (0, 1),
        "searches": (0, 1),
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
        "searches: 1 would be new, 0 there already.",
        "postings: 1 would be new, 1 there already.",
        "trackings: 1 would be new, 0 there already.",
        "account: 1 new, 0 there already.",
        "searches: 1 new, 0 there already.",
        "postings: 1 new, 1 there already.",
        "trackings: 1 new, 0 there already.",
    ]
    assert path.stat().st_mode & 0o777 == 0o600
    assert contents(exported(stranger)) == contents(archive)
    with pytest.raises(CommandError, match="is there already"):
        call_command("export_user", mine.user.email, output=path)
    with pytest.raises(CommandError, match=r"create_user nobody@example\.org"):
        call_command("import_user", path, email="nobody@example.org")
    with pytest.raises(CommandError, match=r"no account nobody@example\.org: the admin lists those there are\.$"):
        call_command("export_user", "Nobody@example.org")


# --- Property ---------------------------------------------------------------------------------------

LETTERS = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
TEXT = st.text(LETTERS, max_size=30)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)
NOTE = st.dictionaries(TEXT.filter(lambda key: key not in ("type", "round", "reason", "intention")), JSON, max_size=3)
EVENT = st.fixed_dictionaries(
    {
        "event_type": st.sampled_from(["applied", "screening", "interview", "offer", "accepted", "rejected"]),
        "on": st.dates(date(1970, 1, 1), date(2100, 12, 31)),
        "at": st.none() | st.times(),
        "location": st.none() | TEXT,
        "note": NOTE,
    }
)


@hypothesis(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    made=st.lists(
        st.tuples(st.booleans(), st.booleans(), NOTE, st.lists(EVENT, max_size=6)),
        max_size=4,
    )
)
def test_whatever_is_entered_survives_export_and_import(user, stranger, made):
    with transaction.atomic():
        whose = JobTracking.objects.for_user(user)
        for is_private, is_archived, note, steps in made:
            job = JobFactory(private_to=user if is_private else None)
            pk = trackings.track(user, job.pk).pk
            with suppress(notes.NoteError):
                trackings.change(whose, pk, is_archived=is_archived, notes=note)
            for step in steps:
                with suppress(RefusedError, notes.NoteError):
                    events.add(whose, pk, **step)
        archive = exported(user)

        ownership.restore(stranger, archive)

        assert contents(exported(stranger)) == contents(archive)
        transaction.set_rollback(True)


def test_import_while_the_store_is_down_changes_nothing(archive, stranger, no_store):
    before = rows()

    with pytest.raises(StorageUnavailableError):
        ownership.restore(stranger, archive)

    assert rows() == before


# --- The pages --------------------------------------------------------------------------------------


def upload(page, archive: io.BytesIO, **fields):
    return page.post("/settings/import", {"file": SimpleUploadedFile("a.zip", archive.getvalue())} | fields)


def test_export_is_a_download(page, mine):
    answer = page.get("/settings/export.zip", headers={"Accept-Encoding": "gzip"})

    body = io.BytesIO(b"".join(answer))
    assert answer["Content-Type"] == "application/zip"
    assert "no-store" in answer["Cache-Control"]
    assert contents(body) == contents(exported(mine.user))
    assert zipfile.ZipFile(body).namelist() == [
        *("manifest.json", "account.jsonl", "searches.jsonl", "postings.jsonl", "trackings.jsonl", "trackings.csv"),
        "resumes/0001 Maya's CV.pdf",
    ]


def test_saved_search_that_cannot_be_read_is_left_out_and_told(user):
    search = {"name": "Old", "query": "salary_min=lots", "created_at": "2026-06-01T12:00:00Z"}

    outcomes = ownership.restore(user, packed(searches__jsonl=json.dumps(search)))

    assert outcomes["searches"].remarks == ["The saved search “Old” is left out: This search cannot be read."]


@pytest.mark.parametrize("count", [1, 20])
def test_export_takes_as_many_statements_however_much_there_is(user, count, django_assert_num_queries):
    for _ in range(count):
        tracking = JobTrackingFactory(user=user)
        events.add(JobTracking.objects.for_user(user), tracking.pk, "applied", on=date(2026, 5, 1))

    # addresses, tokens, searches, postings; trackings and their events, twice: as records and as a table
    with django_assert_num_queries(8):
        exported(user)


def test_export_while_the_store_is_down_says_so(page, mine, no_store):
    answer = page.get("/settings/export.zip", follow=True)

    assert answer.redirect_chain == [("/settings", 302)]
    assert "The store of the resumes does not answer." in answer.text


def test_archive_is_checked_and_then_imported_on_the_page(page):
    checked = upload(page, of(), is_dry="on")
    before = JobTracking.objects.count()
    answer = upload(page, of())

    assert "This archive can be imported. Nothing was changed yet." in checked.text
    assert (before, JobTracking.objects.count()) == (0, 1)
    assert "Trackings: 1 new, 0 there already" in answer.text


def test_bad_archive_is_told_on_the_page(page):
    answer = upload(page, of({"title": "<b>" * 200}))

    assert answer.status_code == 422
    assert "postings.jsonl, line 1: title: String should have at most 300 characters" in answer.text
    assert "Nothing was imported." in answer.text


def test_upload_that_is_too_long_is_not_even_read(page, settings):
    settings.IMPORT_MAX_SIZE = 1000

    assert upload(page, io.BytesIO(bytes(2 * 1024**2))).status_code == 400
