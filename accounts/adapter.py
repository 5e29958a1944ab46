"""What sign-up and the like do differently here than in django-allauth."""

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError

from .models import User

EMAIL_MAX = User._meta.get_field("email").max_length


class AccountAdapter(DefaultAccountAdapter):
    def clean_email(self, email: str) -> str:
        """Refuse an address that does not fit: allauth's forms take a longer one, and then cut it."""
        if len(email) > EMAIL_MAX:
            raise ValidationError(f"An e-mail address has at most {EMAIL_MAX} characters.")
        return super().clean_email(email)
