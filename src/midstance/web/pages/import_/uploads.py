"""Uploaded files go straight to the inbox: one open file at a time, nothing held in memory."""

from contextlib import ExitStack
from typing import Any, BinaryIO
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest
from django.utils.translation import gettext as _

from midstance.app.collect_upload import UPLOAD_MAX_FILE_BYTES, add_to_upload
from midstance.core.base.errors import LimitExceededError, MidstanceError
from midstance.web.person import runner_of

GIBIBYTE = 1024**3
PATH_PREFIX = "path:"  # a field named "path:2024/run.fit" says where in a dropped folder it lay


class InboxHandler(FileUploadHandler):
    """Writes each uploaded file of a request to an open upload; `problem` says what went wrong."""

    def __init__(self, request: HttpRequest, upload_id: UUID, most_bytes: int) -> None:
        super().__init__(request)
        self.upload_id = upload_id
        self.most_bytes = most_bytes
        self.files = 0
        self.problem: MidstanceError | None = None
        self.open_file = ExitStack()
        self.stream: BinaryIO | None = None

    def new_file(self, field_name: str, *arguments: Any, **more: Any) -> None:  # noqa: ANN401 # Django's own signature
        super().new_file(field_name, *arguments, **more)
        path = field_name.removeprefix(PATH_PREFIX)
        name = path if path != field_name else self.file_name or ""
        adding = add_to_upload(runner_of(self.request), self.upload_id, name)  # type: ignore[arg-type] # the request given above
        try:
            self.stream = self.open_file.enter_context(adding)
        except MidstanceError as error:
            self.stop(error)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > self.most_bytes:
            told = {"name": self.file_name, "size": self.most_bytes // GIBIBYTE}
            self.stop(LimitExceededError(_("%(name)s is larger than %(size)s GB.") % told))
        if self.stream is not None:
            self.stream.write(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[Any]":
        self.open_file.close()
        self.stream = None
        self.files += 1
        return UploadedFile(name=self.file_name, size=file_size)

    def upload_interrupted(self) -> None:
        """The connection broke: the file that was being written is dropped."""
        error = ConnectionError("the upload broke off")
        self.open_file.__exit__(type(error), error, None)

    def stop(self, error: MidstanceError) -> None:
        self.problem = error
        self.open_file.__exit__(type(error), error, None)
        raise StopUpload(connection_reset=False)


def place_files(
    request: HttpRequest, upload_id: UUID, most_bytes: int | None = None
) -> InboxHandler:
    """Send the files of a request to an upload; to be called before anything reads the request."""
    handler = InboxHandler(request, upload_id, most_bytes or UPLOAD_MAX_FILE_BYTES)
    request.upload_handlers = [handler]
    return handler
