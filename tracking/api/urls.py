from rest_framework.routers import SimpleRouter

from .resumes import ResumeViewSet
from .views import EventViewSet, TrackingViewSet

router = SimpleRouter(trailing_slash=False)
router.register("tracked", TrackingViewSet, basename="tracked")  # before the next: it has "calendar/events"
router.register(r"tracked/(?P<tracking_id>[^/.]+)/events", EventViewSet, basename="event")
router.register(r"tracked/(?P<tracking_id>[^/.]+)/resume", ResumeViewSet, basename="resume")

urlpatterns = router.urls
