from rest_framework.routers import SimpleRouter

from .views import EventViewSet, TrackingViewSet

router = SimpleRouter(trailing_slash=False)
router.register("tracked", TrackingViewSet, basename="tracked")  # before the next: it has "calendar/events"
router.register(r"tracked/(?P<tracking_id>[^/.]+)/events", EventViewSet, basename="event")

urlpatterns = router.urls
