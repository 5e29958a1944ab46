"""What a user is called, when it is where they are, and that one address is one account."""

import zoneinfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from accounts.models import User
from tests.factories import UserFactory


@pytest.mark.django_db
def test_address_is_kept_in_lower_case():
    assert User.objects.create_user(" Maya@Example.ORG ").email == "maya@example.org"


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["maya@example.org", "MAYA@example.org"])
def test_same_address_twice_is_refused_by_the_database(email):
    UserFactory(email="maya@example.org")

    with pytest.raises(IntegrityError):
        User.objects.bulk_create([User(email=email)])


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["", None, "  "])
def test_user_needs_an_address(email):
    with pytest.raises(ValueError, match="needs an e-mail address"):
        User.objects.create_user(email)


@pytest.mark.django_db
def test_user_without_a_password_cannot_use_one():
    assert not User.objects.create_user("maya@example.org").has_usable_password()


@pytest.mark.parametrize(
    ("name", "full", "short", "initials"),
    [
        ("Maya Kessler", "Maya Kessler", "Maya", "MK"),
        ("Maya van der Kessler", "Maya van der Kessler", "Maya", "MK"),
        ("maya", "maya", "maya", "M"),
        ("", "maya.kessler@example.org", "maya.kessler@example.org", "MK"),
        ("山田 太郎", "山田 太郎", "山田", "山太"),
    ],
)
def test_user_is_called(name, full, short, initials):
    user = User(email="maya.kessler@example.org", name=name)

    assert (user.get_full_name(), user.get_short_name(), user.initials, str(user)) == (
        full,
        short,
        initials,
        "maya.kessler@example.org",
    )


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("Mars/Olympus", "UTC"),
        ("", "UTC"),
        ("../UTC", "UTC"),
        ("/etc/hosts", "UTC"),
    ],
)
def test_zone_is_utc_where_the_name_is_unknown(name, zone):
    assert User(time_zone=name).zone == zoneinfo.ZoneInfo(zone)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "europe/berlin", "../UTC", "CEST"])
def test_unknown_time_zone_is_refused(zone):
    user = User(email="maya@example.org", password="x", time_zone=zone)

    with pytest.raises(ValidationError) as caught:
        user.clean_fields()

    assert caught.value.message_dict == {"time_zone": [f"“{zone}” is not a time zone; write it like Europe/Berlin."]}
