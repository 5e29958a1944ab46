"""What an undone rejection said, kept in the session: rejecting anew offers it again (CONTRACT, "Pages")."""

from django.contrib.sessions.backends.base import SessionBase

from .models import TrackingEvent
from .stages import EventType

KEY = "undone_rejections"
KEPT_MAX = 20  # the newest; a session is no archive


def keep(session: SessionBase, tracking_id: int, event: TrackingEvent) -> None:
    if event.note:
        kept = _others(session, tracking_id) | {str(tracking_id): event.clean_note}
        session[KEY] = dict(list(kept.items())[-KEPT_MAX:])


def of(session: SessionBase, tracking_id: int, event_type: str) -> dict | None:
    """The note to begin with, None if there is none."""
    return session.get(KEY, {}).get(str(tracking_id)) if event_type == EventType.REJECTED else None


def forget(session: SessionBase, tracking_id: int) -> None:
    if str(tracking_id) in session.get(KEY, {}):
        session[KEY] = _others(session, tracking_id)


def _others(session: SessionBase, tracking_id: int) -> dict:
    return {key: note for key, note in session.get(KEY, {}).items() if key != str(tracking_id)}
