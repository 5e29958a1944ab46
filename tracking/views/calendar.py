"""The calendar of what happened and what is planned."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tracking.calendar_page import CalendarPage


@login_required
@require_safe
@never_cache
def calendar(request):
    page = CalendarPage(request.GET, user=request.user, today=timezone.localdate())
    return render(request, "tracking/calendar.html", {"page": page}, status=page.status)
