"""`backup` and `restore`: everything of one moment, taken while people work, into an empty instance alone."""

import os
import shutil
import stat
import threading
import zipfile
from contextlib import contextmanager
from datetime import date
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg import sql

from accounts.domain import tokens
from accounts.models import ApiToken
from jobtracker.backups import programs, upgrading
from tests.factories import PASSWORD, JobFactory, JobTrackingFactory
from tests.objects import PDF, Objects, put
from tracking import storage
from tracking.domain import events, resumes, trackings
from tracking.models import JobTracking

WRITERS = 3
TRACKED_EACH = 4 if "JOBTRACKER_LONG" not in os.environ else 200
# Without lists of values, which PostgreSQL words anew when it reads its own words.
SCHEMA = """
SELECT regexp_replace(indexdef, 'ANY .*', '') FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT conrelid::regclass || regexp_replace(pg_get_constraintdef(oid), 'ANY .*', '') FROM pg_constraint
  WHERE connamespace::regnamespace::text = 'public'
UNION ALL SELECT attrelid::regclass || attname || atttypid::regtype || coalesce(pg_get_expr(adbin, adrelid), '')
  FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
  LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
  WHERE relnamespace::regnamespace::text = 'public' AND attnum > 0 AND NOT attisdropped
UNION ALL SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace::regnamespace::text = 'public'
UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
ORDER BY 1
"""

pytestmark = pytest.mark.django_db(transaction=True)


def connect(database: str) -> psycopg.Connection:
    parameters = connection.get_connection_params()
    return psycopg.connect(
        host=parameters["host"],
        user=parameters["user"],
        password=parameters["password"],
        dbname=database,
        autocommit=True,
    )


def contents(database: str, snapshot: str = "") -> dict:
    """The schema and a hash of of all rows of each table, of the given snapshot or of now."""
    with connect(database) as other, other.transaction():
        other.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        if snapshot:
            other.execute(sql.SQL("SET TRANSACTION SNAPSHOT {}").format(snapshot))
        tables = other.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' "
            "AND relpersistence = 'p'"
        ).fetchall()
        found = {"": other.execute(SCHEMA).fetchall()}
        for (table,) in tables:
            query = 'SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text COLLATE "C")) FROM {} t'
            [(found[table],)] = other.execute(sql.SQL(query).format(sql.Identifier(table))).fetchall()
        return found


@pytest.fixture
def elsewhere(objects):
    """Another, empty instance: ``with elsewhere as database:`` commands use its database and its bucket."""
    name = f"{connection.settings_dict['NAME']}_elsewhere"
    ours, bucket = connection.settings_dict["NAME"], storages["default"].bucket_name

    @contextmanager
    def there():
        connection.close()
        connection.settings_dict["NAME"] = name
        storages["default"].bucket_name = f"{bucket}-elsewhere"
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = ours
            storages["default"].bucket_name = bucket

    there.database = name
    there.objects = Objects(f"{bucket}-elsewhere")
    with connect("postgres") as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield there
    with connect("postgres") as server:
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
    there.objects.clear()


@pytest.fixture
def before_reading(monkeypatch):
    """Have something happen the moment before an object is read: the first action first, and so on."""

    def arrange(*actions):
        left, read = list(actions), storage.read

        def and_then(key):
            if left:
                # Not in the transaction that the snapshot is taken in.
                thread = threading.Thread(target=_on_a_connection_of_its_own(left.pop(0)))
                thread.start()
                thread.join()
            return read(key)

        monkeypatch.setattr(storage, "read", and_then)

    return arrange


def _on_a_connection_of_its_own(action):
    def run():
        try:
            action()
        finally:
            connection.close()

    return run


def said(command: str, file: Path) -> str:
    out = StringIO()
    call_command(command, str(file), stdout=out)
    return out.getvalue()


def refusal(command: str, file: Path) -> str:
    with pytest.raises(CommandError) as error:
        call_command(command, str(file), stdout=StringIO())
    return str(error.value)


def upload(tracking: JobTracking, body: bytes = PDF) -> str:
    """Make ``body`` the tracking's resume; gives its key."""
    whose = JobTracking.objects.filter(pk=tracking.pk)
    prepared = resumes.prepare_upload(whose, tracking.pk, size=len(body))
    assert put(prepared.url, body) == 200
    return resumes.confirm(whose, tracking.pk, prepared.key, "cv.pdf").resume_s3_url


class Writers:
    """Threads that track, note what happened and replace resumes until told to stop."""

    def __init__(self, user) -> None:
        self.bodies: dict[str, bytes] = {}
        self.errors: list[Exception] = []
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._write, args=(user, number)) for number in range(WRITERS)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *exception):
        self._stop.set()
        for thread in self._threads:
            thread.join(60)
        assert self.errors == []

    def _write(self, user, number: int) -> None:
        try:
            tracked = [trackings.track(user, JobFactory().pk) for _ in range(TRACKED_EACH)]
            round_ = 0
            while not self._stop.is_set():
                round_ += 1
                for tracking in tracked:
                    body = PDF + f"{number} {tracking.pk} {round_}".encode()
                    self.bodies[upload(tracking, body)] = body
                    events.add(JobTracking.objects.all(), tracking.pk, "applied", on=date(2026, 3, 1))
        except Exception as error:  # noqa: BLE001 - told by the thread that asks
            self.errors.append(error)
        finally:
            connection.close()


def test_backup_under_load_is_one_moment_and_restores_equal(user, objects, elsewhere, tmp_path, monkeypatch):
    _, token = tokens.create(user, "kept")
    moment = {}
    dumping = programs.dumping

    def look_too(program, *, snapshot):
        moment.update(contents(connection.settings_dict["NAME"], snapshot))
        return dumping(program, snapshot=snapshot)

    monkeypatch.setattr(programs, "dumping", look_too)
    file = tmp_path / "backup.zip"

    with Writers(user) as writers:
        while len(writers.bodies) < WRITERS * TRACKED_EACH and not writers.errors:
            threading.Event().wait(0.05)
        backed_up = said("backup", file)
    with elsewhere():
        restored = said("restore", file)
        found = contents(elsewhere.database)
        pointed_at = set(JobTracking.objects.exclude(resume_s3_url=None).values_list("resume_s3_url", flat=True))
        JobTrackingFactory()  # sequences go on behind what was restored
        kept = ApiToken.objects.get(digest=ApiToken.digest_of(token)).user

    assert found == moment
    assert len(pointed_at) == WRITERS * TRACKED_EACH
    assert {key: elsewhere.objects[key] for key in elsewhere.objects.keys} == {
        key: writers.bodies[key] for key in pointed_at
    }
    assert kept.check_password(PASSWORD)
    assert backed_up.startswith(f"Wrote {file}: ")
    assert f" rows and {len(pointed_at)} objects, all as they were." in restored
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_resume_replaced_while_it_is_copied_is_there_all_the_same(user, objects, elsewhere, tmp_path, before_reading):
    tracking = JobTrackingFactory(user=user)
    upload(tracking, PDF + b"first")
    # Its object is gone when it is to be copied: twice, and the second time after the snapshot was taken.
    before_reading(lambda: upload(tracking, PDF + b"second"), lambda: upload(tracking, PDF + b"third"))

    said("backup", tmp_path / "backup.zip")
    with elsewhere():
        said("restore", tmp_path / "backup.zip")
        key = JobTracking.objects.get(pk=tracking.pk).resume_s3_url

    assert {key: elsewhere.objects[key] for key in elsewhere.objects.keys} == {key: PDF + b"third"}


def test_resume_lost_before_is_told_and_hinders_nothing(user, objects, elsewhere, tmp_path):
    lost, kept = JobTrackingFactory(user=user), JobTrackingFactory(user=user)
    del objects[upload(lost)]
    key = upload(kept)

    message = refusal("backup", tmp_path / "backup.zip")
    with elsewhere():
        said("restore", tmp_path / "backup.zip")

    assert message == (
        "The backup is complete but for 1 resumes that are gone from the object store: "
        "`manage.py sweep_resumes --dry-run` names them."
    )
    assert elsewhere.objects.keys == [key]


def test_restore_goes_into_an_empty_database_alone(user, objects, tmp_path):
    file = tmp_path / "backup.zip"
    said("backup", file)
    before = contents(connection.settings_dict["NAME"])

    message = refusal("restore", file)

    assert message == (
        "Not restored: the database is not empty. A backup is restored into an empty one: make a new database and "
        "name it in DATABASE_URL, or name a new data directory in JOBTRACKER_DATA_DIR."
    )
    assert contents(connection.settings_dict["NAME"]) == before


def test_restore_goes_into_an_empty_bucket_alone_but_can_be_repeated(user, objects, elsewhere, tmp_path):
    file = tmp_path / "backup.zip"
    key = upload(JobTrackingFactory(user=user))
    said("backup", file)
    elsewhere.objects[key] = PDF  # of a restore that was broken off
    elsewhere.objects["resumes/1/1/a/b.pdf"] = PDF

    with elsewhere():
        message = refusal("restore", file)
        tables = connection.introspection.table_names()
        del elsewhere.objects["resumes/1/1/a/b.pdf"]
        said("restore", file)

    assert message == (
        "Not restored: the object store is not empty: it holds resumes/1/1/a/b.pdf, which is not in the backup. "
        "Restore into an empty bucket."
    )
    assert tables == []
    assert elsewhere.objects.keys == [key]


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-100])


def change_a_byte(file: Path) -> None:
    body = bytearray(file.read_bytes())
    body[len(body) // 2] ^= 1
    file.write_bytes(body)


def replace_with_text(file: Path) -> None:
    file.write_text("not a backup")


def come_from_the_future(file: Path) -> None:
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["manifest.json"] = members["manifest.json"].replace(b"accounts.0001_initial", b"accounts.9999_flying_cars")
    with zipfile.ZipFile(file, "w") as archive:
        for name, body in members.items():
            archive.writestr(name, body)


DAMAGED = "{file} is no backup of jobtracker, or is damaged: take another one."
HARMED = {
    cut_short: DAMAGED,
    change_a_byte: DAMAGED,
    replace_with_text: DAMAGED,
    Path.unlink: "{file} cannot be read (No such file or directory).",
    come_from_the_future: "a newer version of jobtracker made this backup (it has applied "
    "accounts.9999_flying_cars): install that one first.",
}


def test_bad_backup_is_refused_before_anything_is_written(user, objects, elsewhere, tmp_path):
    sound = tmp_path / "backup.zip"
    upload(JobTrackingFactory(user=user))
    said("backup", sound)

    messages, left = {}, []
    for number, harm in enumerate(HARMED):
        file = tmp_path / f"{number}.zip"
        shutil.copy(sound, file)
        harm(file)
        with elsewhere():
            messages[harm] = refusal("restore", file).replace(str(file), "{file}")
            left += [*connection.introspection.table_names(), *elsewhere.objects.keys]

    assert messages == {harm: f"Not restored: {message}" for harm, message in HARMED.items()}
    assert left == []


def test_dump_that_the_database_refuses_leaves_it_empty(user, objects, elsewhere, tmp_path):
    file = tmp_path / "backup.zip"
    said("backup", file)
    with connect(elsewhere.database) as server:
        server.execute("CREATE TYPE tracking_stage AS ENUM ('in the way')")

    with elsewhere():
        message = refusal("restore", file)
        tables = connection.introspection.table_names()

    assert 'type "tracking_stage" already exists' in message
    assert tables == []


def test_backup_that_fails_leaves_no_file(user, objects, tmp_path, monkeypatch):
    there = tmp_path / "there.zip"
    there.write_text("of yesterday")
    nowhere = tmp_path / "nowhere" / "backup.zip"

    assert refusal("backup", there) == f"No backup was made: {there} is there already: choose another name."
    assert refusal("backup", nowhere) == (
        f"No backup was made: {nowhere} cannot be written (No such file or directory)."
    )
    monkeypatch.setattr(programs, "program_folders", list)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refusal("backup", tmp_path / "backup.zip") == (
        "No backup was made: pg_dump of PostgreSQL 18 or newer is needed and is not on this machine: install "
        "PostgreSQL's client programs (on Debian the package postgresql-client-18)."
    )
    assert (list(tmp_path.iterdir()), there.read_text()) == ([there], "of yesterday")


def test_backup_without_the_object_store_says_so(user, objects, tmp_path, monkeypatch):
    upload(JobTrackingFactory(user=user))

    def away(key):
        raise storage.StorageUnavailableError("it is away")

    monkeypatch.setattr(storage, "read", away)

    message = refusal("backup", tmp_path / "backup.zip")

    assert message == "No backup was made: the object store does not answer (it is away)."
    assert list(tmp_path.iterdir()) == []


def forget_a_migration() -> None:
    """The database is as an older version left it."""
    call_command("migrate", "tracking", "0006", verbosity=0)


@pytest.fixture
def upgraded():
    yield
    call_command("migrate", verbosity=0)


def test_backup_of_an_older_version_is_restored_and_upgraded(user, objects, elsewhere, tmp_path, upgraded):
    key = upload(JobTrackingFactory(user=user))
    forget_a_migration()
    pending = upgrading.pending_migrations()

    said("backup", tmp_path / "backup.zip")
    with elsewhere():
        restored = said("restore", tmp_path / "backup.zip")
        pending_there = upgrading.pending_migrations()
        call_command("migrate", verbosity=0)
        pending_afterwards = upgrading.pending_migrations()
        resume = JobTracking.objects.get().resume_s3_url

    assert pending > 0
    assert (pending_there, pending_afterwards) == (pending, 0)
    assert f"An older version made it: run `manage.py migrate` ({pending} migrations)" in restored
    assert (resume, elsewhere.objects.keys) == (key, [key])


def test_newest_three_backups_before_upgrades_are_kept(tmp_path, db):
    folder = tmp_path / "backups"
    files = [upgrading.new_file(folder) for _ in range(5)]
    for file in [*files, folder / "of-mine.zip"]:
        file.touch()
    empty = upgrading.has_data()

    upgrading.prune(folder)
    JobFactory()

    assert sorted(folder.iterdir()) == [*files[2:], folder / "of-mine.zip"]
    assert (stat.S_IMODE(folder.stat().st_mode), empty, upgrading.has_data()) == (0o700, False, True)
