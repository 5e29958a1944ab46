"""Accounts that are named on a command line."""

from django.core.management import CommandError

from accounts.models import User


def account_of(email: str, *, advice: str = "create it with `manage.py create_user {email}`") -> User:
    """The account with this address, however its letters are cased.

    :param advice: what to do if there is none; ``{email}`` in it is the address.
    :raises CommandError: there is none.
    """
    try:
        return User.objects.get_by_natural_key(email)
    except User.DoesNotExist as error:
        address = User.objects.normalize_email(email)
        raise CommandError(f"There is no account {address}: {advice.format(email=address)}.") from error
