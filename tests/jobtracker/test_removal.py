"""An account that is deleted leaves nothing, in no table and in no bucket."""

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from accounts.domain import tokens
from accounts.models import User
from jobtracker import ownership
from search.domain import adding, saving
from search.models import Company
from tests.factories import PASSWORD, JobTrackingFactory, UserFactory
from tests.objects import PDF
from tracking.domain import resumes
from tracking.models import JobTracking
from tracking.tables import drafts

pytestmark = pytest.mark.django_db

PK = 987_654_321  # no other number looks like it
EMAIL = "leaving@example.org"
ANYWHERE = f"{PK}|{EMAIL}"


def places_with(pattern: str) -> list[str]:
    """Every column of every table, views included, that holds something of this pattern."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'")
        found = []
        for table, column in sorted(cursor.fetchall()):
            cursor.execute(f'SELECT count(*) FROM "{table}" WHERE "{column}"::text ~ %s', [pattern])
            if cursor.fetchone()[0]:
                found.append(f"{table}.{column}")
    return found


@pytest.fixture
def leaving(objects, client) -> User:
    """Somebody who has one of everything, and is signed in."""
    cache.clear()
    user = UserFactory(pk=PK, email=EMAIL)
    client.force_login(user)
    user.groups.add(Group.objects.get(name="Support"))
    tokens.create(user, "phone")
    address = EmailAddress.objects.create(user=user, email=EMAIL, primary=True, verified=True)
    EmailConfirmation.create(address)
    SocialAccount.objects.create(user=user, provider="google", uid=EMAIL, extra_data={"email": EMAIL})
    saving.save(user, "Mine", "q=forester")
    drafts.keep(user, "table.csv", "Company,Title\n")
    own = JobTrackingFactory(user=user, job=adding.add(user, title="Own", company="Known to one alone"))
    key = resumes.new_key(user.pk, own.pk)
    objects[key] = objects[f"resumes/{PK}/1/incoming/never-confirmed.pdf"] = PDF
    JobTracking.objects.filter(pk=own.pk).update(resume_s3_url=key)
    support = UserFactory()
    for thing in (user, own, user.api_tokens.get()):
        LogEntry.objects.log_actions(support.pk, [thing], CHANGE, f"Changed {EMAIL}", single_object=True)
    return user


def test_account_is_deleted_after_the_password_and_nothing_is_left(
    leaving, client, objects, django_capture_on_commit_callbacks
):
    kept = JobTrackingFactory()
    asked = client.get("/settings/delete")
    client.post(asked.url, {"password": "wrong"})
    refused = client.post("/settings/delete", {"email": "somebody@example.org"})
    wrong = client.post(asked.url, {"password": PASSWORD, "next": "/settings/delete"})  # goes on with that
    before = places_with(ANYWHERE)

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/settings/delete", {"email": EMAIL.upper()})

    assert asked.url == f"{reverse('account_reauthenticate')}?next=%2Fsettings%2Fdelete"
    assert (refused.status_code, wrong.status_code, answer.status_code) == (302, 422, 302)
    assert {"users.id", "cache_entries.cache_key", "job_tracking.user_id", "api_tokens.user_id"} <= {*before}
    assert places_with(ANYWHERE) == []
    assert objects.keys == []
    assert [session.get_decoded() for session in Session.objects.all()] == []
    assert list(Company.objects.filter(name="Known to one alone")) == []
    assert list(JobTracking.objects.all()) == [kept]
    assert client.get("/settings").status_code == 302


def test_account_without_a_password_is_deleted_by_its_address(leaving, client):
    leaving.set_unusable_password()
    leaving.save()
    client.force_login(leaving)

    client.post("/settings/delete", {"email": EMAIL})

    assert places_with(ANYWHERE) == []


def test_account_is_deleted_where_the_cache_is_no_table(leaving, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

    ownership.remove(leaving)

    assert not User.objects.filter(pk=PK).exists()


def test_second_factor_is_asked_for_where_there_is_no_password(leaving, client):
    leaving.set_unusable_password()
    leaving.save()
    Authenticator.objects.create(user=leaving, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client.force_login(leaving)

    answer = client.post("/settings/delete", {"email": EMAIL})

    assert answer.url.startswith(reverse("mfa_reauthenticate"))
    assert User.objects.filter(pk=PK).exists()


def test_account_deleted_in_the_admin_leaves_nothing_either(
    leaving, client, objects, django_capture_on_commit_callbacks
):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))

    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/admin/accounts/user/{PK}/delete/", {"post": "yes"})

    assert (places_with(ANYWHERE), objects.keys) == ([], [])
