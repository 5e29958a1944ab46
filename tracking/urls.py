from django.urls import path

from .views import adding, board, calendar, events, lists, resumes, tables, trackings

app_name = "tracking"

urlpatterns = [
    path("track", lists.track_list, name="list"),
    path("track/board", board.board, name="board"),
    path("track/calendar", calendar.calendar, name="calendar"),
    path("track/<int:pk>", lists.card, name="card"),
    path("track/<int:pk>/events/add", events.add, name="event-add"),
    path("track/<int:pk>/events/<int:event_id>", events.edit, name="event-edit"),
    path("track/<int:pk>/events/<int:event_id>/delete", events.delete, name="event-delete"),
    path("track/<int:pk>/archive", trackings.archive, name="archive"),
    path("track/<int:pk>/unarchive", trackings.unarchive, name="unarchive"),
    path("track/<int:pk>/untrack", trackings.untrack, name="untrack"),
    path("track/<int:pk>/notes", trackings.notes, name="notes"),
    path("track/<int:pk>/posting", lists.posting, name="posting"),
    path("track/<int:pk>/resume", resumes.resume, name="resume"),
    path("track/<int:pk>/resume/facts", resumes.facts, name="resume-facts"),
    path("track/<int:pk>/resume/remove", resumes.remove, name="resume-remove"),
    path("track/export.csv", tables.export, name="export"),
    path("track/import", tables.choose, name="import"),
    path("track/import/columns", tables.columns, name="import-columns"),
    path("track/import/preview", tables.preview, name="import-preview"),
    path("track/import/confirm", tables.confirm, name="import-confirm"),
    path("track/jobs/<int:job_id>", trackings.track, name="track"),
    path("search/add", adding.add, name="add"),
    path("search/add/read", adding.read, name="add-read"),
    path("search/jobs/<int:pk>/edit", adding.edit, name="job-edit"),
    path("search/jobs/<int:pk>/delete", adding.delete, name="job-delete"),
]
