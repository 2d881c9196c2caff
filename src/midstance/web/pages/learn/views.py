"""What is known about knees, page by page, each statement with its source and how sure it is."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from midstance.app.read_lessons import read_lesson, read_lessons
from midstance.core.base.errors import NotFoundError


@require_safe
def list_lessons(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/learn/page.html", {"lessons": read_lessons(get_language() or "")})


@require_safe
def show_lesson(request: HttpRequest, name: str) -> HttpResponse:
    try:
        lesson = read_lesson(name, get_language() or "")
    except NotFoundError as error:
        raise Http404(str(error)) from error
    return render(request, "pages/learn/lesson.html", {"lesson": lesson})
