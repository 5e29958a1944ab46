"""Accounts in the admin: made, changed and deleted, and nobody gets rights or a way in by it."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.test import Client

from accounts.domain import tokens
from accounts.models import ApiToken, User
from search.domain import saving
from search.models import Job, SavedSearch
from tests.admins import addresses_of, allow, join_support, url
from tests.factories import PASSWORD, JobFactory, JobTrackingFactory, UserFactory

pytestmark = pytest.mark.django_db

OF_AN_ACCOUNT = {
    ApiToken: lambda user: tokens.create(user, "phone")[0],
    Authenticator: lambda user: Authenticator.objects.create(user=user, type="totp", data={"secret": "the seed"}),
    EmailAddress: lambda user: EmailAddress.objects.create(user=user, email=f"other.{user.email}", verified=True),
    SavedSearch: lambda user: saving.save(user, "Welding", "q=welder")[0],
}


@pytest.fixture
def support(staff) -> Client:
    """Somebody of the staff with what the Support group may do, and no more."""
    join_support(staff.user)
    return staff


def tick(client: Client, model, action: str, *rows) -> int:
    """The status of an action of the list, done to these rows."""
    chosen = {"action": action, "_selected_action": [row.pk for row in rows], "post": "yes"}
    return client.post(url(model, "changelist"), chosen).status_code


def account_form(user: User, **changes) -> dict:
    """What the change form of an account sends for a superuser; others have fewer fields."""
    return {"email": user.email, "name": user.name, "time_zone": user.time_zone, "is_active": "on", **changes}


class TestRights:
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

    @pytest.mark.parametrize("model", OF_AN_ACCOUNT, ids=lambda model: model.__name__)
    @pytest.mark.parametrize(
        "rights", [{"is_staff": True}, {"is_staff": True, "is_superuser": True}], ids=["staff", "root"]
    )
    def test_what_somebody_with_rights_has_is_not_taken_away(self, staff, user, rights, model):
        staff.user.user_permissions.set(Permission.objects.all())
        protected, ordinary = OF_AN_ACCOUNT[model](UserFactory(**rights)), OF_AN_ACCOUNT[model](user)

        one = staff.post(url(model, "delete", protected.pk), {"post": "yes"}).status_code
        several = tick(staff, model, "delete_selected", protected, ordinary)
        kept = set(model.objects.filter(pk__in=[protected.pk, ordinary.pk]))
        allowed = tick(staff, model, "delete_selected", ordinary)

        assert (one, several, kept, allowed) == (403, 403, {protected, ordinary}, 302)
        assert model.objects.filter(pk__in=[protected.pk, ordinary.pk]).get() == protected


class TestSupport:
    """What CONTRACT ("Pages", Admin) and SECURITY.md say of it, with the permissions that the migrations give."""

    def test_account_is_mended(self, support, user):
        answer = support.post(url(User, "change", user.pk), {"name": "Maya", "time_zone": "Europe/Berlin"})

        user.refresh_from_db()
        assert answer.status_code == 302
        assert (user.name, user.time_zone, user.is_active) == ("Maya", "Europe/Berlin", False)
        assert LogEntry.objects.get().user == support.user

    def test_address_whose_message_got_lost_is_vouched_for(self, support, user):
        EmailAddress.objects.create(user=user, email=user.email, primary=True)

        status = tick(support, User, "vouch_for", user)

        assert (status, addresses_of(user)) == (302, [(user.email, True, True)])

    def test_second_factor_that_is_lost_is_removed(self, support, user):
        factor = OF_AN_ACCOUNT[Authenticator](user)

        answer = support.post(url(Authenticator, "delete", factor.pk), {"post": "yes"})

        assert answer.status_code == 302
        assert not Authenticator.objects.exists()

    def test_way_into_an_account_is_neither_opened_nor_seen(self, support, user):
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        known = User.objects.values().get(pk=user.pk)
        chosen = {"password1": "staple battery horse", "password2": "staple battery horse"}
        new = {"email": "thief@example.org", "password": "plain", "usable_password": "true", **chosen}

        changed = support.post(url(User, "change", user.pk), account_form(user, **new)).status_code
        page = support.get(url(User, "change", user.pk)).text
        password = [
            support.get(f"/admin/accounts/user/{user.pk}/password/").status_code,
            support.post(f"/admin/accounts/user/{user.pk}/password/", chosen).status_code,
        ]

        assert (changed, password) == (302, [403, 403])
        assert User.objects.values().get(pk=user.pk) == known
        assert addresses_of(user) == [(user.email, True, True)]
        assert ("algorithm" in page, "/password/" in page, 'name="email"' in page) == (False, False, False)

    def test_nobody_gets_rights(self, support, user):
        group = Group.objects.get(name="Support")
        rights = {"is_staff": "on", "is_superuser": "on", "groups": [group.pk], "user_permissions": [1]}

        for person in (user, support.user):
            support.post(url(User, "change", person.pk), account_form(person, **rights))

        assert set(User.objects.filter(is_staff=True)) == {support.user}
        assert not User.objects.filter(is_superuser=True).exists()
        assert (list(user.groups.all()), list(support.user.groups.all())) == ([], [group])
        assert not Permission.objects.filter(user__isnull=False).exists()

    @pytest.mark.parametrize("rights", [{"is_staff": True}, {"is_superuser": True}], ids=["staff", "root"])
    def test_accounts_of_people_with_rights_are_not_touched(self, support, rights):
        other = UserFactory(**rights)
        before = User.objects.values().get(pk=other.pk)
        OF_AN_ACCOUNT[EmailAddress](other)
        own = [OF_AN_ACCOUNT[model](other) for model in (ApiToken, Authenticator)]

        statuses = [
            support.post(url(User, "change", other.pk), account_form(other, name="Mended")).status_code,
            support.post(url(User, "delete", other.pk), {"post": "yes"}).status_code,
            support.post(
                f"/admin/accounts/user/{other.pk}/password/", {"password1": "x", "password2": "x"}
            ).status_code,
            *(support.post(url(type(row), "delete", row.pk), {"post": "yes"}).status_code for row in own),
            *(tick(support, type(row), "delete_selected", row) for row in own),
        ]
        tick(support, User, "vouch_for", other)

        assert set(statuses) == {403}
        assert User.objects.values().get(pk=other.pk) == before
        assert all(type(row).objects.filter(pk=row.pk).exists() for row in own)
        assert addresses_of(other) == [(f"other.{other.email}", True, False)]

    def test_members_are_neither_made_nor_deleted(self, support, user):
        address = OF_AN_ACCOUNT[EmailAddress](user)

        statuses = [
            support.post(url(User, "add"), {"email": "new@example.org"}).status_code,
            support.post(url(User, "delete", user.pk), {"post": "yes"}).status_code,
            support.post(url(EmailAddress, "delete", address.pk), {"post": "yes"}).status_code,
        ]
        for model, row in ((User, user), (EmailAddress, address)):
            tick(support, model, "delete_selected", row)

        assert statuses == [403] * 3
        assert (User.objects.filter(pk=user.pk).exists(), EmailAddress.objects.get()) == (True, address)


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
    def test_second_factor_is_removed_and_never_seen(self, root, user):
        factor = Authenticator.objects.create(user=user, type="totp", data={"secret": "the seed"})

        pages = [
            root.get(url(Authenticator, "changelist")).text,
            root.get(url(Authenticator, "change", factor.pk)).text,
        ]
        root.post(url(Authenticator, "delete", factor.pk), {"post": "yes"})

        assert ["the seed" in page for page in pages] == [False, False]
        assert not Authenticator.objects.exists()

    def test_recovery_codes_go_with_the_last_second_factor(self, root, user):
        """They would open the next one that is set up, to whoever has them."""
        app, passkey, codes = (
            Authenticator.objects.create(user=user, type=kind, data={"name": "key"})
            for kind in ("totp", "webauthn", "recovery_codes")
        )
        left = []

        for chosen in ([app], [passkey]):
            tick(root, Authenticator, "delete_selected", *chosen)
            left.append(set(Authenticator.objects.all()))

        assert left == [{passkey, codes}, set()]

    def test_address_is_neither_made_nor_changed_by_hand(self, staff, user):
        """A password can be reset by any address that counts as confirmed."""
        staff.user.user_permissions.set(Permission.objects.all())
        owner = User.objects.create_superuser("owner@example.org", PASSWORD)
        known = EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        thief = {"user": owner.pk, "email": "thief@example.org", "verified": "on"}

        made = staff.post(url(EmailAddress, "add"), thief)
        changed = staff.post(url(EmailAddress, "change", known.pk), thief)

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
