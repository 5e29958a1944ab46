"""Tokens that may only read, and tokens whose time is over."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.domain import tokens
from accounts.models import ApiToken
from tests.factories import JobFactory, JobTrackingFactory
from tracking.models import JobTracking


def api_with(secret: str) -> APIClient:
    client = APIClient(raise_request_exception=False)
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client


def test_reading_token_reads_and_changes_nothing(user):
    job = JobFactory()
    api = api_with(tokens.create(user, "phone", scope="read")[1])

    assert api.get("/api/me").status_code == 200
    refused = api.post("/api/tracked", {"job_id": job.pk})

    assert refused.status_code == 403
    assert refused.json() == {"detail": "This token may only read.", "code": "read_only_token"}
    assert not JobTracking.objects.exists()


def test_reading_token_gets_no_address_to_upload_to(user):
    path = f"/api/tracked/{JobTrackingFactory(user=user).pk}/resume/upload-url"
    api = api_with(tokens.create(user, "phone", scope="read")[1])

    answers = [api.get(path), api.head(path)]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert answers[0].json() == {"detail": "This token may only read.", "code": "read_only_token"}


def test_expired_token_opens_nothing(user):
    token, secret = tokens.create(user, "phone", days=30)
    assert api_with(secret).get("/api/me").status_code == 200

    ApiToken.objects.filter(pk=token.pk).update(expires_at=timezone.now() - timedelta(seconds=1))

    answer = api_with(secret).get("/api/me")
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")


def test_token_from_the_page_has_what_was_chosen(page, user):
    page.post("/settings/tokens", {"name": "phone", "scope": "read", "days": "30"})

    token = user.api_tokens.get()
    assert (token.name, token.scope) == ("phone", "read")
    assert timedelta(days=29, hours=23) < token.expires_at - timezone.now() <= timedelta(days=30)


def test_token_from_the_command_has_what_was_chosen(user, capsys):
    call_command("create_token", user.email, "--scope", "read", "--days", "7")

    token = user.api_tokens.get()
    assert token.digest == ApiToken.digest_of(capsys.readouterr().out.strip())
    assert token.scope == "read"
    assert timedelta(days=6, hours=23) < token.expires_at - timezone.now() <= timedelta(days=7)
