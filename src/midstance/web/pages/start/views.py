"""The first run: four short questions, each of which may be skipped, then the runs."""

from dataclasses import asdict, dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from midstance.app.set_up_runner import (
    LOST_BY_SKIPPING,
    Profile,
    check_profile,
    read_profile,
    set_up_runner,
)
from midstance.web.body_form import BodyForm
from midstance.web.figures import Units
from midstance.web.person import runner_of

DRAFT = "start"


@dataclass(frozen=True)
class Question:
    """One page of the first run."""

    key: str
    name: str  # of the answer in the profile
    title: str | Promise
    why: str | Promise


QUESTIONS = (
    Question(
        "height",
        "height_m",
        gettext_lazy("How tall are you?"),
        gettext_lazy("A longer leg is a longer lever, so height changes what each step asks."),
    ),
    Question(
        "weight",
        "mass_kg",
        gettext_lazy("How much do you weigh?"),
        gettext_lazy("It turns “times your body weight” into a force. Nothing else uses it."),
    ),
    Question(
        "sex",
        "sex",
        gettext_lazy("What is your sex?"),
        gettext_lazy("Some knee pains are more common in women, others in men."),
    ),
    Question(
        "birth-year",
        "birth_year",
        gettext_lazy("Which year were you born in?"),
        gettext_lazy("Some knee pains belong to young knees, others to older ones."),
    ),
)


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    draft = request.session.get(DRAFT, {})
    first = next((q for q in QUESTIONS if q.name not in draft.get("seen", [])), QUESTIONS[-1])
    return render(request, "pages/start/welcome.html", {"first": first, "goes_on": bool(draft)})


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, question: str) -> HttpResponse:
    number = next((i for i, q in enumerate(QUESTIONS) if q.key == question), None)
    if number is None:
        raise Http404(question)
    profile = read_draft(request)
    asked = QUESTIONS[number]
    skips = "skip" in request.POST
    sent = request.POST if request.method == "POST" and not skips else None
    form = BodyForm(sent, profile=profile, ask=(asked.name,))
    if skips or form.is_valid():
        said = profile if skips else form.answered()
        keep_draft(request, with_zone(said, request.POST.get("time_zone", "")), asked.name)
        return go_on(request, number)
    page = question_page(form, number)
    return render(request, "pages/start/question.html", page, status=422 if form.errors else 200)


@require_POST
def switch_units(request: HttpRequest) -> HttpResponse:
    """Metres or feet from here on; the answers so far stay what they are."""
    profile = read_draft(request)
    units = Units.IMPERIAL if request.POST.get("units") == Units.IMPERIAL else Units.METRIC
    request.session[DRAFT] = {
        **request.session.get(DRAFT, {}),
        "profile": {**asdict(profile), "units": units.value},
    }
    known = {question.key for question in QUESTIONS}
    back = request.POST.get("question", "")
    return redirect("start_question", question=back if back in known else QUESTIONS[0].key)


def question_page(form: BodyForm, number: int) -> dict[str, object]:
    asked = QUESTIONS[number]
    return {
        "form": form,
        "question": asked,
        "number": number + 1,
        "count": len(QUESTIONS),
        "before": QUESTIONS[number - 1] if number else None,
        "loss": LOST_BY_SKIPPING[asked.name],
        "other_units": Units.METRIC if form.units is Units.IMPERIAL else Units.IMPERIAL,
        "has_units": asked.name in {"height_m", "mass_kg"},
    }


def read_draft(request: HttpRequest) -> Profile:
    """What was said so far; it becomes the profile with the last question."""
    kept = request.session.get(DRAFT, {}).get("profile")
    return Profile(**kept) if kept else read_profile(runner_of(request))


def with_zone(profile: Profile, zone: str) -> Profile:
    """The clock of the browser, unless one is known already or it is none that we know."""
    told = replace(profile, time_zone=zone)
    if profile.time_zone or "time_zone" in check_profile(told).problems:
        return profile
    return told


def keep_draft(request: HttpRequest, profile: Profile, seen: str) -> None:
    before = request.session.get(DRAFT, {}).get("seen", [])
    request.session[DRAFT] = {
        "profile": asdict(profile),
        "seen": [*(name for name in before if name != seen), seen],
    }


def go_on(request: HttpRequest, number: int) -> HttpResponse:
    if number + 1 < len(QUESTIONS):
        return redirect("start_question", question=QUESTIONS[number + 1].key)
    set_up_runner(runner_of(request), read_draft(request))
    del request.session[DRAFT]
    return redirect("import")
