"""Postings by hand: entered, pasted, or handed over by the bookmarklet, and tracked at once; corrected, deleted."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jobtracker.form_views import posted_from
from search.adding_forms import PastedForm, PostingForm
from search.domain import adding, companies, positions
from search.feeds import addresses
from search.models import Job
from tracking.domain import trackings


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request):
    """The page; a POST saves the posting and tracks it."""
    if request.method != "POST":
        return _page(request)
    form = PostingForm(request.POST)
    known = None
    if form.is_valid() and not (known := _known(request, form)):
        try:
            with transaction.atomic():
                job = adding.add(request.user, **form.posting)
                trackings.track(request.user, job.pk)
        except adding.TooManyPostingsError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Added, and tracked.")
            return redirect(job)
    return _page(request, form=form, known=known, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _known(request, form: PostingForm) -> Job | None:
    """What the person has already of the same, unless they have said that they want it all the same."""
    if "anyway" in request.POST:
        return None
    asked = {name: form.cleaned_data[name] for name in ("url", "title", "company")}
    return adding.alike(request.user, **asked)


@login_required
@posted_from("tracking:add")
@never_cache
def read(request):
    """The page, what is empty of its fields filled in from what was pasted; nothing is saved, and nothing fetched."""
    pasted = PastedForm(request.POST)
    typed = {name: text for name in PostingForm.base_fields if (text := request.POST.get(name, "")).strip()}
    if not pasted.is_valid():
        form = PostingForm(initial=typed)
        return _page(request, pasted=pasted, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    url = pasted.cleaned_data["page_url"]
    known = url and adding.known(request.user, url)
    if known and not typed:
        messages.info(request, "This posting is here already.")
        return redirect(known)
    posting = pasted.posting()
    found = _guessed(url) if posting is None else PostingForm.fields_of(posting) | ({"url": url} if url else {})
    told = {"is_nothing_found": posting is None, "is_filled_in": posting is not None, "known": known}
    return _page(request, pasted=pasted, form=PostingForm(initial=found | typed), **told)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk: int):
    """A posting of one's own, to be corrected."""
    job = get_object_or_404(request.user.private_jobs.select_related("company"), pk=pk)
    form = PostingForm.correcting(job, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return render(request, "tracking/edit.html", {"form": form, "job": job}, status=status)
    try:
        adding.change(request.user, pk, **form.changes)
    except Job.DoesNotExist as error:  # deleted at this moment
        raise Http404 from error
    messages.success(request, "Saved.")
    return redirect(job)


@login_required
@posted_from("search:search")
@never_cache
def delete(request, pk: int):
    try:
        title = adding.remove(request.user, pk)
    except Job.DoesNotExist as error:
        raise Http404 from error
    except adding.TrackedError as error:
        messages.error(request, str(error))
        return redirect(f"{reverse('search:search')}?job={pk}#job")
    messages.success(request, f"{title} is deleted.")
    return redirect("search:search")


def _guessed(url: str) -> dict:
    """What the address alone tells: on a known job board, the employer."""
    try:
        _, token = addresses.recognise(url)
    except addresses.UnknownAddressError:
        return {"url": url}
    return {"url": url, "company": companies.readable(token.rpartition("/")[2])}


def _page(request, *, form=None, pasted=None, status=HTTPStatus.OK, **context):
    form = form or PostingForm()
    context |= {"form": form, "pasted": pasted or PastedForm(auto_id="pasted_%s"), "alike": _alike(request.user, form)}
    return render(request, "tracking/add.html", context, status=status)


def _alike(user, form: PostingForm) -> list:
    """What the person tracks already of the same employer under the same title."""
    title, company = form["title"].value(), form["company"].value()
    return positions.tracked(user, companies.slug_of(company), title) if title and company else []
