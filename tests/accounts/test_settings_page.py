"""The settings page: profile, time zone, API tokens."""

import re
import zoneinfo

import pytest
from django.utils import timezone

from accounts.domain import tokens
from accounts.models import ApiToken, User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

SECRET = re.compile(r"jt_[\w-]{43}")


class TestProfile:
    def test_name_and_time_zone_are_saved(self, page, user):
        answer = page.post("/settings/profile", {"name": "M. Kessler", "time_zone": "Asia/Kathmandu"})

        user.refresh_from_db()
        assert (answer.status_code, answer["Location"]) == (302, "/settings")
        assert (user.name, user.time_zone) == ("M. Kessler", "Asia/Kathmandu")
        assert user.zone == zoneinfo.ZoneInfo("Asia/Kathmandu")

    @pytest.mark.parametrize("zone", ["", "Mars/Olympus", "europe/berlin", "../etc/passwd", "a\x00", "Z" * 1000])
    def test_unknown_time_zone_is_refused(self, page, user, zone):
        answer = page.post("/settings/profile", {"name": "Changed", "time_zone": zone})

        user.refresh_from_db()
        assert answer.status_code == 422
        assert "error-text" in answer.text
        assert (user.name, user.time_zone) == ("Maya Kessler", "UTC")

    @pytest.mark.parametrize("name", ["a" * 151, "a\x00"])
    def test_name_that_does_not_fit_is_refused(self, page, user, name):
        answer = page.post("/settings/profile", {"name": name, "time_zone": "UTC"})

        user.refresh_from_db()
        assert (answer.status_code, user.name) == (422, "Maya Kessler")

    def test_nothing_else_can_be_changed(self, page, user):
        extra = {"email": "root@example.org", "is_staff": "on", "is_superuser": "on", "is_active": "", "password": "x"}

        page.post("/settings/profile", {"name": "Maya", "time_zone": "UTC"} | extra)

        after = User.objects.get()
        assert (after.email, after.is_staff, after.is_superuser, after.is_active) == (user.email, False, False, True)
        assert after.password == user.password

    def test_name_is_shown_as_text(self, page, user):
        User.objects.update(name="<script>alert(1)</script>")

        assert "<script>alert" not in page.get("/settings").text

    def test_every_time_zone_is_offered(self, page):
        select = re.search(r'<select name="time_zone".*?</select>', page.get("/settings").text, re.DOTALL)[0]
        offered = set(re.findall(r'<option value="([^"]+)"', select))

        assert offered == zoneinfo.available_timezones()

    def test_times_are_told_in_the_time_zone(self, page, user):
        User.objects.update(time_zone="Asia/Kathmandu")
        tokens.create(user, "phone")
        ApiToken.objects.update(created_at=timezone.datetime(2026, 6, 11, 20, 0, tzinfo=timezone.UTC))

        assert '<time datetime="2026-06-12T01:45:00+05:45">12 Jun 2026</time>' in page.get("/settings").text

    def test_time_zone_that_is_no_longer_known_is_utc(self, page, user):
        User.objects.update(time_zone="US/Pacific-New")

        assert page.get("/settings").status_code == 200
        assert User.objects.get().zone == zoneinfo.ZoneInfo("UTC")


class TestTokens:
    def test_new_token_is_shown_once(self, page, user, client):
        sent = page.post("/settings/tokens", {"name": "phone"})
        answer = page.get("/settings")

        (secret,) = SECRET.findall(answer.text)
        assert (sent.status_code, sent["Location"]) == (302, "/settings#tokens")
        assert "no-store" in answer["Cache-Control"]
        assert ApiToken.objects.get().digest == ApiToken.digest_of(secret)
        later = page.get("/settings").text
        assert SECRET.findall(later) == []
        assert f"{secret[:8]}…" in later
        assert secret not in str(dict(page.session))

    def test_new_token_is_shown_to_its_owner_alone(self, page, stranger):
        page.post("/settings/tokens", {"name": "phone"})
        page.force_login(stranger)  # in the same browser

        assert SECRET.findall(page.get("/settings").text) == []

    @pytest.mark.parametrize("name", ["", " ", "a" * 101, "a\x00"])
    def test_bad_name_is_refused(self, page, name):
        answer = page.post("/settings/tokens", {"name": name})

        assert answer.status_code == 422
        assert SECRET.findall(answer.text) == []
        assert not ApiToken.objects.exists()

    def test_tokens_have_an_end(self, page, user):
        ApiToken.objects.bulk_create(ApiToken.make(user, "a")[0] for _ in range(100))

        answer = page.post("/settings/tokens", {"name": "one more"})

        assert answer.status_code == 422
        assert "There are 100 tokens already: revoke one first." in answer.text
        assert ApiToken.objects.count() == 100

    def test_revoked_token_is_gone(self, page, user):
        token, _ = tokens.create(user, "phone")

        answer = page.post(f"/settings/tokens/{token.pk}/revoke", follow=True)

        assert answer.status_code == 200
        assert "Token “phone” is revoked." in answer.text
        assert not ApiToken.objects.exists()

    def test_token_of_a_stranger_is_not_found(self, page, stranger):
        token, _ = tokens.create(stranger, "theirs")

        answer = page.post(f"/settings/tokens/{token.pk}/revoke")

        assert answer.status_code == 404
        assert list(ApiToken.objects.all()) == [token]

    @pytest.mark.parametrize("pk", ["0", "-1", "9" * 18, "9" * 30, "9" * 5000, "abc", "%00"])
    def test_token_of_nobody_is_not_found(self, page, pk):
        assert page.post(f"/settings/tokens/{pk}/revoke").status_code == 404

    def test_page_shows_ones_own_alone(self, page, user, stranger):
        tokens.create(user, "my phone")
        tokens.create(stranger, "their phone")

        text = page.get("/settings").text

        assert ("my phone" in text, "their phone" in text) == (True, False)

    @pytest.mark.parametrize("count", [1, 50])
    def test_page_takes_three_statements(self, page, user, django_assert_num_queries, count):
        ApiToken.objects.bulk_create(ApiToken.make(user, "a")[0] for _ in range(count))

        with django_assert_num_queries(3):  # session, user, tokens
            page.get("/settings")


class TestWhoMayEnter:
    PATHS = ["/settings", "/settings/profile", "/settings/tokens", "/settings/tokens/1/revoke"]

    @pytest.mark.parametrize("path", PATHS)
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_strangers_are_asked_to_sign_in(self, client, path, method):
        answer = getattr(client, method)(path)

        assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={path}")

    @pytest.mark.parametrize("path", PATHS[1:])
    def test_nothing_is_changed_by_reading(self, page, path):
        answer = page.get(path)

        assert (answer.status_code, answer["Location"]) == (302, "/settings")
        assert ApiToken.objects.count() == 0

    def test_a_token_opens_no_pages(self, client):
        _, secret = tokens.create(UserFactory(), "mine")

        assert client.get("/settings", headers={"Authorization": f"Bearer {secret}"}).status_code == 302
