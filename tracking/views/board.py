"""The board, whole or the part of it that changes when a card moves."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tracking.board_page import BoardPage


@login_required
@require_safe
@never_cache
def board(request):
    page = BoardPage(request.GET, user=request.user, today=timezone.localdate())
    is_part = request.htmx.target == "board" and not request.htmx.history_restore_request
    return render(request, "tracking/_board.html" if is_part else "tracking/board.html", {"page": page})
