"""What a token may do."""

from rest_framework import permissions

from accounts.models import ApiToken


class HasScope(permissions.BasePermission):
    """A token that may only read changes nothing: 403 ``read_only_token``."""

    message = "This token may only read."
    code = "read_only_token"

    def has_permission(self, request, view) -> bool:
        is_reading = request.method in permissions.SAFE_METHODS
        return is_reading or not isinstance(request.auth, ApiToken) or request.auth.can_write
