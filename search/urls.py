from django.urls import path

from .views import boards, saved, search

app_name = "search"

urlpatterns = [
    path("search", search.search, name="search"),
    path("search/counts", search.counts, name="counts"),
    path("search/companies/<int:pk>", search.company, name="company"),
    path("search/demo/remove", search.remove_demo, name="remove-demo"),
    path("search/saved", saved.page, name="saved"),
    path("search/saved/add", saved.save, name="saved-add"),
    path("search/saved/<int:pk>/look", saved.look, name="saved-look"),
    path("search/saved/<int:pk>/remove", saved.remove, name="saved-remove"),
    path("boards", boards.page, name="boards"),
    path("boards/add", boards.add, name="board-add"),
    path("boards/<int:pk>", boards.row, name="board"),
    path("boards/<int:pk>/enable", boards.enable, name="board-enable"),
    path("boards/<int:pk>/disable", boards.disable, name="board-disable"),
    path("boards/<int:pk>/remove", boards.remove, name="board-remove"),
    path("boards/<int:pk>/fetch", boards.fetch, name="board-fetch"),
]
