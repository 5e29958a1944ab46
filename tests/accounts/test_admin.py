"""The admin: every page of every model opens, whatever is asked of it, for those who may."""

import importlib
from urllib.parse import quote

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.domain import tokens
from accounts.models import ApiToken, User
from search.domain import saving
from search.models import Company, ImportRun, Job, JobBoard, SavedSearch
from tests.factories import PASSWORD, JobFactory, JobTrackingFactory, UserFactory
from tracking.models import JobTracking

pytestmark = pytest.mark.django_db

# Trackings are repaired by rules of their own, and tested with them.
MODELS = [model for model in admin.site._registry if model._meta.app_label != "tracking"]
MODELS.sort(key=lambda model: model._meta.label)
LISTS = [User, ApiToken, Authenticator, EmailAddress, Company, JobBoard, ImportRun, Job, SavedSearch]
SUPPORT = (
    importlib.import_module("tracking.migrations.0006_support_group").make,
    importlib.import_module("tracking.migrations.0008_support_sees_runs").allow,
)
BOGUS = ["x", "\x00", "9" * 30]


def url(model, page: str, *arguments) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=arguments)


@pytest.fixture
def root(db) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_superuser("root@example.org", PASSWORD))
    return client


@pytest.fixture
def staff(db) -> Client:
    """Somebody of the staff who has no permission yet."""
    client = Client(raise_request_exception=False)
    client.user = UserFactory(email="support@example.org", is_staff=True)
    client.force_login(client.user)
    return client


@pytest.fixture
def all_rights(staff) -> Client:
    """Somebody of the staff who has every permission, and is no superuser."""
    staff.user.user_permissions.set(Permission.objects.all())
    return staff


@pytest.fixture
def support(staff) -> Client:
    """Somebody of the staff with what the Support group may do."""
    for migration in SUPPORT:  # a test that empties the tables may have removed it
        migration(apps)
    staff.user.groups.add(Group.objects.get(name="Support"))
    return staff


@pytest.fixture
def member(page) -> Client:
    return page


@pytest.fixture
def anonymous(client, db) -> Client:
    return client


def allow(client: Client, *codenames: str) -> None:
    client.user.user_permissions.set(Permission.objects.filter(codename__in=codenames))


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


def addresses_of(user: User) -> list[tuple[str, bool, bool]]:
    """(address, whether confirmed, whether the account's own)"""
    return list(EmailAddress.objects.filter(user=user).values_list("email", "verified", "primary"))


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

    def test_staff_cannot_give_rights_to_anybody(self, staff, user):
        allow(staff, "view_user", "change_user")
        form = {"time_zone": "UTC", "is_active": "on", "is_staff": "on", "is_superuser": "on"}

        own = staff.post(url(User, "change", staff.user.pk), form | {"email": staff.user.email})
        others = staff.post(url(User, "change", user.pk), form | {"email": user.email, "name": "Mended"})

        user.refresh_from_db()
        assert (own.status_code, others.status_code) == (403, 302)
        assert (user.name, user.is_staff, user.is_superuser) == ("Mended", False, False)
        assert not User.objects.get(pk=staff.user.pk).is_superuser

    def test_staff_cannot_give_rights_by_a_group(self, staff):
        group = Group.objects.create(name="Helpers")
        staff.user.groups.add(group)
        allow(staff, "view_group", "add_group", "change_group", "delete_group")
        form = {"name": "Helpers", "permissions": [Permission.objects.get(codename="change_user").pk]}

        statuses = [
            staff.get(url(Group, "change", group.pk)).status_code,
            staff.post(url(Group, "change", group.pk), form).status_code,
            staff.post(url(Group, "add"), form | {"name": "Others"}).status_code,
            staff.post(url(Group, "delete", group.pk), {"post": "yes"}).status_code,
        ]

        assert statuses == [200, 403, 403, 403]
        assert (Group.objects.get(name="Helpers"), group.permissions.count()) == (group, 0)

    @pytest.mark.parametrize("rights", [{"is_staff": True}, {"is_superuser": True}])
    def test_staff_cannot_touch_the_account_of_somebody_with_rights(self, staff, rights):
        allow(staff, "view_user", "change_user", "delete_user")
        other = UserFactory(**rights)

        statuses = [staff.post(url(User, page, other.pk), {}).status_code for page in ("change", "delete")]

        assert statuses == [403, 403]

    def test_staff_cannot_take_over_a_superuser(self, staff):
        allow(staff, "view_user", "change_user", "delete_user")
        root = User.objects.create_superuser("root@example.org", PASSWORD)
        passwords = {"password1": "staple battery horse", "password2": "staple battery horse"}

        statuses = [
            staff.post(url(User, "change", root.pk), {"email": staff.user.email}).status_code,
            staff.post(f"/admin/accounts/user/{root.pk}/password/", passwords).status_code,
            staff.post(url(User, "delete", root.pk), {"post": "yes"}).status_code,
        ]
        chosen = {"action": "delete_selected", "_selected_action": [root.pk], "post": "yes"}
        staff.post(url(User, "changelist"), chosen)

        assert statuses == [403] * 3
        assert User.objects.get(pk=root.pk).check_password(PASSWORD)


class TestUsers:
    def test_account_is_made_with_a_confirmed_address_in_lower_case(self, root):
        form = {"email": "Maya@Example.org", "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}

        answer = root.post(url(User, "add"), form)

        user = User.objects.get(email="maya@example.org")
        assert answer.status_code == 302
        assert user.check_password(PASSWORD)
        assert addresses_of(user) == [("maya@example.org", True, True)]

    def test_address_in_any_case_is_one_account(self, root):
        form = {"usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}

        answer = root.post(url(User, "add"), form | {"email": "ROOT@example.org"})

        assert answer.status_code == 200
        assert "This address has an account." in answer.text
        assert User.objects.count() == 1

    def test_account_is_changed(self, root, user):
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        form = {"email": "New@example.org", "name": "Maya", "time_zone": "Europe/Berlin", "is_active": "on"}

        answer = root.post(url(User, "change", user.pk), form)

        user.refresh_from_db()
        assert answer.status_code == 302
        assert (user.email, user.name, user.time_zone) == ("new@example.org", "Maya", "Europe/Berlin")
        assert addresses_of(user) == [("new@example.org", True, True)]

    @pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../UTC"])
    def test_unknown_time_zone_is_refused(self, root, user, zone):
        answer = root.post(url(User, "change", user.pk), {"email": user.email, "time_zone": zone, "is_active": "on"})

        assert answer.status_code == 200
        assert User.objects.get(pk=user.pk).time_zone == "UTC"

    def test_address_whose_message_got_lost_is_vouched_for(self, staff, user):
        allow(staff, "view_user", "change_user")
        EmailAddress.objects.create(user=user, email="former@example.org", verified=True)
        EmailAddress.objects.create(user=user, email=user.email, primary=True)
        root = UserFactory(email="root@example.org", is_staff=True, is_superuser=True)
        chosen = {"action": "vouch_for", "_selected_action": [user.pk, root.pk]}

        answer = staff.post(url(User, "changelist"), chosen, follow=True)

        assert (addresses_of(user), addresses_of(root)) == ([(user.email, True, True)], [])
        assert [str(message) for message in answer.context["messages"]] == [
            "maya@example.org counts as confirmed.",
            "root@example.org belongs to somebody with rights: that is for superusers.",
        ]
        assert LogEntry.objects.get().get_change_message() == "Vouched for the address."

    def test_account_is_deleted_with_all_that_is_its_own(self, root, user, stranger):
        JobTrackingFactory(user=user)
        JobFactory(private_to=user)
        tokens.create(user, "phone")
        EmailAddress.objects.create(user=user, email=user.email)
        kept = JobTrackingFactory(user=stranger)

        answer = root.post(url(User, "delete", user.pk), {"post": "yes"})

        assert answer.status_code == 302
        assert not User.objects.filter(pk=user.pk).exists()
        assert (Job.objects.filter(owner__isnull=False).count(), ApiToken.objects.count()) == (0, 0)
        assert type(kept).objects.get() == kept

    def test_accounts_are_deleted_together(self, root, user, stranger):
        JobFactory(private_to=user)
        kept = UserFactory()
        chosen = {"action": "delete_selected", "_selected_action": [user.pk, stranger.pk], "post": "yes"}

        answer = root.post(url(User, "changelist"), chosen)

        assert answer.status_code == 302
        assert set(User.objects.filter(is_superuser=False)) == {kept}
        assert not Job.objects.filter(owner__isnull=False).exists()


class TestTokens:
    def test_token_is_seen_without_its_digest(self, root, user):
        token, secret = tokens.create(user, "phone")

        text = root.get(url(ApiToken, "change", token.pk)).text

        assert (token.start in text, token.digest in text, secret in text) == (True, False, False)

    def test_token_is_not_changed(self, root, user, stranger):
        token, _ = tokens.create(user, "phone")

        answer = root.post(url(ApiToken, "change", token.pk), {"user": stranger.pk, "name": "mine"})

        token.refresh_from_db()
        assert (answer.status_code, token.user, token.name) == (403, user, "phone")

    def test_token_is_revoked(self, root, user, client):
        token, secret = tokens.create(user, "phone")

        root.post(url(ApiToken, "delete", token.pk), {"post": "yes"})

        assert client.get("/api/me", headers={"Authorization": f"Bearer {secret}"}).status_code == 401


class TestWhatComesWithSigningIn:
    def test_models_are_those_that_support_needs(self):
        assert set(MODELS) == {*LISTS, Group}

    def test_second_factor_is_removed_and_never_seen(self, root, user):
        factor = Authenticator.objects.create(user=user, type="totp", data={"secret": "the seed"})

        pages = [
            root.get(url(Authenticator, "changelist")).text,
            root.get(url(Authenticator, "change", factor.pk)).text,
        ]
        root.post(url(Authenticator, "delete", factor.pk), {"post": "yes"})

        assert ["the seed" in page for page in pages] == [False, False]
        assert not Authenticator.objects.exists()

    def test_address_is_neither_made_nor_changed_by_hand(self, all_rights, user):
        """A password can be reset by any address that counts as confirmed."""
        owner = User.objects.create_superuser("owner@example.org", PASSWORD)
        known = EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        thief = {"user": owner.pk, "email": "thief@example.org", "verified": "on"}

        made = all_rights.post(url(EmailAddress, "add"), thief)
        changed = all_rights.post(url(EmailAddress, "change", known.pk), thief)

        assert (made.status_code, changed.status_code) == (403, 403)
        assert addresses_of(owner) == [("owner@example.org", True, True)]
        assert addresses_of(user) == [(user.email, True, True)]

    @pytest.mark.parametrize("model", [EmailAddress, Authenticator])
    def test_staff_cannot_take_over_a_superuser_that_way(self, staff, root, model):
        allow(staff, *(f"{action}_{model._meta.model_name}" for action in ("view", "change", "delete")))
        owner = User.objects.get(is_superuser=True)
        if model is Authenticator:
            row = Authenticator.objects.create(user=owner, type="totp", data={})
        else:
            row = EmailAddress.objects.get(user=owner)

        changed = staff.post(url(model, "change", row.pk), {"user": staff.user.pk, "email": staff.user.email})
        deleted = staff.post(url(model, "delete", row.pk), {"post": "yes"})

        assert (changed.status_code, deleted.status_code) == (403, 403)
        assert model.objects.get(pk=row.pk).user == owner
