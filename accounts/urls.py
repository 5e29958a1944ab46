from django.urls import path

from . import views

app_name = "accounts"

urlpatterns = [
    path("settings", views.settings, name="settings"),
    path("settings/profile", views.profile, name="profile"),
    path("settings/tokens", views.token_add, name="token-add"),
    path("settings/tokens/<int:pk>/revoke", views.token_revoke, name="token-revoke"),
]
