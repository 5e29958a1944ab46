from django.urls import path

from . import views

app_name = "search"

urlpatterns = [
    path("search", views.search, name="search"),
    path("search/counts", views.counts, name="counts"),
    path("search/companies/<int:pk>", views.company, name="company"),
    path("search/demo/remove", views.remove_demo, name="remove-demo"),
]
