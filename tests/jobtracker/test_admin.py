"""The admin: every page of every model opens, whatever is asked of it, for those who may."""

from datetime import date
from urllib.parse import quote

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.domain import tokens
from accounts.models import ApiToken, User
from search.domain import saving
from search.models import Company, ImportRun, Job, JobBoard, SavedSearch
from tests.admins import addresses_of, join_support, url
from tests.factories import PASSWORD, JobFactory, JobTrackingFactory, UserFactory
from tracking.domain import events
from tracking.models import JobTracking, TrackingEvent

pytestmark = pytest.mark.django_db

# Trackings are repaired by rules of their own, and tested with them.
MODELS = [model for model in admin.site._registry if model._meta.app_label != "tracking"]
MODELS.sort(key=lambda model: model._meta.label)
LISTS = [User, ApiToken, Authenticator, EmailAddress, Company, JobBoard, ImportRun, Job, SavedSearch]
PUBLIC = {Job: {"owner": None}, User: {"is_staff": False}}  # of these rows, support changes such alone
BOGUS = ["x", "\x00", "9" * 30]


@pytest.fixture
def all_rights(staff) -> Client:
    """Somebody of the staff who has every permission, and is no superuser."""
    staff.user.user_permissions.set(Permission.objects.all())
    return staff


@pytest.fixture
def support(staff) -> Client:
    """Somebody of the staff with what the Support group may do."""
    join_support(staff.user)
    return staff


@pytest.fixture
def member(page) -> Client:
    return page


@pytest.fixture
def anonymous(client, db) -> Client:
    return client


def fill(count: int = 1) -> None:
    """``count`` rows and more of every model."""
    for number in range(count):
        user = UserFactory(name="Maya")
        tokens.create(user, "phone")
        tracking = JobTrackingFactory(user=user)
        JobFactory(private_to=user, title="Private", description_text="my secret")
        ImportRun.objects.create(board=tracking.job.board, message="It was interrupted.", finished_at=timezone.now())
        saving.save(user, "Welding", "q=welder")
        EmailAddress.objects.create(user=user, email=user.email)
        Authenticator.objects.create(user=user, type="totp", data={"secret": "seed of a second factor"})
        Group.objects.create(name=f"group {number}")


def test_models_are_those_that_support_needs():
    assert set(MODELS) == {*LISTS, Group}


class TestEveryPageOpens:
    @pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
    def test_list_opens_with_search_and_every_filter(self, root, model):
        fill()
        lists = url(model, "changelist")
        model_admin = admin.site._registry[model]
        fields = [entry[0] if isinstance(entry, tuple) else entry for entry in model_admin.list_filter]
        columns = range(1, len(model_admin.list_display) + 2)

        statuses = {
            query: root.get(f"{lists}?{query}").status_code
            for query in [
                *("", "q=a", "q=1", "all=", "p=1", "p=2", "e=1"),
                *(f"o={sign}{column}" for column in columns for sign in ("", "-")),
                *(f"{field}__exact=1" for field in fields),
                *(f"{field}__isnull=True" for field in fields),
                *(f"{field}__isempty=1" for field in fields),
            ]
        }

        assert {query: status for query, status in statuses.items() if status not in (200, 302)} == {}
        assert [statuses[query] for query in ("", "q=a", "q=1", "all=")] == [200] * 4

    @pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
    def test_bogus_parameters_are_no_error_of_ours(self, root, model):
        fill()
        names = ["q", "o", "p", "all", "e", "_facets", "_popup", "_to_field", "id", "id__exact", "pk__in", "x__y", "__"]
        names += [f"{field.name}__exact" for field in model._meta.get_fields()]
        if hierarchy := admin.site._registry[model].date_hierarchy:
            names += [f"{hierarchy}__{part}" for part in ("year", "month", "day")]

        failures = []
        for query in [f"{name}={quote(value)}" for name in names for value in BOGUS]:
            with transaction.atomic():  # one that fails must not fail those after it
                status = root.get(f"{url(model, 'changelist')}?{query}").status_code
                transaction.set_rollback(True)
            if status >= 500:
                failures.append(query)

        assert failures == []

    @pytest.mark.parametrize(
        ("model", "query"),
        [
            (User, "date_joined__year=9999"),
            (User, "date_joined__year=9999&date_joined__month=12"),
            (User, "date_joined__gte=x"),
            (EmailAddress, "verified__range="),
            (EmailAddress, "email__range=a"),
            (JobTracking, "tracked_at__year=99999"),
        ],
    )
    def test_filter_that_cannot_be_read_is_left_out_and_logged(self, root, caplog, model, query):
        answer = root.get(f"{url(model, 'changelist')}?{query}")

        assert (answer.status_code, answer["Location"]) == (302, f"{url(model, 'changelist')}?e=1")
        if "__gte" not in query:  # Django itself refuses that
            assert [record.levelname for record in caplog.records if record.name == "jobtracker.admin"] == ["WARNING"]

    def test_value_that_no_column_can_have_is_refused_and_logged(self, root, caplog):
        answer = root.get(f"{url(Job, 'changelist')}?locations__exact=x")

        assert answer.status_code == 400
        assert "DataError" in caplog.text

    @pytest.mark.parametrize(
        ("model", "query"),
        [
            (Authenticator, "data__secret__startswith=seed"),
            (ApiToken, "digest__startswith=a"),
            (SavedSearch, "query__contains=welder"),
            (Job, "description_text__contains=secret"),
            (Job, "description_html__contains=secret"),
            (JobTracking, "posting__description__contains=secret"),
            (User, "password__startswith=a"),
            (ApiToken, "user__password__startswith=a"),
        ],
        ids=str,
    )
    def test_what_no_page_shows_cannot_be_filtered_by(self, all_rights, model, query):
        """It could be guessed, letter by letter."""
        fill()

        answer = all_rights.get(f"{url(model, 'changelist')}?{query}")

        assert answer.status_code == 400

    @pytest.mark.parametrize("query", ["", "?is_active__exact=1"])
    def test_mistake_of_ours_is_a_500(self, root, monkeypatch, query):
        def broken(*arguments):
            raise ValueError("a mistake of ours")

        monkeypatch.setattr(admin.site.get_model_admin(User).__class__, "get_queryset", broken)

        assert root.get(f"{url(User, 'changelist')}{query}").status_code == 500

    @pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
    def test_forms_open(self, root, model):
        fill()
        row = model.objects.first()

        pages = {
            "add": root.get(url(model, "add")).status_code,
            "change": root.get(url(model, "change", row.pk)).status_code,
            "history": root.get(url(model, "history", row.pk)).status_code,
            "delete": root.get(url(model, "delete", row.pk)).status_code,
        }

        refused = {
            Job: ["add", "delete"],
            ImportRun: ["add", "delete"],
            Company: ["delete"],
            JobBoard: ["delete"],
            ApiToken: ["add"],
            Authenticator: ["add"],
            EmailAddress: ["add"],
            SavedSearch: ["add"],
        }
        expected = {page: 403 if page in refused.get(model, []) else 200 for page in pages}
        assert pages == expected

    @pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
    @pytest.mark.parametrize("pk", ["0", "x", "9" * 30, "9" * 5000, "_00", "%00", "%ff"])
    def test_row_that_is_not_there_leads_home(self, root, model, pk):
        change = url(model, "change", 1).replace("/1/", f"/{pk}/")

        assert root.get(change).status_code in (302, 404)

    @pytest.mark.parametrize("model", LISTS, ids=lambda model: model._meta.label)
    def test_list_takes_as_many_statements_for_many_rows_as_for_few(self, root, model):
        fill(2)
        with CaptureQueriesContext(connection) as few:
            root.get(url(model, "changelist"))
        Group.objects.all().delete()
        fill(20)

        with CaptureQueriesContext(connection) as many:
            root.get(url(model, "changelist"))

        assert len(many) == len(few)

    @pytest.mark.parametrize(
        ("model", "asker", "field"),
        [(User, JobTracking, "user"), (Company, Job, "company"), (Job, JobTracking, "job")],
    )
    def test_autocomplete_answers(self, root, model, asker, field):
        fill()
        asked = {"app_label": asker._meta.app_label, "model_name": asker._meta.model_name, "field_name": field}

        answer = root.get("/admin/autocomplete/", asked | {"term": ""})

        assert answer.status_code == 200
        assert len(answer.json()["results"]) == model.objects.count()


class TestWhoMayEnter:
    def test_anonymous_signs_in_where_everybody_does(self, client):
        answer = client.get("/admin/", follow=True)

        assert answer.redirect_chain[-1] == ("/accounts/login/?next=%2Fadmin%2F", 302)

    def test_users_who_are_not_staff_are_refused(self, page):
        assert page.get("/admin/", follow=True).status_code == 403
        assert page.get(url(User, "changelist"), follow=True).status_code == 403

    @pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
    def test_staff_without_permission_are_refused(self, staff, model):
        fill()
        row = model.objects.first()

        statuses = [
            staff.get(address).status_code
            for address in (
                url(model, "changelist"),
                url(model, "add"),
                url(model, "change", row.pk),
                url(model, "delete", row.pk),
            )
        ]

        assert statuses == [403] * 4

    def test_own_password_is_changed_where_everybody_does_it(self, staff):
        """The present one is asked for there, and tries are limited."""
        answer = staff.get("/admin/password_change/")

        assert (answer.status_code, answer["Location"]) == (302, "/accounts/password/change/")

    @pytest.mark.parametrize(
        ("asker", "field"), [(JobTracking, "user"), (Job, "company"), (JobTracking, "job"), (TrackingEvent, "tracking")]
    )
    def test_staff_without_permission_get_no_choices(self, staff, asker, field):
        fill()
        asked = {"app_label": asker._meta.app_label, "model_name": asker._meta.model_name, "field_name": field}

        assert staff.get("/admin/autocomplete/", asked | {"term": ""}).status_code == 403

    @pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label)
    def test_staff_without_permission_see_no_history_and_do_nothing(self, staff, model):
        fill()
        events.add(JobTracking.objects.all(), JobTracking.objects.get().pk, "applied", on=date(2026, 3, 1))
        row = model.objects.first()
        before = list(model.objects.order_by("pk").values())
        actions = ["delete_selected", *(name for name in admin.site._registry[model].actions if isinstance(name, str))]

        statuses = [staff.get(url(model, "history", row.pk)).status_code]
        for action in actions:
            chosen = {"action": action, "_selected_action": [row.pk], "post": "yes"}
            statuses.append(staff.post(url(model, "changelist"), chosen).status_code)

        assert statuses == [403] * (len(actions) + 1)
        assert list(model.objects.order_by("pk").values()) == before

    def test_staff_without_permission_see_an_empty_index(self, staff):
        answer = staff.get("/admin/")

        assert answer.status_code == 200
        assert "You don’t have permission to view or edit anything." in answer.text

    @pytest.mark.parametrize(
        ("actor", "may_add"),
        [
            ("root", ["Company", "Group", "JobBoard", "TrackingEvent", "User"]),
            ("all_rights", ["Company", "JobBoard", "TrackingEvent", "User"]),
            ("support", ["TrackingEvent"]),
            ("member", []),
            ("anonymous", []),
        ],
    )
    def test_rows_are_added_by_whom_they_should_be(self, request, actor, may_add):
        client = request.getfixturevalue(actor)

        statuses = {model.__name__: client.get(url(model, "add")).status_code for model in admin.site._registry}

        assert sorted(name for name, status in statuses.items() if status == 200) == may_add
        assert {status for name, status in statuses.items() if name not in may_add} <= {302, 403}

    def test_support_changes_what_it_mends_and_deletes_what_is_lost(self, support):
        fill()
        events.add(JobTracking.objects.all(), JobTracking.objects.get().pk, "applied", on=date(2026, 3, 1))
        rows = [model.objects.order_by("pk").filter(**PUBLIC.get(model, {})).first() for model in admin.site._registry]

        changed, deleted = {}, set()
        for row in rows:
            page = support.get(url(type(row), "change", row.pk))
            if page.status_code == 200 and page.context["adminform"].form.fields:
                changed[type(row)] = set(flatten_fieldsets(page.context["adminform"].fieldsets)) - {
                    *page.context["adminform"].readonly_fields
                }
            if support.get(url(type(row), "delete", row.pk)).status_code == 200:
                deleted.add(type(row))

        assert changed == {
            User: {"name", "time_zone", "is_active"},
            Company: {"name", "slug", "website", "logo"},
            Job: {"company"},
            JobTracking: {"is_archived", "notes"},
            TrackingEvent: {"event_date", "event_time", "location", "note"},
        }
        assert deleted == {ApiToken, Authenticator, TrackingEvent}  # a tracking while it is “interested”

    @pytest.mark.parametrize("actor", ["root", "all_rights", "support", "member", "anonymous"])
    def test_nothing_is_added_for_an_account_that_is_chosen(self, request, actor):
        client = request.getfixturevalue(actor)
        owner = User.objects.create_superuser("owner@example.org", PASSWORD)
        before = addresses_of(owner)
        form = {"user": owner.pk, "email": "thief@example.org", "verified": "on", "primary": "", "name": "x"}

        statuses = {
            model.__name__: client.post(url(model, "add"), form).status_code
            for model in admin.site._registry
            if "user" in {field.name for field in model._meta.fields}
        }

        assert set(statuses) == {"ApiToken", "Authenticator", "EmailAddress", "JobTracking", "SavedSearch"}
        assert set(statuses.values()) <= {302 if actor in ("member", "anonymous") else 403}
        assert addresses_of(owner) == before
