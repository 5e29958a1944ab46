from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.utils.module_loading import import_string

from jobtracker.admin import ReadOnly

from .models import ApiToken, User


class UserCreationForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email",)


RIGHTS = ["is_staff", "is_superuser", "groups", "user_permissions"]


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """Support mends accounts: the name, the time zone, whether one is active, an address whose message got lost.

    Rights, the accounts of those who have some, and the ways into an account (its password, and its address, which
    can reset that) are for superusers alone.
    """

    add_form = UserCreationForm
    list_display = ["email", "name", "time_zone", "is_active", "is_staff", "date_joined", "last_login"]
    list_filter = ["is_active", "is_staff", "is_superuser", "groups"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    date_hierarchy = "date_joined"
    readonly_fields = ["date_joined", "last_login"]
    fieldsets = [
        (None, {"fields": ["email"]}),
        ("Person", {"fields": ["name", "time_zone"]}),
        ("Rights", {"fields": ["is_active", *RIGHTS]}),
        ("Dates", {"fields": ["date_joined", "last_login"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "usable_password", "password1", "password2"]})]
    actions = ["vouch_for"]

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not request.user.is_superuser:
            return fieldsets
        return [*fieldsets, ("Password", {"fields": ["password"]})]

    def get_readonly_fields(self, request, obj=None):
        if request.user.is_superuser:
            return self.readonly_fields
        return [*self.readonly_fields, *RIGHTS, *(["email"] if obj else [])]

    def user_change_password(self, request, *args, **kwargs):
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().user_change_password(request, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:  # else the old address could still reset the password
            User.objects.vouch_for(obj)

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

    @admin.action(permissions=["change"], description="Count the address as confirmed: its message got lost")
    def vouch_for(self, request, accounts):
        for account in accounts:
            if not _may_touch(request.user, account):
                refused = f"{account} belongs to somebody with rights: that is for superusers."
                self.message_user(request, refused, messages.ERROR)
                continue
            User.objects.vouch_for(account)
            self.log_change(request, account, "Vouched for the address.")
            self.message_user(request, f"{account} counts as confirmed.")


def _may_touch(person: User, account: User | None) -> bool:
    return person.is_superuser or account is None or not (account.is_staff or account.is_superuser)


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin):
    """What a group may do is a right of everybody in it, so it too is for superusers alone."""

    def has_add_permission(self, request):
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser


class BelongingAdmin(ReadOnly, admin.ModelAdmin):
    """What is an account's own (its column ``user`` says whose): to look at, and to take away where the account may
    be touched."""

    list_select_related = ["user"]

    def has_delete_permission(self, request, obj=None):
        return _may_touch(request.user, obj and obj.user) and super().has_delete_permission(request, obj)


@admin.register(ApiToken)
class ApiTokenAdmin(BelongingAdmin):
    list_display = ["name", "start", "user", "scope", "created_at", "expires_at", "last_used_at"]
    search_fields = ["name", "user__email"]
    fields = ["user", "name", "start", "scope", "created_at", "expires_at", "last_used_at"]


@admin.register(Authenticator)
class AuthenticatorAdmin(BelongingAdmin):
    """Second factors, without their secrets; support removes one that is lost."""

    list_display = fields = ["user", "type", "created_at", "last_used_at"]
    list_filter = ["type"]
    search_fields = ["user__email"]

    def delete_model(self, request, obj):
        """Recovery codes stand in for a second factor: alone they would open the next one that is set up."""
        obj.delete()
        others = Authenticator.objects.filter(user=obj.user)
        if not others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
            others.delete()

    def delete_queryset(self, request, queryset):
        for factor in queryset:
            self.delete_model(request, factor)


@admin.register(EmailAddress)
class EmailAddressAdmin(BelongingAdmin):
    """Which addresses are known to be whose. Each can reset its account's password, so none is made or changed here:
    an account's own changes with the account, or is vouched for there."""

    list_display = fields = ["email", "user", "verified", "primary"]
    list_filter = ["verified", "primary"]
    search_fields = ["email", "user__email"]
