"""Postings, boards and companies in the admin: what support mends there, and what it does not see."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from search.models import Company, Job, JobBoard
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

    def test_board_is_deleted_only_when_it_is_empty(self, root):
        empty, used = JobBoardFactory(), JobFactory().board

        root.post(url(JobBoard, "delete", empty.pk), {"post": "yes"})
        refused = root.post(url(JobBoard, "delete", used.pk), {"post": "yes"})

        assert refused.status_code == 403
        assert list(JobBoard.objects.all()) == [used]


class TestCompanies:
    def test_list_counts_postings(self, root):
        job = JobFactory(company__name="Perkoz")
        JobFactory(board=job.board, company=job.company)

        answer = root.get(url(Company, "changelist"))

        assert [(company.name, company.job_count) for company in answer.context["cl"].result_list] == [("Perkoz", 2)]

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
