"""Saved searches: a page, which Search shows as a menu."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from jobtracker.form_views import posted_from
from search.domain import saving
from search.forms import SaveForm


@login_required
@require_GET
@never_cache
def page(request):
    searches = saving.fresh(request.user)
    if request.htmx:
        new = sum(search.new for search in searches)
        return render(request, "search/_saved.html", {"searches": searches, "new": new})
    told = saving.in_words([fresh.search.query for fresh in searches])
    return render(request, "search/saved.html", {"searches": list(zip(searches, told, strict=True))})


@login_required
@posted_from("search:saved")
def save(request):
    form = SaveForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Give the search a name of at most 100 characters.")
        return redirect("search:saved")
    try:
        saved, _ = saving.save(
            request.user,
            form.cleaned_data["name"],
            form.cleaned_data["query"],
            may_replace=form.cleaned_data["replace"],
        )
    except saving.NameTakenError as error:
        before, now = saving.in_words([error.saved.query, form.cleaned_data["query"]])
        context = {"form": form, "before": before, "now": now}
        return render(request, "search/saved_replace.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except saving.SavingError as error:
        messages.error(request, str(error))
        return redirect("search:saved")
    messages.success(request, f"“{saved.name}” is saved.")
    return redirect(saved.href)


@login_required
@posted_from("search:saved")
def look(request, pk: int):
    """Open the search: what matches now is new this once more, and no longer after that."""
    saved = get_object_or_404(request.user.saved_searches, pk=pk)
    return redirect(f"{saved.href}&new_since={saving.look(saved)}")


@login_required
@posted_from("search:saved")
def remove(request, pk: int):
    saved = get_object_or_404(request.user.saved_searches, pk=pk)
    saved.delete()
    messages.success(request, f"“{saved.name}” is removed.")
    return redirect("search:saved")
