"""What the pages around signing in need to know of this installation."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def is_signup_open() -> bool:
    return settings.IS_SIGNUP_OPEN


@register.simple_tag
def has_mail() -> bool:
    """Whether messages reach anybody; without, they are printed where the server runs."""
    return settings.HAS_MAIL
