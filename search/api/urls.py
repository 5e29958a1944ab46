from rest_framework.routers import SimpleRouter

from .views import CompanyViewSet, JobViewSet

router = SimpleRouter(trailing_slash=False)
router.register("jobs", JobViewSet, basename="job")
router.register("companies", CompanyViewSet, basename="company")

urlpatterns = router.urls
