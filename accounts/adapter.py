"""What django-allauth is told: who may have an account, and whose failed tries to sign in count together."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError

from .models import User, is_time_zone

EMAIL_MAX = User._meta.get_field("email").max_length


def is_address_confirmed() -> bool:
    """Whether people show by a link in a message that an address is theirs."""
    return settings.ACCOUNT_EMAIL_VERIFICATION == "mandatory"


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request) -> bool:
        return settings.IS_SIGNUP_OPEN

    def is_email_verified(self, request, email: str) -> bool:
        """Where nobody is asked to confirm an address, it counts as confirmed: no message would ever come."""
        return not is_address_confirmed() or super().is_email_verified(request, email)

    def save_user(self, request, user, form, *args, **kwargs) -> User:
        """In the time zone of the browser, which a script puts into the form; what is no zone is passed over."""
        name = request.POST.get("time_zone", "")
        if is_time_zone(name):
            user.time_zone = name
        return super().save_user(request, user, form, *args, **kwargs)

    def is_safe_url(self, url: str) -> bool:
        """allauth's own fails at an address that is none, as "//[" is."""
        try:
            return super().is_safe_url(url)
        except ValueError:
            return False

    def _get_login_attempts_cache_key(self, request, **credentials) -> str:
        """By the address alone: allauth's own takes the Host header in, and with each port counts anew."""
        return credentials.get("email", "").lower()

    def clean_email(self, email: str) -> str:
        """Refuse an address that does not fit, or is not on the operator's list where there is one.

        allauth's forms take a longer one, and then cut it. The list binds what people choose themselves,
        at sign-up and when they change their address, not an operator's `create_user`.
        """
        if len(email) > EMAIL_MAX:
            raise ValidationError(f"An e-mail address has at most {EMAIL_MAX} characters.")
        email = super().clean_email(email)
        allowed = {entry.strip().lower() for entry in settings.SIGNUP_ALLOWED_EMAILS}
        if allowed and not {email.lower(), "@" + email.lower().rpartition("@")[2]} & allowed:
            raise ValidationError("This address is not on the list of those who may have an account here.")
        return email
