"""The Boards page: which job boards are fetched, how that went, and how to add one."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from jobtracker.form_views import posted_from
from search.domain import boards
from search.forms import BoardForm
from search.models import JobBoard

BOARDS_A_PAGE = 100
FILTER_FROM = 20  # so many are seen at a glance


@login_required
@require_GET
@never_cache
def page(request):
    return _page(request, BoardForm())


@login_required
@posted_from("search:boards")
def add(request):
    form = BoardForm(request.POST)
    if form.is_valid():
        try:
            board, is_new = boards.add(form.cleaned_data["address"], may_enable=request.user.has_the_say())
        except boards.BoardError as error:
            form.add_error("address", str(error))
        else:
            messages.success(request, f"{board.name} is added." if is_new else f"{board.name} is here already.")
            return redirect("search:boards")
    return _page(request, form, status=422)


@login_required
@require_GET
@never_cache
def row(request, pk: int):
    """One board as the list shows it: while it is fetched, the page asks again and again."""
    if not request.htmx:
        return redirect("search:boards")
    board = get_object_or_404(JobBoard.objects.for_page(), pk=pk)
    return render(request, "search/_board.html", {"board": board, "has_the_say": request.user.has_the_say()})


@login_required
@posted_from("search:boards")
def enable(request, pk: int):
    return _switched(request, pk, boards.enable)


@login_required
@posted_from("search:boards")
def disable(request, pk: int):
    return _switched(request, pk, boards.disable)


@login_required
@posted_from("search:boards")
def fetch(request, pk: int):
    try:
        boards.fetch_now(get_object_or_404(JobBoard, pk=pk))
    except boards.BoardError as error:
        messages.error(request, str(error))
    return redirect("search:boards")


@login_required
@posted_from("search:boards")
def remove(request, pk: int):
    return _switched(request, pk, boards.remove)


def _switched(request, pk: int, switch):
    if not request.user.has_the_say():
        raise PermissionDenied
    try:
        switch(get_object_or_404(JobBoard, pk=pk))
    except boards.BoardError as error:
        messages.error(request, str(error))
    return redirect("search:boards")


def _page(request, form: BoardForm, *, status: int = 200):
    name = request.GET.get("name", "").replace("\0", "").strip()
    is_failed = "failed" in request.GET
    shown = JobBoard.objects.for_page()
    if name:
        shown = shown.named(name)
    if is_failed:
        shown = shown.failed()
    listed = Paginator(shown, BOARDS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "boards": listed,
        "has_the_say": request.user.has_the_say(),
        "name": name,
        "is_failed": is_failed,
        "has_filter": bool(name) or is_failed or listed.paginator.count > FILTER_FROM,
        "query": f"{urlencode({'name': name} | ({'failed': 'on'} if is_failed else {}))}&",
    }
    return render(request, "search/boards.html", context, status=status)
