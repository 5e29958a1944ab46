from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from jobtracker.form_views import posted_from

from .domain import tokens
from .forms import ProfileForm, TokenForm
from .models import ApiToken

SHOWN_ONCE = "new_token"  # a cookie: the secret of a new token, until the page has shown it
SHOWN_WITHIN = 300  # seconds


@login_required
@require_GET
@never_cache
def settings(request):
    secret = request.get_signed_cookie(SHOWN_ONCE, "", salt=_salt(request), max_age=SHOWN_WITHIN)
    answer = _settings_page(request, secret=secret)
    if SHOWN_ONCE in request.COOKIES:
        answer.delete_cookie(SHOWN_ONCE, path=reverse("accounts:settings"))
    return answer


@login_required
@posted_from("accounts:settings")
def profile(request):
    form = ProfileForm(request.POST, instance=request.user)
    if not form.is_valid():
        request.user.refresh_from_db()
        return _settings_page(request, form=form, status=422)
    form.save()
    messages.success(request, "Saved.")
    return redirect("accounts:settings")


@login_required
@posted_from("accounts:settings")
@never_cache
def token_add(request):
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _settings_page(request, token_form=form, status=422)
    try:
        _, secret = tokens.create(request.user, **form.cleaned_data)
    except tokens.TooManyTokensError as error:
        form.add_error("name", str(error))
        return _settings_page(request, token_form=form, status=422)
    # With a redirect, so that a reload makes no second one; in a cookie, because the secret must not lie in a session
    # or a message, which are stored.
    answer = redirect(reverse("accounts:settings") + "#tokens")
    answer.set_signed_cookie(
        SHOWN_ONCE,
        secret,
        salt=_salt(request),
        max_age=SHOWN_WITHIN,
        path=reverse("accounts:settings"),
        secure=request.is_secure(),
        httponly=True,
        samesite="Strict",
    )
    return answer


def _salt(request) -> str:
    return f"{SHOWN_ONCE} {request.user.pk}"


@login_required
@posted_from("accounts:settings")
def token_revoke(request, pk: int):
    token = get_object_or_404(request.user.api_tokens, pk=pk)
    tokens.revoke(token)
    messages.success(request, f"Token “{token.name}” is revoked.")
    return redirect("accounts:settings")


def _settings_page(request, *, form=None, token_form=None, secret="", status=200):
    kept = list(request.user.api_tokens.all())
    digest = secret and ApiToken.digest_of(secret)
    context = {
        "form": form or ProfileForm(instance=request.user),
        "token_form": token_form or TokenForm(),
        "tokens": kept,
        "new_token": next((token for token in kept if token.digest == digest), None),
        "secret": secret,
    }
    return render(request, "accounts/settings.html", context, status=status)
