from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat

from accounts.models import User


class ArchiveForm(forms.Form):
    file = forms.FileField(
        label="Exported archive",
        help_text=f"A .zip of at most {settings.IMPORT_MAX_SIZE // 1024**2} MB.",
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip", "class": "input"}),
    )
    is_dry = forms.BooleanField(label="Only check it: change nothing", required=False)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.IMPORT_MAX_SIZE:
            raise ValidationError(f"This file has {filesizeformat(file.size)}; an operator can import it by command.")
        return file


class RemovalForm(forms.Form):
    email = forms.CharField(
        label="Your e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "off"}),
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self) -> str:
        email = User.objects.normalize_email(self.cleaned_data["email"])
        if email != self.user.email:
            raise ValidationError("This is not the address of this account.")
        return email
