"""What a token may do."""

from rest_framework import permissions

from accounts.models import ApiToken


class HasScope(permissions.BasePermission):
    """A token that may only read changes nothing: 403 ``read_only_token``."""

    message = "This token may only read."
    code = "read_only_token"

    def has_permission(self, request, view) -> bool:
        is_reading = request.method in permissions.SAFE_METHODS
        return is_reading or may_write(request)


class MayWrite(HasScope):
    """The same for a read that gives out what changes something, as an address to upload to does."""

    def has_permission(self, request, view) -> bool:
        return may_write(request)


def may_write(request) -> bool:
    return not isinstance(request.auth, ApiToken) or request.auth.can_write
