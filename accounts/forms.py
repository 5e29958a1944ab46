import zoneinfo

from allauth.account.adapter import get_adapter
from allauth.account.forms import AddEmailForm
from allauth.account.models import EmailAddress
from django import forms
from django.core.exceptions import ValidationError

from .adapter import is_address_confirmed
from .models import ApiToken, User


class AddressForm(AddEmailForm):
    """Another address to sign in with: from its confirmation on, or at once where none is asked for."""

    def clean_email(self) -> str:
        email = super().clean_email()
        others = User.objects.filter(email__iexact=email).exclude(pk=self.user.pk)
        if not is_address_confirmed() and others.exists():
            raise ValidationError("Somebody has an account here with this address.")
        return email

    def save(self, request) -> EmailAddress:
        if is_address_confirmed():
            return super().save(request)
        address = EmailAddress.objects.add_new_email(
            request, self.user, self.cleaned_data["email"], send_verification=False
        )
        get_adapter(request).confirm_email(request, address)
        return address


class ProfileForm(forms.ModelForm):
    time_zone = forms.ChoiceField(
        label="Time zone", choices=lambda: [(n, n) for n in sorted(zoneinfo.available_timezones())]
    )

    class Meta:
        model = User
        fields = ["name", "time_zone"]


class TokenForm(forms.ModelForm):
    LIFETIMES = [("30", "30 days"), ("90", "90 days"), ("365", "a year"), ("", "without end")]

    days = forms.TypedChoiceField(label="Valid for", choices=LIFETIMES, coerce=int, empty_value=None, required=False)

    class Meta:
        model = ApiToken
        fields = ["name", "scope"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"].required = False

    def clean_scope(self) -> str:
        return self.cleaned_data["scope"] or ApiToken.Scope.WRITE
