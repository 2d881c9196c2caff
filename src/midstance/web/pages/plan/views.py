"""The week of the plan, and the questions that it is made from."""

from django.contrib import messages
from django.forms.boundfield import BoundWidget
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from midstance.app.checking.days import today_of
from midstance.app.english_words import translate_english
from midstance.app.make_plan import make_plan
from midstance.app.number_words import duration_words
from midstance.app.review_week import is_review_due
from midstance.app.routine_lock import routine_lock
from midstance.app.set_up_plan import read_wishes, set_up_plan
from midstance.core.base.errors import InvalidValueError
from midstance.knowledge.plan_constants import load_plan_constants
from midstance.web.pages.plan import forms, words
from midstance.web.pages.plan.set_up import (
    ENTRY,
    Draft,
    Question,
    answered,
    drop_draft,
    form_of,
    has_no_room,
    keep_draft,
    questions_for,
    read_draft,
    refilled,
)
from midstance.web.person import runner_of, units_of

ANSWERS = "answers"


@require_safe
def show_plan(request: HttpRequest) -> HttpResponse:
    runner = runner_of(request)
    lock = routine_lock(runner)
    if lock is not None:
        return render(request, "pages/plan/locked.html", {"lock": lock})
    (sheet,) = make_plan(runner)
    today, wishes = today_of(runner), read_wishes(runner)
    page = {
        "sheet": sheet,
        "sentence": words.week_sentence(sheet),
        "beside": words.beside_sentence(sheet),
        "days": words.shown_days(sheet, today),
        "least": None if sheet.least is None else words.shown_session(sheet.least),
        "place": "" if wishes is None else wishes.place,
        "is_set_up": wishes is not None,
        "is_review_due": is_review_due(runner, today),
    }
    return render(request, "pages/plan/page.html", page)


@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """The first question that was not seen yet."""
    if routine_lock(runner_of(request)) is not None:
        return redirect("plan")
    draft = read_draft(request)
    asked = questions_for(request, draft)
    first = next((each for each in asked if each.key not in draft.seen), None)
    if first is None:
        return redirect("plan_answers")
    return redirect("plan_question", question=first.key)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, question: str) -> HttpResponse:
    if routine_lock(runner_of(request)) is not None:
        return redirect("plan")
    draft = read_draft(request)
    asked = questions_for(request, draft)
    number = next((place for place, each in enumerate(asked) if each.key == question), None)
    if number is None:
        raise Http404(question)
    if request.method != "POST":
        filled = refilled(asked[number], draft, request.GET.get("preset", ""))
        return show_question(request, filled, asked, number)
    return take_answer(request, draft, asked, number)


def take_answer(
    request: HttpRequest, draft: Draft, asked: tuple[Question, ...], number: int
) -> HttpResponse:
    question = asked[number]
    form = None
    if "skip" not in request.POST:
        form = form_of(request, question, draft, request.POST)
        if not form.is_valid():
            return show_question(request, draft, asked, number, form)
    told = answered(draft, question, form)
    if form is not None and question.key == "days" and wants_a_word(request, told):
        return show_question(request, draft, asked, number, form, has_no_day=True)
    keep_draft(request, told)
    return redirect(next_address(request, told, question))


def wants_a_word(request: HttpRequest, draft: Draft) -> bool:
    """No day has room: that is said once, and then taken as it is."""
    return has_no_room(draft.wishes) and "none" not in request.POST


def next_address(request: HttpRequest, draft: Draft, question: Question) -> str:
    """The next question; the answers when she came from there or all are seen."""
    asked = questions_for(request, draft)
    place = next((place for place, each in enumerate(asked) if each.key == question.key), 0)
    following = [each for each in asked[place + 1 :] if each.key not in draft.seen]
    if request.POST.get("then") == ANSWERS:
        new_tests = next((each for each in following if each.key == ENTRY), None)
        following = [new_tests] if new_tests else []
    elif asked[place + 1 :]:
        following = [asked[place + 1]]
    if not following:
        return reverse("plan_answers")
    return reverse("plan_question", args=[following[0].key])


def show_question(
    request: HttpRequest,
    draft: Draft,
    asked: tuple[Question, ...],
    number: int,
    form: forms.WishForm | None = None,
    *,
    has_no_day: bool = False,
) -> HttpResponse:
    question = asked[number]
    shown = form or form_of(request, question, draft, None)
    then = request.POST.get("then", request.GET.get("then", ""))
    back = reverse("plan_answers") if then == ANSWERS else back_address(asked, number)
    constants = load_plan_constants()
    page = {
        "form": shown,
        "question": question,
        "template": f"pages/plan/{question.key}.html",
        "number": number + 1,
        "count": len(asked),
        "back": back,
        "then": ANSWERS if then == ANSWERS else "",
        "presets": forms.PRESETS,
        "things": things_of(shown),
        "has_no_day": has_no_day,
        "is_set_up": read_wishes(runner_of(request)) is not None,
        "small_below": round(constants.shrink_below_confidence),
    }
    return render(request, "pages/plan/question.html", page, status=422 if shown.errors else 200)


def things_of(form: forms.WishForm) -> list[tuple[BoundWidget, str]]:
    """Each thing to tick, and what in a household can stand for it."""
    if not isinstance(form, forms.EquipmentForm):
        return []
    substitutes = forms.household()
    return [(option, substitutes[option.data["value"]]) for option in form["equipment"]]


def back_address(asked: tuple[Question, ...], number: int) -> str:
    if number == 0:
        return reverse("plan")
    return reverse("plan_question", args=[asked[number - 1].key])


@require_http_methods(["GET", "HEAD", "POST"])
def look_over(request: HttpRequest) -> HttpResponse:
    """The answers before they are kept; sending them makes the plan."""
    runner = runner_of(request)
    if routine_lock(runner) is not None:
        return redirect("plan")
    draft = read_draft(request)
    problem = ""
    if request.method == "POST":
        try:
            set_up_plan(runner, draft.wishes)
        except InvalidValueError as error:
            problem = translate_english(error)
        else:
            drop_draft(request)
            messages.success(request, _("Saved. Your plan is made from it."))
            return redirect("plan")
    last = questions_for(request, draft)[-1]
    page = {
        "answers": shown_answers(request, draft),
        "back": reverse("plan_question", args=[last.key]),
        "problem": problem,
        "notes": notes_on(draft),
    }
    return render(request, "pages/plan/answers.html", page, status=422 if problem else 200)


def shown_answers(request: HttpRequest, draft: Draft) -> list[words.ShownAnswer]:
    units = units_of(request)
    return [
        words.ShownAnswer(
            each.key,
            str(each.title),
            words.answer_lines(each.key, draft.wishes, draft.goal_m, units),
            words.answer_names(each.key, draft.wishes),
        )
        for each in questions_for(request, draft)
    ]


def notes_on(draft: Draft) -> list[str]:
    """What the answers mean for the size of the plan, before she sends them."""
    constants = load_plan_constants()
    wishes, found = draft.wishes, []
    if has_no_room(wishes):
        found.append(
            _("No day has room. The plan then holds the least that helps, for whenever you can.")
        )
    sure = wishes.confidence
    if sure is not None and sure < constants.shrink_below_confidence:
        told = {
            "count": round(constants.shrunk_exercises),
            "time": duration_words(constants.shrunk_session_s),
        }
        found.append(
            _("You are not that sure, so it starts small: %(count)s exercises, %(time)s.") % told
        )
    if not wishes.equipment:
        found.append(_("The plan takes exercises that need nothing."))
    return found
