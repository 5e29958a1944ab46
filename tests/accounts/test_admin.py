"""Accounts in the admin: made, changed and deleted, and nobody gets rights or a way in by it."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission

from accounts.domain import tokens
from accounts.models import ApiToken, User
from search.models import Job
from tests.admins import addresses_of, allow, url
from tests.factories import PASSWORD, JobFactory, JobTrackingFactory, UserFactory

pytestmark = pytest.mark.django_db


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
