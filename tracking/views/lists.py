"""The Track page's list, whole or the part of it that htmx asks for, and what a card holds."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tracking.cards import CardDetail
from tracking.list_page import ListPage
from tracking.models import JobTracking
from tracking.posting_page import KeptPosting

from .answers import card_address


@login_required
@require_GET
@never_cache
def track_list(request):
    page = ListPage(request.GET, user=request.user)
    _remember(request, page)
    is_part = request.htmx.target == "list" and not request.htmx.history_restore_request
    return render(
        request, "tracking/_list.html" if is_part else "tracking/list.html", {"page": page}, status=page.status
    )


def _remember(request, page: ListPage) -> None:
    """Keep what is asked for with the session: the way back to the list from the board leads to the same one."""
    asked = page.criteria
    if "open" not in request.GET and page.is_valid and asked != request.session.get("track_list", ""):
        request.session["track_list"] = asked


@login_required
@require_GET
@never_cache
def card(request, pk: int):
    """A card's inside, when it unfolds; where no script asks, the list with the card unfolded."""
    tracking = get_object_or_404(JobTracking.objects.for_user(request.user).shown(), pk=pk)
    if not request.htmx:
        return redirect(card_address(pk))
    return render(request, "tracking/_card_body.html", {"card": CardDetail(tracking)})


@login_required
@require_GET
@never_cache
def posting(request, pk: int):
    """The posting as it was, and what has changed since."""
    tracking = JobTracking.objects.for_user(request.user).select_related("job__company").filter(pk=pk).first()
    if tracking is None:
        raise Http404
    context = {"tracking": tracking, "kept": KeptPosting(tracking), "back": card_address(pk)}
    return render(request, "tracking/_posting.html" if request.htmx else "tracking/posting.html", context)
