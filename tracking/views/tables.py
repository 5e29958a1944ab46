"""The trackings as a table: out, and in from any spreadsheet."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from jobtracker.form_views import posted_from
from tracking.domain import filling
from tracking.table_forms import ColumnsForm, TableForm
from tracking.tables import drafts, reading, rows, writing


@login_required
@require_GET
@never_cache
def export(request):
    name = f"jobtracker-{timezone.localdate()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(writing.write(request.user), content_type="text/csv; charset=utf-8", headers=headers)


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def choose(request):
    form = TableForm(request.POST, request.FILES) if request.method == "POST" else TableForm()
    if form.is_bound and form.is_valid():
        drafts.keep(request.user, form.cleaned_data["file"].name, form.cleaned_data["text"])
        return redirect("tracking:import-columns")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "tracking/import.html", {"form": form}, status=status)


@login_required
@require_GET
@never_cache
def columns(request):
    draft = drafts.of(request.user)
    if draft is None:
        return _choose_again(request)
    form = ColumnsForm(table=reading.read(draft.text), initial={"digest": draft.digest})
    return _columns_page(request, draft, form)


@login_required
@posted_from("tracking:import-columns")
@never_cache
def preview(request):
    """What would come of it; nothing is changed."""
    draft, form = _posted(request)
    if form is None:
        return _choose_again(request)
    if not form.is_valid():
        return _columns_page(request, draft, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    entries, mistakes = _read(form)
    return _columns_page(request, draft, form, preview=_preview(request, form, entries, mistakes))


@login_required
@posted_from("tracking:import-columns")
@never_cache
def confirm(request):
    draft, form = _posted(request)
    if form is None:
        return _choose_again(request)
    if not form.is_valid():
        return _columns_page(request, draft, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    entries, mistakes = _read(form)
    is_whole = form.cleaned_data["is_whole"]
    if is_whole and mistakes:
        form.add_error(None, "Some rows have mistakes: nothing was imported.")
        found = _preview(request, form, entries, mistakes)
        return _columns_page(request, draft, form, preview=found, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    filled = filling.fill(request.user, entries, is_whole=is_whole)
    if filled.is_kept:
        drafts.forget(request.user)
    mistakes = sorted([*mistakes, *filled.mistakes], key=lambda mistake: mistake.line)
    context = {
        "draft": draft,
        "filled": filled,
        "mistakes": mistakes,
        "refused": writing.some(form.table, {mistake.line for mistake in mistakes}),
        "remarked": [entry for entry in entries if entry.remarks],
    }
    return render(request, "tracking/imported.html", context)


def _posted(request) -> tuple[drafts.Draft | None, ColumnsForm | None]:
    """The draft and the form about it; no form if the draft is gone, or another by now."""
    draft = drafts.of(request.user)
    if draft is None or draft.digest != request.POST.get("digest"):
        return draft, None
    return draft, ColumnsForm(request.POST, table=reading.read(draft.text))


def _read(form: ColumnsForm):
    return rows.read(form.table, form.cleaned_data["mapping"], today=timezone.localdate())


def _preview(request, form: ColumnsForm, entries, mistakes) -> dict:
    foreseen = filling.foresee(request.user, entries)
    known = sum(row.is_known for row in foreseen)
    return {
        "foreseen": foreseen,
        "new": len(foreseen) - known,
        "known": known,
        "twice": [row for row in foreseen if row.same_as],
        "entries": entries,
        "mistakes": mistakes,
        "refused": writing.some(form.table, {mistake.line for mistake in mistakes}),
    }


def _choose_again(request):
    messages.error(request, "Choose the file again: it was kept for an hour, or another one took its place.")
    return redirect("tracking:import")


def _columns_page(request, draft, form, *, preview=None, status=HTTPStatus.OK):
    context = {"draft": draft, "form": form, "preview": preview}
    return render(request, "tracking/import_columns.html", context, status=status)
