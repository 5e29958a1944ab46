"""Boards brought up to date over real HTTPS: what closes, what never does, and what is remembered of a failure."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from search import feeds
from search.domain import importing, syncing, turns
from search.feeds import open_payload
from search.models import Company, FeedHost, ImportRun, Job, JobBoard
from search.postings import Source
from tests.factories import JobTrackingFactory
from tests.search.replay import Answer, Replay, gzipped, replayed, with_etag

KEY = "api.ashbyhq.com/posting-api/job-board/acme?includeCompensation=true"

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def server():
    with replayed() as replay:
        yield replay


@pytest.fixture
def replay(server, monkeypatch) -> Replay:
    server.answers.clear()
    server.server.asked.clear()
    server.server.headers.clear()
    monkeypatch.setattr(turns, "GAP", timedelta())
    return server


@pytest.fixture
def board(db) -> JobBoard:
    return JobBoard.objects.create(source=Source.ASHBY, token="acme", is_enabled=True)


def ashby(*titles: str, **fields) -> bytes:
    """A board whose postings have their titles as ids."""
    return json.dumps({"apiVersion": "1", "jobs": [{"id": t, "title": t, **fields} for t in titles]}).encode()


def sync(replay: Replay, board: JobBoard, answer=None) -> ImportRun:
    """Fetch the board as the database knows it, after ``answer`` became what its host says."""
    if answer is not None:
        replay.answers[KEY] = answer if isinstance(answer, Answer) or callable(answer) else Answer(answer)
    FeedHost.objects.all().delete()  # however long it was to be left alone
    return syncing.sync(JobBoard.objects.select_related("company").get(pk=board.pk), fetcher=replay.fetcher)


def later(board: JobBoard, **ago) -> None:
    """Let that much time have passed since the board was first doubted."""
    board.refresh_from_db()
    JobBoard.objects.filter(pk=board.pk).update(doubted_at=board.doubted_at - timedelta(**ago))


def is_open() -> dict[str, bool]:
    return dict(Job.objects.values_list("external_id", "is_open"))


def numbers(run: ImportRun) -> tuple[str, int, int, int, int]:
    return (run.outcome, run.seen, run.new, run.closed, run.reopened)


LIST = ("Welder", "Rigger", "Fitter", "Baker")


def test_new_board_is_brought_in(replay, board):
    run = sync(replay, board, ashby(*LIST))

    board.refresh_from_db()
    assert numbers(run) == ("ok", 4, 4, 0, 0)
    assert is_open() == dict.fromkeys(LIST, True)
    assert (board.company.name, board.last_count, board.failures) == ("Acme", 4, 0)
    assert syncing.EVERY - timedelta(minutes=1) < board.next_sync_at - timezone.now() <= syncing.EVERY
    assert run.finished_at
    assert run.message == ""


def test_company_is_what_the_payload_calls_it(replay):
    board = JobBoard.objects.create(source=Source.WORKABLE, token="acme-1", is_enabled=True)
    payload = {"name": "Acme Tools GmbH", "jobs": [{"shortcode": "A1", "title": "Welder"}]}
    key = "apply.workable.com/api/v1/widget/accounts/acme-1?details=true"
    replay.answers[key] = Answer(json.dumps(payload).encode())

    sync(replay, board)

    assert Job.objects.get().company.name == "Acme Tools GmbH"
    assert Company.objects.count() == 1


def test_missing_once_closes_nothing_and_missing_twice_closes(replay, board):
    sync(replay, board, ashby(*LIST))

    once = sync(replay, board, ashby(*LIST[:3]))
    open_after_once = is_open()
    twice = sync(replay, board)

    assert numbers(once) == ("ok", 3, 0, 0, 0)
    assert open_after_once == dict.fromkeys(LIST, True)
    assert numbers(twice) == ("ok", 3, 0, 1, 0)
    assert is_open() == {**dict.fromkeys(LIST, True), "Baker": False}


def test_missing_is_counted_in_a_row(replay, board):
    sync(replay, board, ashby(*LIST))
    for _ in range(3):
        sync(replay, board, ashby(*LIST[:3]))
        sync(replay, board, ashby(*LIST))
        Job.objects.filter(is_open=False).update(is_open=True, closed_at=None)

    assert set(Job.objects.values_list("missed_runs", flat=True)) == {0}
    assert all(is_open().values())


def test_reappearing_reopens_and_keeps_when_it_was_first_seen(replay, board):
    sync(replay, board, ashby(*LIST))
    first_seen = Job.objects.get(external_id="Baker").first_seen_at
    sync(replay, board, ashby(*LIST[:3]))
    sync(replay, board)

    run = sync(replay, board, ashby(*LIST))

    baker = Job.objects.get(external_id="Baker")
    assert numbers(run) == ("ok", 4, 0, 0, 1)
    assert (baker.is_open, baker.closed_at, baker.missed_runs, baker.first_seen_at) == (True, None, 0, first_seen)


@pytest.mark.parametrize("left", [(), ("Welder",)])
def test_halved_or_empty_board_closes_nothing_before_a_second_look(replay, board, left):
    sync(replay, board, ashby(*LIST))

    first = sync(replay, board, ashby(*left))
    too_soon = sync(replay, board)
    open_meanwhile = is_open()
    later(board, hours=2)
    second = sync(replay, board)

    assert [first.outcome, too_soon.outcome, second.outcome] == ["doubted", "doubted", "ok"]
    assert open_meanwhile == dict.fromkeys(LIST, True)
    assert second.closed == 4 - len(left)
    assert is_open() == {title: title in left for title in LIST}


def test_doubt_ends_when_the_board_is_whole_again(replay, board):
    sync(replay, board, ashby(*LIST))
    sync(replay, board, ashby())
    later(board, hours=2)

    whole = sync(replay, board, ashby(*LIST))
    empty_again = sync(replay, board, ashby())

    assert (whole.outcome, empty_again.outcome) == ("ok", "doubted")
    assert all(is_open().values())


def test_posting_that_was_missing_before_is_not_closed_by_a_doubtful_board(replay, board):
    sync(replay, board, ashby(*LIST))
    sync(replay, board, ashby(*LIST[:3]))

    run = sync(replay, board, ashby())

    assert numbers(run) == ("doubted", 0, 0, 0, 0)
    assert all(is_open().values())


def test_exactly_half_is_no_doubt(replay, board):
    sync(replay, board, ashby(*LIST))
    sync(replay, board, ashby(*LIST[:2]))

    assert numbers(sync(replay, board)) == ("ok", 2, 0, 2, 0)


def test_unchanged_answer_counts_as_a_look(replay, board):
    """A host that knows our copy says 304 from then on; what was missing in that copy is still missing."""
    sync(replay, board, with_etag(ashby(*LIST), '"one"'))
    once = sync(replay, board, with_etag(ashby(*LIST[:3]), '"two"'))

    twice = sync(replay, board)
    thrice = sync(replay, board)

    assert [run.outcome for run in (once, twice, thrice)] == ["ok", "unchanged", "unchanged"]
    assert [run.closed for run in (once, twice, thrice)] == [0, 1, 0]
    assert [run.seen for run in (once, twice, thrice)] == [3, 3, 3]
    assert is_open() == {**dict.fromkeys(LIST, True), "Baker": False}


def test_file_that_closes_by_mistake_is_put_right_by_the_next_fetch(replay, board):
    """Were the board asked for with the marks of before the file, "unchanged" would keep the mistake for ever."""
    sync(replay, board, with_etag(ashby(*LIST)))
    importing.import_board("ashby", "acme", feeds.read("ashby", ashby("Welder")), is_complete=True)
    closed_meanwhile = [title for title, still in is_open().items() if not still]

    run = sync(replay, board)

    assert len(closed_meanwhile) == 3
    assert numbers(run) == ("ok", 4, 0, 0, 3)
    assert all(is_open().values())


FAULTS = [
    Answer(status=404),
    Answer(status=304),
    Answer(status=500),
    Answer(status=429),
    Answer(status=302, headers={"Location": "https://169.254.169.254/"}),
    Answer(ashby(*LIST[:1])[:-20]),
    Answer(ashby(*LIST[:1])[:-20], length=len(ashby(*LIST[:1]))),
    Answer(b""),
    Answer(b"<html>Our service is down for maintenance</html>"),
    Answer(b'{"jobs": null}'),
    gzipped(b"\0" * (30 * 1024 * 1024)),
    Answer(b'{"jobs": []}', pace=1),
]


@pytest.mark.parametrize("fault", FAULTS, ids=range(len(FAULTS)))
def test_failure_closes_nothing_and_is_remembered(replay, board, fault):
    sync(replay, board, ashby(*LIST))
    sync(replay, board, ashby(*LIST[:3]))
    before = list(Job.objects.order_by("pk").values())

    runs = [sync(replay, board, fault) for _ in range(1 if fault.pace else 3)]

    board.refresh_from_db()
    assert [run.outcome for run in runs] == ["failed"] * len(runs)
    assert all(run.message and run.finished_at for run in runs)
    assert list(Job.objects.order_by("pk").values()) == before
    assert (board.failures, board.last_count) == (len(runs), 3)


def test_failures_space_out_the_next_tries_and_a_success_forgets_them(replay, board):
    waits = []
    for _ in range(9):
        sync(replay, board, Answer(status=500))
        board.refresh_from_db()
        waits.append(round((board.next_sync_at - timezone.now()) / timedelta(minutes=15)))
    sync(replay, board, ashby(*LIST))

    board.refresh_from_db()
    assert waits == [1, 2, 4, 8, 16, 32, 64, 96, 96]  # quarters of an hour
    assert board.failures == 0


def test_posting_that_cannot_be_read_stays_open_and_the_others_close(replay, board):
    sync(replay, board, with_etag(ashby(*LIST)))
    jobs = [{"id": t, "title": "" if t == "Rigger" else t} for t in LIST[:3]]

    runs = [sync(replay, board, with_etag(json.dumps({"jobs": jobs}).encode(), '"two"')) for _ in range(3)]

    board.refresh_from_db()
    assert [(run.outcome, run.refused, run.closed) for run in runs] == [("ok", 1, 0), ("ok", 1, 1), ("ok", 1, 0)]
    assert runs[0].message == "Rigger: The posting has no title."
    assert is_open() == {**dict.fromkeys(LIST, True), "Baker": False}
    assert board.etag == ""  # asked for in full until it is whole


def test_posting_that_nobody_knows_closes_nothing_and_is_told(replay, board):
    sync(replay, board, ashby(*LIST))
    payload = json.dumps({"jobs": [{"id": t, "title": t} for t in LIST[:2]] + [{"title": "Fitter"}]}).encode()

    runs = [sync(replay, board, payload) for _ in range(3)]

    assert [(run.outcome, run.refused, run.closed) for run in runs] == [("ok", 1, 0)] * 3
    assert runs[0].message == (
        "Nothing was closed, as which posting could not be read is not known.\nFitter: The posting has no usable id."
    )
    assert all(is_open().values())


def test_what_somebody_tracks_is_closed_but_kept(replay, board, user):
    sync(replay, board, ashby(*LIST))
    tracking = JobTrackingFactory(user=user, job=Job.objects.get(external_id="Baker"))
    for _ in range(3):
        sync(replay, board, ashby(*LIST[:3]))

    tracking.refresh_from_db()
    assert (tracking.job.external_id, tracking.job.is_open) == ("Baker", False)
    assert Job.objects.count() == 4


def test_posting_past_its_day_is_closed(replay, board):
    sync(replay, board, with_etag(ashby(*LIST)))
    day = timezone.now() - timedelta(hours=1)
    Job.objects.filter(external_id="Baker").update(expires_at=day)

    run = sync(replay, board)

    assert numbers(run) == ("unchanged", 4, 0, 1, 0)
    assert Job.objects.get(external_id="Baker").closed_at == day


def test_rolling_feed_closes_by_age_alone(replay):
    board = JobBoard.objects.create(source=Source.REMOTIVE, token="remotive", is_enabled=True)

    def remotive(*jobs) -> Answer:
        rows = [{"id": n, "title": f"Job {n}", "company_name": "Acme", "publication_date": day} for n, day in jobs]
        return Answer(json.dumps({"jobs": rows}).encode())

    old = f"{timezone.now() - timedelta(days=61):%Y-%m-%dT%H:%M:%S}"
    new = f"{timezone.now():%Y-%m-%dT%H:%M:%S}"
    replay.answers["remotive.com/api/remote-jobs"] = remotive((1, old), (2, old), (3, new))
    sync(replay, board)
    replay.answers["remotive.com/api/remote-jobs"] = remotive((2, old))

    runs = [sync(replay, board) for _ in range(3)]

    assert [run.outcome for run in runs] == ["ok"] * 3
    assert is_open() == {"1": False, "2": True, "3": True}
    assert Job.objects.filter(company__name="Acme").count() == 3


def test_board_is_fetched_by_one_at_a_time(replay, board):
    ImportRun.objects.create(board=board, started_at=timezone.now() - timedelta(minutes=1))

    with pytest.raises(syncing.AlreadyRunningError):
        sync(replay, board, ashby(*LIST))
    ImportRun.objects.update(started_at=timezone.now() - timedelta(hours=1))
    run = sync(replay, board)

    assert run.outcome == "ok"
    assert list(ImportRun.objects.values_list("outcome", "message")) == [("ok", ""), ("failed", "It was interrupted.")]
    assert replay.asked == [KEY]


def test_only_the_last_runs_are_kept(replay, board):
    for _ in range(syncing.RUNS_KEPT + 2):
        sync(replay, board, with_etag(ashby(*LIST)))

    assert ImportRun.objects.count() == syncing.RUNS_KEPT


def test_host_that_was_asked_too_often_is_left_alone_by_all_its_boards(replay, board):
    other = JobBoard.objects.create(source=Source.ASHBY, token="other", is_enabled=True)
    wish = Answer(status=429, headers={"Retry-After": "3600"})
    sync(replay, board, wish)

    run = syncing.sync(other, fetcher=replay.fetcher)

    other.refresh_from_db()
    board.refresh_from_db()
    assert (run.outcome, other.failures) == ("failed", 0)
    assert run.message.startswith("Its host is to be left alone until ")
    assert replay.asked == [KEY]
    for waiting in (board, other):
        assert timedelta(minutes=59) < waiting.next_sync_at - timezone.now() <= timedelta(hours=1)


# The same boards on three days, a week apart (not part of the project): how many were on the list, by day.
HISTORY = {
    "anthropic": ["2026-08-01", "2026-08-08", "2026-08-15"],
    "discord": ["2026-08-01", "2026-08-07", "2026-08-15"],
    "figma": ["2026-08-01", "2026-08-08", "2026-08-16"],
}


@pytest.mark.parametrize("token", HISTORY)
def test_recorded_boards_close_what_left_them(samples, replay, token):
    board = JobBoard.objects.create(source=Source.GREENHOUSE, token=token, is_enabled=True)
    key = f"boards-api.greenhouse.io/v1/boards/{token}/jobs?content=true"
    listed = []
    for day in HISTORY[token]:
        data = open_payload(samples / "greenhouse_history" / f"{token}_{day}.json.gz")
        listed.append({str(job["id"]) for job in json.loads(data)["jobs"]})
        replay.answers[key] = gzipped(data)
        run = sync(replay, board)
        assert (run.outcome, run.seen) == ("ok", len(listed[-1]))

    first, second, third = listed
    # Gone for two lists in a row: listed on the first day alone. What is missing on the third only has time left.
    assert {pk for pk, still in is_open().items() if not still} == first - second - third
    assert first - second - third
    again = sync(replay, board)
    assert again.closed == len((first | second) - third - (first - second - third))
    assert {pk for pk, still in is_open().items() if still} == third
