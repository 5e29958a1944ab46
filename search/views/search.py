"""The Search page, whole or the part of it that htmx asks for; and the end of the demo."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from jobtracker.form_views import posted_from
from search.domain import demo
from search.models import Company
from search.search_page import SearchPage

PARTS = {
    "results": "search/_results.html",
    "more": "search/_companies.html",
    "job": "search/_job_panel.html",
}


@login_required
@require_GET
@never_cache
def search(request):
    page = SearchPage(request.GET, user=request.user)
    part = None if request.htmx.history_restore_request else PARTS.get(request.htmx.target)
    return render(request, part or "search/search.html", {"page": page}, status=page.status)


@login_required
@require_GET
@never_cache
def company(request, pk: int):
    """A company's postings, when it unfolds or has more of them; the whole page where no script asks."""
    employer = get_object_or_404(Company, pk=pk)
    page = SearchPage(request.GET, user=request.user)
    if not request.htmx or not page.is_valid:
        return redirect(f"{page.href}company={employer.slug}")
    return render(request, "search/_jobs.html", {"page": page, "jobs": page.jobs_of(employer)})


@login_required
@require_GET
@never_cache
def counts(request):
    """How many postings match with each choice of a filter, when a filter opens; for companies also the choices."""
    page = SearchPage(request.GET, user=request.user)
    if not request.htmx:
        return redirect(page.href)
    if request.htmx.target == "company-choices":
        return render(request, "search/_company_choices.html", {"choices": page.company_choices}, status=page.status)
    return render(request, "search/_counts.html", {"counts": page.counts}, status=page.status)


@login_required
@posted_from("search:search")
def remove_demo(request):
    if not request.user.has_the_say():
        raise PermissionDenied
    removed, kept = demo.remove()
    stay = f" Somebody tracks {kept} of them: those stay." if kept else ""
    messages.success(request, f"Demo postings removed: {removed}.{stay}")
    return redirect("search:search")
