from django.conf import settings
from django.contrib import admin
from django.contrib.staticfiles.storage import staticfiles_storage
from django.shortcuts import redirect
from django.urls import include, path
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from . import health, views
from .api.errors import no_such_endpoint

admin.site.site_header = admin.site.site_title = "jobtracker"
admin.site.index_title = "Data"


def favicon(request):
    """For pages that are not ours to give a link: the admin, the API's documentation."""
    return redirect(staticfiles_storage.url("favicon.svg"), permanent=False)


# Swagger UI's style sheet holds pictures in itself.
docs = csp_override(settings.SECURE_CSP | {"img-src": [CSP.SELF, "data:"]})(
    SpectacularSwaggerSplitView.as_view(url_name="schema")
)

handler500 = "jobtracker.views.server_error"

urlpatterns = [
    path("api/", include("accounts.api.urls")),
    path("api/", include("search.api.urls")),
    path("api/", include("tracking.api.urls")),
    path("favicon.ico", favicon),
    path("", RedirectView.as_view(pattern_name="search:search"), name="home"),
    path("", include("search.urls")),
    path("", include("tracking.urls")),
    path("", include("accounts.urls")),
    path("settings/export.zip", views.export, name="export"),
    path("settings/import", views.restore, name="import"),
    path("settings/delete", views.remove, name="delete-account"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("api/schema", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs", docs, name="docs"),
    path("api/<path:rest>", no_such_endpoint),
    path("api/", no_such_endpoint),
    path("api", no_such_endpoint),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
