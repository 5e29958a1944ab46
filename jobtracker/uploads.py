"""How much of a body is let in before anybody has looked at it."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class BoundedUploadHandler(FileUploadHandler):
    """Refuses bodies with files that are too long: from anybody signed in, and sooner from anybody else.

    It stores nothing itself. A body without a length has no content, as Django reads it.
    """

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # noqa: N803 - Django's
        is_member = self.request.user.is_authenticated
        limit = settings.IMPORT_MAX_SIZE if is_member else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if content_length > limit + settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig("The body of this request is too long.")

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        return None
