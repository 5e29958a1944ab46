import allauth.mfa.admin
import allauth.socialaccount.admin
import allauth.usersessions.admin  # noqa: F401 - imported, all three, for what they register, which goes below
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.utils.module_loading import import_string

from .models import ApiToken, User


class UserCreationForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email",)


# Nobody's business: secrets of second factors and sign-ins, and where people are signed in.
for model in (Authenticator, SocialAccount, SocialApp, SocialToken, UserSession):
    admin.site.unregister(model)

RIGHTS = ["is_staff", "is_superuser", "groups", "user_permissions"]


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """Support mends accounts. Rights, and the accounts of those who have some, are for superusers alone."""

    add_form = UserCreationForm
    list_display = ["email", "name", "time_zone", "is_active", "is_staff", "date_joined", "last_login"]
    list_filter = ["is_active", "is_staff", "is_superuser", "groups"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    date_hierarchy = "date_joined"
    readonly_fields = ["date_joined", "last_login"]
    fieldsets = [
        (None, {"fields": ["email", "password"]}),
        ("Person", {"fields": ["name", "time_zone"]}),
        ("Rights", {"fields": ["is_active", *RIGHTS]}),
        ("Dates", {"fields": ["date_joined", "last_login"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "usable_password", "password1", "password2"]})]

    def get_readonly_fields(self, request, obj=None):
        return [*self.readonly_fields, *([] if request.user.is_superuser else RIGHTS)]

    def has_change_permission(self, request, obj=None):
        return _may_touch(request.user, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return _may_touch(request.user, obj) and super().has_delete_permission(request, obj)

    def delete_model(self, request, obj):
        import_string(settings.REMOVE_ACCOUNT)(obj)

    def delete_queryset(self, request, queryset):
        for account in queryset:
            self.delete_model(request, account)

    def get_deleted_objects(self, objs, request):
        """An account goes with all that is its own, which takes no other permission."""
        objects, counts, permissions, protected = super().get_deleted_objects(objs, request)
        return objects, counts, permissions & {User._meta.verbose_name}, protected


def _may_touch(person: User, account: User | None) -> bool:
    return person.is_superuser or account is None or not account.is_staff


@admin.register(ApiToken)
class ApiTokenAdmin(admin.ModelAdmin):
    """Support sees that a token exists and can revoke it; nobody can see or make one for somebody else."""

    list_display = ["name", "start", "user", "scope", "created_at", "expires_at", "last_used_at"]
    search_fields = ["name", "user__email"]
    list_select_related = ["user"]
    fields = readonly_fields = ["user", "name", "start", "scope", "created_at", "expires_at", "last_used_at"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
