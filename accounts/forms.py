import zoneinfo

from django import forms

from .models import ApiToken, User


class ProfileForm(forms.ModelForm):
    time_zone = forms.ChoiceField(
        label="Time zone", choices=lambda: [(n, n) for n in sorted(zoneinfo.available_timezones())]
    )

    class Meta:
        model = User
        fields = ["name", "time_zone"]


class TokenForm(forms.ModelForm):
    class Meta:
        model = ApiToken
        fields = ["name"]
