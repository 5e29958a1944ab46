"""Pages about all that somebody owns here, whichever app keeps it; and the one for a database that refuses."""

import sys
from http import HTTPStatus

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.template import loader
from django.utils import timezone
from django.views import defaults
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from tracking import storage

from . import ownership
from .archives import ArchiveError
from .forms import ArchiveForm, RemovalForm

NO_STORE = "The store of the resumes does not answer. Try again in a while."


@login_required
@require_GET
@never_cache
def export(request):
    try:
        storage.ping()  # once the download has begun, it can only break off
    except storage.StorageUnavailableError:
        messages.error(request, NO_STORE)
        return redirect("accounts:settings")
    name = f"jobtracker-{timezone.localdate()}.zip"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Encoding": "identity",  # compressed as it is: GZipMiddleware leaves it alone
    }
    return StreamingHttpResponse(ownership.export(request.user), content_type="application/zip", headers=headers)


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def restore(request):
    form = ArchiveForm(request.POST or None, request.FILES or None)
    outcomes = None
    status = HTTPStatus.OK
    if request.method == "POST":
        if form.is_valid():
            outcomes, status = _restored(request, form)
        else:
            status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "ownership/import.html", {"form": form, "outcomes": outcomes}, status=status)


def _restored(request, form: ArchiveForm):
    try:
        file, is_dry = form.cleaned_data["file"], form.cleaned_data["is_dry"]
        return ownership.restore(request.user, file, is_dry=is_dry), HTTPStatus.OK
    except ArchiveError as error:
        form.add_error("file", f"{error} Nothing was imported.")
        return None, HTTPStatus.UNPROCESSABLE_ENTITY
    except storage.StorageUnavailableError:
        form.add_error(None, f"{NO_STORE} Nothing was imported.")
        return None, HTTPStatus.SERVICE_UNAVAILABLE


@login_required
@require_http_methods(["GET", "POST"])
@reauthentication_required
@never_cache
def remove(request):
    """Whoever sits before an open screen is asked for the password, or whatever else allauth has to ask for."""
    form = RemovalForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        user = request.user
        logout(request)
        ownership.remove(user)
        messages.success(request, "Your account is deleted, with all that was in it.")
        return redirect("account_login")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "ownership/delete.html", {"form": form}, status=status)


def server_error(request) -> HttpResponse:
    """What any exception leads to; Django logs it. The database's refusals pass (away, full, deadlocked): 503."""
    if not isinstance(sys.exception(), (OperationalError, InterfaceError)):
        return defaults.server_error(request)
    # Without the request: who asks would be looked up in the database.
    page = loader.get_template("503.html").render()
    return HttpResponse(page, status=HTTPStatus.SERVICE_UNAVAILABLE)
