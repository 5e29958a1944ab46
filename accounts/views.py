from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from .domain import tokens
from .forms import ProfileForm, TokenForm


@login_required
@require_GET
@never_cache
def settings(request):
    return _settings_page(request)


@login_required
@require_POST
def profile(request):
    form = ProfileForm(request.POST, instance=request.user)
    if not form.is_valid():
        request.user.refresh_from_db()
        return _settings_page(request, form=form, status=422)
    form.save()
    messages.success(request, "Saved.")
    return redirect("accounts:settings")


@login_required
@require_POST
@never_cache
def token_add(request):
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _settings_page(request, token_form=form, status=422)
    try:
        token, secret = tokens.create(request.user, **form.cleaned_data)
    except tokens.TooManyTokensError as error:
        form.add_error("name", str(error))
        return _settings_page(request, token_form=form, status=422)
    # Answered directly, not after a redirect: the secret must not lie in a session or a message.
    return _settings_page(request, new_token=token, secret=secret)


@login_required
@require_POST
def token_revoke(request, pk: int):
    token = get_object_or_404(request.user.api_tokens, pk=pk)
    tokens.revoke(token)
    messages.success(request, f"Token “{token.name}” is revoked.")
    return redirect("accounts:settings")


def _settings_page(request, *, form=None, token_form=None, new_token=None, secret="", status=200):
    context = {
        "form": form or ProfileForm(instance=request.user),
        "token_form": token_form or TokenForm(),
        "tokens": request.user.api_tokens.all(),
        "new_token": new_token,
        "secret": secret,
    }
    return render(request, "accounts/settings.html", context, status=status)
