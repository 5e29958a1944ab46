from django.urls import path

from . import views

app_name = "tracking"

urlpatterns = [
    path("track/jobs/<int:job_id>", views.track, name="track"),
    path("track/<int:pk>/untrack", views.untrack, name="untrack"),
]
