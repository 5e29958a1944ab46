"""Passwords that the operator sets: for who has lost theirs, and for accounts that somebody else got into."""

from allauth.usersessions.models import UserSession
from django.db import transaction

from accounts.models import User


@transaction.atomic
def reset(user: User, password: str) -> int:
    """Give ``user`` this password and end all their sessions; gives how many there were.

    Django refuses sessions of a former password anyway; ended, they are gone from the list of sessions, too.
    """
    user.set_password(password)
    user.save(update_fields=["password"])
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)
