"""The questions of the set-up in their order, and the answers that are not saved yet."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from midstance.app.checking.days import today_of
from midstance.app.make_plan import make_plan
from midstance.app.plain import read_plain, to_plain
from midstance.app.set_up_plan import read_wishes
from midstance.app.training.pace import usual_speed_mps
from midstance.app.training.records import Wishes
from midstance.app.training.wishes import DEFAULT_WISHES
from midstance.core.base.errors import MidstanceError
from midstance.web.pages.plan import forms
from midstance.web.person import runner_of, units_of

DRAFT = "plan_set_up"
ENTRY = "tests"


@dataclass(frozen=True)
class Question:
    """One page of the set-up; `loss` says what a skipped answer means."""

    key: str
    title: str | Promise
    why: str | Promise
    loss: str | Promise
    form: type[forms.WishForm]


@dataclass(frozen=True)
class Draft:
    """The answers so far; the longest run as a distance where she said it so."""

    wishes: Wishes
    seen: tuple[str, ...] = ()
    goal_m: float | None = None


QUESTIONS = (
    Question(
        "days",
        gettext_lazy("How many minutes do you have on each day?"),
        gettext_lazy("The plan never asks for more than this. Short and often is fine."),
        gettext_lazy("Without an answer: up to 15 minutes of exercise on any day, and a run."),
        forms.DaysForm,
    ),
    Question(
        "when",
        gettext_lazy("When and where will you do the exercises?"),
        gettext_lazy("A fixed time and place makes it easier to begin."),
        gettext_lazy("Without an answer: at any time, anywhere."),
        forms.WhenForm,
    ),
    Question(
        "things",
        gettext_lazy("What do you have at hand?"),
        gettext_lazy("Something like it is as good. With nothing at all there is a plan too."),
        gettext_lazy("Without an answer: a mat, a wall, a chair and a towel, or their like."),
        forms.EquipmentForm,
    ),
    Question(
        "running",
        gettext_lazy("Can you run now?"),
        gettext_lazy("If not, the plan begins with walking and adds running step by step."),
        gettext_lazy("Without an answer: your runs of the last two weeks decide."),
        forms.RunningForm,
    ),
    Question(
        ENTRY,
        gettext_lazy("What can your knee do today?"),
        gettext_lazy("Running begins when these go well. Try only what you feel safe to try."),
        gettext_lazy("What you have not tried counts as not yet met."),
        forms.EntryForm,
    ),
    Question(
        "goal",
        gettext_lazy("How much running do you want?"),
        gettext_lazy("The plan grows up to this, a little at a time, and no further."),
        gettext_lazy("Without an answer: at most three runs a week."),
        forms.GoalForm,
    ),
    Question(
        "leave-out",
        gettext_lazy("What should the plan leave out?"),
        gettext_lazy("What does not suit you is not in it. Another exercise takes its place."),
        gettext_lazy("Without an answer: only what your knee check stands against."),
        forms.LeaveOutForm,
    ),
    Question(
        "sure",
        gettext_lazy("How sure are you that you will do this?"),
        gettext_lazy("Less sure, smaller plan: little that is done helps more."),
        gettext_lazy("Without an answer: a plan of usual size."),
        forms.ConfidenceForm,
    ),
)
"""At most eight; the tests are only asked of those who cannot run now."""


def questions_for(request: HttpRequest, draft: Draft) -> tuple[Question, ...]:
    """The questions that apply to her."""
    asks_tests = draft.wishes.is_returning is True and may_be_tested(request)
    return tuple(each for each in QUESTIONS if each.key != ENTRY or asks_tests)


def may_be_tested(request: HttpRequest) -> bool:
    """Whether nothing stands against squats and hops: a plan that is empty says that it does."""
    return not make_plan(runner_of(request))[0].empty


def read_draft(request: HttpRequest) -> Draft:
    """What she said so far, on top of what she wants already."""
    kept = request.session.get(DRAFT)
    wishes = read_wishes(runner_of(request)) or DEFAULT_WISHES
    if kept is None:
        return Draft(wishes)
    try:
        wishes = read_plain(Wishes, kept["wishes"])
    except (MidstanceError, TypeError, ValueError, KeyError):  # of an older version
        return Draft(wishes)
    return Draft(wishes, tuple(kept["seen"]), kept["goal_m"])


def keep_draft(request: HttpRequest, draft: Draft) -> None:
    request.session[DRAFT] = {
        "wishes": to_plain(draft.wishes),
        "seen": list(draft.seen),
        "goal_m": draft.goal_m,
    }


def drop_draft(request: HttpRequest) -> None:
    request.session.pop(DRAFT, None)


def answered(draft: Draft, question: Question, form: forms.WishForm | None) -> Draft:
    """The draft with one question more; a skipped one changes nothing else."""
    seen = (*(key for key in draft.seen if key != question.key), question.key)
    if form is None:
        return replace(draft, seen=seen)
    return Draft(form.answered(), seen, form.goal_m())


def form_of(
    request: HttpRequest, question: Question, draft: Draft, sent: Mapping[str, Any] | None
) -> forms.WishForm:
    runner = runner_of(request)
    speed_mps = usual_speed_mps(runner, today_of(runner))
    knows = forms.Knows(units_of(request), speed_mps, draft.goal_m)
    return question.form(sent, wishes=draft.wishes, knows=knows)


def refilled(question: Question, draft: Draft, preset: str) -> Draft:
    """The draft with a preset in it, shown before she says that it is right."""
    if question.form is forms.DaysForm:
        return replace(draft, wishes=forms.with_preset(draft.wishes, preset))
    if question.form is forms.EquipmentForm:
        return replace(draft, wishes=forms.with_kit(draft.wishes, preset))
    return draft


def has_no_room(wishes: Wishes) -> bool:
    """Whether no day has a minute for exercise."""
    return not any(day.exercise_s for day in wishes.days)
