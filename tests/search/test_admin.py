"""Postings, boards and companies in the admin: what support mends there, and what it does not see."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from search.domain import saving
from search.models import Company, ImportRun, Job, JobBoard, SavedSearch
from search.postings import Source
from tests.factories import PASSWORD, CompanyFactory, JobBoardFactory, JobFactory, UserFactory

pytestmark = pytest.mark.django_db


def url(model, page: str, *arguments) -> str:
    return reverse(f"admin:search_{model._meta.model_name}_{page}", args=arguments)


@pytest.fixture
def root() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("root@example.org", PASSWORD))
    return client


def act(client: Client, action: str, *jobs: Job):
    return client.post(url(Job, "changelist"), {"action": action, "_selected_action": [job.pk for job in jobs]})


def messages_of(answer) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def history_of(row) -> list[tuple[str, str]]:
    """(who, what) of the changes that the admin has noted, oldest first."""
    entries = LogEntry.objects.filter(content_type__model=row._meta.model_name, object_id=str(row.pk)).order_by("pk")
    return [(entry.user.email, entry.get_change_message()) for entry in entries]


def form_of(job: Job, **changes) -> dict:
    """What the change form of a posting sends."""
    return {"title": job.title, "company": job.company_id, **changes}


class TestJobs:
    def test_postings_are_closed_and_reopened(self, root):
        before = timezone.now()
        job, other = JobFactory(), JobFactory()

        act(root, "close", job)
        closed = Job.objects.get(pk=job.pk)
        act(root, "reopen", job)

        assert not closed.is_open
        assert before <= closed.closed_at <= timezone.now()
        assert set(Job.objects.values_list("pk", "is_open", "closed_at")) == {
            (job.pk, True, None),
            (other.pk, True, None),
        }

    def test_closed_posting_keeps_its_date(self, root):
        closed_at = timezone.now() - timezone.timedelta(days=9)
        job = JobFactory(is_open=False, closed_at=closed_at)

        act(root, "close", job)

        assert Job.objects.get().closed_at == closed_at

    def test_closing_needs_the_permission_to_change(self):
        client = Client()
        viewer = UserFactory(is_staff=True)
        viewer.user_permissions.set(Permission.objects.filter(codename="view_job"))
        client.force_login(viewer)
        job = JobFactory()

        act(client, "close", job)

        assert Job.objects.get().is_open

    def test_company_is_mended_and_nothing_else_moves(self, root):
        job = JobFactory(title="Welder", locations=["Gdynia, Poland"], workplace="onsite", salary_min=42)
        right = CompanyFactory(name="Perkoz")
        before = Job.objects.values().get()

        answer = root.post(
            url(Job, "change", job.pk), form_of(job, company=right.pk, workplace="onsite", salary_min="42")
        )

        after = Job.objects.values().get()
        assert answer.status_code == 302
        assert {name for name in before if before[name] != after[name]} == {"company_id", "search"}

    def test_only_the_company_is_mended(self, root):
        """An import tells by its hash what an employer has changed: another title would stay, and then be lost."""
        job = JobFactory(title="Welder", locations=["Gdynia, Poland"])
        before = Job.objects.values().get()
        names = [field.name for field in Job._meta.fields if field.name != "company"]

        answer = root.post(url(Job, "change", job.pk), form_of(job) | dict.fromkeys(names, "2"))

        assert answer.status_code == 302
        assert list(answer.wsgi_request.POST) == ["title", "company", *[name for name in names if name != "title"]]
        assert Job.objects.values().get() == before

    def test_private_posting_is_nobody_elses_to_change(self, root, user):
        job = JobFactory(private_to=user)
        closed = JobFactory(private_to=user, is_open=False, closed_at=timezone.now())
        before = list(Job.objects.values())

        page = root.get(url(Job, "change", job.pk))
        changed = root.post(url(Job, "change", job.pk), form_of(job, company=CompanyFactory().pk))
        for action in ("close", "reopen"):
            answer = act(root, action, job, closed)

        assert (page.status_code, page.context["adminform"].form.fields, changed.status_code) == (200, {}, 403)
        assert list(Job.objects.values()) == before
        left = "Left as they are, being somebody's own: 1."
        assert messages_of(answer) == ["Closed: 0.", left, "Reopened: 0.", left]

    def test_who_closed_a_posting_is_in_its_history(self, root):
        job, other = JobFactory(), JobFactory(is_open=False, closed_at=timezone.now())

        act(root, "close", job, other)
        act(root, "reopen", job)

        assert history_of(job) == [("root@example.org", "Closed."), ("root@example.org", "Reopened.")]
        assert history_of(other) == []

    def test_posting_cannot_be_made_anybody_elses(self, root, user, stranger):
        job = JobFactory(private_to=user)

        root.post(url(Job, "change", job.pk), form_of(job, owner=stranger.pk, board=JobBoardFactory().pk, is_open=""))

        job.refresh_from_db()
        assert (job.owner, job.board, job.is_open) == (user, None, True)

    def test_text_of_a_public_posting_is_shown_as_text(self, root):
        job = JobFactory(description_text="<script>alert(1)</script>")

        text = root.get(url(Job, "change", job.pk)).text

        assert "<pre>&lt;script&gt;alert(1)&lt;/script&gt;</pre>" in text

    def test_text_of_a_private_posting_stays_private(self, root, user):
        job = JobFactory(private_to=user, description_text="my secret", description_html="<p>my secret</p>")

        pages = [
            root.get(url(Job, "change", job.pk)).text,
            root.get(url(Job, "changelist")).text,
            root.get(url(Job, "changelist") + "?q=secret").text,
        ]

        assert ["my secret" in page for page in pages] == [False] * 3
        assert "Private: only its owner reads it." in pages[0]

    @pytest.mark.parametrize("query", ["Welder", "perkoz", "posting-77", "{pk}"])
    def test_postings_are_found(self, root, query):
        job = JobFactory(title="Welder", company__name="Perkoz", external_id="posting-77")
        JobFactory(title="Clerk", company__name="Kelp Bay", external_id="x")

        answer = root.get(url(Job, "changelist"), {"q": query.format(pk=job.pk)})

        assert list(answer.context["cl"].queryset) == [job]

    @pytest.mark.parametrize(("value", "titles"), [("1", {"public"}), ("0", {"private"})])
    def test_private_postings_are_told_from_public_ones(self, root, user, value, titles):
        JobFactory(title="public")
        JobFactory(title="private", private_to=user)

        answer = root.get(url(Job, "changelist"), {"owner__isempty": value})

        assert {job.title for job in answer.context["cl"].queryset} == titles


class TestBoards:
    def test_new_company_of_a_board_is_that_of_its_postings(self, root):
        job = JobFactory()
        closed = JobFactory(board=job.board, company=job.company, is_open=False, closed_at=timezone.now())
        right = CompanyFactory(name="Perkoz")
        form = {"source": job.board.source, "token": job.board.token, "company": right.pk, "is_enabled": "on"}

        answer = root.post(url(JobBoard, "change", job.board.pk), form)

        assert answer.status_code == 302
        assert set(Job.objects.values_list("pk", "company")) == {(job.pk, right.pk), (closed.pk, right.pk)}

    def test_same_board_twice_is_refused(self, root):
        board = JobBoardFactory(token="perkoz")

        answer = root.post(url(JobBoard, "add"), {"source": board.source, "token": "perkoz", "is_enabled": "on"})

        assert answer.status_code == 200
        assert JobBoard.objects.count() == 1

    def test_what_the_product_found_out_about_a_board_is_not_changed(self, root):
        board = JobBoardFactory(failures=3, etag="one")
        before = JobBoard.objects.values().get()
        made_up = {"source": board.source, "token": board.token, "failures": 0, "etag": "", "last_count": 9}

        answer = root.post(url(JobBoard, "change", board.pk), made_up | {"company": board.company_id})

        assert answer.status_code == 302
        assert JobBoard.objects.values().get() == before

    def test_boards_are_switched_and_asked_for_by_the_rules_of_their_page(self, root):
        board, workday = JobBoardFactory(source=Source.LEVER), JobBoardFactory(source=Source.WORKDAY)
        said = {}

        for action in ("fetch_now", "fetch_from_now_on", "fetch_now", "fetch_no_longer"):
            chosen = {"action": action, "_selected_action": [board.pk, workday.pk]}
            answer = root.post(url(JobBoard, "changelist"), chosen, follow=True)
            board.refresh_from_db()
            said[len(said), action] = (board.is_enabled, [str(message) for message in answer.context["messages"]])

        off, files = "This board is switched off.", "Boards of Workday are not fetched; import their files."
        assert said == {
            (0, "fetch_now"): (False, [f"{board}: {off}", f"{workday}: {off}", "Done for 0 of them."]),
            (1, "fetch_from_now_on"): (True, [f"{workday}: {files}", "Done for 1 of them."]),
            (2, "fetch_now"): (True, [f"{workday}: {off}", "Done for 1 of them."]),
            (3, "fetch_no_longer"): (False, ["Done for 2 of them."]),
        }

    def test_who_switched_a_board_is_in_its_history(self, root):
        board = JobBoardFactory(source=Source.LEVER)

        for action in ("fetch_from_now_on", "fetch_now", "fetch_no_longer", "fetch_now"):
            root.post(url(JobBoard, "changelist"), {"action": action, "_selected_action": [board.pk]})

        told = ["Fetched from now on.", "Asked for at once.", "Fetched no longer."]
        assert history_of(board) == [("root@example.org", what) for what in told]

    def test_board_leads_to_its_runs(self, root):
        run = ImportRun.objects.create(board=JobBoardFactory(), message="There is no such board.\nReally.")
        ImportRun.objects.create(board=JobBoardFactory())
        page = root.get(url(JobBoard, "change", run.board_id)).text

        answer = root.get(f"{url(ImportRun, 'changelist')}?board__id__exact={run.board_id}")

        assert f"{url(ImportRun, 'changelist')}?board__id__exact={run.board_id}" in page
        assert list(answer.context["cl"].queryset) == [run]
        assert "There is no such board.</td>" in answer.text

    def test_board_is_deleted_only_when_it_is_empty(self, root):
        empty, used = JobBoardFactory(), JobFactory().board

        root.post(url(JobBoard, "delete", empty.pk), {"post": "yes"})
        refused = root.post(url(JobBoard, "delete", used.pk), {"post": "yes"})

        assert refused.status_code == 403
        assert list(JobBoard.objects.all()) == [used]


class TestSavedSearches:
    def test_what_people_look_for_is_not_shown(self, root, user):
        saved, _ = saving.save(user, "New job", "q=elsewhere")

        pages = [
            root.get(url(SavedSearch, "changelist")).text,
            root.get(url(SavedSearch, "changelist") + "?q=elsewhere").text,
            root.get(url(SavedSearch, "change", saved.pk)).text,
        ]

        assert ["q=elsewhere" in page.replace("?q=elsewhere", "") for page in pages] == [False] * 3
        assert "New job" in pages[0]


class TestCompanies:
    def test_list_counts_postings(self, root):
        job = JobFactory(company__name="Perkoz")
        JobFactory(board=job.board, company=job.company)

        JobFactory(board=job.board, company=job.company, is_open=False, closed_at=timezone.now())
        CompanyFactory(name="Kelp Bay")  # which never had one

        lists = [root.get(f"{url(Company, 'changelist')}?o={order}").context["cl"] for order in ("0", "2", "-2")]

        assert [[(company.name, company.job_count) for company in found.result_list] for found in lists] == [
            [("Kelp Bay", 0), ("Perkoz", 3)],
            [("Kelp Bay", 0), ("Perkoz", 3)],
            [("Perkoz", 3), ("Kelp Bay", 0)],
        ]

    @pytest.mark.parametrize(
        "path",
        [
            url(Company, "changelist"),
            "/admin/autocomplete/?app_label=search&model_name=job&field_name=company&term=",
        ],
    )
    def test_list_reads_no_postings(self, root, path):
        JobFactory()

        with CaptureQueriesContext(connection) as statements:
            assert root.get(path).status_code == 200

        assert [statement["sql"] for statement in statements if 'FROM "jobs"' in statement["sql"]] == []
        assert [statement["sql"] for statement in statements if 'JOIN "jobs"' in statement["sql"]] == []

    def test_new_name_makes_its_postings_found(self, root, user):
        job = JobFactory(company__name="Perkoz", company__slug="perkoz")

        root.post(url(Company, "change", job.company_id), {"name": "Grebe Boats", "slug": "perkoz"})

        found = root.get("/api/jobs", {"q": "grebe"}).json()["results"]
        assert [row["id"] for row in found] == [job.pk]

    def test_company_is_deleted_only_when_nothing_is_its(self, root):
        empty, used = CompanyFactory(), JobFactory().company

        root.post(url(Company, "delete", empty.pk), {"post": "yes"})
        refused = root.post(url(Company, "delete", used.pk), {"post": "yes"})

        assert refused.status_code == 403
        assert list(Company.objects.all()) == [used]
