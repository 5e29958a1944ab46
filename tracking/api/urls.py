from rest_framework.routers import SimpleRouter

from .views import TrackingViewSet

router = SimpleRouter(trailing_slash=False)
router.register("tracked", TrackingViewSet, basename="tracked")

urlpatterns = router.urls
