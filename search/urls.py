from django.urls import path

from . import views, views_boards, views_saved

app_name = "search"

urlpatterns = [
    path("search", views.search, name="search"),
    path("search/counts", views.counts, name="counts"),
    path("search/companies/<int:pk>", views.company, name="company"),
    path("search/demo/remove", views.remove_demo, name="remove-demo"),
    path("search/saved", views_saved.page, name="saved"),
    path("search/saved/add", views_saved.save, name="saved-add"),
    path("search/saved/<int:pk>/look", views_saved.look, name="saved-look"),
    path("search/saved/<int:pk>/remove", views_saved.remove, name="saved-remove"),
    path("boards", views_boards.page, name="boards"),
    path("boards/add", views_boards.add, name="board-add"),
    path("boards/<int:pk>", views_boards.row, name="board"),
    path("boards/<int:pk>/enable", views_boards.enable, name="board-enable"),
    path("boards/<int:pk>/disable", views_boards.disable, name="board-disable"),
    path("boards/<int:pk>/fetch", views_boards.fetch, name="board-fetch"),
]
