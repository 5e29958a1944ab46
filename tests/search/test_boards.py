"""The Boards page: adding, switching, fetching; who may; and what the worker then does."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from search import tasks
from search.domain import boards, syncing, turns
from search.models import ImportRun, Job, JobBoard
from search.postings import Source
from tests.factories import CompanyFactory, JobBoardFactory, JobFactory, UserFactory
from tests.search.replay import Answer, replayed

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
KEY = "api.lever.co/v0/postings/acme?mode=json"


def queued() -> list[tuple[str, dict]]:
    return list(ProcrastinateJob.objects.order_by("id").values_list("task_name", "args"))


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_pasted_address_becomes_a_board_that_is_fetched_soon(page):
    answer = page.post("/boards/add", {"address": "https://jobs.lever.co/acme/1234"}, follow=True)

    board = JobBoard.objects.get()
    assert answer.redirect_chain == [("/boards", HTTPStatus.FOUND)]
    assert (board.source, board.token, board.is_enabled, board.next_sync_at) == (Source.LEVER, "acme", True, None)
    assert queued() == [("search.tasks.fetch_board", {"board_id": board.pk})]
    assert "Waiting to be fetched" in text(answer)
    assert "acme is added." in text(answer)


def test_board_that_is_here_is_not_added_twice(page):
    for address in ("https://jobs.lever.co/acme", "jobs.lever.co/ACME"):
        answer = page.post("/boards/add", {"address": address}, follow=True)

    assert JobBoard.objects.count() == len(queued()) == 1
    assert "acme is here already." in text(answer)


def test_board_of_files_is_fetched_once_somebody_asks_for_it(page):
    board = JobBoardFactory(source=Source.LEVER, token="acme")

    page.post("/boards/add", {"address": "https://jobs.lever.co/acme"})

    board.refresh_from_db()
    assert board.is_enabled
    assert queued() == [("search.tasks.fetch_board", {"board_id": board.pk})]


def test_adding_a_board_that_is_switched_off_is_for_whoever_has_the_say(page, user):
    board = JobBoardFactory(source=Source.LEVER, token="acme")
    UserFactory()  # no longer alone

    refused = page.post("/boards/add", {"address": "https://jobs.lever.co/ACME"})
    before = queued()
    board.refresh_from_db()
    was_enabled = board.is_enabled
    user.is_staff = True
    user.save()
    page.post("/boards/add", {"address": "https://jobs.lever.co/acme"})

    board.refresh_from_db()
    assert (refused.status_code, was_enabled, before) == (HTTPStatus.UNPROCESSABLE_ENTITY, False, [])
    assert f"{board.name} is here already, but not fetched. Ask the staff to switch it on." in text(refused)
    assert (board.is_enabled, JobBoard.objects.count()) == (True, 1)


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("https://acme.example/careers", "acme.example is none of the job boards known here."),
        ("https://acme.wd5.myworkdayjobs.com/jobs", "Boards of Workday are not fetched yet"),
        ("", "Paste the address of the page which lists the jobs."),
        ("https://jobs.lever.co/a%00b", "The employer’s name is missing"),
        ("\x00", "Null characters are not allowed."),
        ("x" * 3000, "at most 2000 characters"),
    ],
)
def test_address_that_is_no_board_is_refused_with_the_reason(page, address, message):
    answer = page.post("/boards/add", {"address": address})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert message.replace("’", "&#x27;") in text(answer)
    assert not JobBoard.objects.exists()


def test_there_is_an_end_to_boards(page, monkeypatch):
    monkeypatch.setattr(boards, "BOARDS_MAX", 1)
    page.post("/boards/add", {"address": "https://jobs.lever.co/acme"})

    answer = page.post("/boards/add", {"address": "https://jobs.lever.co/oatfield"})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert JobBoard.objects.count() == 1


def test_switching_is_for_whoever_has_the_say(client, user):
    board = JobBoardFactory(source=Source.LEVER, token="acme", is_enabled=True)
    UserFactory()  # no longer alone
    client.force_login(user)

    refused = client.post(f"/boards/{board.pk}/disable")
    user.is_staff = True
    user.save()
    done = client.post(f"/boards/{board.pk}/disable")

    board.refresh_from_db()
    assert (refused.status_code, done.status_code, board.is_enabled) == (403, 302, False)
    client.post(f"/boards/{board.pk}/enable")
    board.refresh_from_db()
    assert board.is_enabled


def test_board_without_a_feed_cannot_be_switched_on(page):
    board = JobBoardFactory(source=Source.WORKDAY)

    answer = page.post(f"/boards/{board.pk}/enable", follow=True)

    board.refresh_from_db()
    assert not board.is_enabled
    assert "Boards of Workday are not fetched" in text(answer)


def test_fetching_now_gives_the_host_some_rest(page):
    board = JobBoardFactory(source=Source.LEVER, token="acme", is_enabled=True, next_sync_at=timezone.now())
    page.post(f"/boards/{board.pk}/fetch")
    ProcrastinateJob.objects.all().update(status="succeeded")
    ImportRun.objects.create(board=board, started_at=timezone.now(), finished_at=timezone.now(), outcome="ok")

    answer = page.post(f"/boards/{board.pk}/fetch", follow=True)

    assert len(queued()) == 1
    assert "give its host some rest" in text(answer)


@pytest.mark.parametrize("path", ["/boards/1/fetch", "/boards/1/enable", "/boards/99999999999999999999/disable"])
def test_board_that_is_not_there_is_404(page, path):
    assert page.post(path).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("path", ["/boards", "/boards/1"])
def test_boards_ask_to_sign_in(client, path):
    answer = client.get(path)

    assert answer.status_code == HTTPStatus.FOUND
    assert answer["Location"].endswith(f"?next={path}")


def test_row_asks_again_while_it_is_fetched_and_then_stops(page):
    board = JobBoardFactory(source=Source.LEVER, token="acme", is_enabled=True, next_sync_at=timezone.now())
    run = ImportRun.objects.create(board=board, started_at=timezone.now(), message="Reading 3.1 MB")

    during = page.get(f"/boards/{board.pk}", headers=HTMX)
    run.finished_at, run.outcome, run.message, run.new = timezone.now(), "ok", "", 3
    run.save()
    after = page.get(f"/boards/{board.pk}", headers=HTMX)

    assert "Reading 3.1 MB" in text(during)
    assert 'hx-trigger="every 2s"' in text(during)
    assert "Last time 3 new, 0 changed, 0 closed." in text(after)
    assert "hx-trigger" not in text(after)


def test_run_that_died_is_not_waited_for(page):
    board = JobBoardFactory(source=Source.LEVER, token="acme", is_enabled=True, next_sync_at=timezone.now())
    ImportRun.objects.create(board=board, started_at=timezone.now() - timedelta(hours=1))

    assert "hx-trigger" not in text(page.get(f"/boards/{board.pk}", headers=HTMX))


def test_list_takes_few_statements_however_many_boards(page, django_assert_num_queries):
    for n in range(5):
        board = JobBoardFactory(source=Source.LEVER, token=f"acme-{n}", company=CompanyFactory())
        ImportRun.objects.create(board=board, started_at=timezone.now(), finished_at=timezone.now(), outcome="ok")

    with django_assert_num_queries(6):  # session, user, has the say, count, boards, their last runs
        answer = page.get("/boards")

    assert answer.content.decode().count('class="board-row"') == 5


def test_demo_is_not_among_the_boards(page):
    JobBoardFactory(source=Source.DEMO)

    assert "No boards yet" in text(page.get("/boards"))


# What the worker does.


def test_due_boards_are_asked_for_once(user):
    due = JobBoardFactory(source=Source.LEVER, token="due", is_enabled=True)
    JobBoardFactory(source=Source.LEVER, token="off")
    JobBoardFactory(source=Source.LEVER, token="later", is_enabled=True, next_sync_at=timezone.now() + timedelta(1))
    running = JobBoardFactory(source=Source.LEVER, token="running", is_enabled=True)
    ImportRun.objects.create(board=running, started_at=timezone.now())

    tasks.fetch_due_boards(timestamp=0)
    tasks.fetch_due_boards(timestamp=300)

    assert queued() == [("search.tasks.fetch_board", {"board_id": due.pk})]


def test_posting_past_its_day_is_closed_wherever_it_came_from(user):
    past, ahead = timezone.now() - timedelta(hours=1), timezone.now() + timedelta(hours=1)
    JobFactory(title="Of a file", board__source=Source.JSONLD, expires_at=past)
    JobFactory(title="Of a board that fails", board__failures=9, board__is_enabled=True, expires_at=past)
    JobFactory(title="By hand", private_to=user, expires_at=past)
    JobFactory(title="Ahead", expires_at=ahead)
    JobFactory(title="Without a day")

    tasks.close_expired(timestamp=0)

    assert dict(Job.objects.values_list("title", "closed_at")) == {
        **dict.fromkeys(["Of a file", "Of a board that fails", "By hand"], past),
        **dict.fromkeys(["Ahead", "Without a day"]),
    }


@pytest.fixture
def fetched_from(monkeypatch):
    """A board that is due, with one posting at its host."""
    monkeypatch.setattr(turns, "GAP", timedelta())
    with replayed() as replay:
        monkeypatch.setattr(syncing, "FETCHER", replay.fetcher)
        replay.answers[KEY] = Answer(b'[{"id": "1", "text": "Welder"}]')
        yield JobBoardFactory(source=Source.LEVER, token="acme", is_enabled=True, company=None)


def test_worker_fetches_a_board(fetched_from):
    tasks.fetch_board(board_id=fetched_from.pk)

    assert Job.objects.get().title == "Welder"
    assert ImportRun.objects.get().outcome == "ok"


def test_worker_asked_again_after_it_has_fetched_asks_the_host_no_more(fetched_from):
    """A task can wait in the queue while another run fetches the board."""
    tasks.fetch_board(board_id=fetched_from.pk)
    tasks.fetch_board(board_id=fetched_from.pk)

    assert ImportRun.objects.count() == 1
    JobBoard.objects.update(is_enabled=False)
    boards.enable(JobBoard.objects.get())  # somebody asks for it: its time has come
    tasks.fetch_board(board_id=fetched_from.pk)

    assert ImportRun.objects.count() == 2


@pytest.mark.parametrize("fields", [{"is_enabled": False}, {"is_enabled": True, "source": Source.WORKDAY}])
def test_worker_leaves_alone_what_is_not_to_be_fetched(fields):
    board = JobBoardFactory(**{"source": Source.LEVER, "token": "acme"} | fields)

    tasks.fetch_board(board_id=board.pk)
    tasks.fetch_board(board_id=board.pk + 1)

    assert not ImportRun.objects.exists()


def test_database_itself_allows_one_run_of_a_board_at_a_time():
    board = JobBoardFactory()
    ImportRun.objects.create(board=board, started_at=timezone.now())

    with pytest.raises(IntegrityError), transaction.atomic():
        ImportRun.objects.create(board=board, started_at=timezone.now())


def test_board_without_postings_is_removed_by_whoever_has_the_say(page, user):
    board = JobBoardFactory(source=Source.LEVER, token="acme", is_enabled=True, next_sync_at=timezone.now())
    ImportRun.objects.create(board=board, finished_at=timezone.now(), outcome="failed")
    UserFactory()  # no longer alone

    refused = page.post(f"/boards/{board.pk}/remove")
    was_there = JobBoard.objects.exists()
    user.is_staff = True
    user.save()
    shown = page.get("/boards")
    page.post(f"/boards/{board.pk}/remove")

    assert (refused.status_code, was_there) == (HTTPStatus.FORBIDDEN, True)
    assert f'action="/boards/{board.pk}/remove"' in text(shown)
    assert not JobBoard.objects.exists()


def test_board_with_postings_is_not_removed(page):
    job = JobFactory()

    shown = page.get("/boards")
    answer = page.post(f"/boards/{job.board_id}/remove", follow=True)

    assert f"/boards/{job.board_id}/remove" not in text(shown)
    assert "switch it off instead." in text(answer)
    assert JobBoard.objects.filter(pk=job.board_id).exists()


def test_boards_are_filtered_by_name_and_by_failure(page):
    acme = JobBoardFactory(source=Source.LEVER, token="acme", is_enabled=True, failures=2)
    JobBoardFactory(source=Source.LEVER, token="oatfield", is_enabled=True)

    few = text(page.get("/boards"))
    found = [page.get("/boards", query).context["boards"].object_list for query in ({"name": "ACM"}, {"failed": "on"})]
    none = page.get("/boards", {"name": "nobody\0"})

    assert "Name of a board" not in few
    assert [list(boards) for boards in found] == [[acme], [acme]]
    assert "No such board." in text(none)
