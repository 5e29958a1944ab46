"""`manage.py sync_boards`: which boards it fetches, over real HTTPS, and what it says about them."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from search.domain import syncing, turns
from search.models import Job, JobBoard
from search.postings import Source
from tests.search.replay import Answer, Replay, replayed

pytestmark = pytest.mark.django_db

SAMPLES = [
    # source, token, file, what is asked, postings, company
    ("greenhouse", "twilio", "greenhouse_content/twilio_full.json", "boards-api.greenhouse.io", 121),
    ("lever", "leverdemo", "lever/leverdemo_6.json", "api.lever.co", 6),
    ("ashby", "notion", "ashby/notion.json.gz", "api.ashbyhq.com", 135),
    ("workable", "zaelab", "workable/zaelab.json", "apply.workable.com", 1),
    ("recruitee", "channable", "recruitee/channable.json", "channable.recruitee.com", 2),
    ("personio", "omoji", "personio/omoji.xml", "omoji.jobs.personio.de", 1),
    ("teamtailor", "teamtailor", "teamtailor/teamtailor.json", "teamtailor.teamtailor.com", 2),
    ("remoteok", "remoteok", "remote_feeds/remoteok_2026-05.json.gz", "remoteok.com", 99),
    ("remotive", "remotive", "remote_feeds/remotive_18.json", "remotive.com", 18),
    ("weworkremotely", "weworkremotely", "remote_feeds/weworkremotely.xml", "weworkremotely.com", 4),
]


@pytest.fixture(scope="module")
def server():
    with replayed() as replay:
        yield replay


@pytest.fixture
def replay(server, monkeypatch) -> Replay:
    """The command's own fetcher gives way to the one that reaches the replay."""
    server.answers.clear()
    server.server.asked.clear()
    monkeypatch.setattr(turns, "GAP", timedelta())
    monkeypatch.setattr(syncing, "FETCHER", server.fetcher)
    return server


def serve(replay: Replay, token: str, *titles: str, **fields) -> None:
    jobs = [{"id": title, "title": title} for title in titles]
    key = f"api.ashbyhq.com/posting-api/job-board/{token}?includeCompensation=true"
    replay.answers[key] = Answer(json.dumps({"jobs": jobs}).encode(), **fields)


def board(token: str, **fields) -> JobBoard:
    return JobBoard.objects.create(**{"source": Source.ASHBY, "token": token, "is_enabled": True, **fields})


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("sync_boards", *arguments, stdout=out)
    return out.getvalue()


def test_due_boards_are_fetched_and_others_are_not(replay):
    for token in ("new", "overdue", "later", "off"):
        serve(replay, token, "Welder")
    board("new")
    board("overdue", next_sync_at=timezone.now() - timedelta(hours=1))
    board("later", next_sync_at=timezone.now() + timedelta(hours=1))
    board("off", is_enabled=False)
    board("by-file", source=Source.WORKDAY)

    said = run()

    numbers = "1 posting: 1 new, 0 changed, 0 reopened, 0 closed, 0 refused.\n"
    assert said == f"Ashby: new: {numbers}Ashby: overdue: {numbers}"
    assert set(Job.objects.values_list("board__token", flat=True)) == {"new", "overdue"}


def test_second_run_has_nothing_to_do_and_says_what_would(replay):
    serve(replay, "acme", "Welder")
    board("acme")
    run()

    said = run()
    forced = run("--all", "--board", "acme")

    following = JobBoard.objects.get()
    assert said.startswith("No such board is due; the next of all is Ashby: acme, at ")
    assert forced == "Ashby: acme: 1 posting: 0 new, 0 changed, 0 reopened, 0 closed, 0 refused.\n"
    assert following.next_sync_at > timezone.now() + timedelta(hours=5)


def test_without_boards_it_says_where_to_add_one(replay):
    assert run() == "There are no boards to fetch: add one on the Boards page.\n"


def test_doubted_board_is_told(replay):
    serve(replay, "acme", "Welder", "Rigger")
    board("acme")
    run()
    serve(replay, "acme")

    said = run("--all")

    assert said == (
        "Ashby: acme: 0 postings: 0 new, 0 changed, 0 reopened, 0 closed, 0 refused. "
        "Half of it or more is gone: nothing is closed before a second look.\n"
    )


def test_failure_is_named_and_the_others_are_fetched_all_the_same(replay):
    serve(replay, "good", "Welder")
    board("bad")
    board("good")

    with pytest.raises(CommandError) as caught:
        run()

    assert caught.value.returncode == 1
    assert str(caught.value) == (
        "1 of 2 boards could not be brought up to date:\nAshby: bad: There is no such board (status 404)."
    )
    assert Job.objects.get().board.token == "good"


def test_source_and_board_narrow_it(replay):
    serve(replay, "acme", "Welder")
    board("acme")
    board("acme", source=Source.LEVER)

    run("--source", "ashby", "--board", "acme")

    assert replay.asked == ["api.ashbyhq.com/posting-api/job-board/acme?includeCompensation=true"]


def test_recorded_payload_of_every_live_source_is_brought_in(samples, replay):
    for source, token, file, host, _ in SAMPLES:
        data = (samples / "samples" / file).read_bytes()
        encoding = {"Content-Encoding": "gzip"} if data[:2] == b"\x1f\x8b" else {}
        address = syncing.addresses.feed_address(source, token)
        assert address.startswith(f"https://{host}/")
        replay.answers[address.removeprefix("https://")] = Answer(data, headers=encoding)
        board(token, source=source)

    run()

    found = {(one.source, one.token): one.jobs.count() for one in JobBoard.objects.all()}
    assert found == {(source, token): count for source, token, _, _, count in SAMPLES}
    assert replay.server.at_once_max == 1
