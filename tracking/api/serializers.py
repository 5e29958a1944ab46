from rest_framework import serializers

from jobtracker.api import IdField
from tracking.stages import Stage


class TrackedIdSerializer(serializers.Serializer):
    tracking_id = serializers.IntegerField()
    stage = serializers.ChoiceField(Stage)


class TrackedIdsSerializer(serializers.Serializer):
    tracked = serializers.DictField(child=TrackedIdSerializer(), help_text="By job id.")


class TrackSerializer(serializers.Serializer):
    job_id = IdField()


class TrackingCreatedSerializer(serializers.Serializer):
    tracking_id = serializers.IntegerField()
    job_id = serializers.IntegerField()
    stage = serializers.ChoiceField(Stage)
    tracked_at = serializers.DateTimeField()


class SuccessSerializer(serializers.Serializer):
    success = serializers.BooleanField()
