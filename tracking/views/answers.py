"""How a change is answered: by the part of the page that has changed, or without scripts by a redirect to it."""

from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from tracking.list_page import ListPage
from tracking.models import JobTracking


def card_address(pk: int, event_id: int | None = None) -> str:
    """The list with this card unfolded; ``event_id`` is the event that has just been written."""
    query = {"open": pk} | ({"event": event_id} if event_id else {})
    return f"{reverse('tracking:list')}?{urlencode(query)}#card-{pk}"


def after_change(request, pk: int, *, event_id: int | None = None, undo: str = "") -> HttpResponse:
    """The answer to a change of tracking ``pk``, which may be gone by now.

    A form whose page is not the list names it with ``?next=``; then there is nothing to show, and what is to be said
    waits for that page. ``undo`` is an address to post to that takes the change back.
    """
    target = own_page(request, request.GET.get("next", "") or request.POST.get("next", ""))
    if not request.htmx:
        return redirect(target or card_address(pk, event_id))
    if target:
        return HttpResponse()
    if request.htmx.target == "list":
        page = ListPage(_shown_query(request), user=request.user, unfolded=pk, event_id=event_id)
        return render(request, "tracking/_list_changed.html", {"page": page, "undo": undo})
    page = ListPage(QueryDict(), user=request.user, unfolded=pk, event_id=event_id)
    if page.detail is None:  # untracked in the meantime
        raise Http404
    return render(request, "tracking/_card_changed.html", {"page": page, "card": page.detail})


def refused(
    request, tracking: JobTracking, reason: str, *, status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY
) -> HttpResponse:
    """A rule stands in the way: the sentence that says so, on a page or in the dialog."""
    context = {"tracking": tracking, "reason": reason, "back": card_address(tracking.pk)}
    template = "tracking/_refused.html" if request.htmx else "tracking/refused.html"
    return render(request, template, context, status=status)


def own_page(request, target: str) -> str:
    """``target`` if it is one of our own pages, else ""."""
    is_ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if is_ours else ""


def _shown_query(request) -> QueryDict:
    """The query of the page that asks, so that the list stays filtered as it was."""
    try:
        return QueryDict(urlsplit(request.htmx.current_url or "").query)
    except ValueError:  # no address: no page of ours
        return QueryDict()
