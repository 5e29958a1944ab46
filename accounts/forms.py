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
