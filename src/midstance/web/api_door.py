"""Who may change something over the REST interface, and where uploaded files go before that."""

from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.utils import check_csrf

from midstance.app.collect_upload import drop_upload, open_upload
from midstance.web.pages.import_.uploads import InboxHandler, place_files
from midstance.web.person import runner_of


def check_door(request: HttpRequest) -> bool:
    """Changes need the form token, as they do on the pages; the gates have done the rest."""
    if request.method not in {"GET", "HEAD", "OPTIONS"} and check_csrf(request) is not None:
        raise HttpError(403, "Send the form token in X-CSRFToken.")
    return True


def takes_files(**fields: object) -> dict[str, object]:
    """Describe a request of several parts to OpenAPI: files, and fields beside them."""
    files = {"type": "array", "items": {"type": "string", "format": "binary"}}
    schema = {"type": "object", "properties": {**fields, "files": files}}
    content = {"multipart/form-data": {"schema": schema}}
    return {"requestBody": {"required": True, "content": content}}


def place_and_check(request: HttpRequest) -> InboxHandler:
    """The files get their place before anything reads the request, the form token included."""
    handler = place_files(request, open_upload(runner_of(request)))
    try:
        check_door(request)
    except HttpError:
        drop_upload(runner_of(request), handler.upload_id)
        raise
    return handler


def drop_placed(request: HttpRequest) -> None:
    """Files of a request that is refused before anything takes them over stay nowhere."""
    handler = getattr(request, "auth", None)
    if isinstance(handler, InboxHandler):
        drop_upload(runner_of(request), handler.upload_id)
