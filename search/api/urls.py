from rest_framework.routers import SimpleRouter

from .searches import SavedSearchViewSet
from .views import CompanyViewSet, JobViewSet

router = SimpleRouter(trailing_slash=False)
router.register("jobs", JobViewSet, basename="job")
router.register("companies", CompanyViewSet, basename="company")
router.register("searches", SavedSearchViewSet, basename="saved-search")

urlpatterns = router.urls
