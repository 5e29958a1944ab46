from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from .serializers import MeSerializer


class MeView(APIView):
    @extend_schema(
        operation_id="me",
        summary="Who you are",
        tags=["account"],
        responses=MeSerializer,
        examples=[
            OpenApiExample(
                "Maya",
                value={"id": 7, "email": "maya@example.org", "name": "Maya Kessler", "time_zone": "Europe/Berlin"},
            )
        ],
    )
    def get(self, request):
        return Response(MeSerializer(request.user).data)
